package org.pith.measure.internal;

import java.util.Arrays;

/**
 * Mutual information between the first {@code dx} and the other coordinates of a Gaussian, from its
 * correlation matrix.
 */
public final class GaussianMoments {
  private GaussianMoments() {}

  /** {@code ½ (ln|C_X| + ln|C_Y| − ln|C|)} in nats; NaN if C is singular. */
  public static double information(double[][] c, int dx) {
    Cholesky x = Cholesky.of(Correlations.block(c, 0, dx));
    Cholesky y = Cholesky.of(Correlations.block(c, dx, c.length));
    Cholesky all = Cholesky.of(c);
    if (x == null || y == null || all == null) {
      return Double.NaN;
    }
    return 0.5 * (x.logDeterminant() + y.logDeterminant() - all.logDeterminant());
  }

  /**
   * The exact bias of the plug-in of n normal rows: the expected log determinant of a sample
   * covariance of {@code ν = n − 1} degrees of freedom is {@code ln|Σ| + Σ_{i<d} ψ((ν − i)/2) − d
   * ln(ν/2)}, whatever Σ.
   */
  public static double bias(int n, int dx, int dy) {
    return 0.5
        * (logDeterminantShift(n, dx)
            + logDeterminantShift(n, dy)
            - logDeterminantShift(n, dx + dy));
  }

  private static double logDeterminantShift(int n, int d) {
    double sum = 0;
    for (int i = 0; i < d; i++) {
      sum += SpecialFunctions.digamma((n - 1 - i) / 2.0);
    }
    return sum;
  }

  /** The sum of squared canonical correlations: n times the variance of the information. */
  public static double squaredCanonicalCorrelations(double[][] c, int dx) {
    double sum = 0;
    for (double[] row : whitenedCross(c, dx)) {
      sum += Correlations.dot(row, row);
    }
    return sum;
  }

  /**
   * The matrix of a Gaussian whose information is {@code target}: every squared canonical
   * correlation is lowered by the same amount τ and stretched, {@code (ρ² − τ) / (1 − τ)}, those
   * below τ to zero. Chance spreads thinly over many directions, so it goes first.
   */
  public static double[][] shrunkTo(double target, double[][] c, int dx) {
    double[][] k = whitenedCross(c, dx);
    SymmetricEigen eigen = SymmetricEigen.of(gram(k));
    double low = 0;
    double high = 1;
    for (int i = 0; i < 50; i++) {
      double tau = (low + high) / 2;
      if (information(eigen.values(), tau) > target) {
        low = tau;
      } else {
        high = tau;
      }
    }
    return withCross(c, dx, scaled(k, eigen, high));
  }

  private static double information(double[] squares, double tau) {
    double sum = 0;
    for (double s : squares) {
      sum -= 0.5 * Math.log1p(-lowered(s, tau));
    }
    return sum;
  }

  private static double lowered(double square, double tau) {
    return Math.max(0, (square - tau) / (1 - tau));
  }

  /** {@code U diag(ρ'/ρ) Uᵀ K}: the cross matrix with its singular values replaced. */
  private static double[][] scaled(double[][] k, SymmetricEigen eigen, double tau) {
    int dx = k.length;
    double[][] result = new double[dx][k[0].length];
    for (int e = 0; e < dx; e++) {
      double square = eigen.values()[e];
      double factor = lowered(square, tau) == 0 ? 0 : Math.sqrt(lowered(square, tau) / square);
      double[] u = eigen.vectors()[e];
      double[] projected = new double[k[0].length];
      for (int i = 0; i < dx; i++) {
        add(projected, u[i], k[i]);
      }
      for (int i = 0; i < dx; i++) {
        add(result[i], factor * u[i], projected);
      }
    }
    return result;
  }

  private static void add(double[] row, double factor, double[] other) {
    for (int j = 0; j < row.length; j++) {
      row[j] += factor * other[j];
    }
  }

  private static double[][] gram(double[][] k) {
    double[][] g = new double[k.length][k.length];
    for (int i = 0; i < k.length; i++) {
      for (int j = 0; j < k.length; j++) {
        g[i][j] = Correlations.dot(k[i], k[j]);
      }
    }
    return g;
  }

  /** C with the cross block {@code L_X K L_Yᵀ}. */
  private static double[][] withCross(double[][] c, int dx, double[][] k) {
    double[][] lx = Cholesky.of(Correlations.block(c, 0, dx)).factor();
    double[][] ly = Cholesky.of(Correlations.block(c, dx, c.length)).factor();
    double[][] result = Arrays.stream(c).map(double[]::clone).toArray(double[][]::new);
    for (int i = 0; i < dx; i++) {
      double[] row = new double[k[0].length];
      for (int m = 0; m <= i; m++) {
        add(row, lx[i][m], k[m]);
      }
      for (int j = 0; j < row.length; j++) {
        result[i][dx + j] = Correlations.dot(row, ly[j]);
        result[dx + j][i] = result[i][dx + j];
      }
    }
    return result;
  }

  /** {@code L_X⁻¹ C_XY L_Y⁻ᵀ}: its singular values are the canonical correlations. */
  private static double[][] whitenedCross(double[][] c, int dx) {
    double[][] lx = Cholesky.of(Correlations.block(c, 0, dx)).factor();
    double[][] ly = Cholesky.of(Correlations.block(c, dx, c.length)).factor();
    int dy = c.length - dx;
    double[][] half = new double[dy][];
    for (int j = 0; j < dy; j++) {
      half[j] = forward(lx, Arrays.copyOf(c[dx + j], dx));
    }
    double[][] cross = new double[dx][];
    for (int i = 0; i < dx; i++) {
      double[] row = new double[dy];
      for (int j = 0; j < dy; j++) {
        row[j] = half[j][i];
      }
      cross[i] = forward(ly, row);
    }
    return cross;
  }

  private static double[] forward(double[][] l, double[] b) {
    double[] x = b.clone();
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < i; j++) {
        x[i] -= l[i][j] * x[j];
      }
      x[i] /= l[i][i];
    }
    return x;
  }
}
