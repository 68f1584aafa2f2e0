package org.pith.train.probe;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.pith.measure.Estimate;
import org.pith.network.ElementType;
import org.pith.network.Network;
import org.pith.network.Operator;
import org.pith.network.RowAxis;
import org.pith.network.Shape;
import org.pith.network.Tensor;
import org.pith.train.Examples;
import org.pith.train.HeldOut;
import org.pith.train.Inference;
import org.pith.train.Initialization;
import org.pith.train.Logits;
import org.pith.train.Recipe;
import org.pith.train.Target;
import org.pith.train.Trained;
import org.pith.train.Trainer;

/**
 * What decoders can read about the target from a tensor: the constant decoder, a linear one, and one with a hidden layer of
 * {@value #HIDDEN}. Each is fitted on four fifths of the fitting rows, stopped and chosen by the last fifth, and judged at rows
 * that nothing else has seen. A lower bound on what any richer decoder could use, up to the noise that its interval states.
 *
 * <p>Images [C,H,W] of more than {@value #WIDEST} values are read in means of squares, as small as fit; other tensors of more are
 * read as means over their second dimension. Values are standardised on the fitting rows; one that does not vary there, by a
 * millionth of its size or more, is left out, and one that is missing (NaN) is read as the mean. To the variances of images, whose values share a unit, a twentieth of
 * their mean is added first. Numbers to be told are standardised on the fitting rows too, so that their unit does not matter.
 * A decoder whose training diverged knows minus infinity and is never chosen.
 *
 * <p>Reference: Xu, Zhao, Song, Stewart, Ermon, "A theory of usable information under computational constraints", arXiv
 * 2002.10689.
 *
 * @param linear what the linear decoder knows
 * @param hidden what the decoder with a hidden layer knows
 * @param chosen what the decoder knows that the validation rows prefer; exactly nothing where that is the constant one
 * @param family which that is: {@code constant}, {@code linear} or {@code hidden}
 */
public record Readout(Estimate linear, Estimate hidden, Estimate chosen, String family) {

  private static final int WIDEST = 800;
  private static final int HIDDEN = 32;
  private static final int EPOCHS = 15;
  private static final int PATIENCE = 3;
  private static final double STILL = 0.05;

  /** Deviations this small beside the size of a value are those that sums in single precision make by rounding. */
  private static final double ROUNDING = 1e-6;

  /**
   * Reads tensors of a network.
   *
   * @param fit rows that the decoders are fitted on and chosen by, in random order
   * @param judge rows that neither has seen
   * @return in the order of {@code tensors}
   */
  public static List<Readout> of(
      Network network, List<String> tensors, Examples fit, Examples judge, long seed) {
    Map<String, float[]> fitting = Inference.tap(network, fit, tensors);
    Map<String, float[]> judging = Inference.tap(network, judge, tensors);
    return tensors.stream()
        .map(
            t ->
                of(
                    RowAxis.require(network, t).toFront(network.shape(t)),
                    fitting.get(t),
                    fit.target(),
                    judging.get(t),
                    judge.target(),
                    seed))
        .toList();
  }

  /**
   * Reads a tensor.
   *
   * @param shape of one row's values, rows as the open first dimension
   * @param fit values at the fitting rows, row-major; the rows in random order
   * @param judge values at the judging rows
   */
  public static Readout of(
      Shape shape, float[] fit, Target fitTarget, float[] judge, Target judgeTarget, long seed) {
    Features features = Features.of(shape, fit, fitTarget.rows());
    Examples all = features.examples(fit, standard(fitTarget, fitTarget));
    Examples judging = features.examples(judge, standard(judgeTarget, fitTarget));
    Split split = Split.of(all);
    Fitted linear = fitted(linear(all.rowElements(), all.outputs()), split, seed);
    Fitted hidden = fitted(hidden(all.rowElements(), all.outputs(), seed), split, seed);
    Estimate flat = judged(linear, judging, split);
    Estimate deep = judged(hidden, judging, split);
    double constant = constantLoss(split);
    boolean nothing = constant <= Math.min(linear.loss(), hidden.loss());
    boolean simple = linear.loss() <= hidden.loss();
    return new Readout(
        flat,
        deep,
        nothing ? none(judgeTarget.rows()) : simple ? flat : deep,
        nothing ? "constant" : simple ? "linear" : "hidden");
  }

