package org.pith.network.onnx;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.pith.network.Node;
import org.pith.network.Operator;
import org.pith.network.Operator.Recurrent;
import org.pith.network.Shape;
import org.pith.network.Tensor;

/**
 * Reads ONNX nodes that become other nodes, or several: those that only regroup elements, and those of several outputs. Every
 * node of a network has one output that is read.
 *
 * @param type the ONNX operator
 * @param opset the version of the operator set of its domain
 * @param attributes its attributes
 * @param inputs names of what it reads
 * @param outputs names of what it makes, empty where nothing reads it
 * @param graph what is known of the tensors so far
 */
record Lowering(
    String type,
    int opset,
    Attributes attributes,
    List<String> inputs,
    List<String> outputs,
    OperatorReader.Graph graph) {

  /** Whether a node of the default domain is read here. */
  static boolean covers(String type) {
    return switch (type) {
      case "Squeeze", "Unsqueeze", "Slice", "Split", "LSTM", "GRU" -> true;
      default -> false;
    };
  }

  /** The nodes in an order of computation, each named as its output; empty if the table does not hold them. */
  Optional<List<Node>> nodes() {
    Optional<List<Node>> nodes =
        switch (type) {
          case "Squeeze" -> squeeze();
          case "Unsqueeze" -> unsqueeze();
          case "Slice" -> slice();
          case "Split" -> split();
          case "LSTM" -> recurrent(Recurrent.Kind.LSTM);
          default -> recurrent(Recurrent.Kind.GRU);
        };
    if (nodes.isEmpty() || !attributes.exhausted()) {
      return Optional.empty();
    }
    inputs.forEach(graph::absorb);
    return nodes;
  }

  private Optional<List<Node>> squeeze() {
    Optional<List<Integer>> axes = axes();
    return shape()
        .flatMap(
            x ->
                axes.map(a -> a.stream().map(axis -> counted(axis, x.rank())).toList())
                    .or(() -> without(x))
                    .flatMap(
                        gone ->
                            reshape(
                                IntStream.range(0, x.rank())
                                    .filter(i -> !gone.contains(i))
                                    .mapToObj(x::dim)
                                    .toList())));
  }

  /** The axes of length one, if no axes are given at all. */
  private Optional<List<Integer>> without(Shape x) {
    return input(1).isEmpty()
        ? Optional.of(IntStream.range(0, x.rank()).filter(i -> x.dim(i) == 1).boxed().toList())
        : Optional.empty();
  }

  private Optional<List<Node>> unsqueeze() {
    return shape()
        .flatMap(
            x ->
                axes()
                    .flatMap(
                        axes -> {
                          List<Integer> dims = new ArrayList<>(x.dims());
                          int rank = x.rank() + axes.size();
                          List<Integer> places =
                              axes.stream().map(axis -> counted(axis, rank)).sorted().toList();
                          if (places.stream().distinct().count() < places.size()) {
                            throw new IllegalArgumentException(
                                "an axis is there twice among %s. Maybe the file is damaged."
                                    .formatted(axes));
                          }
                          places.forEach(axis -> dims.add(axis, 1));
                          return reshape(dims);
                        }));
  }

  private Optional<List<Integer>> axes() {
    return attributes
        .longs("axes")
        .or(() -> graph.longs(input(1)))
        .map(l -> l.stream().map(Math::toIntExact).toList());
  }

  private Optional<List<Node>> reshape(List<Integer> dims) {
    return dims.contains(0)
        ? Optional.empty()
        : Optional.of(
            List.of(
                node(
                    new Operator.Reshape(),
                    outputs.getFirst(),
                    input(0),
                    target(graph, dims, shape().orElseThrow()))));
  }

  /** Adds the constant that asks for these dimensions; rows stay where they are or are inferred. */
  static String target(OperatorReader.Graph graph, List<Integer> dims, Shape x) {
    long[] target = new long[dims.size()];
    for (int i = 0; i < target.length; i++) {
      int dim = dims.get(i);
      target[i] = dim >= 0 ? dim : i == 0 && x.rank() > 0 && x.dim(0) == dim ? 0 : -1;
    }
    return graph.add("shape", Tensor.longs(target));
  }

  private Optional<List<Node>> slice() {
    Optional<List<Long>> starts = graph.longs(input(1));
    Optional<List<Long>> ends = graph.longs(input(2));
    if (shape().isEmpty() || starts.isEmpty() || ends.isEmpty()) {
      return Optional.empty();
    }
    int count = starts.get().size();
    Optional<List<Long>> axes =
        input(3).isEmpty()
            ? Optional.of(IntStream.range(0, count).mapToObj(i -> (long) i).toList())
            : graph.longs(input(3));
    Optional<List<Long>> steps =
        input(4).isEmpty()
            ? Optional.of(IntStream.range(0, count).mapToObj(_ -> 1L).toList())
            : graph.longs(input(4));
    return axes.flatMap(
        a ->
            steps.flatMap(
                s -> {
                  requireAsMany(count, ends.get().size(), "ends");
                  requireAsMany(count, a.size(), "axes");
                  requireAsMany(count, s.size(), "steps");
                  return slices(starts.get(), ends.get(), a, s);
                }));
  }

  private static void requireAsMany(int starts, int given, String what) {
    if (given != starts) {
      throw new IllegalArgumentException(
          "it has %d starts but %d %s. Maybe the file is damaged.".formatted(starts, given, what));
    }
  }

  private Optional<List<Node>> slices(
      List<Long> starts, List<Long> ends, List<Long> axes, List<Long> steps) {
    Shape x = shape().orElseThrow();
    List<Node> nodes = new ArrayList<>();
    String from = input(0);
    for (int i = 0; i < starts.size(); i++) {
      int axis = counted(Math.toIntExact(axes.get(i)), x.rank());
      int dim = x.dim(axis);
      boolean whole =
          starts.get(i) == 0
              && ends.get(i) >= Math.max(dim, Integer.MAX_VALUE)
              && steps.get(i) == 1;
      if (dim < 0 && !whole) {
        return Optional.empty();
      }
      if (dim >= 0) {
        Range range = Range.of(starts.get(i), ends.get(i), steps.get(i), dim);
        if (range.count() < dim || range.step() != 1) {
          Node part = part(range, axis, graph.fresh("slice"), from);
          nodes.add(part);
          from = part.output();
        }
      }
    }
    if (nodes.isEmpty()) {
      Operator identity = new Operator.Unary(Operator.Unary.Function.IDENTITY);
      return Optional.of(List.of(node(identity, outputs.getFirst(), from)));
    }
    Node last = nodes.removeLast();
    nodes.add(new Node(outputs.getFirst(), last.operator(), last.inputs(), outputs));
    return Optional.of(nodes);
  }

  private Node part(Range range, int axis, String name, String from) {
    if (range.isContiguous()) {
      int end = range.start() + range.count();
      return node(new Operator.Slice(axis, range.start(), end), name, from);
    }
    long[] positions =
        IntStream.range(0, range.count())
            .mapToLong(i -> range.start() + (long) i * range.step())
            .toArray();
    return node(
        new Operator.Gather(axis), name, from, graph.add("positions", Tensor.longs(positions)));
  }

  private Optional<List<Node>> split() {
    attributes.ignore("num_outputs");
    int declared = attributes.integer("axis", 0);
    Optional<List<Long>> asked = attributes.longs("split").or(() -> graph.longs(input(1)));
    if (shape().isEmpty() || (asked.isEmpty() && !input(1).isEmpty())) {
      return Optional.empty();
    }
    Shape x = shape().get();
    int axis = counted(declared, x.rank());
    int dim = x.dim(axis);
    int each = Math.max(0, Math.ceilDiv(dim, outputs.size()));
    List<Node> nodes = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < outputs.size(); i++) {
      int share = Math.clamp((long) dim - start, 0, each);
      int size =
          asked.isPresent() && i < asked.get().size() ? Math.toIntExact(asked.get().get(i)) : share;
      int end = start + size;
      if (dim < 0 || end < start || end > dim) {
        return Optional.empty();
      }
      if (!outputs.get(i).isEmpty()) {
        nodes.add(node(new Operator.Slice(axis, start, end), outputs.get(i), input(0)));
      }
      start = end;
    }
    return nodes.isEmpty() ? Optional.empty() : Optional.of(nodes);
  }

  private Optional<List<Node>> recurrent(Recurrent.Kind kind) {
    OptionalInt hidden = hidden();
    boolean resetsProduct =
        kind == Recurrent.Kind.GRU && attributes.flag("linear_before_reset", false);
    Recurrent.Direction direction =
        switch (attributes.text("direction", "forward")) {
          case "forward" -> Recurrent.Direction.FORWARD;
          case "reverse" -> Recurrent.Direction.REVERSE;
          default -> Recurrent.Direction.BIDIRECTIONAL;
        };
    boolean plain =
        customary(kind)
            && attributes.integer("layout", 0) == 0
            && attributes.integer("input_forget", 0) == 0
            && input(4).isEmpty()
            && (input(5).isEmpty() || graph.isZero(input(5)))
            && (input(6).isEmpty() || graph.isZero(input(6)))
            && input(7).isEmpty()
            && (outputs.size() < 3 || outputs.get(2).isEmpty());
    if (!plain || hidden.isEmpty() || shape().isEmpty() || shape().get().rank() != 3) {
      return Optional.empty();
    }
    Recurrent layer = new Recurrent(kind, hidden.getAsInt(), direction, resetsProduct);
    String y = outputs.getFirst().isEmpty() ? graph.fresh("steps") : outputs.getFirst();
    List<String> reads = new ArrayList<>(inputs.subList(0, Math.min(4, inputs.size())));
    List<Node> nodes = new ArrayList<>();
    nodes.add(new Node(y, layer, reads, List.of(y)));
    if (outputs.size() > 1 && !outputs.get(1).isEmpty()) {
      lastStates(layer, y, shape().get().dim(0), nodes);
    }
    return Optional.of(nodes);
  }

  private OptionalInt hidden() {
    int declared = attributes.integer("hidden_size", 0);
    return declared > 0
        ? OptionalInt.of(declared)
        : graph.shape(input(2)).filter(r -> r.rank() == 3).stream()
            .mapToInt(r -> r.dim(2))
            .findFirst();
  }

  private boolean customary(Recurrent.Kind kind) {
    List<String> usual =
        kind == Recurrent.Kind.LSTM
            ? List.of("Sigmoid", "Tanh", "Tanh")
            : List.of("Sigmoid", "Tanh");
    return attributes
        .texts("activations")
        .filter(
            given ->
                !given.equals(usual)
                    && !given.equals(
                        Collections.nCopies(2, usual).stream().flatMap(List::stream).toList()))
        .isEmpty();
  }

  /** [D,N,H]: the last step of Y [T,D,N,H] in the order of each direction. */
  private void lastStates(Recurrent layer, String y, int steps, List<Node> nodes) {
    String made = outputs.get(1);
    int last = steps < 0 ? -1 : steps - 1; // ONNX counts -1 from the end, for a T left open.
    switch (layer.direction()) {
      case FORWARD -> step(last, made, y, nodes);
      case REVERSE -> step(0, made, y, nodes);
      case BIDIRECTIONAL -> {
        String ahead = direction(0, step(last, graph.fresh("last"), y, nodes), nodes);
        String back = direction(1, step(0, graph.fresh("first"), y, nodes), nodes);
        nodes.add(node(new Operator.Concat(0), made, ahead, back));
      }
    }
  }

  private String step(int step, String name, String y, List<Node> nodes) {
    String index = graph.add("step", new Tensor.Longs(Shape.of(), new long[] {step}));
    nodes.add(node(new Operator.Gather(0), name, y, index));
    return name;
  }

  private String direction(int direction, String from, List<Node> nodes) {
    String name = graph.fresh("direction");
    nodes.add(node(new Operator.Slice(0, direction, direction + 1), name, from));
    return name;
  }

  private static Node node(Operator operator, String name, String... reads) {
    return new Node(name, operator, List.of(reads), List.of(name));
  }

  private Optional<Shape> shape() {
    return graph.shape(input(0));
  }

  private String input(int index) {
    return index < inputs.size() ? inputs.get(index) : "";
  }

  private static int counted(int axis, int rank) {
    if (axis < -rank || axis >= rank) {
      throw new IllegalArgumentException(
          "axis %d is not among the %d dimensions.".formatted(axis, rank));
    }
    return axis < 0 ? axis + rank : axis;
  }
}
