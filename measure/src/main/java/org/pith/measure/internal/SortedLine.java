package org.pith.measure.internal;

import java.util.Arrays;

/** One dimension: a sorted array answers with binary searches, n log n in all. */
final class SortedLine implements Neighbours {
  private final double[] values;
  private final double[] sorted;
  private final int threads;

  SortedLine(double[] values, int threads) {
    this.threads = threads;
    this.values = values;
    this.sorted = values.clone();
    Arrays.sort(sorted);
  }

  @Override
  public double[] distancesToKth(int k) {
    double[] radius = new double[values.length];
    Parallel.overRows(
        values.length,
        threads,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            radius[i] = distanceToKth(values[i], k);
          }
        });
    return radius;
  }

  private double distanceToKth(double x, int k) {
    int right = Arrays.binarySearch(sorted, x);
    int left = right - 1;
    right++;
    double distance = 0;
    for (int taken = 0; taken < k; taken++) {
      double toLeft = left < 0 ? Double.POSITIVE_INFINITY : x - sorted[left];
      double toRight = right == sorted.length ? Double.POSITIVE_INFINITY : sorted[right] - x;
      distance = Math.min(toLeft, toRight);
      if (toLeft <= toRight) {
        left--;
      } else {
        right++;
      }
    }
    return Math.abs(distance);
  }

  @Override
  public int[] nearest(int k) {
    return new KdTree(new double[][] {values}, Norm.MAXIMUM, threads).nearest(k);
  }

  @Override
  public int[] countsWithin(double[] radius, boolean closed) {
    int[] counts = new int[values.length];
    Parallel.overRows(
        values.length,
        threads,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            counts[i] = Math.max(0, count(values[i], radius[i], closed) - 1);
          }
        });
    return counts;
  }

  /**
   * Differences round monotonically, so each side of {@code x} switches once from outside to
   * inside.
   */
  private int count(double x, double radius, boolean closed) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (inside(x - sorted[middle], radius, closed)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    int first = low;
    high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (inside(sorted[middle] - x, radius, closed)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low - first;
  }

  private static boolean inside(double gap, double radius, boolean closed) {
    return closed ? gap <= radius : gap < radius;
  }
}
