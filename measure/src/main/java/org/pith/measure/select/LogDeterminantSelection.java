package org.pith.measure.select;

import java.util.ArrayList;
import java.util.List;
import org.pith.measure.Samples;
import org.pith.measure.internal.Correlations;
import org.pith.measure.internal.Ranks;
import org.pith.measure.internal.SpecialFunctions;
import org.pith.measure.select.ForwardSelection.Step;

/**
 * Forward selection by the Gaussian copula's conditional information {@code I(X_k;Y | X_S) = ½
 * ln(Var(X_k | S) / Var(X_k | S, Y))} of normal scores, exact in its family and fast: two growing
 * Cholesky factors, n · d² for the correlations and d · |S| a step, so a thousand columns take
 * seconds. It sees no dependence that is not monotone.
 *
 * <p>It stops by the likelihood-ratio test: {@code 2n · gain} against chi-squared with as many
 * degrees of freedom as Y has columns, the level α shared among the candidates. Constant columns
 * and columns that those taken determine are left out. A column that determines the target, or a
 * copy of it, has a gain that rounding caps near 20 nats.
 */
public final class LogDeterminantSelection {
  private static final double SINGULAR = 1e-9;

  private final int most;
  private final double alpha;

  private LogDeterminantSelection(int most, double alpha) {
    this.most = most;
    this.alpha = alpha;
  }

  /** Any number of columns, α = 0.05. */
  public static LogDeterminantSelection withDefaults() {
    return new LogDeterminantSelection(Integer.MAX_VALUE, 0.05);
  }

  /** The same with at most {@code most} columns. */
  public LogDeterminantSelection withMost(int most) {
    if (most < 1) {
      throw new IllegalArgumentException(
          "The number of columns (%d) must be at least 1. Maybe 10.".formatted(most));
    }
    return new LogDeterminantSelection(most, alpha);
  }

  /**
   * The columns of {@code columns} in the order in which they add most about {@code target}, with
   * their gains in nats.
   */
  public List<Step> select(Samples columns, Samples target) {
    columns.requireSameSize(target);
    int dy = target.dimensions();
    int d = columns.dimensions();
    double[][] r = Correlations.of(Ranks.normalScores(target.join(columns).columns()));
    Residuals alone = new Residuals(r, dy);
    Residuals withTarget = new Residuals(r, dy);
    for (int j = 0; j < dy; j++) {
      withTarget.take(j);
    }
    List<Step> steps = new ArrayList<>();
    boolean[] taken = new boolean[d];
    while (steps.size() < Math.min(most, d)) {
      Step best = best(alone, withTarget, taken, columns.size(), dy, d - steps.size());
      if (best == null || best.pValue() > alpha) {
        break;
      }
      steps.add(best);
      taken[best.column()] = true;
      alone.take(dy + best.column());
      withTarget.take(dy + best.column());
    }
    return steps;
  }

  private static Step best(
      Residuals alone, Residuals withTarget, boolean[] taken, int n, int dy, int candidates) {
    int best = -1;
    double highest = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < taken.length; k++) {
      double variance = alone.variance(dy + k);
      if (!taken[k] && variance > SINGULAR) {
        double gain =
            0.5 * Math.log(variance / Math.max(SINGULAR * SINGULAR, withTarget.variance(dy + k)));
        if (gain > highest) {
          highest = gain;
          best = k;
        }
      }
    }
    if (best < 0) {
      return null;
    }
    double p = candidates * SpecialFunctions.chiSquaredTail(2.0 * n * highest, dy);
    return new Step(best, highest, Math.min(1, p));
  }

  /**
   * What is left of every column's variance given those taken: the rows of a growing Cholesky
   * factor.
   */
  private static final class Residuals {
    private final double[][] r;
    private final double[] variance;
    private final List<double[]> rows = new ArrayList<>();

    Residuals(double[][] r, int targets) {
      this.r = r;
      this.variance = new double[r.length];
      for (int j = 0; j < r.length; j++) {
        variance[j] = j < targets || r.length == 1 || varies(j) ? 1 : 0;
      }
    }

    /** A constant column correlates with nothing; it is as good as taken. */
    private boolean varies(int j) {
      for (int i = 0; i < r.length; i++) {
        if (i != j && r[j][i] != 0) {
          return true;
        }
      }
      return false;
    }

    double variance(int j) {
      return variance[j];
    }

    void take(int pivot) {
      double left = variance[pivot];
      if (left <= SINGULAR) {
        return;
      }
      double[] row = r[pivot].clone();
      for (double[] earlier : rows) {
        for (int j = 0; j < row.length; j++) {
          row[j] -= earlier[pivot] * earlier[j];
        }
      }
      double root = Math.sqrt(left);
      for (int j = 0; j < row.length; j++) {
        row[j] /= root;
        variance[j] = Math.max(0, variance[j] - row[j] * row[j]);
      }
      rows.add(row);
    }
  }
}
