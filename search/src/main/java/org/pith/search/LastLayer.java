package org.pith.search;

import java.util.ArrayList;
import java.util.List;
import org.pith.network.Network;
import org.pith.network.Node;
import org.pith.network.Operator;

/** The constants in which a network's scores are linear: weights and biases of the dense layers that end in them. */
final class LastLayer {

  private LastLayer() {}

  static List<String> constants(Network network) {
    List<String> found = new ArrayList<>();
    collect(network, network.outputs().getFirst().name(), found);
    return found;
  }

  private static void collect(Network network, String tensor, List<String> found) {
    Node node = network.producer(tensor).orElseThrow();
    switch (node.operator()) {
      case Operator.Gemm gemm -> found.addAll(node.inputs().subList(1, node.inputs().size()));
      case Operator.Binary sum when sum.function() == Operator.Binary.Function.ADD ->
          node.inputs().forEach(input -> collect(network, input, found));
      case Operator.Unary same when same.function() == Operator.Unary.Function.IDENTITY ->
          collect(network, node.input(0), found);
      default ->
          throw new IllegalArgumentException(
              "The scores of network %s come from node %s (%s), which is not a dense layer."
                  .formatted(network.name(), node.name(), node.operator().type()));
    }
  }
}
