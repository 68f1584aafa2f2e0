package org.pith.network.rewrite;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.pith.network.Network;
import org.pith.network.Node;
import org.pith.network.Operator;
import org.pith.network.Shape;
import org.pith.network.Tensor;
import org.pith.network.TensorType;

/** The coupling rule of each operator, applied to one node. */
final class CouplingRules {
  private final Coupling coupling;
  private final Network network;
  private final Node node;

  CouplingRules(Coupling coupling, Node node) {
    this.coupling = coupling;
    this.network = coupling.network();
    this.node = node;
  }

  /** The slots of the node's output, or null where its channels cannot be followed. */
  Slots apply() {
    return switch (node.operator()) {
      case Operator.Gemm gemm -> gemm(gemm);
      case Operator.MatMul _ -> matMul();
      case Operator.Conv conv -> conv(conv);
      case Operator.BatchNormalization _ -> batchNormalization();
      case Operator.ConvTranspose conv -> convTranspose(conv);
      case Operator.LayerNormalization norm -> layerNormalization(norm.axis());
      case Operator.InstanceNormalization _ -> instanceNormalization();
      case Operator.Recurrent recurrent -> recurrent(recurrent);
      case Operator.Transpose(var order) -> transpose(order);
      case Operator.Slice slice -> slice(slice);
      case Operator.Pad(_, var pads, _) -> pad(pads);
      case Operator.Resize _ -> readAlong(0, 1);
      case Operator.Expand expand -> expand(expand.dims());
      case Operator.HardSigmoid _,
          Operator.Unary _,
          Operator.LeakyRelu _,
          Operator.Clip _,
          Operator.Dropout _,
          Operator.Cast _ ->
          read(0);
      case Operator.Binary _, Operator.Where _ -> broadcast();
      case Operator.Softmax softmax -> softmax(softmax.axis());
      case Operator.Pool _, Operator.GlobalAveragePool _ -> readAlong(0, 1);
      case Operator.Flatten _, Operator.Reshape _ -> regroup();
      case Operator.Concat concat -> concat(concat.axis());
      case Operator.Gather gather -> gather(gather.axis());
      case Operator.Reduce reduce -> reduce(reduce);
      case Operator.ArgMax arg -> withoutAxes(List.of(arg.axis()), arg.keepDims());
      case Operator.StringToIndex _,
          Operator.IndexToString _,
          Operator.OneHot _,
          Operator.Unknown _ ->
          freezeAll();
    };
  }

  private Slots gemm(Operator.Gemm gemm) {
    String weight = node.input(1);
    if (!isConstant(weight, 2)) {
      return freezeAll();
    }
    int unitAxis = gemm.transB() ? 0 : 1;
    mix(readAlong(0, gemm.transA() ? 0 : 1), weight, 1 - unitAxis);
    return layer(1, weight, unitAxis, node.input(2));
  }

  private Slots matMul() {
    String weight = node.input(1);
    if (network.type(node.output()).isEmpty()) {
      return freezeAll();
    }
    if (!network.isConstant(weight) || network.constant(weight).shape().rank() != 2) {
      return product();
    }
    int last = network.shape(node.output()).rank() - 1;
    mix(readAlong(0, last), weight, 0);
    return layer(last, weight, 1, "");
  }

  /**
   * The product of two tensors, as in attention. What is summed over goes together and is gone; so
   * do leading dimensions, and stay, also where one operand is the same for all of them, as the keys
   * of several heads may be; rows of the first and columns of the second pass on.
   */
  private Slots product() {
    Slots a = read(0);
    Slots b = read(1);
    int rank = network.shape(node.output()).rank();
    int own = a == null ? -1 : a.axis() + rank - network.shape(node.input(0)).rank();
    int other = b == null ? -1 : b.axis() + rank - network.shape(node.input(1)).rank();
    boolean paired = a != null && b != null && a.size() == b.size();
    boolean leading = paired && own == other && own < rank - 2;
    if (leading || (paired && own == rank - 1 && other == rank - 2)) {
      coupling.unite(a.slots(), b.slots());
      return leading ? a.alongAxis(own) : null;
    }
    if (own >= 0 && own < rank - 2 && isShared(1, own)) {
      coupling.freeze(b, "%s shares them".formatted(node));
      return a.alongAxis(own);
    }
    if (other >= 0 && other < rank - 2 && isShared(0, other)) {
      coupling.freeze(a, "%s shares them".formatted(node));
      return b.alongAxis(other);
    }
    if (b == null && own == rank - 2) {
      return a.alongAxis(own);
    }
    return a == null && other == rank - 1 ? b.alongAxis(other) : freezeAll();
  }

