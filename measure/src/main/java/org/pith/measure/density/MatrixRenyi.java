package org.pith.measure.density;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.pith.measure.Estimate;
import org.pith.measure.Samples;
import org.pith.measure.internal.SymmetricEigen;
import org.pith.measure.significance.Consistency;

/**
 * Matrix-based Rényi entropy of order α, in nats: {@code S_α = ln(Σ λ^α) / (1 − α)} over the
 * eigenvalues of the Gaussian Gram matrix {@code exp(−‖x_i − x_j‖² / 2σ²) / n}. The joint entropy
 * uses the elementwise product of two Gram matrices, which is the Gram matrix of the joined
 * vectors, and {@code I = S(X) + S(Y) − S(X,Y)}.
 *
 * <p>It is a functional of the kernel, not an estimate of Shannon's information: its value depends
 * on σ and n. Above 3,000 rows the Gram matrix is replaced by 400 random Fourier features, whose
 * eigenvalues approximate the large ones.
 *
 * <p>Cost: n³ up to 3,000 rows, then n · 800².
 *
 * <p>References: Sánchez Giraldo, Rao, Príncipe (2015), arXiv 1211.2459; Rahimi and Recht (2007)
 * for the features.
 */
public final class MatrixRenyi {
  private static final int EXACT = 3_000;
  private static final int FEATURES = 400;

  private final double alpha;
  private final double width;
  private final long seed;

  private MatrixRenyi(double alpha, double width, long seed) {
    this.alpha = alpha;
    this.width = width;
    this.seed = seed;
  }

  /** α = 1.01 and σ = 1, for standardised columns. */
  public static MatrixRenyi withDefaults() {
    return new MatrixRenyi(1.01, 1, 0);
  }

  /** The same with another order, above 0 and not 1. */
  public MatrixRenyi withAlpha(double alpha) {
    if (!(alpha > 0 && alpha < Double.POSITIVE_INFINITY) || alpha == 1) {
      throw new IllegalArgumentException(
          "The order alpha (%s) must be finite, above 0 and not 1. Maybe 1.01.".formatted(alpha));
    }
    return new MatrixRenyi(alpha, width, seed);
  }

  /** The same with another kernel width σ above 0. */
  public MatrixRenyi withWidth(double width) {
    KernelDependence.requireWidth(width);
    return new MatrixRenyi(alpha, width, seed);
  }

  /**
   * {@code S_α(X)} in nats: 0 for copies of one row, ln n for rows far apart in units of σ.
   *
   * @throws IllegalArgumentException above 3,000 rows, if values are too many widths large to have
   *     a phase
   */
  public double entropy(Samples x) {
    double[] eigenvalues = SymmetricEigen.values(x.size() <= EXACT ? gram(x) : features(x));
    double most = Arrays.stream(eigenvalues).max().orElseThrow();
    double rounding = 2e-16 * eigenvalues.length * most;
    double sum =
        Arrays.stream(eigenvalues)
            .filter(v -> v > rounding)
            .map(v -> Math.exp(alpha * Math.log(v / most)))
            .sum();
    return (alpha * Math.log(most) + Math.log(sum)) / (1 - alpha);
  }

  /** {@code I_α(X;Y)} in nats: the fast path. */
  public double value(Samples x, Samples y) {
    x.requireSameSize(y);
    return entropy(x) + entropy(y) - entropy(x.join(y));
  }

  /**
   * {@code I_α(X;Y)} with standard error from quarters of the rows, interval and verdict.
   *
   * @throws IllegalArgumentException if the rows are not paired, or fewer than 8
   */
  public Estimate estimate(Samples x, Samples y) {
    return Consistency.of(value(x, y), x.size(), 1, seed, rows -> value(x.rows(rows), y.rows(rows)))
        .judge(0, x.size(), "renyi", "alpha=%s, width=%s".formatted(alpha, width));
  }

  private double[][] gram(Samples x) {
    int n = x.size();
    double[][] a = new double[n][n];
    for (double[] column : x.columns()) {
      for (int i = 0; i < n; i++) {
        addSquaredGaps(column, i, width, a[i]);
      }
    }
    for (double[] row : a) {
      Arrays.setAll(row, j -> Math.exp(-row[j] / 2) / n);
    }
    return a;
  }

  private static void addSquaredGaps(double[] column, int i, double width, double[] row) {
    double at = column[i];
    for (int j = 0; j < row.length; j++) {
      double gap = (column[j] - at) / width;
      row[j] += gap * gap;
    }
  }

  /** An angle beyond 1e15 has no digit behind the point left. */
  private void requirePhase(double[] column) {
    double largest = Arrays.stream(column).map(Math::abs).max().orElseThrow();
    if (!(largest / width < 1e15)) {
      throw new IllegalArgumentException(
          "A value of %s is too many kernel widths (%s) large for random features. Maybe standardise the columns."
              .formatted(largest, width));
    }
  }

  /**
   * The second-moment matrix of cosines and sines of random projections: its trace is 1, as the
   * Gram matrix's.
   */
  private double[][] features(Samples x) {
    SplittableRandom random = new SplittableRandom(seed);
    int n = x.size();
    double[][] columns = x.columns();
    for (double[] column : columns) {
      requirePhase(column);
    }
    double[][] phi = new double[2 * FEATURES][n];
    for (int f = 0; f < FEATURES; f++) {
      double[] angle = new double[n];
      for (double[] column : columns) {
        double frequency = random.nextGaussian() / width;
        for (int i = 0; i < n; i++) {
          angle[i] += frequency * column[i];
        }
      }
      for (int i = 0; i < n; i++) {
        phi[2 * f][i] = Math.cos(angle[i]) / Math.sqrt((double) FEATURES * n);
        phi[2 * f + 1][i] = Math.sin(angle[i]) / Math.sqrt((double) FEATURES * n);
      }
    }
    return KernelDependence.gramOfRows(phi);
  }
}
