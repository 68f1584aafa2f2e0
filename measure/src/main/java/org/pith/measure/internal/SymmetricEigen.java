package org.pith.measure.internal;

import java.util.Arrays;

/**
 * Eigenvalues, and vectors where asked for, of a symmetric matrix: Householder reflections to
 * tridiagonal form, then implicit QL steps.
 *
 * <p>Reference: Golub and Van Loan, Matrix Computations, 4th edition, sections 8.3.1 and 8.3.3.
 */
public final class SymmetricEigen {
  /** A square sum whose reciprocal overflows, as rounding leaves it in matrices of low rank. */
  private static final double NEGLIGIBLE = 1e-290;

  private final int n;
  private final double[][] a;
  private final double[][] vectors;
  private final double[] diagonal;
  private final double[] off;

  private SymmetricEigen(double[][] matrix, boolean withVectors) {
    n = matrix.length;
    a = Arrays.stream(matrix).map(double[]::clone).toArray(double[][]::new);
    diagonal = new double[n];
    off = new double[n];
    vectors = withVectors ? identity(n) : null;
    tridiagonalize();
    for (int l = 0; l < n; l++) {
      converge(l);
    }
  }

  /** The eigenvalues of a symmetric matrix, in no order. Cost: 4n³/3. */
  public static double[] values(double[][] matrix) {
    return new SymmetricEigen(matrix, false).diagonal;
  }

  /** Eigenvalues and vectors of a symmetric matrix. */
  public static SymmetricEigen of(double[][] matrix) {
    return new SymmetricEigen(matrix, true);
  }

  /** The eigenvalues. */
  public double[] values() {
    return diagonal;
  }

  /** The eigenvectors as rows, in the order of the values. */
  public double[][] vectors() {
    return vectors;
  }

  private static double[][] identity(int n) {
    double[][] q = new double[n][n];
    for (int i = 0; i < n; i++) {
      q[i][i] = 1;
    }
    return q;
  }

  private void tridiagonalize() {
    for (int k = 0; k < n - 2; k++) {
      double[] v = new double[n];
      double tail = 0;
      for (int i = k + 1; i < n; i++) {
        v[i] = a[i][k];
        tail += i > k + 1 ? v[i] * v[i] : 0;
      }
      if (tail < NEGLIGIBLE) {
        continue;
      }
      double length = Math.sqrt(tail + v[k + 1] * v[k + 1]);
      v[k + 1] += Math.copySign(length, v[k + 1]);
      double beta = 2 / (tail + v[k + 1] * v[k + 1]);
      reflect(k, v, beta);
    }
    for (int i = 0; i < n; i++) {
      diagonal[i] = a[i][i];
      off[i] = i + 1 < n ? a[i + 1][i] : 0;
    }
  }

  /** Applies {@code I − β v vᵀ} from both sides, and to the vectors. */
  private void reflect(int k, double[] v, double beta) {
    double[] w = new double[n];
    for (int i = k; i < n; i++) {
      w[i] = beta * dot(a[i], v, k + 1);
    }
    double half = beta / 2 * dot(w, v, k + 1);
    for (int i = k; i < n; i++) {
      w[i] -= half * v[i];
    }
    for (int i = k; i < n; i++) {
      subtract(a[i], v[i], w, w[i], v, k);
    }
    if (vectors != null) {
      applyToVectors(v, beta);
    }
  }

  private static void subtract(
      double[] row, double vi, double[] w, double wi, double[] v, int from) {
    for (int j = from; j < row.length; j++) {
      row[j] -= vi * w[j] + wi * v[j];
    }
  }

  private void applyToVectors(double[] v, double beta) {
    double[] sum = new double[n];
    for (int i = 0; i < n; i++) {
      add(sum, v[i], vectors[i]);
    }
    for (int i = 0; i < n; i++) {
      add(vectors[i], -beta * v[i], sum);
    }
  }

  private static void add(double[] row, double factor, double[] other) {
    for (int j = 0; j < row.length; j++) {
      row[j] += factor * other[j];
    }
  }

  private static double dot(double[] x, double[] y, int from) {
    double sum = 0;
    for (int j = from; j < x.length; j++) {
      sum += x[j] * y[j];
    }
    return sum;
  }

  private void converge(int l) {
    for (int iteration = 0; iteration < 60; iteration++) {
      int m = l;
      while (m < n - 1
          && Math.abs(off[m]) > 1e-17 * (Math.abs(diagonal[m]) + Math.abs(diagonal[m + 1]))) {
        m++;
      }
      if (m == l) {
        return;
      }
      step(l, m);
    }
  }

  /** One implicit QL step with Wilkinson's shift on the unreduced block from l to m. */
  private void step(int l, int m) {
    double g = (diagonal[l + 1] - diagonal[l]) / (2 * off[l]);
    double r = Math.hypot(g, 1);
    g = diagonal[m] - diagonal[l] + off[l] / (g + Math.copySign(r, g));
    double sine = 1;
    double cosine = 1;
    double p = 0;
    for (int i = m - 1; i >= l; i--) {
      double f = sine * off[i];
      double b = cosine * off[i];
      r = Math.hypot(f, g);
      off[i + 1] = r;
      if (r == 0) {
        diagonal[i + 1] -= p;
        off[m] = 0;
        return;
      }
      sine = f / r;
      cosine = g / r;
      g = diagonal[i + 1] - p;
      r = (diagonal[i] - g) * sine + 2 * cosine * b;
      p = sine * r;
      diagonal[i + 1] = g + p;
      g = cosine * r - b;
      rotate(i, sine, cosine);
    }
    diagonal[l] -= p;
    off[l] = g;
    off[m] = 0;
  }

  private void rotate(int i, double sine, double cosine) {
    if (vectors == null) {
      return;
    }
    double[] upper = vectors[i];
    double[] lower = vectors[i + 1];
    for (int j = 0; j < n; j++) {
      double f = lower[j];
      lower[j] = sine * upper[j] + cosine * f;
      upper[j] = cosine * upper[j] - sine * f;
    }
  }
}
