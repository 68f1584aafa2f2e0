package org.pith.prune.repair;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.dense.row.mult.VectorVectorMult_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;
import org.pith.prune.regression.Moments;

/**
 * Ridge regression from moments, shrunk towards weights that are known already: for features x and
 * targets y it finds
 *
 * <pre>  W = W0 + argmin_D  mean |y - (W0 + D)' x - b|^2  +  strength * sum_i var(x_i) |D_i|^2,
 * </pre>
 *
 * so where the features explain nothing more the old weights stay, and units of measurement do not
 * matter. The strength is chosen by cross-validation over the folds. Hoerl and Kennard (1970),
 * doi:10.1080/00401706.1970.10488634.
 *
 * <p>Cost: a Cholesky factorisation of p x p for each fold and each of ten strengths.
 *
 * @param weights W, [p,t]
 * @param bias b, t numbers
 * @param strength the one chosen; infinite where it was best to keep {@code W0} and refit the bias
 *     alone
 * @param unexplained cross-validated share of the targets' variance that is left; 0 where they have
 *     none
 */
public record Ridge(DMatrixRMaj weights, double[] bias, double strength, double unexplained) {
  private static final double[] STRENGTHS = {
    1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1, Double.POSITIVE_INFINITY
  };

  /**
   * Fits.
   *
   * @param folds moments of disjoint sets of rows, at least two
   * @param prior W0, [p,t]
   */
  public static Ridge fit(List<Moments> folds, DMatrixRMaj prior) {
    if (folds.size() < 2) {
      throw new IllegalArgumentException(
          "Cross-validation needs at least 2 folds, but %d was given.".formatted(folds.size()));
    }
    double[] errors = new double[STRENGTHS.length];
    for (Moments held : folds) {
      Moments rest = Moments.total(folds.stream().filter(fold -> fold != held).toList());
      for (int s = 0; s < STRENGTHS.length; s++) {
        errors[s] += held.rows() * error(held, rest, solve(rest, prior, STRENGTHS[s]));
      }
    }
    int best = IntStream.range(0, errors.length).reduce(0, (a, b) -> errors[b] < errors[a] ? b : a);
    Moments total = Moments.total(folds);
    DMatrixRMaj weights = solve(total, prior, STRENGTHS[best]);
    double variance = total.targetVariance() * total.rows();
    return new Ridge(
        weights, bias(total, weights), STRENGTHS[best], variance > 0 ? errors[best] / variance : 0);
  }

  private static DMatrixRMaj solve(Moments moments, DMatrixRMaj prior, double strength) {
    if (strength == Double.POSITIVE_INFINITY) {
      return prior.copy();
    }
    DMatrixRMaj covariance = moments.covariance();
    DMatrixRMaj left = moments.crossCovariance();
    CommonOps_DDRM.multAdd(-1, covariance, prior, left);
    shrink(covariance, strength);
    LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.symmPosDef(prior.numRows);
    if (!solver.setA(covariance)) {
      return prior.copy(); // Too weak a ridge for the rounding of this covariance.
    }
    DMatrixRMaj change = new DMatrixRMaj(prior.numRows, prior.numCols);
    solver.solve(left, change);
    CommonOps_DDRM.addEquals(change, prior);
    return change;
  }

  /** Scales the diagonal up; a feature without variance gets 1, which leaves its weights alone. */
  private static void shrink(DMatrixRMaj covariance, double strength) {
    for (int i = 0; i < covariance.numRows; i++) {
      double variance = covariance.get(i, i);
      covariance.set(i, i, variance > 0 ? variance * (1 + strength) : 1);
    }
  }

  private static double[] bias(Moments moments, DMatrixRMaj weights) {
    double[] means = moments.means();
    double[] bias = Arrays.copyOfRange(means, moments.features(), means.length);
    for (int t = 0; t < bias.length; t++) {
      for (int f = 0; f < moments.features(); f++) {
        bias[t] -= weights.get(f, t) * means[f];
      }
    }
    return bias;
  }

  /**
   * Mean squared error on held-out rows, summed over targets: the variance of their residuals and
   * the squared mean of those.
   */
  private static double error(Moments held, Moments rest, DMatrixRMaj weights) {
    DMatrixRMaj image = new DMatrixRMaj(weights.numRows, weights.numCols);
    CommonOps_DDRM.mult(held.covariance(), weights, image);
    CommonOps_DDRM.addEquals(image, -2, held.crossCovariance());
    double error = held.targetVariance() + VectorVectorMult_DDRM.innerProd(image, weights);
    double[] expected = bias(rest, weights);
    double[] actual = bias(held, weights);
    for (int t = 0; t < actual.length; t++) {
      error += (actual[t] - expected[t]) * (actual[t] - expected[t]);
    }
    return error;
  }
}
