package org.pith.train.probe;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.pith.measure.Estimate;
import org.pith.network.Network;
import org.pith.network.RowAxis;
import org.pith.network.Shape;
import org.pith.train.Examples;
import org.pith.train.HeldOut;
import org.pith.train.Inference;
import org.pith.train.Logits;
import org.pith.train.Target;
import org.pith.train.probe.Decoder.Split;

/**
 * What decoders can read about the target from a tensor: the constant decoder, a linear one, and one with a hidden layer of
 * {@value Decoder#HIDDEN}. Each is fitted on four fifths of the fitting rows, stopped and chosen by the last fifth, and judged at rows
 * that nothing else has seen. A lower bound on what any richer decoder could use, up to the noise that its interval states.
 *
 * <p>Images [C,H,W] of more than {@value Features#WIDEST} values are read in means of squares, as small as fit; other tensors of more are
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
    Standard standard = Standard.of(fitTarget);
    Split split = Split.of(features.examples(fit, standard.apply(fitTarget)));
    Examples judging = features.examples(judge, standard.apply(judgeTarget));
    Decoder linear = Decoder.linear(split, seed);
    Decoder hidden = Decoder.hidden(split, seed);
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
      double[] decoded = decoded(rows(all, 0, known), rows(all, known, next), seed);
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
    Decoder fitted = Decoder.linear(Split.of(past), seed);
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

  private static Examples rows(Examples all, int from, int to) {
    return all.rows(IntStream.range(from, to).toArray());
  }

  private static Estimate judged(Decoder fitted, Examples judging, Split split) {
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
}
