package org.pith.prune.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pith.measure.Estimate;
import org.pith.network.Network;
import org.pith.network.Port;
import org.pith.train.HeldOut;
import org.pith.train.Logits;
import org.pith.train.Target;

/**
 * What a network's output says: the first float output of one number a class, logits or probabilities, or of one number a row. For
 * two classes one number a row is the logit of the second, or its probability.
 *
 * <p>Which of the two it is, is decided once, by what the whole network answers to the rows that decoders are fitted on: {@linkplain
 * #seen}. A network that is cut or silenced speaks the same language, though its logits may happen to lie from 0 to 1.
 *
 * @param tensor its name
 * @param single whether one number stands for two classes
 * @param probable whether the numbers are probabilities; logits otherwise. False for a numeric target
 * @param reference target of the rows that the constant decoder is fitted on
 */
record Answer(String tensor, boolean single, boolean probable, Target reference) {

  /**
   * Finds the output, whose numbers are taken for logits until they are {@linkplain #seen}.
   *
   * @throws IllegalArgumentException if no output fits the target
   */
  static Answer of(Network network, Target reference) {
    return find(network, reference)
        .orElseThrow(() -> new IllegalArgumentException(unfit(network, reference)));
  }

  /** As {@link #of}; empty if no output fits the target. */
  static Optional<Answer> find(Network network, Target reference) {
    int wanted = reference.outputs();
    return output(network, wanted)
        .map(name -> new Answer(name, false, false, reference))
        .or(
            () ->
                output(network, 1)
                    .filter(_ -> wanted == 2)
                    .map(n -> new Answer(n, true, false, reference)));
  }

  private static String unfit(Network network, Target reference) {
    return "No output of the model has %s: it returns %s."
        .formatted(
            reference instanceof Target.Classes
                ? "the shape [N,%d], one number for each class of the target"
                    .formatted(reference.outputs())
                : "the shape [N,1] for a numeric target",
            network.outputs().stream().map(p -> p.name() + " " + p.shape()).toList());
  }

  private static Optional<String> output(Network network, int wanted) {
    return network.outputs().stream()
        .filter(p -> Taps.isTappable(network, p.name()))
        .filter(p -> p.shape().isBatched() && p.shape().elements() == wanted)
        .map(Port::name)
        .findFirst();
  }

  /**
   * This answer, its numbers taken for probabilities if these are: all from 0 to 1, and where there is one a class, adding up to 1
   * in every row.
   *
   * @param values what the whole network answers to the rows of the reference
   */
  Answer seen(float[] values) {
    boolean found =
        reference instanceof Target.Classes classes
            && between(values)
            && (single || addUp(values, classes.classes()));
    return new Answer(tensor, single, found, reference);
  }

  /** What an output knows about the target of its rows, its probabilities taken as they are. */
  HeldOut judge(float[] values, Target target) {
    return HeldOut.calibrated(target, scores(values), reference);
  }

  /** What the output says, apart: of each class how much more its score is than the mean; one for two classes or a number. */
  List<float[]> features(float[] values) {
    float[] scores = scores(values);
    int width = reference.outputs();
    int count = width == 2 ? 1 : width;
    List<float[]> features = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      float[] feature = new float[scores.length / width];
      for (int row = 0; row < feature.length; row++) {
        double mean = 0;
        for (int c = 0; c < width && width > 1; c++) {
          mean += scores[row * width + c] / (double) width;
        }
        feature[row] = (float) (scores[row * width + (width == 2 ? 1 : k)] - mean);
      }
      features.add(feature);
    }
    return features;
  }

  /** What an output says: the shares of the classes, or the numbers. */
  float[] shares(float[] values) {
    float[] said = scores(values);
    return reference instanceof Target.Classes classes
        ? Logits.probabilities(said, classes.classes())
        : said;
  }

  /**
   * What is known of some rows by who {@linkplain Blend recalibrates} the answer by others.
   *
   * @param fitted the output at the rows to fit by
   * @param judged the output at the rows to judge
   */
  Estimate recalibrated(float[] fitted, Target fitTarget, float[] judged, Target judgeTarget) {
    return Blend.judge(scores(fitted), fitTarget, scores(judged), judgeTarget, reference);
  }

  /** As {@link #recalibrated} for what {@link #shares} gives. */
  Estimate recalibratedShares(
      float[] fitted, Target fitTarget, float[] judged, Target judgeTarget) {
    return reference instanceof Target.Classes
        ? Blend.judge(logarithms(fitted), fitTarget, logarithms(judged), judgeTarget, reference)
        : Blend.judge(fitted, fitTarget, judged, judgeTarget, reference);
  }

  /** Logits: of probabilities the logarithm, of one number the two that it stands for. */
  private float[] scores(float[] values) {
    float[] both = single ? pairs(values) : values;
    return probable ? logarithms(both) : both;
  }

  /** The smallest positive float stands for none. */
  private static float[] logarithms(float[] shares) {
    float[] logits = new float[shares.length];
    for (int i = 0; i < shares.length; i++) {
      logits[i] = (float) Math.log(Math.max(shares[i], Float.MIN_NORMAL));
    }
    return logits;
  }

  private float[] pairs(float[] values) {
    float[] pairs = new float[2 * values.length];
    for (int i = 0; i < values.length; i++) {
      pairs[2 * i] = probable ? 1 - values[i] : 0;
      pairs[2 * i + 1] = values[i];
    }
    return pairs;
  }

  private static boolean between(float[] values) {
    for (float v : values) {
      if (!(v >= 0 && v <= 1)) {
        return false;
      }
    }
    return true;
  }

  private static boolean addUp(float[] values, int classes) {
    for (int row = 0; row < values.length / classes; row++) {
      double sum = 0;
      for (int k = 0; k < classes; k++) {
        sum += values[row * classes + k];
      }
      if (Math.abs(sum - 1) > 1e-3) {
        return false;
      }
    }
    return true;
  }

  /** What is lost of the answer. The errors add as if the rows were others, which is more than they do: it is the same rows. */
  static Estimate loss(Estimate whole, Estimate left) {
    return Estimate.normal(
        whole.value() - left.value(),
        Math.hypot(whole.standardError(), left.standardError()),
        left.n(),
        "usable",
        "difference of answers",
        left.verdict(),
        left.reason());
  }
}
