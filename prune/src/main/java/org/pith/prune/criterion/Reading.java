package org.pith.prune.criterion;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * What one regression of one consumer reads from a group of units, and what for.
 *
 * @param layer name of the consumer
 * @param covariance of all the features it reads, [p,p]
 * @param weights its weights, [p,t], so that its pre-activations are {@code weights' x + b}
 * @param unit for each feature the unit of the group that it comes from, or {@link #OTHER}
 */
public record Reading(String layer, DMatrixRMaj covariance, DMatrixRMaj weights, int[] unit) {

  /** The unit of a feature that comes from another group. */
  public static final int OTHER = -1;

  /** Covariance of the features with the pre-activations, [p,t]. */
  DMatrixRMaj crossCovariance() {
    DMatrixRMaj cross = new DMatrixRMaj(weights.numRows, weights.numCols);
    CommonOps_DDRM.mult(covariance, weights, cross);
    return cross;
  }
}
