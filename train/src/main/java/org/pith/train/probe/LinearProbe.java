package org.pith.train.probe;

import java.util.List;
import java.util.Map;
import org.pith.measure.Estimate;
import org.pith.network.ElementType;
import org.pith.network.Network;
import org.pith.network.Operator;
import org.pith.network.Shape;
import org.pith.network.Tensor;
import org.pith.train.Examples;
import org.pith.train.HeldOut;
import org.pith.train.Inference;
import org.pith.train.Recipe;
import org.pith.train.Trained;
import org.pith.train.Trainer;

/**
 * What a layer knows about the target that a linear decoder can use: the decoder is fitted on the layer's values at some rows and
 * judged at others. A lower bound on any richer decoder's usable information, up to the noise that its interval states.
 *
 * <p>Images' layers [C,H,W] are read position by position where they have at most {@value #WIDEST} values, else as the mean of each
 * channel. Values are standardised on the fitting rows; a value that does not vary there is left out of the decoder.
 *
 * <p>Cost: one pass to read the layer and {@value #EPOCHS} epochs of a linear model.
 */
public final class LinearProbe {

  private static final int WIDEST = 2048;
  private static final int EPOCHS = 30;

  private LinearProbe() {}

  /**
   * The usable information of each named tensor.
   *
   * @param fit rows that the decoder is fitted on
   * @param judge rows that it is judged at
   * @return in the order of {@code tensors}
   */
  public static List<Estimate> usable(
      Network network, List<String> tensors, Examples fit, Examples judge, long seed) {
    Map<String, float[]> fitting = Inference.tap(network, fit, tensors);
    Map<String, float[]> judging = Inference.tap(network, judge, tensors);
    return tensors.stream()
        .map(
            tensor -> {
              Layer layer = Layer.of(network.shape(tensor), fitting.get(tensor), fit.rows());
              return decode(
                  layer.examples(fitting.get(tensor), fit),
                  layer.examples(judging.get(tensor), judge),
                  seed);
            })
        .toList();
  }

  private static Estimate decode(Examples fit, Examples judge, long seed) {
    Network decoder = decoder(fit.rowElements(), fit.outputs());
    Recipe recipe =
        Recipe.defaults()
            .withEpochs(EPOCHS)
            .withBatchSize(Math.max(32, fit.rows() / 64))
            .withPeakLearningRate(0.03)
            .withLabelSmoothing(0)
            .withWeightDecay(0.01);
    Trained trained =
        Trainer.train(List.of(decoder), fit, judge.rows(new int[0]), recipe, seed).getFirst();
    float[] scores = Inference.scores(trained.network(), judge);
    return HeldOut.of(judge.target(), scores, fit.target()).information();
  }

  private static Network decoder(int features, int outputs) {
    Network.Builder builder = Network.builder("linear decoder");
    builder.input("features", ElementType.FLOAT, Shape.of(Shape.BATCH, features));
    builder.constant(
        "weight", Tensor.of(Shape.of(outputs, features), new float[outputs * features]));
    builder.constant("bias", Tensor.vector(new float[outputs]));
    builder.output(builder.add("scores", Operator.Gemm.TRANSPOSED, "features", "weight", "bias"));
    return builder.build();
  }

  /** How a tensor becomes the decoder's input: pooled or not, then standardised. */
  private record Layer(int channels, int positions, boolean pooled, float[] mean, float[] scale) {

    static Layer of(Shape shape, float[] values, int rows) {
      int channels = shape.dim(1);
      int positions = (int) (shape.elements() / channels);
      boolean pooled = channels * positions > WIDEST;
      Layer plain = new Layer(channels, positions, pooled, null, null);
      float[] inputs = plain.reduced(values, rows);
      int width = plain.width();
      float[] mean = new float[width];
      float[] scale = new float[width];
      for (int j = 0; j < width; j++) {
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < rows; i++) {
          double value = inputs[i * width + j];
          sum += value;
          squares += value * value;
        }
        mean[j] = (float) (sum / rows);
        double variance = squares / rows - (sum / rows) * (sum / rows);
        scale[j] = variance > 1e-12 ? (float) (1 / Math.sqrt(variance)) : 0;
      }
      return new Layer(channels, positions, pooled, mean, scale);
    }

    int width() {
      return pooled ? channels : channels * positions;
    }

    Examples examples(float[] values, Examples rows) {
      float[] inputs = reduced(values, rows.rows());
      int width = width();
      for (int i = 0; i < inputs.length; i++) {
        inputs[i] = (inputs[i] - mean[i % width]) * scale[i % width];
      }
      return new Examples(Shape.of(width), inputs, rows.target());
    }

    private float[] reduced(float[] values, int rows) {
      if (!pooled) {
        return values.clone();
      }
      float[] means = new float[rows * channels];
      for (int c = 0; c < means.length; c++) {
        double sum = 0;
        for (int p = 0; p < positions; p++) {
          sum += values[c * positions + p];
        }
        means[c] = (float) (sum / positions);
      }
      return means;
    }
  }
}
