package org.pith.network.cost;

import java.util.ArrayList;
import java.util.List;
import org.pith.network.Network;
import org.pith.network.Node;
import org.pith.network.Operator;
import org.pith.network.Shape;
import org.pith.network.onnx.OnnxFile;

/**
 * What a network costs, by formula, at batch 1.
 *
 * @param params trained numbers that ship: weights and biases, and the scale, bias, mean and variance of normalisation that has not
 *     been folded; nothing of the preprocessing
 * @param macs multiply-accumulates: {@code F*U} of a dense layer, {@code H*W*M*(C/groups)*kh*kw} of a convolution; element-wise
 *     operators, normalisation and pooling count none
 * @param bytes size of the ONNX file
 * @param memoryBytes the most bytes of activations that live at once, in the order of the nodes; see {@link Memory}
 * @param lines one for each node
 */
public record Cost(long params, long macs, long bytes, long memoryBytes, List<Line> lines) {

  /**
   * One node's share.
   *
   * @param node its name
   * @param type its operator
   * @param params trained numbers that it is the first to read
   * @param macs multiply-accumulates of one row
   * @param outputElements numbers that it makes for one row
   */
  public record Line(String node, String type, long params, long macs, long outputElements) {}

  /** Copies the lines. */
  public Cost {
    lines = List.copyOf(lines);
  }

  /**
   * The cost of {@code network}. Encodes it once to know its size.
   *
   * @throws IllegalArgumentException where a shape is unknown
   */
  public static Cost of(Network network) {
    List<Line> lines = new ArrayList<>();
    List<String> trained = new ArrayList<>(network.trainable());
    trained.addAll(network.runningStatistics());
    for (Node node : network.nodes()) {
      long params =
          node.inputs().stream()
              .distinct()
              .filter(trained::remove)
              .mapToLong(input -> network.floats(input).shape().elements())
              .sum();
      lines.add(
          new Line(
              node.name(),
              node.operator().type(),
              params,
              macs(network, node),
              node.outputs().stream()
                  .filter(output -> !output.isEmpty())
                  .mapToLong(output -> network.shape(output).elements())
                  .sum()));
    }
    return new Cost(
        lines.stream().mapToLong(Line::params).sum(),
        lines.stream().mapToLong(Line::macs).sum(),
        OnnxFile.encode(network).length,
        Memory.peakBytes(network),
        lines);
  }

  private static long macs(Network network, Node node) {
    return switch (node.operator()) {
      case Operator.Gemm gemm -> {
        Shape left = network.shape(node.input(0));
        yield network.shape(node.output()).elements() * left.dim(gemm.transA() ? 0 : 1);
      }
      case Operator.MatMul _ ->
          network.shape(node.output()).elements() * network.shape(node.input(0)).dim(-1);
      case Operator.Conv _ -> {
        Shape filter = network.shape(node.input(1));
        yield network.shape(node.output()).elements() * filter.elements() / filter.dim(0);
      }
      case Operator.Unary _,
          Operator.LeakyRelu _,
          Operator.Clip _,
          Operator.Binary _,
          Operator.Where _,
          Operator.Softmax _,
          Operator.BatchNormalization _,
          Operator.Pool _,
          Operator.GlobalAveragePool _,
          Operator.Flatten _,
          Operator.Reshape _,
          Operator.Concat _,
          Operator.Gather _,
          Operator.Reduce _,
          Operator.ArgMax _,
          Operator.Dropout _,
          Operator.Cast _,
          Operator.StringToIndex _,
          Operator.IndexToString _,
          Operator.OneHot _,
          Operator.Unknown _ ->
          0;
    };
  }
}
