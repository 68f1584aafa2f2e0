package org.pith.prune.repair;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.pith.network.Network;
import org.pith.network.Node;
import org.pith.network.rewrite.Splice;
import org.pith.prune.regression.Regression;

/**
 * Layers that have the same weights, such as one that is applied to two parts of the input. They keep them in common: they are refitted
 * together, to what all of them made.
 *
 * @param layers at least one, in node order
 */
record Shared(List<Regression> layers) {

  /** A layer and those it shares its weights with; empty where something else reads these in another way. */
  static Optional<Shared> of(Network network, Regression layer) {
    List<Node> readers = network.consumers(layer.node().input(1));
    List<Regression> alike =
        readers.stream()
            .flatMap(n -> Regression.of(network, n).stream())
            .filter(other -> isAlike(layer, other))
            .toList();
    return alike.size() == readers.size() ? Optional.of(new Shared(alike)) : Optional.empty();
  }

  private static boolean isAlike(Regression a, Regression b) {
    return a.node().operator().equals(b.node().operator())
        && a.node().input(1).equals(b.node().input(1))
        && a.blocks() == b.blocks()
        && IntStream.range(0, a.blocks()).allMatch(i -> isAlike(a, b, i));
  }

  /** The same layers in a network where their weights are others. */
  Shared in(Network network) {
    return new Shared(
        layers.stream()
            .flatMap(l -> Regression.of(network, network.node(l.node().name())).stream())
            .toList());
  }

  /** Names tell whether the first weights are the same; a recurrent layer has more. */
  private static boolean isAlike(Regression a, Regression b, int block) {
    return Arrays.equals(a.bias(block), b.bias(block))
        && Arrays.equals(a.weights(block).data, b.weights(block).data);
  }

  /**
   * A network in which all these layers have what one of them was given.
   *
   * @param before none was given anything
   * @param after one was
   */
  Network spread(Network before, Network after, Regression changed) {
    if (layers.size() == 1 || after == before) {
      return after;
    }
    Node model = after.node(changed.node().name());
    Map<String, String> biases = new HashMap<>();
    for (Node sum : before.consumers(changed.node().output())) {
      IntStream.range(0, sum.inputs().size())
          .forEach(i -> biases.put(sum.input(i), after.node(sum.name()).input(i)));
    }
    List<Node> nodes = after.nodes().stream().map(n -> like(n, model, biases)).toList();
    return Splice.withoutDeadConstants(after.withNodes(nodes));
  }

  private Node like(Node node, Node model, Map<String, String> biases) {
    if (layers.stream().anyMatch(l -> l.node().name().equals(node.name()))) {
      List<String> inputs = new ArrayList<>(model.inputs());
      inputs.set(0, node.input(0));
      return new Node(node.name(), model.operator(), inputs, node.outputs());
    }
    boolean adds = layers.stream().anyMatch(layer -> node.inputs().contains(layer.node().output()));
    return adds
        ? new Node(
            node.name(),
            node.operator(),
            node.inputs().stream().map(i -> biases.getOrDefault(i, i)).toList(),
            node.outputs())
        : node;
  }
}
