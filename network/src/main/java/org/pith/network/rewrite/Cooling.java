package org.pith.network.rewrite;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.pith.network.Network;
import org.pith.network.Node;
import org.pith.network.Operator;
import org.pith.network.Operator.Binary;
import org.pith.network.Operator.Unary;
import org.pith.network.Tensor;

/**
 * Divides a network's scores by a temperature without another node: the constants in which the scores are linear take it in, such as
 * weights and biases of the last layer, or of each of the layers whose sum the scores are. Which class scores most stays as it is.
 *
 * <p>From the scores on, the factor is passed backwards through sums, concatenations, changes of shape, averages over places and
 * products with a constant, until it meets the weights of a dense layer, a convolution or a batch normalisation. It is taken in
 * only where nothing else reads what it changes.
 */
public final class Cooling {

  private static final int[] NONE = {};
  private static final int[] FIRST = {0};
  private static final int[] SECOND = {1};

  private record Read(Node node, int position) {}

  private final Network network;
  private final Deque<String> waiting = new ArrayDeque<>();
  private final Set<String> scaled = new LinkedHashSet<>();
  private final Set<Read> passed = new HashSet<>();

  private Cooling(Network network) {
    this.network = network;
  }

  /**
   * The network whose first output is divided by {@code temperature}; where that is a log-softmax, the scores that it is of are, and
   * its softmax is that of the divided output.
   *
   * @param temperature positive and finite
   * @return empty where the scores are not linear in constants of their own, for example behind a clip
   * @throws IllegalArgumentException if the temperature is not positive and finite
   */
  public static Optional<Network> of(Network network, double temperature) {
    if (!(temperature > 0) || Double.isInfinite(temperature)) {
      throw new IllegalArgumentException(
          "The temperature is %s, but must be positive and finite.".formatted(temperature));
    }
    return temperature == 1
        ? Optional.of(network)
        : new Cooling(network).divided(network.outputs().getFirst().name(), temperature);
  }

  private Optional<Network> divided(String output, double temperature) {
    Optional<LogSoftmax> normalised = LogSoftmax.of(network, output);
    String scores = normalised.map(LogSoftmax::scores).orElse(output);
    for (Node node : normalised.map(LogSoftmax::nodes).orElse(List.of())) {
      IntStream.range(0, node.inputs().size()).forEach(i -> passed.add(new Read(node, i)));
    }
    waiting.add(scores);
    while (!waiting.isEmpty()) {
      String tensor = waiting.remove();
      boolean fresh = scaled.add(tensor);
      if (fresh && !network.isConstant(tensor) && !passes(tensor)) {
        return Optional.empty();
      }
    }
    if (scaled.stream().anyMatch(tensor -> isReadElsewhere(tensor, scores))) {
      return Optional.empty();
    }
    Map<String, Tensor> cooler = new LinkedHashMap<>();
    for (String tensor : scaled) {
      if (network.isConstant(tensor)) {
        if (!(network.constant(tensor) instanceof Tensor.Floats floats)) {
          return Optional.empty();
        }
        cooler.put(tensor, divided(floats, temperature));
      }
    }
    return Optional.of(network.withConstants(cooler));
  }

  private static Tensor divided(Tensor.Floats floats, double temperature) {
    float[] values = floats.values().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] /= (float) temperature;
    }
    return new Tensor.Floats(floats.shape(), values);
  }

  /** Passes the factor on from what a node makes to what it reads; false where the node is not linear. */
  private boolean passes(String tensor) {
    Node node = network.producer(tensor).orElse(null);
    int[] takers = node == null ? NONE : takers(node);
    for (int position : takers) {
      passed.add(new Read(node, position));
      waiting.add(node.input(position));
    }
    return takers.length > 0;
  }

  /** Which inputs take the factor in: all terms of a sum, one factor of a product; none where the node is not linear. */
  private int[] takers(Node node) {
    return switch (node.operator()) {
      case Operator.Gemm _, Operator.Conv _ -> weightsAndBias(node);
      case Operator.MatMul _ -> weights(node);
      case Operator.BatchNormalization _ -> new int[] {1, 2};
      case Binary(Binary.Function function) ->
          switch (function) {
            case ADD, SUB -> terms(node);
            case MUL -> variable(node);
            case DIV -> network.isConstant(node.input(1)) ? FIRST : NONE;
            default -> NONE;
          };
      case Unary(Unary.Function function) ->
          function == Unary.Function.IDENTITY || function == Unary.Function.NEG ? FIRST : NONE;
      case Operator.Concat _ -> terms(node);
      case Operator.Dropout _,
          Operator.Flatten _,
          Operator.Reshape _,
          Operator.Transpose _,
          Operator.Slice _,
          Operator.GlobalAveragePool _ ->
          FIRST;
      default -> NONE;
    };
  }

  private int[] weightsAndBias(Node node) {
    int[] weights = weights(node);
    boolean hasBias = node.inputs().size() > 2 && !node.input(2).isEmpty();
    return hasBias && weights.length > 0 ? new int[] {weights[0], 2} : weights;
  }

  private int[] weights(Node node) {
    return network.isConstant(node.input(1))
        ? SECOND
        : network.isConstant(node.input(0)) ? FIRST : NONE;
  }

  /** The factor that is no constant. */
  private int[] variable(Node node) {
    return network.isConstant(node.input(1))
        ? FIRST
        : network.isConstant(node.input(0)) ? SECOND : NONE;
  }

  private static int[] terms(Node node) {
    return IntStream.range(0, node.inputs().size()).toArray();
  }

  private boolean isReadElsewhere(String tensor, String scores) {
    boolean shown =
        !tensor.equals(scores)
            && network.outputs().stream().anyMatch(output -> output.name().equals(tensor));
    return shown || network.consumers(tensor).stream().anyMatch(node -> !hasPassed(node, tensor));
  }

  private boolean hasPassed(Node node, String tensor) {
    for (int i = 0; i < node.inputs().size(); i++) {
      if (node.inputs().get(i).equals(tensor) && !passed.contains(new Read(node, i))) {
        return false;
      }
    }
    return true;
  }
}
