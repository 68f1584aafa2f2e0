package org.pith.measure.internal;

/** The lower triangular factor L of a symmetric positive definite matrix, {@code A = L Lᵀ}. */
public final class Cholesky {
  private final double[][] factor;

  private Cholesky(double[][] factor) {
    this.factor = factor;
  }

  /** Factors {@code a}, or returns null if it is not positive definite to rounding. */
  public static Cholesky of(double[][] a) {
    int d = a.length;
    double[][] l = new double[d][d];
    for (int i = 0; i < d; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = a[i][j];
        for (int k = 0; k < j; k++) {
          sum -= l[i][k] * l[j][k];
        }
        if (i == j) {
          if (!(sum > 1e-13 * a[i][i])) {
            return null;
          }
          l[i][i] = Math.sqrt(sum);
        } else {
          l[i][j] = sum / l[j][j];
        }
      }
    }
    return new Cholesky(l);
  }

  /** The logarithm of the determinant of A. */
  public double logDeterminant() {
    double sum = 0;
    for (int i = 0; i < factor.length; i++) {
      sum += 2 * Math.log(factor[i][i]);
    }
    return sum;
  }

  /** {@code L z} for a vector z, which makes standard normals normals of covariance A. */
  public double[] times(double[] z) {
    double[] y = new double[z.length];
    for (int i = 0; i < z.length; i++) {
      for (int j = 0; j <= i; j++) {
        y[i] += factor[i][j] * z[j];
      }
    }
    return y;
  }

  /** {@code L⁻¹} applied to every column-wise point: the rows of the result are {@code L⁻¹ x}. */
  public double[][] whiten(double[][] columns) {
    double[][] white = new double[columns.length][];
    for (int i = 0; i < columns.length; i++) {
      double[] y = columns[i].clone();
      for (int j = 0; j < i; j++) {
        subtract(y, factor[i][j], white[j]);
      }
      divide(y, factor[i][i]);
      white[i] = y;
    }
    return white;
  }

  /** {@code A⁻¹ b}. */
  public double[] solve(double[] b) {
    double[] x = b.clone();
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < i; j++) {
        x[i] -= factor[i][j] * x[j];
      }
      x[i] /= factor[i][i];
    }
    for (int i = x.length - 1; i >= 0; i--) {
      for (int j = i + 1; j < x.length; j++) {
        x[i] -= factor[j][i] * x[j];
      }
      x[i] /= factor[i][i];
    }
    return x;
  }

  private static void subtract(double[] y, double factor, double[] x) {
    for (int p = 0; p < y.length; p++) {
      y[p] -= factor * x[p];
    }
  }

  private static void divide(double[] y, double divisor) {
    for (int p = 0; p < y.length; p++) {
      y[p] /= divisor;
    }
  }

  /** The factor, lower triangular; not copied. */
  public double[][] factor() {
    return factor;
  }
}
