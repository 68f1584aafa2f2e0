package org.pith.measure.internal;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Ranks and what is made of them. */
public final class Ranks {
  private Ranks() {}

  /** Mid-ranks from 1 to n: tied values share the mean of their ranks. */
  public static double[] of(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double[] ranks = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      ranks[i] = (firstAtLeast(sorted, values[i]) + firstAbove(sorted, values[i]) + 1) / 2.0;
    }
    return ranks;
  }

  /** The rows in ascending order of their values, equal values in the order of the rows. */
  public static int[] ascending(double[] values) {
    return IntStream.range(0, values.length)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> values[i] + 0.0))
        .mapToInt(i -> i)
        .toArray();
  }

  static int firstAtLeast(double[] sorted, double v) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] >= v) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  private static int firstAbove(double[] sorted, double v) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] > v) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /**
   * Standard normal quantiles of {@code (rank − ½) / n}: what a monotone map of each column cannot
   * change.
   */
  public static double[][] normalScores(double[][] columns) {
    int n = columns[0].length;
    double[] quantiles = new double[2 * n];
    Arrays.fill(quantiles, Double.NaN);
    double[][] scores = new double[columns.length][];
    for (int j = 0; j < columns.length; j++) {
      double[] ranks = of(columns[j]);
      for (int i = 0; i < n; i++) {
        int twice = (int) Math.rint(2 * ranks[i]) - 1;
        if (Double.isNaN(quantiles[twice])) {
          quantiles[twice] = SpecialFunctions.normalQuantile(twice / (2.0 * n));
        }
        ranks[i] = quantiles[twice];
      }
      scores[j] = ranks;
    }
    return scores;
  }
}
