package org.pith.prune.regression;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ejml.data.DMatrixRMaj;
import org.pith.network.Network;
import org.pith.network.Node;
import org.pith.network.Operator;
import org.pith.network.RowAxis;
import org.pith.network.Tensor;
import org.pith.network.rewrite.ChannelGroup;
import org.pith.network.rewrite.ChannelGroups;

/**
 * A Gemm, MatMul or Conv with constant weights as a linear regression {@code y = W' x + b}. One row
 * of it is what the weights see at one place: the input row of a matrix product, the patch under
 * the kernel of a convolution. A convolution in groups is as many regressions as it has groups; a
 * depthwise one regresses each channel on its own patch.
 */
public sealed interface LinearLayer permits MatrixLayer, ConvolutionLayer, Copy {

  /** The layer's node. */
  Node node();

  /** How many independent regressions the layer is: the groups of a convolution, else 1. */
  int blocks();

  /** p, how many numbers each regression reads. */
  int features();

  /** t, how many numbers each regression makes. */
  int targets();

  /** How many rows one example gives: output positions. */
  int positions();

  /** The axis of the output, of so many, that its units run along. */
  default int channelAxis(int rank) {
    return this instanceof ConvolutionLayer ? 1 : rank - 1;
  }

  /** The position along the input's channel axis that a feature comes from. */
  int channel(int block, int feature);

  /**
   * Copies the features of one row.
   *
   * @param input the layer's input, row-major, many examples, these first
   * @param row where the p numbers go, from index 0
   */
  void read(float[] input, int example, int position, int block, double[] row);

  /** The tensor that the targets are numbers of. */
  default String made() {
    return node().output();
  }

  /**
   * Copies the targets of one row.
   *
   * @param output the tensor that is {@linkplain #made() made}, row-major, many examples, these first
   * @param row where the t numbers go
   * @param offset from this index on
   */
  void made(float[] output, int example, int position, int block, double[] row, int offset);

  /** The weights of one regression, [p,t], scale factors of the operator included. */
  DMatrixRMaj weights(int block);

  /** The biases of one regression, zeros where the layer has none. */
  double[] bias(int block);

  /** Whether biases have a place in a network that the layer was found in; a convolution and a Gemm make one. */
  default boolean takesBias(Network network) {
    return true;
  }

  /**
   * The network with other weights and biases in this layer. Where biases {@linkplain #takesBias have no place} and are not all
   * zero, the weights would not do without them, and the layer stays as it is.
   *
   * @param network the network that the layer was found in
   * @param weights one [p,t] a block
   * @param biases t numbers a block
   */
  Network replaceIn(Network network, List<DMatrixRMaj> weights, List<double[]> biases);

  /**
   * The regression that a node is.
   *
   * @return empty for other operators, where weights or biases are not constants of the expected
   *     form, and where {@linkplain RowAxis rows are not found} in what the node reads
   */
  static Optional<LinearLayer> of(Network network, Node node) {
    if (!(network.constants().get(node.input(1)) instanceof Tensor.Floats weight)
        || RowAxis.of(network, node.input(0)).isEmpty()) {
      return Optional.empty();
    }
    return switch (node.operator()) {
      case Operator.Gemm gemm when !gemm.transA() -> MatrixLayer.of(network, node, gemm, weight);
      case Operator.MatMul _
          when weight.shape().rank() == 2 && network.shape(node.input(0)).rank() == 2 ->
          MatrixLayer.of(network, node, Operator.Gemm.PLAIN, weight);
      case Operator.MatMul _ when weight.shape().rank() == 2 ->
          MatrixLayer.of(network, node, weight);
      case Operator.Conv conv when network.shape(node.input(0)).openAxis() == 0 ->
          ConvolutionLayer.of(network, node, conv, weight);
      default -> Optional.empty();
    };
  }

  /**
   * Where what a group of channels is needed for can be watched: the linear layers among its
   * consumers, and where some are no linear layer, the channels themselves.
   *
   * @return empty where neither can be seen row by row
   */
  static List<LinearLayer> reading(ChannelGroups groups, ChannelGroup group) {
    Network network = groups.network();
    List<LinearLayer> layers = new ArrayList<>();
    group.consumers().forEach(n -> of(network, network.node(n)).ifPresent(layers::add));
    if (layers.size() < group.consumers().size()) {
      Copy.of(groups, groups.groups().indexOf(group)).ifPresent(layers::add);
    }
    return layers;
  }
}
