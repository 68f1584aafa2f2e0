package org.pith.network.rewrite;

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
 * What is picked out of a concatenation along its axis, and lies within one of its parts, is picked out of that part. So exporters
 * put the last states of all layers of a recurrent network together of which mostly the last one's are read: then the layers need
 * not have the same units.
 */
public final class BypassConcatenation {

  private final Network network;
  private final Map<String, Tensor> constants;

  private BypassConcatenation(Network network) {
    this.network = network;
    this.constants = new LinkedHashMap<>(network.constants());
  }

  /**
   * Goes around every concatenation it can, and leaves out those that nothing reads any more.
   *
   * @param network any network
   * @return the same network where there is nothing to go around
   */
  public static Network apply(Network network) {
    return new BypassConcatenation(network).bypassed();
  }

  private Network bypassed() {
    List<Node> nodes = network.nodes().stream().map(n -> picked(n).orElse(n)).toList();
    return nodes.equals(network.nodes())
        ? network
        : Splice.withoutDeadNodes(network.withNodes(nodes, constants));
  }

  /** Where a node begins to pick, and how much. */
  private record Range(int axis, int start, int end) {}

  /** A part of a concatenation and where it begins. */
  private record Part(String tensor, int start) {}

  private Optional<Node> picked(Node node) {
    return range(node).flatMap(range -> part(node.input(0), range).map(p -> from(p, range, node)));
  }

  private Optional<Range> range(Node node) {
    if (node.operator() instanceof Operator.Slice(int axis, int start, int end)) {
      return Optional.of(new Range(counted(axis, node.input(0)), start, end));
    }
    if (node.operator() instanceof Operator.Gather(int axis)
        && network.constants().get(node.input(1)) instanceof Tensor.Longs(var shape, long[] index)
        && shape.rank() == 0
        && network.type(node.input(0)).isPresent()) {
      int along = counted(axis, node.input(0));
      int dim = network.shape(node.input(0)).dim(along);
      int start = (int) (index[0] < 0 ? index[0] + dim : index[0]);
      return start < 0 ? Optional.empty() : Optional.of(new Range(along, start, start + 1));
    }
    return Optional.empty();
  }

  private Optional<Part> part(String tensor, Range range) {
    Node concat = network.producer(tensor).orElse(null);
    if (concat == null
        || !(concat.operator() instanceof Operator.Concat(int axis))
        || concat.inputs().stream().anyMatch(i -> network.type(i).isEmpty())
        || counted(axis, concat.input(0)) != range.axis()) {
      return Optional.empty();
    }
    int start = 0;
    for (String input : concat.inputs()) {
      int dim = network.shape(input).dim(range.axis());
      if (dim < 0) {
        return Optional.empty();
      }
      if (start <= range.start() && range.end() <= start + dim) {
        return Optional.of(new Part(input, start));
      }
      start += dim;
    }
    return Optional.empty();
  }

  private Node from(Part part, Range range, Node node) {
    int start = range.start() - part.start();
    if (node.operator() instanceof Operator.Slice) {
      Operator slice = new Operator.Slice(range.axis(), start, range.end() - part.start());
      return new Node(node.name(), slice, List.of(part.tensor()), node.outputs());
    }
    String index = Names.free(network, node.name() + "/index");
    constants.put(index, new Tensor.Longs(Shape.of(), new long[] {start}));
    return new Node(node.name(), node.operator(), List.of(part.tensor(), index), node.outputs());
  }

  private int counted(int axis, String tensor) {
    return axis < 0 ? axis + network.shape(tensor).rank() : axis;
  }
}
