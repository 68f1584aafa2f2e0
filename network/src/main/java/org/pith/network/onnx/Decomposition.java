package org.pith.network.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.pith.network.Node;
import org.pith.network.Operator;
import org.pith.network.Operator.Binary;
import org.pith.network.Operator.Reduce;
import org.pith.network.Operator.Unary;
import org.pith.network.Shape;
import org.pith.network.Tensor;

/**
 * Reads ONNX nodes that the table does not hold as several that it holds and that compute the same. So each rule of shapes, costs,
 * training and coupling holds for them as it is.
 *
 * @param name the node's name, which the one of the parts keeps that has the weights
 * @param type the ONNX operator, of the default domain
 * @param opset the version of its operator set
 * @param attributes its attributes
 * @param inputs names of what it reads
 * @param output name of what it makes
 * @param graph what is known of the tensors so far
 */
record Decomposition(
    String name,
    String type,
    int opset,
    Attributes attributes,
    List<String> inputs,
    String output,
    OperatorReader.Graph graph) {

  /** More places, or more channels of one value, are left for run time. */
  private static final int MOST = 1 << 16;

  /** The nodes in an order of computation, each named as its output; empty where the node is read in another way or not at all. */
  Optional<List<Node>> nodes() {
    Optional<List<Node>> nodes =
        switch (type) {
          case "PRelu" -> prelu();
          case "Elu" -> elu(attributes.number("alpha", 1), 1, 1);
          case "Celu" -> celu(attributes.number("alpha", 1));
          case "Selu" ->
              elu(
                  attributes.number("alpha", 1.67326319217681884765625f),
                  attributes.number("gamma", 1.05070102214813232421875f),
                  1);
          case "LogSoftmax" -> logSoftmax();
          case "ReduceL2" -> euclidean();
          case "GlobalMaxPool" -> rank() > 2 ? overPlaces(Reduce.Kind.MAX) : Optional.empty();
          case "GlobalAveragePool" -> rank() == 3 ? overPlaces(Reduce.Kind.MEAN) : Optional.empty();
          case "DepthToSpace" -> depthToSpace();
          case "SpaceToDepth" -> spaceToDepth();
          case "Expand" -> repeat();
          case "Einsum" ->
              Einsum.of(attributes.text("equation", ""), shape(), graph.shape(input(1)))
                  .flatMap(this::product);
          case "ConstantOfShape" -> filled();
          case "Conv", "ConvTranspose", "MaxPool", "AveragePool" ->
              rank() == 3 ? alongLine() : Optional.empty();
          default -> Optional.empty();
        };
    if (nodes.isEmpty() || !attributes.exhausted()) {
      return Optional.empty();
    }
    inputs.forEach(graph::absorb);
    return nodes;
  }

  /** {@code relu(x) + slope * min(x, 0)}. */
  private Optional<List<Node>> prelu() {
    Chain chain = new Chain();
    String above = chain.add(Unary.Function.RELU, input(0));
    String below = chain.add(Binary.Function.MIN, input(0), number("zero", 0));
    String scaled = chain.add(Binary.Function.MUL, below, input(1));
    return chain.end(new Binary(Binary.Function.ADD), above, scaled);
  }

  /** {@code gamma * (relu(x) + alpha * (exp(min(x, 0) * rate) - 1))}. */
  private Optional<List<Node>> elu(float alpha, float gamma, float rate) {
    Chain chain = new Chain();
    String above = chain.add(Unary.Function.RELU, input(0));
    String below = chain.add(Binary.Function.MIN, input(0), number("zero", 0));
    String power = rate == 1 ? below : chain.add(Binary.Function.MUL, below, number("rate", rate));
    String grown = chain.add(Unary.Function.EXP, power);
    String less = chain.add(Binary.Function.SUB, grown, number("one", 1));
    String scaled = chain.add(Binary.Function.MUL, less, number("alpha", alpha * gamma));
    String kept =
        gamma == 1 ? above : chain.add(Binary.Function.MUL, above, number("gamma", gamma));
    return chain.end(new Binary(Binary.Function.ADD), kept, scaled);
  }

  private Optional<List<Node>> celu(float alpha) {
    return elu(alpha, 1, 1 / alpha);
  }

  /** With the largest score taken off first, so that no exponential overflows. Before version 13 as Softmax, over a last axis. */
  private Optional<List<Node>> logSoftmax() {
    int axis = attributes.integer("axis", opset < 13 ? 1 : -1);
    if (opset < 13 && axis != -1 && axis != rank() - 1) {
      return Optional.empty();
    }
    String axes = graph.add("axes", Tensor.longs(axis));
    Chain chain = new Chain();
    String largest = chain.add(new Reduce(Reduce.Kind.MAX, true), "largest", input(0), axes);
    String shifted = chain.add(Binary.Function.SUB, input(0), largest);
    String powers = chain.add(Unary.Function.EXP, shifted);
    String sum = chain.add(new Reduce(Reduce.Kind.SUM, true), "sum", powers, axes);
    String log = chain.add(Unary.Function.LOG, sum);
    return chain.end(new Binary(Binary.Function.SUB), shifted, log);
  }

  private Optional<List<Node>> euclidean() {
    boolean keepDims = attributes.flag("keepdims", true);
    Optional<List<Long>> given = attributes.longs("axes").or(() -> graph.longs(input(1)));
    if (given.isEmpty() || attributes.flag("noop_with_empty_axes", false)) {
      return Optional.empty();
    }
    Chain chain = new Chain();
    String squares = chain.add(Binary.Function.MUL, input(0), input(0));
    String sum =
        chain.add(
            new Reduce(Reduce.Kind.SUM, keepDims), "sum", squares, vector("axes", given.get()));
    return chain.end(new Unary(Unary.Function.SQRT), sum);
  }

  /** Over all places of a channel. */
  private Optional<List<Node>> overPlaces(Reduce.Kind kind) {
    long[] axes = IntStream.range(2, rank()).asLongStream().toArray();
    String over = graph.add("axes", Tensor.longs(axes));
    return new Chain().end(new Reduce(kind, true), input(0), over);
  }

  /** Parts of a channel become places. */
  private Optional<List<Node>> depthToSpace() {
    int b = attributes.integer("blocksize", 1);
    boolean channelsFirst = attributes.text("mode", "DCR").equals("CRD");
    Shape x = picture().filter(s -> b > 0 && s.dim(1) % (b * b) == 0).orElse(null);
    if (x == null) {
      return Optional.empty();
    }
    int n = x.dim(0);
    int c = x.dim(1) / (b * b);
    return rearranged(
        channelsFirst
            ? List.of(n, c, b, b, x.dim(2), x.dim(3))
            : List.of(n, b, b, c, x.dim(2), x.dim(3)),
        channelsFirst ? List.of(0, 1, 4, 2, 5, 3) : List.of(0, 3, 4, 1, 5, 2),
        List.of(n, c, x.dim(2) * b, x.dim(3) * b));
  }

  private Optional<List<Node>> spaceToDepth() {
    int b = attributes.integer("blocksize", 1);
    Shape x = picture().filter(s -> b > 0 && s.dim(2) % b == 0 && s.dim(3) % b == 0).orElse(null);
    if (x == null) {
      return Optional.empty();
    }
    int n = x.dim(0);
    int c = x.dim(1);
    return rearranged(
        List.of(n, c, x.dim(2) / b, b, x.dim(3) / b, b),
        List.of(0, 3, 5, 1, 2, 4),
        List.of(n, c * b * b, x.dim(2) / b, x.dim(3) / b));
  }

  /** [N,C,H,W] with nothing open but N. */
  private Optional<Shape> picture() {
    return shape()
        .filter(s -> s.rank() == 4 && s.dims().subList(1, 4).stream().allMatch(d -> d > 0));
  }

  private Optional<List<Node>> rearranged(
      List<Integer> apart, List<Integer> order, List<Integer> together) {
    Chain chain = new Chain();
    String parts = chain.reshape("parts", input(0), apart, shape().orElseThrow());
    String ordered = chain.add(new Operator.Transpose(order), "ordered", parts);
    Shape turned = new Shape(order.stream().map(apart::get).toList());
    return chain.end(new Operator.Reshape(), ordered, Lowering.target(graph, together, turned));
  }

  /** One value for several places: the place is picked several times. */
  private Optional<List<Node>> repeat() {
    Optional<Shape> x = shape();
    Optional<Known> target = graph.known(input(1));
    if (x.isEmpty() || target.isEmpty() || !canRepeat(x.get(), target.get())) {
      return Optional.empty();
    }
    Chain chain = new Chain();
    String from = input(0);
    int ahead = x.get().rank() - target.get().size();
    for (int i = 0; i < target.get().size(); i++) {
      int times = (int) target.get().fixed()[i];
      if (x.get().dim(ahead + i) == 1 && times > 1) {
        String places = graph.add("places", Tensor.longs(new long[times]));
        from = chain.add(new Operator.Gather(ahead + i), "repeated", from, places);
      }
    }
    return chain.end(new Unary(Unary.Function.IDENTITY), from);
  }

  /** Whether no dimension is added, and none changes by the number of rows. */
  private static boolean canRepeat(Shape x, Known target) {
    int ahead = x.rank() - target.size();
    return ahead >= 0
        && IntStream.range(0, target.size())
            .allMatch(
                i -> {
                  int dim = x.dim(ahead + i);
                  double rows = target.rows()[i];
                  double asked = target.fixed()[i];
                  return rows != 0
                      ? asked == 0 && -rows == dim
                      : asked == 1 || asked == dim || (dim == 1 && asked > 0 && asked <= MOST);
                });
  }

  /** Both factors are turned so that a product of matrices sums over what they share. */
  private Optional<List<Node>> product(Einsum einsum) {
    Chain chain = new Chain();
    String a = chain.add(new Operator.Transpose(einsum.first()), "first", input(0));
    String b = chain.add(new Operator.Transpose(einsum.second()), "second", input(1));
    String product = chain.main(new Operator.MatMul(), "product", List.of(a, b));
    return chain.end(new Operator.Transpose(einsum.result()), product);
  }

  /** What slides along a line slides over an image of one row. */
  private Optional<List<Node>> alongLine() {
    return Line.of(type, attributes, graph.shape(input(1)))
        .filter(line -> weight().isPresent() || !line.isLayer())
        .flatMap(this::slid);
  }

  private Optional<List<Node>> slid(Line line) {
    Shape x = shape().orElseThrow();
    Shape made = line.made(x, weight().map(Tensor::shape));
    Chain chain = new Chain();
    List<String> reads = new ArrayList<>(inputs);
    reads.set(0, chain.reshape("row", input(0), Line.image(x).dims(), x));
    weight().ifPresent(w -> reads.set(1, graph.add("weight", Line.image(w))));
    String slid = chain.main(line.operator(), "slid", reads);
    return chain.end(
        new Operator.Reshape(), slid, Lowering.target(graph, made.dims(), Line.image(made)));
  }

  private Optional<Tensor.Floats> weight() {
    return graph
        .constant(input(1))
        .filter(t -> t instanceof Tensor.Floats && t.shape().rank() == 3)
        .map(Tensor.Floats.class::cast);
  }

  /** A tensor of one value, whose last dimension is that of channels, for each row. */
  private Optional<List<Node>> filled() {
    Optional<Known> target = graph.known(input(0));
    Optional<Tensor.Floats> value =
        attributes.has("value")
            ? attributes
                .tensor("value")
                .filter(Tensor.Floats.class::isInstance)
                .map(Tensor.Floats.class::cast)
            : Optional.of(Tensor.vector(0));
    if (target.isEmpty() || value.isEmpty() || graph.rows().isEmpty()) {
      return Optional.empty();
    }
    List<Integer> dims = new ArrayList<>();
    for (int i = 0; i < target.get().size(); i++) {
      boolean rows = target.get().rows()[i] == 1 && target.get().fixed()[i] == 0;
      dims.add(rows ? Shape.BATCH : (int) target.get().fixed()[i]);
    }
    boolean counted = Arrays.stream(target.get().rows()).sum() == 1;
    if (!counted || dims.stream().filter(d -> d < 1).count() != 1 || dims.getLast() > MOST) {
      return Optional.empty();
    }
    float[] values = new float[Math.max(1, dims.getLast())];
    Arrays.fill(values, value.get().values()[0]);
    String filling = graph.add("filling", Tensor.vector(values));
    return new Chain().end(new Operator.Expand(dims), filling, graph.rows().get());
  }

  /** Nodes one after the other, the last of which makes the output. */
  private final class Chain {
    private final List<Node> nodes = new ArrayList<>();

    String add(Unary.Function function, String read) {
      return add(new Unary(function), function.name().toLowerCase(Locale.ROOT), read);
    }

    String add(Binary.Function function, String a, String b) {
      return add(new Binary(function), function.name().toLowerCase(Locale.ROOT), a, b);
    }

    String add(Operator operator, String name, String... reads) {
      String made = graph.fresh(name);
      nodes.add(node(operator, made, reads));
      return made;
    }

    /** The node that goes by the name of the one that is read. */
    String main(Operator operator, String made, List<String> reads) {
      String free = graph.fresh(made);
      nodes.add(new Node(name, operator, reads, List.of(free)));
      return free;
    }

    String reshape(String name, String read, List<Integer> dims, Shape x) {
      return add(new Operator.Reshape(), name, read, Lowering.target(graph, dims, x));
    }

    Optional<List<Node>> end(Operator operator, String... reads) {
      nodes.add(node(operator, output, reads));
      return Optional.of(nodes);
    }

    private static Node node(Operator operator, String made, String... reads) {
      return new Node(made, operator, List.of(reads), List.of(made));
    }
  }

  private String number(String name, float value) {
    return graph.add(name, Tensor.scalar(value));
  }

  private String vector(String name, List<Long> values) {
    return graph.add(name, Tensor.longs(values.stream().mapToLong(Long::longValue).toArray()));
  }

  private String input(int index) {
    return index < inputs.size() ? inputs.get(index) : "";
  }

  private Optional<Shape> shape() {
    return graph.shape(input(0));
  }

  private int rank() {
    return shape().map(Shape::rank).orElse(0);
  }
}
