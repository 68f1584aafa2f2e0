package org.pith.train;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.pith.network.Network;
import org.pith.network.Node;
import org.pith.network.Operator;
import org.pith.network.Operator.Unary.Function;
import org.pith.network.Shape;
import org.pith.network.Tensor;

/** Draws the weights a training starts from. */
public final class Initialization {

  private Initialization() {}

  /**
   * The network with fresh trainable constants. Matrices and filters are Gaussian with variance
   * {@code gain / fan-in}, where the gain is 2 when a rectifier follows (He et al. 2015,
   * arXiv:1502.01852) and 1 otherwise (LeCun et al. 1998), the last layer included; biases are 0. A
   * normalisation starts as the identity on standardised values: scale 1, shift 0, running mean 0
   * and variance 1. Other trainable constants keep their values.
   *
   * @param seed the same seed gives the same weights, whatever else is drawn elsewhere
   */
  public static Network draw(Network network, long seed) {
    RandomGenerator random = new SplittableRandom(seed);
    Map<String, Tensor> drawn = new LinkedHashMap<>();
    for (Node node : network.nodes()) {
      draw(network, node, random, drawn);
    }
    drawn.keySet().retainAll(changeable(network));
    return network.withConstants(drawn);
  }

  private static List<String> changeable(Network network) {
    return java.util.stream.Stream.concat(
            network.trainable().stream(), network.runningStatistics().stream())
        .toList();
  }

  private static void draw(
      Network network, Node node, RandomGenerator random, Map<String, Tensor> drawn) {
    switch (node.operator()) {
      case Operator.Gemm(_, _, _, boolean transposed) -> {
        gaussian(network, node, transposed ? 1 : 0, random, drawn);
        fill(network, node.input(2), 0, drawn);
      }
      case Operator.MatMul _ -> gaussian(network, node, 0, random, drawn);
      case Operator.Conv _ -> {
        gaussian(network, node, 1, random, drawn);
        fill(network, node.input(2), 0, drawn);
      }
      case Operator.BatchNormalization _ -> {
        fill(network, node.input(1), 1, drawn);
        fill(network, node.input(2), 0, drawn);
        fill(network, node.input(3), 0, drawn);
        fill(network, node.input(4), 1, drawn);
      }
      case Operator.Binary(var function)
          when function == Operator.Binary.Function.ADD && addsToProduct(network, node) ->
          fill(network, node.input(1), 0, drawn);
      default -> {}
    }
  }

  /**
   * Fills the weight, input 1; {@code fanAxis} and the axes after the second one are what one unit
   * reads.
   */
  private static void gaussian(
      Network network, Node node, int fanAxis, RandomGenerator random, Map<String, Tensor> drawn) {
    if (!network.isConstant(node.input(1))) {
      return;
    }
    Shape shape = network.shape(node.input(1));
    long fanIn = shape.dim(fanAxis);
    for (int axis = 2; axis < shape.rank(); axis++) {
      fanIn *= shape.dim(axis);
    }
    double deviation = Math.sqrt(gain(network, node) / fanIn);
    float[] values = new float[Math.toIntExact(shape.elements())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (deviation * random.nextGaussian());
    }
    drawn.put(node.input(1), new Tensor.Floats(shape, values));
  }

  private static void fill(
      Network network, String constant, float value, Map<String, Tensor> drawn) {
    if (network.isConstant(constant)) {
      float[] values = new float[Math.toIntExact(network.shape(constant).elements())];
      Arrays.fill(values, value);
      drawn.put(constant, new Tensor.Floats(network.shape(constant), values));
    }
  }

  private static boolean addsToProduct(Network network, Node node) {
    return network.isConstant(node.input(1))
        && network
            .producer(node.input(0))
            .map(p -> p.operator() instanceof Operator.MatMul)
            .orElse(false);
  }

  /**
   * 2 if the nearest activation downstream halves its input, else 1; normalisation and regrouping
   * are looked through.
   */
  private static double gain(Network network, Node node) {
    return network.consumers(node.output()).stream()
        .mapToDouble(
            next ->
                switch (next.operator()) {
                  case Operator.Unary(Function f) when f == Function.RELU || f == Function.GELU ->
                      2;
                  case Operator.LeakyRelu(float alpha) -> 2 / (1 + alpha * alpha);
                  case Operator.BatchNormalization _,
                      Operator.Binary _,
                      Operator.Pool _,
                      Operator.Dropout _ ->
                      gain(network, next);
                  default -> 1;
                })
        .max()
        .orElse(1);
  }
}