  /** Whether an operand is the same all along a leading dimension of the product. */
  private boolean isShared(int operand, int outputAxis) {
    return extent(node.input(operand), outputAxis) == 1;
  }

  private Slots convTranspose(Operator.ConvTranspose conv) {
    String weight = node.input(1);
    if (!isConstant(weight, 2 + conv.kernel().size()) || conv.groups() > 1) {
      return freezeAll();
    }
    mix(readAlong(0, 1), weight, 0);
    return layer(1, weight, 1, node.input(2));
  }

  private Slots layerNormalization(int declared) {
    Slots x = read(0);
    int axis = fromStart(declared, node.input(0));
    if (x != null && x.axis() >= axis) {
      for (String parameter : node.inputs().subList(1, node.inputs().size())) {
        if (network.isConstant(parameter)) {
          coupling.tie(parameter, x.axis() - axis, x.slots());
        } else if (!parameter.isEmpty()) {
          return freezeAll();
        }
      }
    }
    return x;
  }

  /** A unit has a row in the weights of each gate, and it is read by all units of the layer. */
  private Slots recurrent(Operator.Recurrent recurrent) {
    String weight = node.input(1);
    String state = node.input(2);
    String bias = node.input(3);
    if (!network.isConstant(weight)
        || !network.isConstant(state)
        || !(bias.isEmpty() || network.isConstant(bias))) {
      return freezeAll();
    }
    mix(readAlong(0, 2), weight, 2);
    Slots out = coupling.fresh(node.name(), false, 3, recurrent.hidden());
    int gates = recurrent.kind().gates();
    coupling.tie(weight, 1, out.tile(gates).slots());
    coupling.tie(state, 1, out.tile(gates).slots());
    coupling.tie(state, 2, out.slots());
    if (!bias.isEmpty()) {
      coupling.tie(bias, 1, out.tile(2 * gates).slots());
    }
    return out;
  }

  private Slots transpose(List<Integer> order) {
    Slots x = read(0);
    return x == null ? null : x.alongAxis(order.indexOf(x.axis()));
  }

  private Slots slice(Operator.Slice slice) {
    Slots x = read(0);
    return x == null || fromStart(slice.axis(), node.input(0)) != x.axis()
        ? x
        : x.pick(IntStream.range(slice.start(), slice.end()).toArray());
  }

  /** A token that is given to every row has channels of its own; what gives the rows is free. */
  private Slots expand(List<Integer> dims) {
    String token = node.input(0);
    if (!network.isConstant(token)) {
      coupling.freeze(read(0), "%s reads them".formatted(node));
      return null;
    }
    int last = network.constant(token).shape().rank() - 1;
    boolean whole = last >= 0 && network.constant(token).shape().dim(last) == dims.getLast();
    return whole ? layer(dims.size() - 1, token, last, "") : null;
  }

  private Slots pad(List<Integer> pads) {
    Slots x = read(0);
    boolean whole =
        x == null || (pads.get(x.axis()) == 0 && pads.get(x.axis() + pads.size() / 2) == 0);
    return whole ? x : freezeAll();
  }

  private Slots conv(Operator.Conv conv) {
    String weight = node.input(1);
    if (!isConstant(weight, 2 + conv.kernel().size())) {
      return freezeAll();
    }
    Shape shape = network.constant(weight).shape();
    if (shape.dim(0) % conv.groups() != 0 || !fits(read(0), shape.dim(1), conv.groups())) {
      return freezeAll();
    }
    Slots x = readAlong(0, 1);
    if (conv.groups() == 1) {
      mix(x, weight, 1);
      return layer(1, weight, 0, node.input(2));
    }
    return shape.dim(1) == 1
        ? depthwise(x, shape.dim(0) / conv.groups())
        : grouped(x, conv.groups());
  }