  /**
   * The code length of the target in nats a row, sent row after row. The first block is sent by how often each class has occurred
   * so far, every later one by a mixture of that and a linear decoder that is refitted each time the rows have doubled; in it each
   * has the weight that its code of the block's rows so far gives it. So a block costs at most ln 2 more than by the better of the
   * two, and a decoder that is wrong and sure costs no more than that.
   *
   * <p>Small where little data teach much: an upper bound on the description of decoder and target together (Dawid 1984,
   * doi:10.2307/2981683; as a measure of structure for bounded observers Finzi et al., "From Entropy to Epiplexity", arXiv
   * 2601.03220; blocks and the switch between models as Blier and Ollivier 2018, arXiv 1802.07044; frequencies as Krichevsky and
   * Trofimov 1981, doi:10.1109/TIT.1981.1056331).
   *
   * @param shape as in {@link #of}
   * @return at least 64 rows are needed; NaN for fewer, and for numbers
   */
  public static double prequential(Shape shape, float[] values, Target target, long seed) {
    int rows = target.rows();
    if (!(target instanceof Target.Classes classes) || rows < 64) {
      return Double.NaN;
    }
    Examples all = Features.of(shape, values, rows).examples(values, target);
    double[] usual = frequencies(classes);
    int known = Math.max(32, rows / 32);
    double nats = IntStream.range(0, known).mapToDouble(row -> usual[row]).sum();
    while (known < rows) {
      int next = Math.min(rows, 2 * known);
      double[] decoded = decoded(all.rows(range(0, known)), all.rows(range(known, next)), seed);
      nats += mixed(Arrays.copyOfRange(usual, known, next), decoded);
      known = next;
    }
    return nats / rows;
  }

  /** {@code -ln} of the share that Krichevsky and Trofimov give each row's class, {@code (n_k + 1/2) / (n + K/2)} of those before it. */
  private static double[] frequencies(Target.Classes target) {
    double[] seen = new double[target.classes()];
    Arrays.fill(seen, 0.5);
    double[] nats = new double[target.rows()];
    for (int row = 0; row < nats.length; row++) {
      int label = target.labels()[row];
      nats[row] = Math.log(row + target.classes() / 2.0) - Math.log(seen[label]++);
    }
    return nats;
  }

  /** {@code -ln} of the share that a linear decoder of the past gives each row's class; infinite where it diverged. */
  private static double[] decoded(Examples past, Examples block, long seed) {
    Fitted fitted = fitted(linear(past.rowElements(), past.outputs()), Split.of(past), seed);
    float[] scores = Inference.scores(fitted.network(), block);
    int[] labels = ((Target.Classes) block.target()).labels();
    return IntStream.range(0, labels.length)
        .mapToDouble(row -> Logits.ofRow(scores, row, block.outputs()).logLoss(labels[row], 1))
        .map(loss -> Double.isNaN(loss) ? Double.POSITIVE_INFINITY : loss)
        .toArray();
  }

  /**
   * Code length of rows by a Bayesian mixture of two codes, each as likely before: {@code -ln (exp(-A) + exp(-B)) / 2} of their code
   * lengths of all rows, since the shares that it gives row after row multiply to that.
   */
  private static double mixed(double[] one, double[] other) {
    double a = Arrays.stream(one).sum();
    double b = Arrays.stream(other).sum();
    return Math.log(2) + Math.min(a, b) - Math.log1p(Math.exp(-Math.abs(a - b)));
  }

