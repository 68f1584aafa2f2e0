package org.pith.network.rewrite;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pith.network.Network;
import org.pith.network.Node;
import org.pith.network.Operator;
import org.pith.network.Shape;
import org.pith.network.Tensor;

/**
 * How the scores of a body that was made elsewhere become scores as learning takes them, and back. Both ways the body computes
 * the same up to rounding, only its scores are stated otherwise.
 */
public sealed interface Restatement {

  /** The body as it learns. */
  Network forth(Network body);

  /** A body that has learned, perhaps narrower, as its model states it. */
  Network back(Network body);

  /** As they are. */
  record AsIs() implements Restatement {
    @Override
    public Network forth(Network body) {
      return body;
    }

    @Override
    public Network back(Network body) {
      return body;
    }
  }

  /**
   * A number in its own unit becomes one of mean 0 and deviation 1, by the weights of the last layer.
   *
   * @param mean of the numbers
   * @param deviation of the numbers, positive
   */
  record Standardised(double mean, double deviation) implements Restatement {

    /** Whether a body ends in a dense layer with a bias of its own. */
    public static boolean suits(Network body) {
      return Last.of(body).isPresent();
    }

    @Override
    public Network forth(Network body) {
      return Last.of(body).orElseThrow().scaled(body, 1 / deviation, -mean / deviation);
    }

    @Override
    public Network back(Network body) {
      return Last.of(body).orElseThrow().scaled(body, deviation, mean);
    }
  }

  /**
   * One score s, the logit of the second of two classes, becomes the two scores 0 and s, whose softmax is the sigmoid of s. The
   * nodes that do so are named as preprocessing, so nothing in them learns.
   */
  record Pair() implements Restatement {
    private static final String NONE = Network.PREPROCESSING + "first class";
    private static final String BOTH = Network.PREPROCESSING + "both classes";

    @Override
    public Network forth(Network body) {
      String score = body.outputs().getFirst().name();
      Map<String, Tensor> constants = new LinkedHashMap<>(body.constants());
      constants.put(NONE + "/zero", Tensor.of(Shape.of(), 0));
      List<Node> nodes = new ArrayList<>(body.nodes());
      Operator times = new Operator.Binary(Operator.Binary.Function.MUL);
      nodes.add(new Node(NONE, times, List.of(score, NONE + "/zero"), List.of(NONE)));
      nodes.add(new Node(BOTH, new Operator.Concat(1), List.of(NONE, score), List.of(BOTH)));
      return body.withNodes(nodes, constants).withOutputs(List.of(BOTH));
    }

    @Override
    public Network back(Network body) {
      String score = body.node(BOTH).input(1);
      List<Node> nodes =
          body.nodes().stream()
              .filter(n -> !n.name().equals(NONE) && !n.name().equals(BOTH))
              .toList();
      Map<String, Tensor> constants = new LinkedHashMap<>(body.constants());
      constants.remove(NONE + "/zero");
      return body.withOutputs(List.of(score)).withNodes(nodes, constants);
    }
  }

  /**
   * The last layer of a body: constants that it alone reads.
   *
   * @param weight its weights
   * @param bias its biases
   * @param share the factor that the layer puts before its biases
   */
  record Last(String weight, String bias, double share) {

    static Optional<Last> of(Network body) {
      return body.producer(body.outputs().getFirst().name())
          .flatMap(node -> of(body, node))
          .filter(l -> isOwn(body, l.weight) && isOwn(body, l.bias) && l.share != 0);
    }

    private static Optional<Last> of(Network body, Node node) {
      return switch (node.operator()) {
        case Operator.Gemm gemm when node.inputs().size() == 3 ->
            Optional.of(new Last(node.input(1), node.input(2), gemm.beta()));
        case Operator.Binary sum when sum.function() == Operator.Binary.Function.ADD -> {
          int bias = body.isConstant(node.input(0)) ? 0 : 1;
          yield body.producer(node.input(1 - bias))
              .filter(n -> n.operator() instanceof Operator.MatMul)
              .filter(n -> body.consumers(n.output()).size() == 1)
              .map(n -> new Last(n.input(1), node.input(bias), 1));
        }
        default -> Optional.empty();
      };
    }

    private static boolean isOwn(Network body, String constant) {
      return body.isConstant(constant)
          && body.constant(constant) instanceof Tensor.Floats
          && body.consumers(constant).size() == 1;
    }

    /** The body that says {@code factor * score + shift}. */
    Network scaled(Network body, double factor, double shift) {
      return body.withConstants(
          Map.of(
              weight, changed(body.floats(weight), factor, 0),
              bias, changed(body.floats(bias), factor, shift / share)));
    }

    private static Tensor changed(Tensor.Floats tensor, double factor, double shift) {
      float[] values = tensor.values().clone();
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (factor * values[i] + shift);
      }
      return new Tensor.Floats(tensor.shape(), values);
    }
  }
}
