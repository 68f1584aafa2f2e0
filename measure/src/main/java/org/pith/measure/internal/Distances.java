package org.pith.measure.internal;

import org.pith.measure.internal.Neighbours.Norm;

/**
 * Distance kernels over a column layout: the dimension is the outer loop and the points the inner
 * one, so that the JIT vectorises plain loops. Euclidean distances stay squared until they leave a
 * search.
 */
public final class Distances {
  private Distances() {}

  /**
   * Distances from {@code query} to the points {@code from} to {@code to}, written to {@code
   * out[0..to-from)}.
   */
  static void fill(Norm norm, double[][] columns, double[] query, int from, int to, double[] out) {
    if (norm == Norm.MAXIMUM) {
      fillMaximum(columns, query, from, to, out);
    } else {
      fillSquares(columns, query, from, to, out);
    }
  }

  private static void fillMaximum(
      double[][] columns, double[] query, int from, int to, double[] out) {
    int m = to - from;
    firstGap(columns[0], query[0], from, m, out);
    for (int d = 1; d < columns.length; d++) {
      raise(columns[d], query[d], from, m, out);
    }
  }

  private static void firstGap(double[] column, double q, int from, int m, double[] out) {
    for (int j = 0; j < m; j++) {
      out[j] = Math.abs(column[from + j] - q);
    }
  }

  private static void raise(double[] column, double q, int from, int m, double[] out) {
    for (int j = 0; j < m; j++) {
      out[j] = Math.max(out[j], Math.abs(column[from + j] - q));
    }
  }

  private static void fillSquares(
      double[][] columns, double[] query, int from, int to, double[] out) {
    int m = to - from;
    java.util.Arrays.fill(out, 0, m, 0);
    for (int d = 0; d < columns.length; d++) {
      addSquares(columns[d], query[d], from, m, out);
    }
  }

  private static void addSquares(double[] column, double q, int from, int m, double[] out) {
    for (int j = 0; j < m; j++) {
      double gap = column[from + j] - q;
      out[j] += gap * gap;
    }
  }

  /** Maximum-norm distances of all points from point {@code i}. */
  public static void maximumFrom(double[][] columns, int i, double[] out) {
    double[] query = new double[columns.length];
    for (int d = 0; d < query.length; d++) {
      query[d] = columns[d][i];
    }
    fillMaximum(columns, query, 0, columns[0].length, out);
  }

  /**
   * How many of {@code distances[0..m)} are below {@code radius}: the sign bit of the difference,
   * which vectorises.
   */
  static int below(double[] distances, int m, double radius) {
    long count = 0;
    for (int j = 0; j < m; j++) {
      count += Double.doubleToRawLongBits(distances[j] - radius) >>> 63;
    }
    return (int) count;
  }

  /** How many of {@code distances[0..m)} are at most {@code radius}. */
  static int atMost(double[] distances, int m, double radius) {
    long above = 0;
    for (int j = 0; j < m; j++) {
      above += Double.doubleToRawLongBits(radius - distances[j]) >>> 63;
    }
    return m - (int) above;
  }

  /** What a search's inner distance means outside: the root for Euclid. */
  static double outer(Norm norm, double inner) {
    return norm == Norm.MAXIMUM ? inner : Math.sqrt(inner);
  }
}
