package org.pith.measure;

import java.util.List;

/**
 * The mean of a few independent results with its 95 % interval, {@code mean ± t * s / sqrt(n)}: s is their standard deviation with n - 1
 * in the denominator, t the 97.5 % point of Student's distribution with n - 1 degrees of freedom. The results are taken for normal.
 * A result that is NaN makes mean and half width NaN.
 *
 * <p>Source: Student (1908), "The probable error of a mean", doi:10.1093/biomet/6.1.1.
 *
 * @param count n
 * @param mean in the unit of the results
 * @param half half the interval's width, in the same unit; NaN for a single result, which says nothing about its spread
 */
public record StudentInterval(int count, double mean, double half) {

  private static final double[] QUANTILES = {
    12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.3060, 2.2622
  };

  /** The most results for which the quantile is known. */
  public static final int MOST = QUANTILES.length + 1;

  /**
   * Of 1 to {@link #MOST} results.
   *
   * @throws IllegalArgumentException for none, or more
   */
  public static StudentInterval of(List<Double> values) {
    int n = values.size();
    if (n < 1 || n > MOST) {
      throw new IllegalArgumentException(
          "An interval takes 1 to %d values, not %d.".formatted(MOST, n));
    }
    double mean = values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    if (n == 1) {
      return new StudentInterval(1, mean, Double.NaN);
    }
    double squares = values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
    return new StudentInterval(n, mean, QUANTILES[n - 2] * Math.sqrt(squares / (n - 1) / n));
  }

  /** The lower end; NaN where there is none. */
  public double low() {
    return mean - half;
  }

  /** The upper end; NaN where there is none. */
  public double high() {
    return mean + half;
  }
}