  /** Numbers with mean 0 and deviation 1 on the rows of {@code fit}; those that do not vary there are only centred. */
  private static Target standard(Target target, Target fit) {
    if (!(target instanceof Target.Numbers numbers)) {
      return target;
    }
    float[] known = ((Target.Numbers) fit).values();
    double mean = 0;
    for (float v : known) {
      mean += (double) v / known.length;
    }
    double variance = 0;
    for (float v : known) {
      variance += (v - mean) * (v - mean) / known.length;
    }
    double scale = variance > 0 ? 1 / Math.sqrt(variance) : 1;
    float[] standard = new float[numbers.rows()];
    for (int row = 0; row < standard.length; row++) {
      standard[row] = (float) ((numbers.values()[row] - mean) * scale);
    }
    return new Target.Numbers(standard);
  }

  private record Fitted(Network network, double loss) {}

  private record Split(Examples fit, Examples validation) {
    static Split of(Examples all) {
      int held = Math.max(1, all.rows() / 5);
      return new Split(
          all.rows(range(0, all.rows() - held)), all.rows(range(all.rows() - held, all.rows())));
    }
  }

  private static int[] range(int from, int to) {
    return IntStream.range(from, to).toArray();
  }

  private static Fitted fitted(Network decoder, Split split, long seed) {
    Recipe recipe =
        Recipe.defaults()
            .withEpochs(EPOCHS)
            .withPatience(PATIENCE)
            .withBatchSize(Math.clamp(split.fit().rows() / 40, 16, 256))
            .withPeakLearningRate(0.01)
            .withLabelSmoothing(0)
            .withWeightDecay(0.02);
    Trained trained =
        Trainer.train(List.of(decoder), split.fit(), split.validation(), recipe, seed).getFirst();
    double loss = trained.best().validationLoss();
    return new Fitted(trained.network(), Double.isNaN(loss) ? Double.POSITIVE_INFINITY : loss);
  }

  private static Estimate judged(Fitted fitted, Examples judging, Split split) {
    float[] scores = Inference.scores(fitted.network(), judging);
    return HeldOut.calibrated(judging.target(), scores, split.fit().target()).information();
  }

  private static double constantLoss(Split split) {
    return constantLoss(split.fit().target(), split.validation().target());
  }

  private static double constantLoss(Target fit, Target judge) {
    return switch (judge) {
      case Target.Classes classes -> HeldOut.entropy(classes, (Target.Classes) fit);
      case Target.Numbers numbers -> {
        double mean = 0;
        for (float v : ((Target.Numbers) fit).values()) {
          mean += v / fit.rows();
        }
        double squares = 0;
        for (float v : numbers.values()) {
          squares += (v - mean) * (v - mean);
        }
        yield 0.5 * Math.log(2 * Math.PI * Math.E * squares / numbers.rows());
      }
    };
  }

  private static Estimate none(int rows) {
    return Estimate.normal(
        0,
        0,
        rows,
        "usable",
        "decoder=constant",
        Estimate.Verdict.TRUSTED,
        "on validation rows no decoder beat the constant one");
  }

  private static Network linear(int features, int outputs) {
    Network.Builder builder = Network.builder("linear decoder");
    builder.input("features", ElementType.FLOAT, Shape.of(Shape.BATCH, features));
    builder.output(dense(builder, "scores", "features", features, outputs));
    return builder.build();
  }

  private static Network hidden(int features, int outputs, long seed) {
    Network.Builder builder = Network.builder("hidden decoder");
    builder.input("features", ElementType.FLOAT, Shape.of(Shape.BATCH, features));
    String hidden = dense(builder, "hidden", "features", features, HIDDEN);
    String bent = builder.add("bent", new Operator.Unary(Operator.Unary.Function.RELU), hidden);
    builder.output(dense(builder, "scores", bent, HIDDEN, outputs));
    return Initialization.draw(builder.build(), seed);
  }

  private static String dense(
      Network.Builder builder, String name, String from, int features, int outputs) {
    builder.constant(
        name + "/weight", Tensor.of(Shape.of(outputs, features), new float[outputs * features]));
    builder.constant(name + "/bias", Tensor.vector(new float[outputs]));
    return builder.add(name, Operator.Gemm.TRANSPOSED, from, name + "/weight", name + "/bias");
  }

