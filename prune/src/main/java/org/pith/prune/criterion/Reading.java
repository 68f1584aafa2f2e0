package org.pith.prune.criterion;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * What one regression of one consumer reads from a group of units, and what for.
 *
 * @param layer name of the consumer
 * @param covariance of all the features it reads, [p,p]
 * @param weights its weights, [p,t], so that its pre-activations are {@code weights' x + b}
 * @param unit for each feature the unit of the group that it comes from, or {@link #OTHER}
 * @param need for each target the factor of its variance, from 0 for one that nothing depends on to 1
 */
public record Reading(
    String layer, DMatrixRMaj covariance, DMatrixRMaj weights, int[] unit, double[] need) {

  /** The unit of a feature that comes from another group. */
  public static final int OTHER = -1;

  /** What the loss depends on less than this share of the mean target counts less. */
  private static final double LITTLE = 0.01;

  /** All targets are needed alike. */
  public Reading(String layer, DMatrixRMaj covariance, DMatrixRMaj weights, int[] unit) {
    this(layer, covariance, weights, unit, ones(weights.numCols));
  }

  /**
   * Targets are needed as far as the loss depends on them: a target y of which {@code E[(dL/dy)^2] var(y)} is less than a hundredth
   * of the mean counts in proportion, any other whole. So a number that is computed and then not used is no reason to keep a unit.
   *
   * @param sensitivity {@code E[(dL/dy)^2]} of each target; where all are 0, or one is no number, all are needed alike
   */
  public static Reading of(
      String layer, DMatrixRMaj covariance, DMatrixRMaj weights, int[] unit, double[] sensitivity) {
    Reading plain = new Reading(layer, covariance, weights, unit);
    DMatrixRMaj cross = plain.crossCovariance();
    double[] stake = new double[sensitivity.length];
    for (int f = 0; f < weights.numRows; f++) {
      for (int t = 0; t < stake.length; t++) {
        stake[t] += weights.get(f, t) * cross.get(f, t) * sensitivity[t];
      }
    }
    double enough = LITTLE * Arrays.stream(stake).average().orElse(0);
    return enough > 0 && Double.isFinite(enough)
        ? new Reading(
            layer,
            covariance,
            weights,
            unit,
            Arrays.stream(stake).map(s -> Math.clamp(s / enough, 0, 1)).toArray())
        : plain;
  }

  private static double[] ones(int count) {
    double[] ones = new double[count];
    Arrays.fill(ones, 1);
    return ones;
  }

  /** Covariance of the features with the pre-activations, each as far as it is needed, [p,t]. */
  DMatrixRMaj crossCovariance() {
    DMatrixRMaj cross = new DMatrixRMaj(weights.numRows, weights.numCols);
    CommonOps_DDRM.mult(covariance, weights, cross);
    for (int f = 0; f < cross.numRows; f++) {
      for (int t = 0; t < cross.numCols; t++) {
        cross.set(f, t, Math.sqrt(need[t]) * cross.get(f, t));
      }
    }
    return cross;
  }
}
