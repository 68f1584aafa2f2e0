package org.pith.network.cost;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.pith.network.Network;
import org.pith.network.Node;
import org.pith.network.Operator;
import org.pith.network.Port;

/**
 * Activation memory by liveness: a tensor lives from the node that makes it (an input: from the start) to the last node that reads
 * it (an output: to the end). While a node runs, its inputs and outputs live at once: nothing is computed in place. Reshaping,
 * flattening, identity and dropout name the same memory anew. Constants are not activations. Tensors of
 * unknown shape count as nothing.
 */
final class Memory {

  private final Network network;
  private final Map<String, String> owner = new HashMap<>();
  private final Map<String, Integer> lastRead = new HashMap<>();

  private Memory(Network network) {
    this.network = network;
  }

  /** The most bytes alive at once for one row. */
  static long peakBytes(Network network) {
    return new Memory(network).peak();
  }

  private long peak() {
    for (int at = 0; at < network.nodes().size(); at++) {
      Node node = network.nodes().get(at);
      for (String input : node.inputs()) {
        lastRead.put(owner(input), at);
      }
      if (isView(node.operator())) {
        owner.put(node.output(), owner(node.input(0)));
      }
    }
    network.outputs().forEach(port -> lastRead.put(owner(port.name()), Integer.MAX_VALUE));
    return walk();
  }

  private long walk() {
    Set<String> alive = new HashSet<>();
    network.inputs().stream().map(Port::name).forEach(alive::add);
    long most = bytes(alive);
    for (int at = 0; at < network.nodes().size(); at++) {
      int now = at;
      network.nodes().get(at).outputs().stream()
          .filter(output -> !output.isEmpty())
          .map(this::owner)
          .forEach(alive::add);
      most = Math.max(most, bytes(alive));
      alive.removeIf(tensor -> lastRead.getOrDefault(tensor, -1) <= now);
    }
    return most;
  }

  private long bytes(Set<String> tensors) {
    return tensors.stream()
        .filter(tensor -> !network.isConstant(tensor))
        .flatMap(tensor -> network.type(tensor).stream())
        .mapToLong(type -> type.shape().elements() * type.type().bytes())
        .sum();
  }

  private String owner(String tensor) {
    return owner.getOrDefault(tensor, tensor);
  }

  private static boolean isView(Operator operator) {
    return operator instanceof Operator.Reshape
        || operator instanceof Operator.Flatten
        || operator instanceof Operator.Dropout
        || operator.equals(new Operator.Unary(Operator.Unary.Function.IDENTITY));
  }
}