  /** Behind an operator that is unknown, nothing has said that weights fit. */
  private boolean isConstant(String weight, int rank) {
    return network.isConstant(weight) && network.constant(weight).shape().rank() == rank;
  }

  private static boolean fits(Slots x, int channelsOfAGroup, int groups) {
    return x == null || x.size() == channelsOfAGroup * groups;
  }

  /** Each input channel has outputs of its own, which go when it goes. */
  private Slots depthwise(Slots x, int multiplier) {
    if (x == null) {
      return null;
    }
    Slots out = x.repeatEach(multiplier);
    coupling.tie(node.input(1), 0, out.slots());
    tieVector(node.input(2), out);
    return out;
  }

  /**
   * All groups keep equal widths: the same position goes in each of them, among inputs and among
   * outputs.
   */
  private Slots grouped(Slots x, int groups) {
    if (x != null) {
      uniteStripes(x.slots(), groups);
      coupling.tie(node.input(1), 1, Arrays.copyOf(x.slots(), x.size() / groups));
      coupling.mixer(node, x);
    }
    Slots out = layer(1, node.input(1), 0, node.input(2));
    uniteStripes(out.slots(), groups);
    return out;
  }

  private void uniteStripes(int[] slots, int groups) {
    int width = slots.length / groups;
    for (int i = width; i < slots.length; i++) {
      coupling.union().union(slots[i % width], slots[i]);
    }
  }

  private Slots batchNormalization() {
    Slots x = readAlong(0, 1);
    if (x != null) {
      node.inputs().stream().skip(1).forEach(name -> tieVector(name, x));
    }
    return x;
  }

  /**
   * As batch normalisation where each channel has statistics of its own. Channels that lie within what is normalised together, as
   * in the groups of GroupNorm, pass on: the statistics are of what is left.
   */
  private Slots instanceNormalization() {
    Slots x = read(0);
    return x != null && x.axis() > 1 ? x : batchNormalization();
  }

  /** Element-wise functions of several tensors: what broadcasting aligns goes together. */
  private Slots broadcast() {
    Optional<Slots> widest =
        node.inputs().stream()
            .map(this::aligned)
            .filter(Objects::nonNull)
            .max(Comparator.comparingInt(Slots::size));
    if (widest.isEmpty()
        || network.type(node.output()).isEmpty()
        || !node.inputs().stream().allMatch(name -> suits(name, widest.get()))) {
      return freezeAll();
    }
    node.inputs().forEach(name -> align(name, widest.get()));
    return widest.get();
  }

  private boolean suits(String operand, Slots out) {
    boolean filled = extent(node.output(), out.axis()) == out.size();
    boolean along = aligned(operand) != null && aligned(operand).axis() == out.axis();
    return filled
        && (along || network.isConstant(operand) || extent(operand, out.axis()) < out.size());
  }

  private void align(String operand, Slots out) {
    Slots slots = aligned(operand);
    boolean full = extent(operand, out.axis()) == out.size();
    if (slots != null && slots.axis() != out.axis()) {
      coupling.freeze(slots, "%s takes others for its channels".formatted(node));
    } else if (slots != null && full) {
      coupling.unite(out.slots(), slots.slots());
    } else if (slots != null) {
      coupling.freeze(slots, "%s spreads them over other channels".formatted(node));
    } else if (full && ownAxis(operand, out.axis()) >= 0) {
      coupling.tie(operand, ownAxis(operand, out.axis()), out.slots());
    }
  }

  /** An operand's slots, their axis counted in the output's dimensions; null where it has none. */
  private Slots aligned(String operand) {
    Slots slots = coupling.tensors().get(operand);
    return slots == null || network.type(node.output()).isEmpty()
        ? null
        : slots.alongAxis(slots.axis() - ownAxis(operand, 0));
  }

