package org.pith.prune.inspect;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.pith.network.Network;
import org.pith.network.Node;
import org.pith.network.Operator;
import org.pith.network.Port;
import org.pith.network.Shape;
import org.pith.network.TensorType;
import org.pith.network.cost.Cost;

/**
 * A layer of a network: a node whose weights make something new, and what follows it until the next such node. What stands
 * before the first one is a layer named {@value #PRELUDE} if it costs anything.
 *
 * @param name of the node with the weights
 * @param kind its operator
 * @param width units or channels it makes; 0 where its shape is unknown
 * @param before the tensor it reads; empty where its values cannot be tapped
 * @param after the last tensor of the layer that something else reads, before it is put beside those of other layers; where its values cannot be
 *     told apart by row, the largest of the layer that can;
 *     empty where none can
 * @param cost of its nodes
 */
record Span(
    String name,
    String kind,
    int width,
    Optional<String> before,
    Optional<String> after,
    Cost.Part cost) {

  static final String PRELUDE = "before the first layer";

  /** The layers in node order; their costs add up to those of the network. */
  static List<Span> of(Network network) {
    Map<String, Integer> owner = new HashMap<>();
    Set<String> joined = new HashSet<>();
    List<List<Node>> layers = new ArrayList<>();
    layers.add(new ArrayList<>());
    for (Node node : network.nodes()) {
      int index = node.inputs().stream().mapToInt(t -> owner.getOrDefault(t, 0)).max().orElse(0);
      if (mixes(network, node)) {
        index = layers.size();
        layers.add(new ArrayList<>());
      } else if (isJoined(network, node, owner, joined)) {
        joined.addAll(node.outputs());
      }
      layers.get(index).add(node);
      for (String output : node.outputs()) {
        owner.put(output, index);
      }
    }
    Map<String, Cost.Line> lines = new LinkedHashMap<>();
    Cost.of(network).lines().forEach(line -> lines.put(line.node(), line));
    List<Span> spans = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      Cost.Part cost =
          layers.get(i).stream()
              .map(n -> lines.get(n.name()).part())
              .reduce(Cost.Part.NONE, Cost.Part::plus);
      if (i > 0 || cost.params() > 0 || cost.macs() > 0) {
        spans.add(span(network, layers.get(i), i, owner, joined, cost));
      }
    }
    return spans;
  }

  /** Whether a node's output holds, side by side, what several layers made. */
  private static boolean isJoined(
      Network network, Node node, Map<String, Integer> owner, Set<String> joined) {
    List<String> data = node.inputs().stream().filter(t -> !network.isConstant(t)).toList();
    return data.stream().anyMatch(joined::contains)
        || (node.operator() instanceof Operator.Concat
            && data.stream().map(t -> owner.getOrDefault(t, 0)).distinct().count() > 1);
  }

  private static Span span(
      Network network,
      List<Node> nodes,
      int index,
      Map<String, Integer> owner,
      Set<String> joined,
      Cost.Part cost) {
    Node first = nodes.getFirst();
    List<String> tappable =
        nodes.reversed().stream()
            .map(Node::output)
            .filter(t -> Taps.isTappable(network, t) && !joined.contains(t))
            .toList();
    Optional<String> after =
        tappable.stream()
            .filter(t -> leaves(network, t, index, owner, joined))
            .findFirst()
            .or(() -> tappable.stream().max(Comparator.comparingLong(elements(network))));
    return new Span(
        index == 0 ? PRELUDE : first.name(),
        index == 0 ? "" : kind(first.operator()),
        width(network, first),
        upstream(network, first.input(data(network, first)), new HashSet<>()),
        after,
        cost);
  }

  /**
   * Whether every way from the inputs to the answer goes through a tensor.
   *
   * <p>Cost: linear in the nodes.
   */
  static boolean isBottleneck(Network network, String tensor, String answer) {
    Set<String> reached = new HashSet<>();
    network.inputs().forEach(p -> reached.add(p.name()));
    reached.remove(tensor);
    for (Node node : network.nodes()) {
      if (node.inputs().stream().anyMatch(reached::contains)) {
        reached.addAll(node.outputs());
        reached.remove(tensor);
        // An output that is left out and an input that is left out have the same empty name.
        reached.remove("");
      }
    }
    return !reached.contains(answer);
  }

  private static ToLongFunction<String> elements(Network network) {
    return t -> network.shape(t).elements();
  }

  /** The tensor, or the nearest one before it that can be tapped. */
  private static Optional<String> upstream(Network network, String tensor, Set<String> seen) {
    if (Taps.isTappable(network, tensor)) {
      return Optional.of(tensor);
    }
    return seen.add(tensor)
        ? network.producer(tensor).stream()
            .flatMap(n -> n.inputs().stream())
            .filter(t -> !network.isConstant(t) && !t.isEmpty())
            .flatMap(t -> upstream(network, t, seen).stream())
            .findFirst()
        : Optional.empty();
  }

  private static boolean leaves(
      Network network, String tensor, int index, Map<String, Integer> owner, Set<String> joined) {
    return network.outputs().stream().map(Port::name).anyMatch(tensor::equals)
        || network.consumers(tensor).stream()
            .flatMap(n -> n.outputs().stream())
            .anyMatch(t -> joined.contains(t) || owner.getOrDefault(t, index) != index);
  }

  private static int data(Network network, Node node) {
    return network.isConstant(node.input(0)) ? 1 : 0;
  }

  /** Whether a node's own weights make something new of what it reads. */
  static boolean mixes(Network network, Node node) {
    boolean weighted =
        switch (node.operator()) {
          case Operator.Gemm _,
              Operator.MatMul _,
              Operator.Conv _,
              Operator.ConvTranspose _,
              Operator.Recurrent _ ->
              network.isConstant(node.input(1));
          case Operator.Gather _ ->
              network.isConstant(node.input(0)) && !network.isConstant(node.input(1));
          default -> false;
        };
    return weighted && !node.name().startsWith(Network.PREPROCESSING);
  }

  private static String kind(Operator operator) {
    return switch (operator) {
      case Operator.Conv conv when conv.groups() > 1 ->
          "convolution in groups " + size(conv.kernel());
      case Operator.Conv conv -> "convolution " + size(conv.kernel());
      case Operator.ConvTranspose conv -> "transposed convolution " + size(conv.kernel());
      case Operator.Gather _ -> "embedding";
      case Operator.Recurrent layer -> layer.kind().name();
      default -> "dense";
    };
  }

  private static String size(List<Integer> kernel) {
    return kernel.get(0) + "x" + kernel.get(1);
  }

  private static int width(Network network, Node node) {
    return network.type(node.output()).map(TensorType::shape).map(s -> width(node, s)).orElse(0);
  }

  private static int width(Node node, Shape shape) {
    boolean channels =
        node.operator() instanceof Operator.Conv
            || node.operator() instanceof Operator.ConvTranspose;
    return Math.abs(shape.dim(channels ? 1 : -1));
  }
}
