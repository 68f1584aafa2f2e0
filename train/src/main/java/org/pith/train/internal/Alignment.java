package org.pith.train.internal;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.pith.network.Network;
import org.pith.network.Node;
import org.pith.network.Operator;
import org.pith.network.Shape;

/**
 * How networks of one topology and different widths lie in tensors of one shape. Narrower networks
 * are padded with units whose weights are zero and stay zero, because their gradients are masked;
 * then nothing that a padding unit computes reaches a real one, as long as no operator mixes units
 * without weights and every value stays finite. Operators that would are obstacles to a stack.
 *
 * <p>Units are counted along axis 1; all other axes must agree.
 */
final class Alignment {

  /**
   * Channels of images come in multiples of this, the floats of an AVX2 register: with 10 channels
   * libtorch's normalisation takes seven times as long as with 8 or 16.
   */
  private static final int LANES = 8;

  private final List<Network> networks;
  private final int multiple;
  private final Network first;
  private final Map<String, Units> units = new HashMap<>();
  private final SequencedMap<String, Placement> placements = new LinkedHashMap<>();
  private final SequencedSet<String> own;
  private String obstacle;

  private Alignment(List<Network> networks, int multiple) {
    this.networks = networks;
    this.multiple = multiple;
    this.first = networks.getFirst();
    this.own = new LinkedHashSet<>(first.trainable());
    own.addAll(first.runningStatistics());
  }

  /** Aligns networks of one topology as far as they can be; see {@link #obstacle}. */
  static Alignment of(List<Network> networks) {
    Alignment rounded = new Alignment(networks, LANES).align();
    return rounded.obstacle().isEmpty() ? rounded : new Alignment(networks, 1).align();
  }

  /** Why the networks cannot be padded to one shape; empty if they can. */
  Optional<String> obstacle() {
    return Optional.ofNullable(obstacle);
  }

  /** The units along axis 1 of a tensor of at least two dimensions. */
  Units units(String tensor) {
    return units.computeIfAbsent(tensor, t -> unitsOfShape(t).orElseGet(this::none));
  }

  /**
   * Where the constants lie that each network has for its own: those that training changes or
   * tracks.
   */
  SequencedMap<String, Placement> placements() {
    return placements;
  }

  private Alignment align() {
    for (Node node : first.nodes()) {
      if (obstacle == null) {
        units.put(node.output(), align(node));
      }
    }
    if (obstacle == null && first.outputs().stream().anyMatch(o -> units(o.name()).isPadded())) {
      obstacle = "an output would be padded";
    }
    own.forEach(this::placeWhole);
    first.constants().keySet().stream().filter(c -> !own.contains(c)).forEach(this::requireShared);
    return this;
  }

  private Units align(Node node) {
    return switch (node.operator()) {
      case Operator.Gemm gemm ->
          gemm.transA() || !isOwn(node.input(1)) ? whole(node) : dense(node, gemm.transB());
      case Operator.MatMul _ ->
          rank(node.input(0)) == 2 && isOwn(node.input(1)) && rank(node.input(1)) == 2
              ? dense(node, false)
              : whole(node);
      case Operator.Conv _ -> convolution(node);
      case Operator.BatchNormalization _ -> {
        node.inputs().stream().skip(1).forEach(c -> place(c, List.of(units(node.input(0)))));
        yield units(node.input(0));
      }
      case Operator.Unary(var function) ->
          switch (function) {
            case LOG, SQRT, RECIPROCAL -> whole(node);
            case RELU,
                TANH,
                SIGMOID,
                SOFTPLUS,
                HARD_SWISH,
                GELU,
                IDENTITY,
                NEG,
                ABS,
                EXP,
                ERF,
                NOT,
                IS_NAN ->
                units(node.input(0));
          };
      case Operator.Binary(var function) ->
          switch (function) {
            case DIV, POW -> whole(node);
            case ADD, SUB, MUL, MIN, MAX, EQUAL, LESS, GREATER -> broadcast(node);
          };
      case Operator.Where _ -> broadcast(node);
      case Operator.HardSigmoid _,
          Operator.LeakyRelu _,
          Operator.Clip _,
          Operator.Dropout _,
          Operator.Cast _,
          Operator.Pool _,
          Operator.GlobalAveragePool _ ->
          units(node.input(0));
      case Operator.Softmax(int axis) -> apartFrom(axis, node);
      case Operator.ArgMax(int axis, boolean keepDims) ->
          keepDims ? apartFrom(axis, node) : whole(node);
      case Operator.Flatten(int axis) -> axis == 1 ? flatten(node) : whole(node);
      case Operator.Concat(int axis) -> concat(node, axis);
      case Operator.ConvTranspose _,
          Operator.LayerNormalization _,
          Operator.InstanceNormalization _,
          Operator.Recurrent _,
          Operator.Resize _,
          Operator.Transpose _,
          Operator.Slice _,
          Operator.Pad _,
          Operator.Expand _,
          Operator.Reshape _,
          Operator.Gather _,
          Operator.Reduce _,
          Operator.StringToIndex _,
          Operator.IndexToString _,
          Operator.OneHot _,
          Operator.Unknown _ ->
          whole(node);
    };
  }

