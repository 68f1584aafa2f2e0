package org.pith.measure;

import org.pith.measure.Estimate.Verdict;

/**
 * Usable information {@code I_V(T→Y)}: what a decoder of a family V can actually say about Y, held
 * out. It is the cross-entropy of the constant decoder minus that of the fitted one, so a decoder
 * worse than guessing has a negative value, which is reported.
 *
 * <p>Both losses must come from rows that fitted neither decoder. The standard error is that of the
 * mean of the row-wise differences, so it speaks of these test rows under this decoder, not of
 * another training.
 *
 * <p>Reference: Xu, Zhao, Song, Stewart, Ermon, "A theory of usable information under computational
 * constraints", arXiv 2002.10689.
 */
public final class UsableInformation {
  private static final String NAME = "usable";

  private UsableInformation() {}

  /**
   * Usable information about a class: mean over rows of {@code −ln p(y_i) − loss_i}.
   *
   * @param logLossNatsPerRow {@code −ln q(y_i | t_i)} of the decoder, n values; an infinite loss
   *     makes the estimate −∞
   * @param labels the true class of each row, n values
   * @param referenceProbabilities class shares of the training rows: the constant decoder; above 0
   *     for every class that occurs
   * @throws IllegalArgumentException for unequal lengths, NaN, or a class without a reference
   *     probability
   */
  public static Estimate ofClasses(
      double[] logLossNatsPerRow, int[] labels, double[] referenceProbabilities) {
    requireEqual("labels", labels.length, logLossNatsPerRow.length);
    double[] gain = new double[labels.length];
    for (int i = 0; i < gain.length; i++) {
      gain[i] =
          -Math.log(share(referenceProbabilities, labels[i], i))
              - number("log loss", logLossNatsPerRow[i], i);
    }
    return ofGains(gain, mean(gain), "decoder=classes");
  }

  /**
   * Usable information about a number under a Gaussian family with constant variance: {@code ½
   * ln(MSE_const / MSE_model)}. Its differential entropies are never reported, only their
   * difference.
   *
   * @param residuals target minus prediction, n values
   * @param constantResiduals target minus the training mean, n values
   * @return infinite and {@link Verdict#SATURATED} if every residual is zero while the target
   *     varies; −∞ if a residual is infinite
   * @throws IllegalArgumentException for unequal lengths, NaN, an infinite constant residual, or
   *     none that is not 0
   */
  public static Estimate ofNumbers(double[] residuals, double[] constantResiduals) {
    requireEqual("constant residuals", constantResiduals.length, residuals.length);
    double unit = largest(constantResiduals);
    double[] misses = scaled("residual", residuals, unit);
    double[] spread = scaled("constant residual", constantResiduals, unit);
    double model = meanSquare(misses);
    double constant = meanSquare(spread);
    if (unit == 0) {
      throw new IllegalArgumentException(
          "Every constant residual is 0: the target is constant, so there is nothing to know about"
              + " it.");
    }
    double value = 0.5 * Math.log(constant / model);
    if (model == 0) {
      return new Estimate(
          value,
          Double.NaN,
          Double.NaN,
          value,
          residuals.length,
          NAME,
          "decoder=gaussian",
          Verdict.SATURATED,
          "every residual is 0, so the Gaussian family has no finite answer");
    }
    double[] influence = new double[residuals.length];
    for (int i = 0; i < influence.length; i++) {
      influence[i] =
          value + 0.5 * (spread[i] * spread[i] / constant - misses[i] * misses[i] / model);
    }
    return ofGains(influence, value, "decoder=gaussian");
  }

  private static Estimate ofGains(double[] gain, double value, String settings) {
    int n = gain.length;
    double squares = 0;
    for (double g : gain) {
      squares += (g - value) * (g - value);
    }
    double error = Math.sqrt(squares / (n - 1.0) / n);
    if (!Double.isFinite(value) || n < 30) {
      String reason =
          n < 30
              ? "fewer than 30 held-out rows"
              : "a row has an infinite loss, so one cell decides the mean";
      return Estimate.normal(value, error, n, NAME, settings, Verdict.UNDERSAMPLED, reason);
    }
    boolean wide = 1.96 * error > Estimate.tolerance(value);
    return Estimate.normal(
        value,
        error,
        n,
        NAME,
        settings,
        wide ? Verdict.UNDERSAMPLED : Verdict.TRUSTED,
        wide
            ? "the 95 %% interval of %.3f nats either side is wider than the tolerance of %.3f"
                .formatted(1.96 * error, Estimate.tolerance(value))
            : "held out, and the interval is within the tolerance");
  }

  private static double share(double[] shares, int label, int row) {
    if (label < 0 || label >= shares.length || !(shares[label] > 0)) {
      throw new IllegalArgumentException(
          "Row %d has class %d, which has no reference probability. Maybe the class does not occur in the training rows; smooth the shares."
              .formatted(row, label));
    }
    return shares[label];
  }

  private static double largest(double[] values) {
    double largest = 0;
    for (int i = 0; i < values.length; i++) {
      double size = Math.abs(number("constant residual", values[i], i));
      if (size == Double.POSITIVE_INFINITY) {
        throw new IllegalArgumentException(
            "The constant residual of row %d is infinite, so the target has no variance. Maybe a target value overflowed."
                .formatted(i));
      }
      largest = Math.max(largest, size);
    }
    return largest;
  }

  /** In units of the largest constant residual, so that squares neither overflow nor vanish. */
  private static double[] scaled(String what, double[] values, double unit) {
    double[] scaled = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      double value = number(what, values[i], i);
      scaled[i] = unit == 0 ? value : value / unit;
    }
    return scaled;
  }

  private static double meanSquare(double[] values) {
    double sum = 0;
    for (double v : values) {
      sum += v * v;
    }
    return sum / values.length;
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double v : values) {
      sum += v;
    }
    return sum / values.length;
  }

  private static double number(String what, double value, int row) {
    if (Double.isNaN(value)) {
      throw new IllegalArgumentException(
          "The %s of row %d is NaN. Maybe the training diverged.".formatted(what, row));
    }
    return value;
  }

  private static void requireEqual(String what, int length, int expected) {
    if (length != expected || length < 2) {
      throw new IllegalArgumentException(
          "There are %d %s for %d rows; at least 2 of each are needed, one for one. Maybe another split was passed."
              .formatted(length, what, expected));
    }
  }
}
