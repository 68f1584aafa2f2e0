package org.pith.network.rewrite;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pith.network.Network;
import org.pith.network.Node;
import org.pith.network.Operator;
import org.pith.network.Port;
import org.pith.network.Shape;
import org.pith.network.Tensor;

/**
 * Removes units from a network: weights, biases, statistics and all that reads them really shrink,
 * and so does what the caller feeds where columns of an input are removed. Names stay. What the
 * network returns keeps its shape.
 */
public final class Removal {
  private final ChannelGroups groups;
  private final Network network;
  private final Map<Integer, BitSet> staying;
  private final Map<String, Tensor> constants;

  private Removal(ChannelGroups groups, Map<String, int[]> kept) {
    this.groups = groups;
    this.network = groups.network();
    this.staying = groups.staying(kept);
    this.constants = new LinkedHashMap<>(network.constants());
  }

  /**
   * The network with only the kept units.
   *
   * @param groups the groups of the network
   * @param kept by group name the units that stay, each once, in any order; groups that are not
   *     named stay whole
   * @return the smaller network; units keep their order
   * @throws IllegalArgumentException if a group is not there or frozen, a unit is out of range or
   *     named twice, or a layer would be left without any unit
   */
  public static Network keep(ChannelGroups groups, Map<String, int[]> kept) {
    kept.forEach((name, units) -> validate(groups.group(name), units));
    return new Removal(groups, kept).apply();
  }

  private static void validate(ChannelGroup group, int[] units) {
    Arrays.stream(units)
        .filter(unit -> unit < 0 || unit >= group.size())
        .findFirst()
        .ifPresent(
            unit -> {
              throw new IllegalArgumentException(
                  "Group %s has units 0 to %d, but unit %d was to be kept."
                      .formatted(group.name(), group.size() - 1, unit));
            });
    if (Arrays.stream(units).distinct().count() < units.length) {
      throw new IllegalArgumentException(
          "Group %s: a unit is named twice among those to be kept, %s."
              .formatted(group.name(), Arrays.toString(units)));
    }
  }

  private Network apply() {
    network.inputs().forEach(input -> survivors(input.name()));
    List<Node> nodes = new ArrayList<>();
    for (Node node : network.nodes()) {
      node.outputs().forEach(this::survivors);
      nodes.add(rewrite(node));
    }
    network
        .constants()
        .forEach((name, tensor) -> constants.replace(name, tensor, shrink(name, tensor)));
    return rebuild(nodes);
  }

  private Network rebuild(List<Node> nodes) {
    Network.Builder builder = Network.builder(network.name());
    network.inputs().forEach(input -> builder.input(narrow(input)));
    constants.forEach(builder::constant);
    nodes.forEach(builder::add);
    network.outputs().forEach(builder::outputAs);
    network.metadata().forEach(builder::metadata);
    return Splice.withoutDeadConstants(builder.build().withNotation(network.notation()));
  }

  private Port narrow(Port input) {
    return groups
        .axis(input.name())
        .map(axis -> input.shape().with(axis.axis(), survivors(input.name()).length))
        .map(shape -> new Port(input.name(), input.type(), shape))
        .orElse(input);
  }

  /** What is left of a tensor's channels; null where they are not followed. */
  private int[] survivors(String tensor) {
    ChannelAxis axis = groups.axis(tensor).orElse(null);
    if (axis == null) {
      return null;
    }
    int[] survivors = ChannelGroups.positions(axis, staying);
    if (survivors.length == 0) {
      throw new IllegalArgumentException(
          "Nothing would be left of the %d channels of %s. Maybe keep at least one unit of the layer."
              .formatted(axis.size(), tensor));
    }
    return survivors;
  }

  private Tensor shrink(String name, Tensor tensor) {
    Tensor shrunk = tensor;
    for (ChannelAxis axis : groups.constantAxes(name)) {
      shrunk = Slices.take(shrunk, axis.axis(), ChannelGroups.positions(axis, staying));
    }
    return shrunk;
  }

