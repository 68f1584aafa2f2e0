package org.pith.train.probe;

import java.util.List;
import java.util.stream.IntStream;
import org.pith.network.ElementType;
import org.pith.network.Network;
import org.pith.network.Operator;
import org.pith.network.Shape;
import org.pith.network.Tensor;
import org.pith.train.Examples;
import org.pith.train.HeldOut;
import org.pith.train.Inference;
import org.pith.train.Initialization;
import org.pith.train.Recipe;
import org.pith.train.Trained;
import org.pith.train.Trainer;

/**
 * A small network that tells the target from features, stopped by validation rows.
 *
 * @param network from {@code features} [N,F] to {@code scores}
 * @param loss on the validation rows; infinite where training diverged
 */
record Decoder(Network network, double loss) {

  static final int HIDDEN = 32;

  private static final int EPOCHS = 15;
  private static final int PATIENCE = 3;
  private static final String FEATURES = "features";
  private static final String SCORES = "scores";

  /**
   * Rows to fit on and rows to stop by.
   *
   * @param validation the last fifth of all
   */
  record Split(Examples fit, Examples validation) {
    static Split of(Examples all) {
      int fit = all.rows() - Math.max(1, all.rows() / 5);
      return new Split(
          all.rows(IntStream.range(0, fit).toArray()),
          all.rows(IntStream.range(fit, all.rows()).toArray()));
    }
  }

  static Decoder linear(Split split, long seed) {
    Network.Builder builder = Network.builder("linear decoder");
    int width = split.fit().rowElements();
    builder.input(FEATURES, ElementType.FLOAT, Shape.of(Shape.BATCH, width));
    builder.output(dense(builder, SCORES, FEATURES, width, split.fit().outputs()));
    return fitted(builder.build(), split, seed);
  }

  static Decoder hidden(Split split, long seed) {
    Network.Builder builder = Network.builder("hidden decoder");
    int width = split.fit().rowElements();
    builder.input(FEATURES, ElementType.FLOAT, Shape.of(Shape.BATCH, width));
    String hidden = dense(builder, "hidden", FEATURES, width, HIDDEN);
    String bent = builder.add("bent", new Operator.Unary(Operator.Unary.Function.RELU), hidden);
    builder.output(dense(builder, SCORES, bent, HIDDEN, split.fit().outputs()));
    return fitted(Initialization.draw(builder.build(), seed), split, seed);
  }

  /** What its scores are to be divided by to be as sure as rows that it was not fitted on bear out; 1 for numbers. */
  double temperature(Split split) {
    Examples rows = split.validation();
    float[] scores = Inference.scores(network, rows);
    return HeldOut.of(rows.target(), scores, split.fit().target()).temperature();
  }

  /** The last layer's weights, a row for each output. */
  float[] weights() {
    return network.floats(weight(SCORES)).values();
  }

  /** The last layer's biases, one for each output. */
  float[] biases() {
    return network.floats(bias(SCORES)).values();
  }

  private static String dense(
      Network.Builder builder, String name, String from, int features, int outputs) {
    builder.constant(
        weight(name), Tensor.of(Shape.of(outputs, features), new float[outputs * features]));
    builder.constant(bias(name), Tensor.vector(new float[outputs]));
    return builder.add(name, Operator.Gemm.TRANSPOSED, from, weight(name), bias(name));
  }

  private static String weight(String layer) {
    return layer + "/weight";
  }

  private static String bias(String layer) {
    return layer + "/bias";
  }

  private static Decoder fitted(Network network, Split split, long seed) {
    Recipe recipe =
        Recipe.defaults()
            .withEpochs(EPOCHS)
            .withPatience(PATIENCE)
            .withBatchSize(Math.clamp(split.fit().rows() / 40, 16, 256))
            .withPeakLearningRate(0.01)
            .withLabelSmoothing(0)
            .withWeightDecay(0.02);
    Trained trained =
        Trainer.train(List.of(network), split.fit(), split.validation(), recipe, seed).getFirst();
    double loss = trained.best().validationLoss();
    return new Decoder(trained.network(), Double.isNaN(loss) ? Double.POSITIVE_INFINITY : loss);
  }
}
