package org.pith.measure.internal;

/** The k nearest points seen so far, in order of distance and then of index. */
final class Nearest {
  private final double[] distances;
  private final int[] points;
  private final int k;
  private int size;

  Nearest(int k) {
    this.k = k;
    this.distances = new double[k];
    this.points = new int[k];
  }

  void clear() {
    size = 0;
  }

  /** The k-th distance, infinite until k points were seen. */
  double worst() {
    return size < k ? Double.POSITIVE_INFINITY : distances[k - 1];
  }

  int point(int rank) {
    return points[rank];
  }

  void offer(double distance, int point) {
    if (size == k && !before(distance, point, k - 1)) {
      return;
    }
    int slot = size < k ? size++ : k - 1;
    while (slot > 0 && before(distance, point, slot - 1)) {
      distances[slot] = distances[slot - 1];
      points[slot] = points[slot - 1];
      slot--;
    }
    distances[slot] = distance;
    points[slot] = point;
  }

  private boolean before(double distance, int point, int slot) {
    return distance < distances[slot] || (distance == distances[slot] && point < points[slot]);
  }
}