  private Units dense(Node node, boolean transposed) {
    Units in = units(node.input(0));
    Units out = alongAxis(node.input(1), transposed ? 0 : 1);
    place(node.input(1), transposed ? List.of(out, in) : List.of(in, out));
    placeBroadcast(node.input(2), 2, out);
    return out;
  }

  private Units convolution(Node node) {
    if (!isOwn(node.input(1))) {
      return whole(node);
    }
    Units in = units(node.input(0));
    int[] counts = dims(node.input(1), 0);
    Units filters = Units.of(counts, everyNetwork(k -> counts[k] == 1) ? 1 : multiple);
    Units inner = alongAxis(node.input(1), 1);
    Units out = filters;
    if (everyNetwork(k -> groups(node, k) == 1)) {
      inner = in;
    } else if (everyNetwork(k -> groups(node, k) == in.width(k))) {
      out = in.times(counts[0] / in.width(0));
    } else {
      out = alongAxis(node.input(1), 0);
      if (in.isPadded() || out.isPadded()) {
        return refuse(node, "has groups of several channels and is padded");
      }
    }
    place(
        node.input(1),
        List.of(out, inner, alongAxis(node.input(1), 2), alongAxis(node.input(1), 3)));
    place(node.input(2), List.of(out));
    return out;
  }

  private int groups(Node node, int k) {
    return ((Operator.Conv) networks.get(k).node(node.name()).operator()).groups();
  }

  private Units broadcast(Node node) {
    int rank = node.inputs().stream().mapToInt(this::rank).max().orElse(0);
    List<String> varying =
        node.inputs().stream().filter(t -> !isOwn(t) && hasUnits(t, rank)).toList();
    List<String> owned = node.inputs().stream().filter(t -> isOwn(t) && hasUnits(t, rank)).toList();
    Units joint =
        varying.isEmpty()
            ? owned.isEmpty()
                ? none()
                : alongAxis(owned.getFirst(), axisOfUnits(owned.getFirst(), rank))
            : varying.stream()
                .map(this::units)
                .filter(u -> u.length() != 1)
                .findFirst()
                .orElseGet(() -> units(varying.getFirst()));
    for (String tensor : varying) {
      if (!units(tensor).equals(joint) && units(tensor).length() != 1) {
        return joint.isPadded() || units(tensor).isPadded()
            ? refuse(node, "joins units that lie differently")
            : joint;
      }
    }
    node.inputs().stream().filter(this::isOwn).forEach(c -> placeBroadcast(c, rank, joint));
    return joint;
  }

  /** Whether a tensor has an axis that meets axis 1 of a result of {@code rank} dimensions. */
  private boolean hasUnits(String tensor, int rank) {
    return !tensor.isEmpty() && axisOfUnits(tensor, rank) >= 0 && rank > 1;
  }

