package org.pith.train;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import java.util.random.RandomGenerator;
import org.pith.network.Network;
import org.pith.network.Node;
import org.pith.network.Operator;
import org.pith.network.Operator.Unary.Function;
import org.pith.network.Shape;
import org.pith.network.Tensor;

/**
 * Draws the weights a training starts from, each by the rule that is customary for its role:
 *
 * <ul>
 *   <li>Matrices and filters are Gaussian with variance {@code gain / fan-in}, where the gain is 2
 *       when a rectifier follows (He et al. 2015, arXiv:1502.01852) and 1 otherwise (LeCun et al.
 *       1998), the last layer included. The fan-in is the number of values that one value of the
 *       result sums; of a transposed convolution {@code C / groups * kernel / stride} on average, and
 *       at least 1.
 *   <li>Recurrent layers are uniform within {@code 1 / sqrt(hidden)}, biases included, as
 *       torch.nn.LSTM and torch.nn.GRU draw them.
 *   <li>Embeddings, rows that are looked up, are standard normal, as torch.nn.Embedding draws them.
 *   <li>Tokens, rows that are repeated for every input, are Gaussian of deviation 0.02 (Devlin et
 *       al. 2018, arXiv:1810.04805).
 *   <li>Biases and other summands are 0, gains and divisors 1.
 *   <li>A normalisation starts as the identity on standardised values: scale 1, shift 0, running
 *       mean 0 and variance 1.
 * </ul>
 *
 * <p>Two kinds of trainable constants keep their values, since they say no answer that was learned:
 * what is subtracted from the network's input or divides it, which are its units (as Keras'
 * Normalization layer exports them), and a number alone, of a formula, that is no summand of a
 * product.
 */
public final class Initialization {

  private static final double TOKEN = 0.02;

  private final Network network;
  private final RandomGenerator random;
  private final Map<String, Tensor> drawn = new LinkedHashMap<>();

  private Initialization(Network network, long seed) {
    this.network = network;
    this.random = new SplittableRandom(seed);
  }

  /**
   * The network with fresh trainable constants and running statistics.
   *
   * @param seed the same seed gives the same weights, whatever else is drawn elsewhere
   */
  public static Network draw(Network network, long seed) {
    return new Initialization(network, seed).drawn();
  }

  private Network drawn() {
    // All products come first: what they draw stays the same whatever else is drawn later.
    network.nodes().forEach(this::drawProduct);
    Set<String> changeable = new HashSet<>(network.trainable());
    changeable.addAll(network.runningStatistics());
    for (Node node : network.nodes()) {
      for (int i = 0; i < node.inputs().size(); i++) {
        if (changeable.contains(node.input(i)) && !drawn.containsKey(node.input(i))) {
          draw(node, i);
        }
      }
    }
    drawn.keySet().retainAll(changeable);
    return network.withConstants(drawn);
  }

  /** Draws the weight, input 1; a weight that several nodes share is drawn again for each. */
  private void drawProduct(Node node) {
    if (!network.isConstant(node.input(1))) {
      return;
    }
    Shape shape = network.shape(node.input(1));
    switch (node.operator()) {
      case Operator.Gemm gemm -> gaussian(node, 1, shape.dim(gemm.transB() ? 1 : 0));
      case Operator.MatMul _ -> gaussian(node, 1, shape.dim(Math.max(0, shape.rank() - 2)));
      case Operator.Conv _ -> gaussian(node, 1, shape.elements() / shape.dim(0));
      default -> {}
    }
  }

  /** Draws input {@code index}, a constant that is no weight of a product at input 1. */
  private void draw(Node node, int index) {
    String constant = node.input(index);
    Shape shape = network.shape(constant);
    switch (node.operator()) {
      case Operator.Gemm gemm when index == 0 ->
          gaussian(node, 0, shape.dim(gemm.transA() ? 0 : 1));
      case Operator.MatMul _ -> gaussian(node, 0, shape.dim(shape.rank() - 1));
      case Operator.ConvTranspose conv when index == 1 -> gaussian(node, 1, fanIn(conv, shape));
      case Operator.Recurrent layer -> {
        double bound = 1 / Math.sqrt(layer.hidden());
        put(constant, () -> random.nextDouble(-bound, bound));
      }
      case Operator.Gather _ -> put(constant, random::nextGaussian);
      case Operator.Expand _ -> put(constant, () -> TOKEN * random.nextGaussian());
      case Operator.BatchNormalization _ -> fill(constant, index == 1 || index == 4 ? 1 : 0);
      case Operator.LayerNormalization _, Operator.InstanceNormalization _ ->
          fill(constant, index == 1 ? 1 : 0);
      case Operator.Binary(var function) when !isGiven(node, function, index) ->
          fill(constant, neutral(function));
      case Operator.Binary _ -> {}
      default -> fill(constant, 0);
    }
  }