  /** The operand's axis that meets an axis of the output; negative where it has none. */
  private int ownAxis(String operand, int outputAxis) {
    return outputAxis - network.shape(node.output()).rank() + network.shape(operand).rank();
  }

  private int extent(String operand, int outputAxis) {
    int axis = ownAxis(operand, outputAxis);
    return axis < 0 ? 1 : Math.abs(network.shape(operand).dim(axis));
  }

  private Slots softmax(int declared) {
    Slots x = read(0);
    if (x != null && fromStart(declared, node.input(0)) == x.axis()) {
      coupling.freeze(x, "%s normalises over them".formatted(node));
    }
    return x;
  }

  /**
   * Flatten and Reshape: followed element by element, along the output axis that keeps most units
   * apart.
   */
  private Slots regroup() {
    Slots x = read(0);
    if (x == null) {
      return null;
    }
    Shape in = network.type(node.input(0)).map(TensorType::shape).orElse(Shape.of());
    Shape out = network.type(node.output()).map(TensorType::shape).orElse(Shape.of());
    if (!in.isOpen() || !out.isOpen() || out.rank() < 2) {
      return freezeAll();
    }
    node.inputs().stream().skip(1).forEach(shape -> coupling.rewritten(shape, 0));
    boolean single = Arrays.stream(x.slots()).distinct().count() == x.size();
    Regrouping regrouping = Regrouping.of(in.atBatch(1), x.axis(), single, out.atBatch(1));
    coupling.unite(x.slots(), x.pick(regrouping.mergedInto()).slots());
    return x.pick(regrouping.channelOf()).alongAxis(regrouping.axis());
  }

  private Slots concat(int declared) {
    List<Slots> parts = node.inputs().stream().map(coupling.tensors()::get).toList();
    Slots first = parts.getFirst();
    if (parts.stream().anyMatch(part -> part == null || part.axis() != first.axis())) {
      return freezeAll();
    }
    if (first.axis() != fromStart(declared, node.input(0))) {
      parts.forEach(part -> coupling.unite(first.slots(), part.slots()));
      return first;
    }
    return new Slots(
        first.axis(), parts.stream().flatMapToInt(p -> Arrays.stream(p.slots())).toArray());
  }

  private Slots gather(int declared) {
    Slots x = read(0);
    String table = node.input(0);
    if (x == null) {
      return declared == 0
              && network.isConstant(table)
              && network.constant(table).shape().rank() == 2
              && network.type(node.output()).isPresent()
          ? layer(network.shape(node.output()).rank() - 1, table, 1, "")
          : freezeAll();
    }
    int axis = fromStart(declared, node.input(0));
    boolean vector =
        network.constants().get(node.input(1)) instanceof Tensor.Longs indices
            && indices.shape().rank() == 1;
    if (axis == x.axis() && !vector) {
      return freezeAll();
    }
    if (axis == x.axis()) {
      coupling.rewritten(node.input(1), 0);
      return x.pick(positions(((Tensor.Longs) network.constant(node.input(1))).values(), x.size()));
    }
    int added = network.shape(node.output()).rank() - network.shape(node.input(0)).rank();
    return x.axis() > axis ? x.alongAxis(x.axis() + added) : x;
  }

  /** ONNX indices, of which negative ones count from the end, as positions. */
  static int[] positions(long[] indices, int size) {
    return Arrays.stream(indices).mapToInt(i -> (int) (i < 0 ? i + size : i)).toArray();
  }

  private Slots reduce(Operator.Reduce reduce) {
    if (!(network.constants().get(node.input(1)) instanceof Tensor.Longs(_, long[] values))) {
      return freezeAll();
    }
    List<Integer> axes = Arrays.stream(values).mapToObj(axis -> (int) axis).toList();
    Slots x = read(0);
    boolean statistic =
        x != null
            && reduce.keepDims()
            && isMoment(reduce.kind())
            && axes.stream().anyMatch(axis -> fromStart(axis, node.input(0)) == x.axis())
            && spreadsBack(node.output(), x);
    return statistic ? null : withoutAxes(axes, reduce.keepDims());
  }