  private int axisOfUnits(String tensor, int rank) {
    return 1 - (rank - rank(tensor));
  }

  private void placeBroadcast(String constant, int rank, Units joint) {
    if (!constant.isEmpty() && isOwn(constant)) {
      int axis = axisOfUnits(constant, rank);
      place(
          constant,
          IntStream.range(0, rank(constant))
              .mapToObj(
                  a ->
                      a == axis && dims(constant, a)[0] == joint.width(0)
                          ? joint
                          : alongAxis(constant, a))
              .toList());
    }
  }

  private Units apartFrom(int axis, Node node) {
    int counted = axis < 0 ? axis + rank(node.input(0)) : axis;
    return counted == 1 ? whole(node) : units(node.input(0));
  }

  private Units flatten(Node node) {
    List<Integer> dims = first.shape(node.input(0)).dims();
    int each = dims.stream().skip(2).reduce(1, Math::multiplyExact);
    return rank(node.input(0)) < 2 ? none() : units(node.input(0)).times(each);
  }

  private Units concat(Node node, int axis) {
    List<Units> parts = node.inputs().stream().map(this::units).toList();
    int counted = axis < 0 ? axis + rank(node.output()) : axis;
    if (counted == 1) {
      return Units.joined(parts);
    }
    return parts.stream().distinct().count() == 1 ? parts.getFirst() : whole(node);
  }

  /**
   * For operators that mix units in ways of their own: only where nothing is padded and every shape
   * agrees.
   */
  private Units whole(Node node) {
    if (node.inputs().stream().anyMatch(t -> !t.isEmpty() && units(t).isPadded())) {
      return refuse(node, "computes with padding");
    }
    return unitsOfShape(node.output())
        .orElseGet(() -> refuse(node, "gives each network a shape of its own"));
  }

  private Units refuse(Node node, String reason) {
    obstacle = "node %s %s".formatted(node, reason);
    return none();
  }

  private Units none() {
    return Units.of(new int[networks.size()]);
  }

  private Optional<Units> unitsOfShape(String tensor) {
    if (tensor.isEmpty() || first.type(tensor).isEmpty() || rank(tensor) < 2) {
      return Optional.of(none());
    }
    Shape shape = first.shape(tensor);
    return everyNetwork(k -> networks.get(k).shape(tensor).equals(shape))
        ? Optional.of(alongAxis(tensor, 1))
        : Optional.empty();
  }

  private Units alongAxis(String tensor, int axis) {
    return Units.of(dims(tensor, axis));
  }

  private int[] dims(String tensor, int axis) {
    return networks.stream().mapToInt(n -> n.shape(tensor).dim(axis)).toArray();
  }

  /** The number of dimensions of a tensor; 0 for an input left out. */
  int rank(String tensor) {
    return tensor.isEmpty() ? 0 : first.shape(tensor).rank();
  }

  private boolean isOwn(String constant) {
    return own.contains(constant);
  }

  private boolean everyNetwork(IntPredicate holds) {
    return IntStream.range(0, networks.size()).allMatch(holds);
  }

  private void place(String constant, List<Units> axes) {
    if (isOwn(constant)) {
      Placement placement = new Placement(axes);
      Placement before = placements.putIfAbsent(constant, placement);
      if (before != null && !before.equals(placement)) {
        obstacle = "constant %s is read in two ways".formatted(constant);
      }
    }
  }

  private void placeWhole(String constant) {
    if (obstacle == null && !placements.containsKey(constant)) {
      List<Units> axes =
          IntStream.range(0, rank(constant)).mapToObj(a -> alongAxis(constant, a)).toList();
      place(constant, axes);
      if (axes.stream().anyMatch(Units::isPadded)) {
        obstacle = "constant %s differs in shape".formatted(constant);
      }
    }
  }

  private void requireShared(String constant) {
    if (obstacle == null
        && !everyNetwork(
            k -> networks.get(k).constant(constant).equals(first.constant(constant)))) {
      obstacle = "constant %s differs between the networks and is not trained".formatted(constant);
    }
  }
}
