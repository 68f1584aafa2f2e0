package org.pith.prune.inspect;

import org.pith.train.HeldOut;
import org.pith.train.Target;

/**
 * What a reader makes of an answer who also knows how often each class occurs, or the mean of the numbers: {@code weight * answer + (1 -
 * weight) * that}. An answer that is too sure is worth less than nothing to who believes it, and not to who knows it; so what is said
 * this way is at least worth nothing on the rows that the weight was fitted to.
 *
 * @param weight of the answer, from 0 to 1
 * @param usual shares of the classes, or the mean
 */
record Blend(double weight, double[] usual) {

  private static final int HALVINGS = 30;

  /**
   * The weight that suits these rows best.
   *
   * @param said shares of the classes, or numbers
   * @param reference rows that say what is usual
   */
  static Blend fit(float[] said, Target target, Target reference) {
    return switch (target) {
      case Target.Classes classes -> {
        double[] shares = HeldOut.shares((Target.Classes) reference);
        yield new Blend(weight(said, classes, shares), shares);
      }
      case Target.Numbers numbers -> {
        double mean = mean(((Target.Numbers) reference).values());
        yield new Blend(weight(said, numbers.values(), mean), new double[] {mean});
      }
    };
  }

  /** The blended answer. */
  float[] of(float[] said) {
    float[] blended = new float[said.length];
    for (int i = 0; i < said.length; i++) {
      blended[i] = (float) (weight * said[i] + (1 - weight) * usual[i % usual.length]);
    }
    return blended;
  }

  /** The likelihood is concave in the weight: where its slope changes sign. */
  private static double weight(float[] said, Target.Classes target, double[] usual) {
    double low = 0;
    double high = 1;
    if (slope(said, target, usual, high) >= 0) {
      return high;
    }
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (low + high) / 2;
      if (slope(said, target, usual, middle) > 0) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static double slope(float[] said, Target.Classes target, double[] usual, double weight) {
    double slope = 0;
    for (int row = 0; row < target.rows(); row++) {
      int label = target.labels()[row];
      double share = Math.max(said[row * target.classes() + label], Float.MIN_NORMAL);
      slope += (share - usual[label]) / (weight * share + (1 - weight) * usual[label]);
    }
    return slope;
  }

  /** Least squares. */
  private static double weight(float[] said, float[] target, double mean) {
    double joint = 0;
    double own = 0;
    for (int row = 0; row < target.length; row++) {
      joint += (said[row] - mean) * (target[row] - mean);
      own += (said[row] - mean) * (said[row] - mean);
    }
    return own > 0 ? Math.clamp(joint / own, 0, 1) : 0;
  }

  private static double mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }
}
