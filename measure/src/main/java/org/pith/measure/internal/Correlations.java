package org.pith.measure.internal;

/** Second moments of columns. */
public final class Correlations {
  private Correlations() {}

  /** The correlation matrix of columns; 0 beside a constant column, 1 on the diagonal. */
  public static double[][] of(double[][] columns) {
    int d = columns.length;
    double[][] unit = new double[d][];
    for (int j = 0; j < d; j++) {
      unit[j] = standardized(columns[j]);
    }
    double[][] r = new double[d][d];
    for (int i = 0; i < d; i++) {
      r[i][i] = 1;
      for (int j = 0; j < i; j++) {
        r[i][j] = dot(unit[i], unit[j]);
        r[j][i] = r[i][j];
      }
    }
    return r;
  }

  /**
   * Mean removed, length 1; zeros if constant. Scaled first, so that squares neither overflow nor
   * vanish.
   */
  public static double[] standardized(double[] column) {
    double largest = 0;
    for (double v : column) {
      largest = Math.max(largest, Math.abs(v));
    }
    double[] unit = new double[column.length];
    if (largest == 0) {
      return unit;
    }
    for (int i = 0; i < unit.length; i++) {
      unit[i] = column[i] / largest;
    }
    double mean = Statistics.mean(unit);
    for (int i = 0; i < unit.length; i++) {
      unit[i] -= mean;
    }
    double length = Math.sqrt(dot(unit, unit));
    boolean constant = length <= 1e-14 * Math.sqrt(unit.length);
    for (int i = 0; i < unit.length; i++) {
      unit[i] = constant ? 0 : unit[i] / length;
    }
    return unit;
  }

  /** The inner product, in four lanes so that it pipelines. */
  public static double dot(double[] a, double[] b) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int end = a.length & ~3;
    for (int i = 0; i < end; i += 4) {
      s0 += a[i] * b[i];
      s1 += a[i + 1] * b[i + 1];
      s2 += a[i + 2] * b[i + 2];
      s3 += a[i + 3] * b[i + 3];
    }
    for (int i = end; i < a.length; i++) {
      s0 += a[i] * b[i];
    }
    return (s0 + s1) + (s2 + s3);
  }

  /** The square block of rows and columns {@code from} to {@code to}. */
  public static double[][] block(double[][] matrix, int from, int to) {
    double[][] block = new double[to - from][to - from];
    for (int i = from; i < to; i++) {
      System.arraycopy(matrix[i], from, block[i - from], 0, to - from);
    }
    return block;
  }
}
