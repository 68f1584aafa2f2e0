package org.pith.prune.regression;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ejml.data.DMatrixRMaj;
import org.pith.network.Network;
import org.pith.network.Node;
import org.pith.network.Operator;

/**
 * A layer as one or several linear regressions {@code y = W' x + b}, the blocks: what its weights see at one place, and what
 * they make of it there.
 */
public sealed interface Regression permits LinearLayer, RecurrentLayer {

  /** The layer's node. */
  Node node();

  /** How many regressions the layer is: the groups of a convolution, the gates of a recurrent layer, else 1. */
  int blocks();

  /** p, how many numbers each regression reads. */
  int features();

  /** t, how many numbers each regression makes. */
  int targets();

  /** How many rows one example gives: output positions, or steps. */
  int positions();

  /** The axis of the output, of so many, that its units run along. */
  default int channelAxis(int rank) {
    return this instanceof ConvolutionLayer ? 1 : rank - 1;
  }

  /** Whether it reads what it made itself at another step. */
  default boolean recurs() {
    return false;
  }

  /** The tensors that the features are taken from, in the network that the layer was found in. */
  List<String> reads();

  /** The tensors that the targets are taken from, in the network that makes them. */
  List<String> makes();

  /**
   * What this layer reads beside what the same layer makes in another network.
   *
   * @param read by name the tensors that it {@linkplain #reads reads}, row-major, many examples, these first
   * @param states which ones a layer reads that {@linkplain #recurs recurs}
   * @param making the other network, in which the layer may have more units
   * @param made by name the tensors there that targets are {@linkplain #makes taken from}, of the same examples
   * @param kept the units of the layer there that it has here, ascending
   */
  Rows rows(
      Map<String, float[]> read,
      States states,
      Network making,
      Map<String, float[]> made,
      int[] kept);

  /** States that a layer reads of its own. */
  enum States {
    /** Those that the same units have in the network that makes the targets. */
    GIVEN,
    /** Those that it makes itself. */
    OWN
  }

  /** Rows of regressions. */
  @FunctionalInterface
  interface Rows {

    /**
     * Copies one row.
     *
     * @param row where the p features go, and after them the t targets where there are any
     */
    void copy(int example, int position, int block, double[] row);
  }

  /** The weights of one regression, [p,t], scale factors of the operator included. */
  DMatrixRMaj weights(int block);

  /** The biases of one regression, zeros where the layer has none. */
  double[] bias(int block);

  /**
   * The network with other weights and biases in this layer. Where biases have no place and are not all zero, the weights would not
   * do without them, and the layer stays as it is.
   *
   * @param network the network that the layer was found in
   * @param weights one [p,t] a block
   * @param biases t numbers a block
   */
  Network replaceIn(Network network, List<DMatrixRMaj> weights, List<double[]> biases);

  /**
   * The regression that a node is.
   *
   * @return empty for other operators, and where weights, biases or rows are not found as they are expected
   */
  static Optional<Regression> of(Network network, Node node) {
    return node.operator() instanceof Operator.Recurrent
        ? RecurrentLayer.of(network, node).map(layer -> layer)
        : LinearLayer.of(network, node).map(layer -> layer);
  }
}
