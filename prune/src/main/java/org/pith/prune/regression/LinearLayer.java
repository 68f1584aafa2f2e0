package org.pith.prune.regression;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pith.network.Network;
import org.pith.network.Node;
import org.pith.network.Operator;
import org.pith.network.RowAxis;
import org.pith.network.Shape;
import org.pith.network.Tensor;
import org.pith.network.rewrite.ChannelGroup;
import org.pith.network.rewrite.ChannelGroups;

/**
 * A Gemm, MatMul or Conv with constant weights as a linear regression {@code y = W' x + b}. One row
 * of it is what the weights see at one place: the input row of a matrix product, the patch under
 * the kernel of a convolution. A convolution in groups is as many regressions as it has groups; a
 * depthwise one regresses each channel on its own patch.
 */
public sealed interface LinearLayer extends Regression permits MatrixLayer, ConvolutionLayer, Copy {

  /** The position along the input's channel axis that a feature comes from. */
  int channel(int block, int feature);

  @Override
  default List<String> reads() {
    return List.of(node().input(0));
  }

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

  @Override
  default List<String> makes() {
    return List.of(made());
  }

  @Override
  default Rows rows(
      Map<String, float[]> read,
      States states,
      Network making,
      Map<String, float[]> made,
      int[] kept) {
    Shape shape = making.shape(made());
    int axis = channelAxis(shape.rank());
    float[] input = read.get(node().input(0));
    float[] all = made.get(made());
    float[] output = Narrow.channels(all, shape.dim(axis), shape.inner(axis), kept);
    return (example, position, block, row) -> {
      read(input, example, position, block, row);
      made(output, example, position, block, row, features());
    };
  }

  /**
   * Copies the targets of one row.
   *
   * @param output the tensor that is {@linkplain #made() made}, row-major, many examples, these first
   * @param row where the t numbers go
   * @param offset from this index on
   */
  void made(float[] output, int example, int position, int block, double[] row, int offset);

  /** Whether biases have a place in a network that the layer was found in; a convolution and a Gemm make one. */
  default boolean takesBias(Network network) {
    return true;
  }

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
