package org.pith.measure.significance;

import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.pith.measure.internal.Shuffle;
import org.pith.measure.internal.Statistics;

/**
 * Standard errors by drawing rows again. The bootstrap repeats rows, so it must not be used with
 * nearest-neighbour or entropy estimators, which take copies for structure; subsampling without
 * replacement is right for those.
 */
public final class Resampling {
  private Resampling() {}

  /**
   * The standard deviation of the statistic over {@code draws} samples of n rows with replacement.
   * Efron (1979).
   */
  public static double bootstrapError(
      int n, int draws, long seed, ToDoubleFunction<int[]> statistic) {
    requireDraws(draws);
    requireRows(n, 1);
    SplittableRandom random = new SplittableRandom(seed);
    double[] values = new double[draws];
    for (int b = 0; b < draws; b++) {
      values[b] = statistic.applyAsDouble(random.ints(n, 0, n).toArray());
    }
    return Math.sqrt(Statistics.variance(values));
  }

  /**
   * The standard error at n from disjoint parts of the rows: their variance falls as 1/n, so that
   * of n rows is the variance of the parts divided by their number. Politis and Romano (1994),
   * doi:10.1214/aos/1176325770.
   */
  public static double subsamplingError(
      int n, int parts, long seed, ToDoubleFunction<int[]> statistic) {
    requireDraws(parts);
    requireRows(n, parts);
    int[][] groups = Shuffle.deal(n, parts, seed);
    double[] values = new double[parts];
    for (int p = 0; p < parts; p++) {
      values[p] = statistic.applyAsDouble(groups[p]);
    }
    return Math.sqrt(Statistics.variance(values) / parts);
  }

  private static void requireRows(int n, int least) {
    if (n < least) {
      throw new IllegalArgumentException(
          "%d rows are too few; at least %d are needed. Maybe take fewer parts."
              .formatted(n, least));
    }
  }

  private static void requireDraws(int draws) {
    if (draws < 2) {
      throw new IllegalArgumentException(
          "%d draws have no spread; at least 2 are needed. Maybe 200.".formatted(draws));
    }
  }
}
