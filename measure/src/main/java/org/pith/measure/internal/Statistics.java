package org.pith.measure.internal;

/** Moments of plain arrays, summed in index order so that answers do not depend on threads. */
public final class Statistics {
  private Statistics() {}

  /** The arithmetic mean. */
  public static double mean(double[] values) {
    double sum = 0;
    for (double v : values) {
      sum += v;
    }
    return Double.isInfinite(sum) ? meanOfParts(values) : sum / values.length;
  }

  /** Where the sum of finite values overflows, which their mean cannot. */
  private static double meanOfParts(double[] values) {
    double sum = 0;
    for (double v : values) {
      sum += v / values.length;
    }
    return sum;
  }

  /** The variance with divisor n − 1, in two passes; NaN for a single value. */
  public static double variance(double[] values) {
    double mean = mean(values);
    double sum = 0;
    for (double v : values) {
      sum += (v - mean) * (v - mean);
    }
    return sum / (values.length - 1);
  }

  /** The standard error of the mean of independent values. */
  public static double standardError(double[] values) {
    return Math.sqrt(variance(values) / values.length);
  }
}
