package org.pith.prune.criterion;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;

/**
 * Features and targets under the sweep operator: a set of features can grow and shrink one by one,
 * and at any time the residual covariance of those outside and the regression coefficients of those
 * inside can be read off. Goodnight (1979), doi:10.1080/00031305.1979.10482685.
 *
 * <p>With S the covariance of the features and C their covariance with the targets, after K was
 * swept in the entries are {@code S - S_K S_KK^-1 S_K'} and {@code C - S_K S_KK^-1 C_K} outside K,
 * {@code -S_KK^-1} and the coefficients {@code S_KK^-1 C_K} inside.
 *
 * <p>A feature whose residual variance is less than {@link #KNOWN} of its own is known already from
 * those inside: it is told nothing by, adds nothing and is left out. Cost of one step: p (p + t).
 */
final class Sweep {
  /** Share of a feature's variance below which what is left of it counts as rounding and ridge. */
  static final double KNOWN = 1e-5;

  private final int features;
  private final int width;
  private final double[][] rows;
  private final double[] variance;
  private final boolean[] inside;

  /**
   * Starts with no feature inside.
   *
   * @param shrinkage the diagonal is scaled up by one plus this
   */
  Sweep(DMatrixRMaj covariance, DMatrixRMaj cross, double shrinkage) {
    features = covariance.numRows;
    width = features + cross.numCols;
    rows = new double[features][width];
    variance = new double[features];
    inside = new boolean[features];
    for (int i = 0; i < features; i++) {
      System.arraycopy(covariance.data, i * features, rows[i], 0, features);
      System.arraycopy(cross.data, i * cross.numCols, rows[i], features, cross.numCols);
      rows[i][i] *= 1 + shrinkage;
      variance[i] = rows[i][i];
    }
  }

  /** Moves a feature inside, unless it is known already. */
  void add(int feature) {
    if (!inside[feature] && rows[feature][feature] > KNOWN * variance[feature]) {
      step(feature, 1);
      inside[feature] = true;
    }
  }

  /** Moves a feature outside, where it is inside. */
  void drop(int feature) {
    if (inside[feature]) {
      step(feature, -1);
      inside[feature] = false;
    }
  }

  private void step(int k, int sign) {
    double[] pivotRow = rows[k];
    double pivot = pivotRow[k];
    for (int i = 0; i < features; i++) {
      if (i != k) {
        double factor = rows[i][k] / pivot;
        subtract(rows[i], factor, pivotRow);
        rows[i][k] = sign * factor;
      }
    }
    for (int j = 0; j < width; j++) {
      pivotRow[j] = sign * pivotRow[j] / pivot;
    }
    pivotRow[k] = -1 / pivot;
  }

  private static void subtract(double[] row, double factor, double[] other) {
    for (int j = 0; j < row.length; j++) {
      row[j] -= factor * other[j];
    }
  }

  /**
   * Variance of the targets that those of the features that are outside would explain together,
   * beyond what is inside.
   */
  double gain(int[] block) {
    int[] outside = Arrays.stream(block).filter(f -> !inside[f]).toArray();
    return explained(outside, 1, KNOWN);
  }

  /**
   * Variance of the targets that would no longer be explained without those of the features that
   * are inside.
   */
  double loss(int[] block) {
    int[] members = Arrays.stream(block).filter(f -> inside[f]).toArray();
    return explained(members, -1, 0);
  }

  /**
   * {@code sum_t c_t' A^-1 c_t} with A the block's entries times {@code sign} and c its rows of the
   * targets, by the Cholesky factorisation of A. A feature whose pivot is not above {@code floor}
   * of its variance repeats those before it and is skipped.
   */
  private double explained(int[] block, int sign, double floor) {
    double[][] factor = new double[block.length][block.length];
    double[][] solved = new double[block.length][];
    double explained = 0;
    for (int i = 0; i < block.length; i++) {
      double[] row = rows[block[i]];
      double[] target = Arrays.copyOfRange(row, features, width);
      double pivot = sign * row[block[i]];
      for (int j = 0; j < i; j++) {
        if (solved[j] != null) {
          double entry = (sign * row[block[j]] - dot(factor[i], factor[j], j)) / factor[j][j];
          factor[i][j] = entry;
          pivot -= entry * entry;
          subtract(target, entry, solved[j]);
        }
      }
      if (pivot > floor * variance[block[i]]) {
        factor[i][i] = Math.sqrt(pivot);
        divide(target, factor[i][i]);
        solved[i] = target;
        explained += dot(target, target, target.length);
      }
    }
    return explained;
  }

  private static void divide(double[] row, double divisor) {
    for (int j = 0; j < row.length; j++) {
      row[j] /= divisor;
    }
  }

  private static double dot(double[] a, double[] b, int length) {
    double sum = 0;
    for (int i = 0; i < length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
