package org.pith.prune.inspect;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.SingularValueDecomposition_F64;
import org.pith.network.Network;
import org.pith.network.Node;
import org.pith.network.Operator;
import org.pith.network.Shape;
import org.pith.network.Tensor;

/** How unevenly a layer's weights pass on what they read. */
final class Condition {

  /** More units than these take too long to decompose. */
  private static final int MOST_UNITS = 1_024;

  /** One over the precision of doubles: a larger quotient has a divisor that is rounding alone. */
  private static final double LARGEST = 1e16;

  private Condition() {}

  /**
   * Largest over smallest singular value of a node's weights as a matrix of units by what each reads.
   *
   * @return infinite where the weights are singular in double precision; NaN where the node has none or too many
   */
  static double of(Network network, Node node) {
    int index = node.operator() instanceof Operator.Gather ? 0 : 1;
    if (!(network.constants().get(node.input(index)) instanceof Tensor.Floats weight)
        || weight.shape().rank() < 2
        || weight.shape().dim(0) == 0
        || weight.shape().dim(0) > MOST_UNITS) {
      return Double.NaN;
    }
    return of(weight.values(), units(node, weight.shape()));
  }

  private static int units(Node node, Shape shape) {
    return node.operator() instanceof Operator.Recurrent ? shape.dim(1) : shape.dim(0);
  }

  private static double of(float[] weights, int rows) {
    int columns = weights.length / rows;
    DMatrixRMaj matrix = new DMatrixRMaj(rows, columns);
    for (int i = 0; i < weights.length; i++) {
      matrix.data[i] = weights[i];
    }
    SingularValueDecomposition_F64<DMatrixRMaj> svd =
        DecompositionFactory_DDRM.svd(rows, columns, false, false, true);
    if (!svd.decompose(matrix)) {
      return Double.NaN;
    }
    double least = Double.POSITIVE_INFINITY;
    double most = 0;
    for (int i = 0; i < svd.numberOfSingularValues(); i++) {
      least = Math.min(least, svd.getSingularValues()[i]);
      most = Math.max(most, svd.getSingularValues()[i]);
    }
    return most > LARGEST * least ? Double.POSITIVE_INFINITY : most / least;
  }
}
