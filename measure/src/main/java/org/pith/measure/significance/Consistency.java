package org.pith.measure.significance;

import java.util.function.ToDoubleFunction;
import org.pith.measure.Estimate;
import org.pith.measure.Estimate.Verdict;
import org.pith.measure.internal.Shuffle;
import org.pith.measure.internal.Statistics;

/**
 * What subsampling says about an estimator: the same estimator on random quarters of the rows,
 * dealt a few times over. The spread of the quarters gives the noise, since variance falls as 1/n;
 * their mean gives the systematic error, since a bias that falls as {@code n^−a} is {@code (mean of
 * quarters − value) / (4^a − 1)} at n.
 *
 * <p>Reference: Holmes and Nemenman (2019), doi:10.1103/PhysRevE.100.022404, for the spread and the
 * idea of extrapolation.
 *
 * @param value at all n rows
 * @param quarter mean over the quarters
 * @param standardError of {@code value}, from the spread of the quarters
 * @param bias projected bias of {@code value}: what it is believed to be above the truth
 */
public record Consistency(double value, double quarter, double standardError, double bias) {
  private static final double Z99 = 2.5758293035489004;
  private static final int PARTS = 4;
  private static final int DEALS = 4;

  /**
   * Estimates on quarters of the rows.
   *
   * @param value the estimate on all rows
   * @param n how many rows there are, at least 8
   * @param rate the exponent a of the bias; nearest-neighbour estimators in d dimensions have at
   *     best {@code min(1, 2/d)}
   * @param seed for dealing the rows
   * @param estimator the estimate on a subset of the rows; NaN where it has none, which leaves the
   *     estimate {@code UNDERSAMPLED}
   * @throws IllegalArgumentException for fewer than 8 rows
   */
  public static Consistency of(
      double value, int n, double rate, long seed, ToDoubleFunction<int[]> estimator) {
    if (n < 2 * PARTS) {
      throw new IllegalArgumentException(
          "%d rows are too few for a verdict, which quarters them; at least %d are needed. Maybe ask for the value alone."
              .formatted(n, 2 * PARTS));
    }
    double mean = 0;
    double variance = 0;
    for (int deal = 0; deal < DEALS; deal++) {
      int[][] rows = Shuffle.deal(n, PARTS, seed + deal);
      double[] parts = new double[PARTS];
      for (int p = 0; p < PARTS; p++) {
        parts[p] = estimator.applyAsDouble(rows[p]);
      }
      mean += Statistics.mean(parts) / DEALS;
      variance += Statistics.variance(parts) / PARTS / DEALS;
    }
    return new Consistency(
        value, mean, Math.sqrt(variance), (mean - value) / (Math.pow(PARTS, rate) - 1));
  }

  /**
   * The exponent of a nearest-neighbour estimator's bias in {@code dimensions} joint dimensions.
   */
  public static double neighbourRate(int dimensions) {
    return Math.min(1, 2.0 / dimensions);
  }

  /**
   * The estimate with its verdict: {@code UNDERSAMPLED} if 99 % of its noise does not fit the
   * tolerance, {@code BIASED} if the projected bias does not, {@code TRUSTED} otherwise.
   *
   * @param leastError a standard error known from elsewhere; the larger of it and that of the
   *     quarters is stated
   */
  public Estimate judge(double leastError, long n, String estimator, String settings) {
    return judgeWith(Math.max(leastError, standardError), n, estimator, settings);
  }

  /** The same with a standard error that is known better than by the spread of the quarters. */
  public Estimate judgeWith(double error, long n, String estimator, String settings) {
    double tolerance = Estimate.tolerance(value);
    if (!(Z99 * error <= tolerance)) {
      return Estimate.normal(
          value,
          error,
          n,
          estimator,
          settings,
          Verdict.UNDERSAMPLED,
          "noise of %.3f nats (99 %%) is above the tolerance of %.3f"
              .formatted(Z99 * error, tolerance));
    }
    if (Double.isNaN(bias)) {
      return Estimate.normal(
          value,
          error,
          n,
          estimator,
          settings,
          Verdict.UNDERSAMPLED,
          "a quarter of the rows has no value, so the bias cannot be projected");
    }
    if (Math.abs(bias) > tolerance) {
      return Estimate.normal(
          value,
          error,
          n,
          estimator,
          settings,
          Verdict.BIASED,
          "a quarter of the rows gives %.3f, so the bias is projected at %+.3f nats, above the tolerance of %.3f"
              .formatted(quarter, bias, tolerance));
    }
    return Estimate.normal(
        value,
        error,
        n,
        estimator,
        settings,
        Verdict.TRUSTED,
        "a quarter of the rows gives %.3f, and noise and projected bias are within the tolerance of %.3f"
            .formatted(quarter, tolerance));
  }
}