  /**
   * How values become a decoder's features: means over cells, then standardised.
   *
   * @param cell for each value of a row the feature it is a part of
   */
  private record Features(int[] cell, int width, double[] mean, double[] scale, int[] parts) {

    static Features of(Shape shape, float[] values, int rows) {
      int[] cell = cells(shape);
      int width = IntStream.of(cell).max().orElse(0) + 1;
      int[] parts = new int[width];
      IntStream.of(cell).forEach(c -> parts[c]++);
      Features raw = new Features(cell, width, null, null, parts);
      double[] mean = raw.means(values, rows, (value, _) -> value);
      // Two passes: the mean square less the squared mean is rounding alone where values are far
      // from 0.
      double[] variance =
          raw.means(values, rows, (value, j) -> (value - mean[j]) * (value - mean[j]));
      // Pixels share a unit; one that is almost always still would be blown up where it once moves.
      double floor = shape.rank() == 4 ? STILL * Arrays.stream(variance).average().orElse(0) : 0;
      double[] scale = new double[width];
      for (int j = 0; j < width; j++) {
        boolean varies = variance[j] > ROUNDING * ROUNDING * (mean[j] * mean[j] + variance[j]);
        scale[j] = varies ? 1 / Math.sqrt(variance[j] + floor) : 0;
      }
      return new Features(cell, width, mean, scale, parts);
    }

    /** What is summed of a feature. */
    private interface Term {
      double of(double value, int feature);
    }

    /** The mean of a term over the rows where a feature is given, for each feature. */
    private double[] means(float[] values, int rows, Term term) {
      double[] mean = new double[width];
      int[] given = new int[width];
      double[] row = new double[width];
      for (int i = 0; i < rows; i++) {
        reduce(values, i, row);
        for (int j = 0; j < width; j++) {
          if (!Double.isNaN(row[j])) {
            given[j]++;
            mean[j] += term.of(row[j], j);
          }
        }
      }
      for (int j = 0; j < width; j++) {
        mean[j] /= Math.max(1, given[j]);
      }
      return mean;
    }

    private static int[] cells(Shape shape) {
      int elements = (int) shape.elements();
      if (elements <= WIDEST) {
        return range(0, elements);
      }
      if (shape.rank() == 4) {
        return squares(shape.dim(1), shape.dim(2), shape.dim(3));
      }
      int inner = shape.rank() > 2 ? elements / shape.dim(1) : elements;
      return IntStream.range(0, elements).map(i -> i % inner).toArray();
    }

    private static int[] squares(int channels, int height, int width) {
      int side = 2;
      while ((long) channels * Math.ceilDiv(height, side) * Math.ceilDiv(width, side) > WIDEST
          && side < Math.max(height, width)) {
        side++;
      }
      int rows = Math.ceilDiv(height, side);
      int columns = Math.ceilDiv(width, side);
      int[] cell = new int[channels * height * width];
      for (int i = 0; i < cell.length; i++) {
        int y = i / width % height / side;
        int x = i % width / side;
        cell[i] = (i / (height * width) * rows + y) * columns + x;
      }
      return cell;
    }

    private void reduce(float[] values, int row, double[] into) {
      Arrays.fill(into, 0);
      for (int i = 0; i < cell.length; i++) {
        into[cell[i]] += (double) values[row * cell.length + i] / parts[cell[i]];
      }
    }

    Examples examples(float[] values, Target target) {
      float[] inputs = new float[target.rows() * width];
      double[] row = new double[width];
      for (int i = 0; i < target.rows(); i++) {
        reduce(values, i, row);
        for (int j = 0; j < width; j++) {
          double centred = Double.isNaN(row[j]) ? 0 : row[j] - mean[j];
          inputs[i * width + j] = (float) (centred * scale[j]);
        }
      }
      return new Examples(Shape.of(width), inputs, target);
    }
  }
}
