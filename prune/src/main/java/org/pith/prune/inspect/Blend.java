package org.pith.prune.inspect;

import java.util.function.DoubleUnaryOperator;
import org.pith.measure.Estimate;
import org.pith.train.HeldOut;
import org.pith.train.Logits;
import org.pith.train.Target;

/**
 * What a reader makes of an answer who has seen how sure it may be, and how often each class occurs: {@code weight *
 * softmax(sharpness * scores) + (1 - weight) * usual}. Of numbers it is {@code usual + weight * (number - centre)} with the least
 * squares.
 *
 * <p>An answer that is too sure is worth less than nothing to who believes it, and not to who knows it; so what is said this way is
 * worth at least nothing on the rows that it was fitted to. Whatever is silenced, cut or moved between rows is judged by it, and the
 * whole answer too where the two are compared: what a part is worth is what is lost of the target, not of the confidence.
 *
 * <p>Of n rows the weight is at most {@code n / (n + 1)}: that all were right does not say that the next one is (Laplace's rule of
 * succession), and a single wrong row would cost without bound. A number that says the opposite is drawn to the mean, not turned
 * round. Scores that are no numbers are not believed at all.
 *
 * <p>References: temperature, Guo, Pleiss, Sun and Weinberger 2017, arXiv 1706.04599; the mixture with class shares bounds the loss as
 * the background model of language models does (Jelinek and Mercer 1980).
 *
 * @param sharpness of the scores, the inverse of a temperature; 1 for numbers
 * @param weight of the answer, from 0 to 1; for numbers from 0 on
 * @param centre the answer's mean; 0 for classes
 * @param usual shares of the classes, or the mean
 */
record Blend(double sharpness, double weight, double centre, double[] usual) {

  private static final int HALVINGS = 30;

  /** Sharpness is sought from 2 to the power of the one to that of the other. */
  private static final int DULLEST = -6;

  private static final int SHARPEST = 10;

  /** Steps that narrow the octaves around the best whole power, each to 0.618 of the last. */
  private static final int NARROWINGS = 10;

  private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

  /**
   * What suits these rows best.
   *
   * @param said scores of the classes, or numbers
   * @param reference rows that say what is usual
   */
  static Blend fit(float[] said, Target target, Target reference) {
    return switch (target) {
      case Target.Classes classes ->
          ofClasses(said, classes, HeldOut.shares((Target.Classes) reference));
      case Target.Numbers numbers ->
          ofNumbers(said, numbers.values(), mean(((Target.Numbers) reference).values()));
    };
  }

  /** The blended answer: logarithms of the shares of the classes, or numbers. */
  float[] of(float[] said) {
    return usual.length == 1 ? numbers(said) : logarithms(said);
  }

  /**
   * What is known of some rows by who was fitted to others.
   *
   * @param fitted what was said of the rows to fit, as {@link #fit} takes it
   * @param judged what was said of those to judge
   */
  static Estimate judge(
      float[] fitted, Target fitTarget, float[] judged, Target judgeTarget, Target reference) {
    float[] blended = fit(fitted, fitTarget, reference).of(judged);
    return HeldOut.calibrated(judgeTarget, blended, reference).information();
  }

  private float[] numbers(float[] said) {
    float[] drawn = new float[said.length];
    for (int i = 0; i < said.length; i++) {
      double own = weight * (said[i] - centre);
      drawn[i] = (float) (usual[0] + (Double.isNaN(own) ? 0 : own));
    }
    return drawn;
  }

  private float[] logarithms(float[] said) {
    float[] logarithms = new float[said.length];
    for (int row = 0; row < said.length / usual.length; row++) {
      double[] shares = Logits.ofRow(said, row, usual.length).probabilities(1 / sharpness);
      for (int k = 0; k < usual.length; k++) {
        double own = weight * shares[k];
        logarithms[row * usual.length + k] =
            (float) Math.log((own > 0 ? own : 0) + (1 - weight) * usual[k]);
      }
    }
    return logarithms;
  }

  private static Blend ofClasses(float[] said, Target.Classes target, double[] usual) {
    DoubleUnaryOperator likelihood =
        power -> {
          double[] shares = shares(said, target, Math.pow(2, power));
          return likelihood(shares, target, usual, weight(shares, target, usual));
        };
    double sharpness = Math.pow(2, sharpest(likelihood));
    double[] shares = shares(said, target, sharpness);
    return new Blend(sharpness, weight(shares, target, usual), 0, usual);
  }

  /** The best whole power, then a golden section around it; the answer as it is where nothing is better. */
  private static double sharpest(DoubleUnaryOperator likelihood) {
    double best = 0;
    double most = likelihood.applyAsDouble(0);
    for (int power = DULLEST; power <= SHARPEST; power++) {
      double found = power == 0 ? most : likelihood.applyAsDouble(power);
      if (found > most) {
        best = power;
        most = found;
      }
    }
    double low = best - 1;
    double high = best + 1;
    for (int i = 0; i < NARROWINGS; i++) {
      double left = high - GOLDEN * (high - low);
      double right = low + GOLDEN * (high - low);
      if (likelihood.applyAsDouble(left) > likelihood.applyAsDouble(right)) {
        high = right;
      } else {
        low = left;
      }
    }
    double middle = (low + high) / 2;
    return likelihood.applyAsDouble(middle) > most ? middle : best;
  }

  /** The share that each row's class has; none where the scores are no numbers. */
  private static double[] shares(float[] said, Target.Classes target, double sharpness) {
    double[] shares = new double[target.rows()];
    for (int row = 0; row < shares.length; row++) {
      double loss =
          Logits.ofRow(said, row, target.classes()).logLoss(target.labels()[row], 1 / sharpness);
      shares[row] = Double.isNaN(loss) ? 0 : Math.exp(-loss);
    }
    return shares;
  }

  private static double likelihood(
      double[] shares, Target.Classes target, double[] usual, double weight) {
    double sum = 0;
    for (int row = 0; row < shares.length; row++) {
      sum += Math.log(weight * shares[row] + (1 - weight) * usual[target.labels()[row]]);
    }
    return sum;
  }

  /** The likelihood is concave in the weight: where its slope changes sign. */
  private static double weight(double[] shares, Target.Classes target, double[] usual) {
    double low = 0;
    double high = shares.length / (shares.length + 1.0);
    if (slope(shares, target, usual, high) >= 0) {
      return high;
    }
    if (slope(shares, target, usual, low) <= 0) {
      return low;
    }
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (low + high) / 2;
      if (slope(shares, target, usual, middle) > 0) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static double slope(
      double[] shares, Target.Classes target, double[] usual, double weight) {
    double slope = 0;
    for (int row = 0; row < shares.length; row++) {
      double base = usual[target.labels()[row]];
      slope += (shares[row] - base) / (weight * shares[row] + (1 - weight) * base);
    }
    return slope;
  }

  private static Blend ofNumbers(float[] said, float[] target, double usual) {
    double centre = mean(said);
    double mean = mean(target);
    double joint = 0;
    double own = 0;
    for (int row = 0; row < target.length; row++) {
      joint += (said[row] - centre) * (target[row] - mean);
      own += (said[row] - centre) * (said[row] - centre);
    }
    double slope = joint / own;
    return slope > 0 && Double.isFinite(slope)
        ? new Blend(1, slope, centre, new double[] {mean})
        : new Blend(1, 0, 0, new double[] {usual});
  }

  private static double mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }
}
