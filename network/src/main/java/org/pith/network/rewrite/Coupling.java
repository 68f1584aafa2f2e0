package org.pith.network.rewrite;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.pith.network.ElementType;
import org.pith.network.Network;
import org.pith.network.Node;
import org.pith.network.Port;

/**
 * Finds which channels have to be removed together, by one walk over the nodes. Every tensor whose
 * channels are understood gets {@link Slots}; {@link CouplingRules} says for each operator what its
 * output's slots are, which slots must be united, which axes of its constants they run along, and
 * which can no longer be removed (are frozen). A layer with weights of its own starts fresh slots.
 */
final class Coupling {

  /** An axis of a constant. */
  record ConstantAxis(String constant, int axis) {}

  /** Fresh slots and the node or input that made them. */
  record Source(String name, boolean input, int[] slots) {}

  /** A node whose weights mix the slots it reads. */
  record Mixer(String node, int[] slots) {}

  private final Network network;
  private final UnionFind union = new UnionFind();
  private final Map<String, Slots> tensors = new HashMap<>();
  private final Map<ConstantAxis, int[]> constants = new LinkedHashMap<>();
  private final Set<ConstantAxis> understood = new HashSet<>();
  private final Set<ConstantAxis> rigid = new HashSet<>();
  private final List<Source> sources = new ArrayList<>();
  private final List<Mixer> mixers = new ArrayList<>();
  private final Map<Integer, String> frozen = new HashMap<>();

  private Coupling(Network network) {
    this.network = network;
  }

  static Coupling of(Network network) {
    Coupling coupling = new Coupling(network);
    network.inputs().forEach(coupling::input);
    network.nodes().forEach(coupling::couple);
    coupling.settle();
    return coupling;
  }

  Network network() {
    return network;
  }

  UnionFind union() {
    return union;
  }

  Map<String, Slots> tensors() {
    return tensors;
  }

  Map<ConstantAxis, int[]> constants() {
    return constants;
  }

  List<Source> sources() {
    return sources;
  }

  List<Mixer> mixers() {
    return mixers;
  }

  /** Why each frozen slot cannot be removed. */
  Map<Integer, String> frozen() {
    return frozen;
  }

  private void input(Port port) {
    if (port.type() == ElementType.FLOAT && port.shape().rank() > 1) {
      tensors.put(port.name(), fresh(port.name(), true, 1, port.shape().dim(1)));
    }
  }

  private void couple(Node node) {
    understood.clear();
    Slots made = new CouplingRules(this, node).apply();
    if (made != null) {
      tensors.put(node.output(), made);
    }
    constantAxes(node).stream().filter(axis -> !understood.contains(axis)).forEach(rigid::add);
  }

  /**
   * What a rule did not account for must keep its shape, and so must everything the caller
   * receives.
   */
  private void settle() {
    for (ConstantAxis axis : rigid) {
      if (constants.containsKey(axis)) {
        freeze(
            new Slots(axis.axis(), constants.get(axis)),
            "constant %s is also read in a way that fixes its shape".formatted(axis.constant()));
      }
    }
    network
        .outputs()
        .forEach(o -> freeze(tensors.get(o.name()), "the network returns " + o.name()));
  }

  private List<ConstantAxis> constantAxes(Node node) {
    return node.inputs().stream()
        .filter(network::isConstant)
        .flatMap(
            name ->
                IntStream.range(0, network.constant(name).shape().rank())
                    .mapToObj(axis -> new ConstantAxis(name, axis)))
        .toList();
  }

  Slots fresh(String source, boolean input, int axis, int count) {
    int[] slots = IntStream.range(0, count).map(_ -> union.add()).toArray();
    sources.add(new Source(source, input, slots));
    return new Slots(axis, slots);
  }

  void mixer(Node node, Slots read) {
    mixers.add(new Mixer(node.name(), read.slots()));
  }

  void unite(int[] a, int[] b) {
    for (int i = 0; i < a.length; i++) {
      union.union(a[i], b[i]);
    }
  }

  /** These channels run along that axis of a constant. */
  void tie(String constant, int axis, int[] slots) {
    ConstantAxis key = new ConstantAxis(constant, axis);
    understood.add(key);
    int[] known = constants.putIfAbsent(key, slots);
    if (known != null) {
      unite(known, slots);
    }
  }

  /** That axis of a constant is rewritten with the node, whatever is removed. */
  void rewritten(String constant, int axis) {
    understood.add(new ConstantAxis(constant, axis));
  }

  void freeze(Slots slots, String reason) {
    if (slots != null) {
      Arrays.stream(slots.slots()).forEach(slot -> frozen.putIfAbsent(slot, reason));
    }
  }
}
