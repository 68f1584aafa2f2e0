package org.pith.network.cost;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.pith.network.Network;
import org.pith.network.Node;
import org.pith.network.Operator;
import org.pith.network.Shape;
import org.pith.network.Tensor;
import org.pith.network.TensorType;
import org.pith.network.onnx.OnnxFile;

/**
 * What a network costs for one row, by formula. Nothing is run.
 *
 * <ul>
 *   <li><b>params</b>: trained numbers that ship: the {@linkplain Network#trainable trainable} constants, the running
 *       statistics of batch normalisation, and float constants with dimensions that an operator outside of the table reads.
 *       Preprocessing does not count.
 *   <li><b>macs</b>: multiply-accumulates of products and convolutions: inputs * units for a dense layer, oH * oW * M * C/g *
 *       kh * kw for a convolution, gates * (inputs + units) for a unit of a recurrent layer at each step, preprocessing
 *       included. Bias, normalisation, activations, pooling and element-wise
 *       arithmetic count as 0, as do operators outside of the table. A product that sums over the open number of rows counts
 *       it as that of one row, N as 1, which is a lower bound.
 *   <li><b>bytes</b>: the size of the ONNX file, to the byte.
 *   <li><b>memoryBytes</b>: see {@link PeakMemory}.
 * </ul>
 *
 * <p>Where {@link #isComplete()} is false, macs and memory are lower bounds.
 *
 * @param params trained numbers
 * @param macs multiply-accumulates of one row
 * @param bytes size of the ONNX file
 * @param memoryBytes peak of live activations for one row
 * @param lines the nodes, in order; params and macs add up to the totals
 */
public record Cost(long params, long macs, long bytes, long memoryBytes, List<Line> lines) {

  /** Copies the lines. */
  public Cost {
    lines = List.copyOf(lines);
  }

  /**
   * The share of one node. A constant that several nodes read counts where it is read first.
   *
   * @param node the node's name
   * @param type its ONNX operator
   * @param params trained numbers
   * @param macs multiply-accumulates of one row
   * @param outputElements elements of its first output for one row, or -1 where the shape is unknown
   */
  public record Line(String node, String type, long params, long macs, long outputElements) {

    /** What it costs. */
    public Part part() {
      return new Part(params, macs, Math.max(0, outputElements));
    }
  }

  /**
   * What a part of a network costs for one row. Parts add up.
   *
   * @param params trained numbers
   * @param macs multiply-accumulates
   * @param activations numbers that its nodes make, as far as shapes are known
   */
  public record Part(long params, long macs, long activations) {

    /** Nothing. */
    public static final Part NONE = new Part(0, 0, 0);

    /** Both. */
    public Part plus(Part other) {
      return new Part(params + other.params, macs + other.macs, activations + other.activations);
    }

    /** What is left without a part of it. */
    public Part minus(Part other) {
      return new Part(params - other.params, macs - other.macs, activations - other.activations);
    }

    /**
     * {@linkplain Energy#picojoules Estimated energy} in picojoules: trained numbers are read once, activations written and read
     * once. A lower bound where shapes are unknown.
     */
    public double picojoules() {
      return Energy.picojoules(macs, params + 2 * activations);
    }
  }

  /** The whole as one part. */
  public Part whole() {
    return lines.stream().map(Line::part).reduce(Part.NONE, Part::plus);
  }

  /**
   * The cost of a network.
   *
   * @throws IllegalArgumentException if its shapes disagree
   */
  public static Cost of(Network network) {
    List<Line> lines = lines(network);
    return new Cost(
        lines.stream().mapToLong(Line::params).sum(),
        lines.stream().mapToLong(Line::macs).sum(),
        OnnxFile.size(network),
        PeakMemory.bytes(network),
        lines);
  }

  /** Whether the shapes of all nodes are known and all their operators are in the table. */
  public boolean isComplete() {
    return lines.stream().noneMatch(line -> line.outputElements < 0);
  }

  private static List<Line> lines(Network network) {
    Set<String> trained = new HashSet<>(network.trainable());
    trained.addAll(network.runningStatistics());
    Set<String> counted = new HashSet<>();
    List<Line> lines = new ArrayList<>();
    for (Node node : network.nodes()) {
      long params =
          new LinkedHashSet<>(node.inputs())
              .stream()
                  .filter(i -> trained.contains(i) || isForeignWeight(network, node, i))
                  .filter(counted::add)
                  .mapToLong(i -> network.constant(i).shape().elements())
                  .sum();
      lines.add(
          new Line(
              node.name(),
              node.operator().type(),
              params,
              macs(network, node),
              network.type(node.output()).map(t -> t.shape().elements()).orElse(-1L)));
    }
    return lines;
  }

  private static boolean isForeignWeight(Network network, Node node, String input) {
    return node.operator() instanceof Operator.Unknown
        && network.constants().get(input) instanceof Tensor.Floats(Shape shape, _)
        && shape.rank() > 0
        && !input.startsWith(Network.PREPROCESSING);
  }

  private static long macs(Network network, Node node) {
    return network
        .type(node.output())
        .map(TensorType::shape)
        .map(output -> Math.round(output.elements() * perElement(network, node)))
        .orElse(0L);
  }

  /** Multiply-accumulates for one element of the output; the open dimension as of one row. */
  private static double perElement(Network network, Node node) {
    return switch (node.operator()) {
      case Operator.Gemm gemm -> ofOneRow(network, node.input(0)).dim(gemm.transA() ? 0 : 1);
      case Operator.MatMul _ -> ofOneRow(network, node.input(0)).dim(-1);
      case Operator.Conv _ -> {
        Shape weight = ofOneRow(network, node.input(1));
        yield (double) weight.elements() / weight.dim(0);
      }
      case Operator.ConvTranspose _ -> {
        Shape x = ofOneRow(network, node.input(0));
        Shape y = ofOneRow(network, node.output());
        yield (double) x.elements()
            * network.shape(node.input(1)).elements()
            / x.dim(1)
            / y.elements();
      }
      case Operator.Recurrent recurrent ->
          (long) recurrent.kind().gates()
              * (ofOneRow(network, node.input(0)).dim(2) + recurrent.hidden());
      case Operator.Unary _,
          Operator.LeakyRelu _,
          Operator.Clip _,
          Operator.LayerNormalization _,
          Operator.InstanceNormalization _,
          Operator.HardSigmoid _,
          Operator.Resize _,
          Operator.Transpose _,
          Operator.Slice _,
          Operator.Pad _,
          Operator.Expand _,
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

  private static Shape ofOneRow(Network network, String tensor) {
    return network.shape(tensor).atBatch(1);
  }
}