  /** A largest or least value is that of a single channel, and another one where that is gone. */
  private static boolean isMoment(Operator.Reduce.Kind kind) {
    return kind == Operator.Reduce.Kind.SUM || kind == Operator.Reduce.Kind.MEAN;
  }

  private Slots withoutAxes(List<Integer> declared, boolean keepDims) {
    Slots x = read(0);
    if (x == null) {
      return null;
    }
    List<Integer> axes = declared.stream().map(axis -> fromStart(axis, node.input(0))).toList();
    if (axes.contains(x.axis())) {
      return freezeAll();
    }
    int before = (int) axes.stream().filter(axis -> axis < x.axis()).count();
    return keepDims ? x : x.alongAxis(x.axis() - before);
  }

  /**
   * Whether what was summed up over channels comes back to these channels alone, as in RMSNorm, or layer normalisation of images:
   * then it is a statistic of what is left.
   */
  private boolean spreadsBack(String statistic, Slots x) {
    List<Node> readers = network.consumers(statistic);
    return !readers.isEmpty()
        && network.outputs().stream().noneMatch(o -> o.name().equals(statistic))
        && readers.stream().allMatch(reader -> spreadsBack(statistic, reader, x));
  }

  private boolean spreadsBack(String statistic, Node reader, Slots x) {
    boolean elementwise =
        switch (reader.operator()) {
          case Operator.Unary _, Operator.Binary _, Operator.Clip _ -> true;
          default -> false;
        };
    int rank = network.shape(statistic).rank();
    Optional<Shape> made = network.type(reader.output()).map(TensorType::shape);
    if (!elementwise || made.isEmpty() || made.get().rank() != rank) {
      return false;
    }
    return made.get().dim(x.axis()) == 1
        ? spreadsBack(reader.output(), x)
        : reader.inputs().stream().anyMatch(input -> hasAll(input, x));
  }

  private boolean hasAll(String tensor, Slots x) {
    Slots slots = coupling.tensors().get(tensor);
    return slots != null && slots.axis() == x.axis() && Arrays.equals(slots.slots(), x.slots());
  }

  private Slots freezeAll() {
    node.inputs()
        .forEach(
            name -> coupling.freeze(coupling.tensors().get(name), "%s reads them".formatted(node)));
    return null;
  }

  private Slots read(int index) {
    return coupling.tensors().get(node.input(index));
  }

  private Slots readAlong(int index, int axis) {
    Slots slots = read(index);
    if (slots == null || slots.axis() == axis) {
      return slots;
    }
    coupling.freeze(
        slots,
        "%s takes another dimension for its channels, so it would read other places if one went"
            .formatted(node));
    return null;
  }

  /** Weights along {@code inputAxis} follow the slots that are read. */
  private void mix(Slots x, String weight, int inputAxis) {
    if (x != null) {
      coupling.tie(weight, inputAxis, x.slots());
      coupling.mixer(node, x);
    }
  }

  /** Fresh slots for the units that the weights make. */
  private Slots layer(int axis, String weight, int unitAxis, String bias) {
    int units = network.constant(weight).shape().dim(unitAxis);
    Slots out = coupling.fresh(node.name(), false, axis, units);
    coupling.tie(weight, unitAxis, out.slots());
    tieVector(bias, out);
    return out;
  }

  /** A constant whose last axis holds one number a channel, or one number for all. */
  private void tieVector(String name, Slots slots) {
    if (network.isConstant(name)) {
      Shape shape = network.constant(name).shape();
      if (shape.rank() > 0 && shape.dim(-1) == slots.size()) {
        coupling.tie(name, shape.rank() - 1, slots.slots());
      }
    } else if (!name.isEmpty()) {
      coupling.freeze(coupling.tensors().get(name), "%s reads them".formatted(node));
      coupling.freeze(slots, "%s takes a parameter that is no constant".formatted(node));
    }
  }

  private int fromStart(int axis, String tensor) {
    return axis < 0 ? axis + network.shape(tensor).rank() : axis;
  }
}