  /** Operators that say in an attribute or an input of their own how many channels there are. */
  private Node rewrite(Node node) {
    return switch (node.operator()) {
      case Operator.Conv conv when isDepthwise(node, conv) ->
          new Node(node.name(), regrouped(conv, node), node.inputs(), node.outputs());
      case Operator.Reshape _ -> reshape(node);
      case Operator.Gather gather -> gather(node, gather);
      case Operator.Expand(var dims) -> node.withOperator(expand(node, dims));
      case Operator.Slice slice -> node.withOperator(slice(node, slice));
      case Operator.Recurrent layer -> node.withOperator(hidden(node, layer));
      default -> node;
    };
  }

  private boolean isDepthwise(Node node, Operator.Conv conv) {
    return conv.groups() > 1
        && network.isConstant(node.input(1))
        && network.constant(node.input(1)).shape().dim(1) == 1
        && groups.axis(node.input(0)).isPresent();
  }

  private Operator.Conv regrouped(Operator.Conv conv, Node node) {
    return new Operator.Conv(
        conv.kernel(),
        conv.strides(),
        conv.pads(),
        conv.dilations(),
        survivors(node.input(0)).length);
  }

  private Operator expand(Node node, List<Integer> dims) {
    int[] survivors = survivors(node.output());
    List<Integer> left = new ArrayList<>(dims);
    if (survivors != null) {
      left.set(groups.axis(node.output()).orElseThrow().axis(), survivors.length);
    }
    return new Operator.Expand(left);
  }

  private Operator hidden(Node node, Operator.Recurrent layer) {
    int[] survivors = survivors(node.output());
    return survivors == null ? layer : layer.withHidden(survivors.length);
  }

  /** What is left of a range is a range of what is left. */
  private Operator slice(Node node, Operator.Slice slice) {
    ChannelAxis axis = groups.axis(node.input(0)).orElse(null);
    int along = slice.axis() < 0 ? slice.axis() + rank(node.input(0)) : slice.axis();
    if (axis == null || axis.axis() != along) {
      return slice;
    }
    int start =
        (int) Arrays.stream(survivors(node.input(0))).filter(p -> p < slice.start()).count();
    return new Operator.Slice(slice.axis(), start, start + survivors(node.output()).length);
  }

  /** Writes the output's shape out, except for the dimension that the number of rows is in. */
  private Node reshape(Node node) {
    int[] survivors = survivors(node.output());
    if (survivors == null) {
      return node;
    }
    ChannelAxis axis = groups.axis(node.output()).orElseThrow();
    Shape shape = network.shape(node.output());
    long[] dims = shape.dims().stream().mapToLong(d -> Math.max(d, -1)).toArray();
    if (shape.dim(axis.axis()) >= 0) {
      dims[axis.axis()] = survivors.length;
    }
    if (shape.isBatched() && network.shape(node.input(0)).isBatched()) {
      dims[0] = 0;
    }
    return withConstant(node, 1, "/shape", Tensor.longs(dims));
  }

  private Node gather(Node node, Operator.Gather gather) {
    ChannelAxis axis = groups.axis(node.input(0)).orElse(null);
    int along = gather.axis() < 0 ? gather.axis() + rank(node.input(0)) : gather.axis();
    if (axis == null || axis.axis() != along || groups.axis(node.output()).isEmpty()) {
      return node;
    }
    int[] before = survivors(node.input(0));
    int[] positions =
        CouplingRules.positions(
            ((Tensor.Longs) network.constant(node.input(1))).values(), axis.size());
    long[] after =
        Arrays.stream(survivors(node.output()))
            .mapToLong(p -> Arrays.binarySearch(before, positions[p]))
            .toArray();
    return withConstant(node, 1, "/kept", Tensor.longs(after));
  }

  private int rank(String tensor) {
    return network.shape(tensor).rank();
  }

  /** The node reading another constant. */
  private Node withConstant(Node node, int input, String suffix, Tensor tensor) {
    String name = Splice.writable(network, node, input, suffix);
    constants.put(name, tensor);
    List<String> inputs = new ArrayList<>(node.inputs());
    inputs.set(input, name);
    return new Node(node.name(), node.operator(), inputs, node.outputs());
  }
}