  private static double fanIn(Operator.ConvTranspose conv, Shape filters) {
    double reads = (double) filters.elements() / filters.dim(1) / conv.groups();
    return Math.max(1, reads / conv.strides().stream().reduce(1, Math::multiplyExact));
  }

  private void gaussian(Node node, int index, double fanIn) {
    double deviation = Math.sqrt(gain(node) / fanIn);
    put(node.input(index), () -> deviation * random.nextGaussian());
  }

  private void put(String constant, DoubleSupplier number) {
    Shape shape = network.shape(constant);
    float[] values = new float[Math.toIntExact(shape.elements())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) number.getAsDouble();
    }
    drawn.put(constant, new Tensor.Floats(shape, values));
  }

  private void fill(String constant, float value) {
    put(constant, () -> value);
  }

  private static float neutral(Operator.Binary.Function function) {
    return switch (function) {
      case MUL, DIV -> 1;
      default -> 0;
    };
  }

  /** Whether a constant of an element-wise function is not for training to find. */
  private boolean isGiven(Node node, Operator.Binary.Function function, int index) {
    String other = node.input(1 - index);
    return switch (function) {
      case SUB, DIV -> isAlone(node.input(index)) || index == 1 && isInUnitsOfInput(other);
      case ADD -> isAlone(node.input(index)) && !isProduct(other);
      default -> isAlone(node.input(index));
    };
  }

  private boolean isAlone(String constant) {
    return network.shape(constant).elements() == 1;
  }

  private boolean isProduct(String tensor) {
    return network
        .producer(tensor)
        .map(
            p ->
                switch (p.operator()) {
                  case Operator.Gemm _,
                      Operator.MatMul _,
                      Operator.Conv _,
                      Operator.ConvTranspose _ ->
                      true;
                  default -> false;
                })
        .orElse(false);
  }

  /** Whether a tensor is the network's input, at most converted, regrouped, shifted and scaled. */
  private boolean isInUnitsOfInput(String tensor) {
    if (network.inputs().stream().anyMatch(p -> p.name().equals(tensor))) {
      return true;
    }
    return network
        .producer(tensor)
        .map(
            p ->
                switch (p.operator()) {
                  case Operator.Cast _,
                      Operator.Flatten _,
                      Operator.Reshape _,
                      Operator.Transpose _,
                      Operator.Slice _ ->
                      isInUnitsOfInput(p.input(0));
                  case Operator.Binary(var function) ->
                      isAffine(function)
                          && network.isConstant(p.input(1))
                          && isInUnitsOfInput(p.input(0));
                  default -> false;
                })
        .orElse(false);
  }

  private static boolean isAffine(Operator.Binary.Function function) {
    return switch (function) {
      case ADD, SUB, MUL, DIV -> true;
      default -> false;
    };
  }

  /**
   * 2 if the nearest activation downstream halves its input, else 1; normalisation and regrouping
   * are looked through.
   */
  private double gain(Node node) {
    return network.consumers(node.output()).stream()
        .mapToDouble(
            next ->
                switch (next.operator()) {
                  case Operator.Unary(Function f) when f == Function.RELU || f == Function.GELU ->
                      2;
                  case Operator.LeakyRelu(float alpha) -> 2 / (1 + alpha * alpha);
                  case Operator.BatchNormalization _,
                      Operator.LayerNormalization _,
                      Operator.InstanceNormalization _,
                      Operator.Binary _,
                      Operator.Pool _,
                      Operator.Flatten _,
                      Operator.Reshape _,
                      Operator.Transpose _,
                      Operator.Dropout _ ->
                      gain(next);
                  default -> 1;
                })
        .max()
        .orElse(1);
  }
}
