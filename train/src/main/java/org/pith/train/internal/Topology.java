package org.pith.train.internal;

import java.util.List;
import java.util.stream.IntStream;
import org.pith.network.Network;
import org.pith.network.Node;
import org.pith.network.Operator;

/**
 * Checks that networks can form a stack: the same operators with the same attributes along the same
 * edges.
 */
final class Topology {

  private Topology() {}

  /**
   * Fails unless all networks have the topology of the first.
   *
   * @throws IllegalArgumentException naming the first difference
   */
  static void requireSame(List<Network> networks) {
    if (networks.isEmpty()) {
      throw new IllegalArgumentException("At least one network is needed.");
    }
    Network first = networks.getFirst();
    for (Network other : networks) {
      requireSameSize(first, other);
      IntStream.range(0, first.nodes().size())
          .forEach(i -> requireSame(first.nodes().get(i), other.nodes().get(i)));
    }
  }

  private static void requireSameSize(Network first, Network other) {
    if (first.nodes().size() != other.nodes().size()
        || !first.inputs().equals(other.inputs())
        || !first.outputs().equals(other.outputs())) {
      throw new IllegalArgumentException(
          "Networks %s and %s differ in topology: %d nodes from %s to %s, but %d nodes from %s to %s. Maybe train them in calls of their own."
              .formatted(
                  first.name(),
                  other.name(),
                  first.nodes().size(),
                  first.inputs(),
                  first.outputs(),
                  other.nodes().size(),
                  other.inputs(),
                  other.outputs()));
    }
  }

  private static void requireSame(Node first, Node other) {
    if (!first.inputs().equals(other.inputs())
        || !first.outputs().equals(other.outputs())
        || !shape(first.operator()).equals(shape(other.operator()))) {
      throw new IllegalArgumentException(
          "The networks differ in topology at node %s with %s of %s against node %s with %s of %s. Maybe train them in calls of their own."
              .formatted(
                  first,
                  first.operator(),
                  first.inputs(),
                  other,
                  other.operator(),
                  other.inputs()));
    }
  }

  /**
   * The operator without what follows from widths: a depthwise convolution has a group for each
   * channel.
   */
  private static Operator shape(Operator operator) {
    return operator instanceof Operator.Conv conv
        ? new Operator.Conv(conv.kernel(), conv.strides(), conv.pads(), conv.dilations(), 1)
        : operator;
  }
}
