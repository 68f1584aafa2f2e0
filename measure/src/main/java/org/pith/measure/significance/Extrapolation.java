package org.pith.measure.significance;

import java.util.function.ToDoubleFunction;
import org.pith.measure.Estimate;
import org.pith.measure.Estimate.Verdict;
import org.pith.measure.internal.Shuffle;

/**
 * The value at infinitely many rows, from a straight line in 1/n through the value at n and the
 * means over its halves and quarters. A bias that falls as 1/n, as that of counts and Gaussian
 * plug-ins, makes the line straight; where it is not, the extrapolation is not to be used.
 *
 * <p>References: Strong et al. (1998), doi:10.1103/PhysRevLett.80.197; as a protocol with a verdict,
 * Abdelaleem, Martini, Nemenman (2025), arXiv 2506.00330.
 *
 * @param value at all rows
 * @param extrapolated {@code 2 · value − half}: what the line says at 1/n = 0
 * @param curvature the quarters' departure from the line through the other two, in nats
 * @param noise standard error of that departure, from the spread of the quarters
 */
public record Extrapolation(double value, double extrapolated, double curvature, double noise) {

  private static final double Z99 = 2.5758293035489004;

  /** Computes the statistic on all n rows, on both halves and on four quarters. */
  public static Extrapolation of(int n, long seed, ToDoubleFunction<int[]> statistic) {
    if (n < 16) {
      throw new IllegalArgumentException(
          "%d rows are too few to take quarters; at least 16 are needed.".formatted(n));
    }
    double value = statistic.applyAsDouble(Shuffle.identity(n));
    double half = mean(Shuffle.deal(n, 2, seed), statistic);
    int[][] quarters = Shuffle.deal(n, 4, seed);
    double quarter = mean(quarters, statistic);
    double noise = Resampling.subsamplingError(n, 4, seed, statistic);
    double expected = value + 3 * (half - value);
    return new Extrapolation(value, 2 * value - half, quarter - expected, 3 * noise);
  }

  private static double mean(int[][] groups, ToDoubleFunction<int[]> statistic) {
    double sum = 0;
    for (int[] rows : groups) {
      sum += statistic.applyAsDouble(rows);
    }
    return sum / groups.length;
  }

  /**
   * The extrapolated value as an estimate, or a statement that there is none: {@code UNDERSAMPLED}
   * where its noise is above the tolerance, {@code BIASED} where the line is not straight, {@code
   * TRUSTED} otherwise. The standard error joins that of the value, a third of {@link #noise}, and a
   * third of {@link #curvature}, which is the error that a term in 1/n² leaves.
   *
   * @param n how many rows it rests on
   * @param estimator the name of the statistic
   */
  public Estimate estimate(long n, String estimator) {
    double error = Math.hypot(noise, curvature) / 3;
    double tolerance = Estimate.tolerance(extrapolated);
    boolean noisy = !(Z99 * error <= tolerance);
    Verdict verdict = noisy ? Verdict.UNDERSAMPLED : linear() ? Verdict.TRUSTED : Verdict.BIASED;
    String reason =
        noisy
            ? "noise of %.3f nats (99 %%) is above the tolerance of %.3f"
                .formatted(Z99 * error, tolerance)
            : "halves and quarters depart by %+.3f ± %.3f nats from a line in 1/n"
                .formatted(curvature, noise);
    return Estimate.normal(
        extrapolated, error, n, estimator, "extrapolated from " + value, verdict, reason);
  }

  /** Whether the three points lie on a line as far as two standard errors tell. */
  public boolean linear() {
    return Math.abs(curvature) <= 2 * noise;
  }
}
