package org.pith.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The shape rules of the operators, applied to one node.
 *
 * @param node the node
 * @param inputs types of its inputs; null where an optional input is left out
 * @param constants values of its inputs; null where an input is not a constant
 */
record ShapeRules(Node node, List<TensorType> inputs, List<Tensor> constants) {

  /** Fails unless the node has as many inputs as its operator takes. */
  void checkInputCount() {
    OperatorTable.Row row = OperatorTable.row(node.operator());
    boolean leftOut = IntStream.range(0, required(row)).anyMatch(i -> !node.hasInput(i));
    if (leftOut || node.inputs().size() > row.mostInputs()) {
      throw failure("takes %s inputs, not %s", row.inputs(), node.inputs());
    }
  }

  /** How many inputs, from the first on, must have a name; of an operator that joins any number of them, all. */
  private int required(OperatorTable.Row row) {
    boolean joinsAny =
        row.mostInputs() == OperatorTable.ANY && !(node.operator() instanceof Operator.Unknown);
    return joinsAny ? Math.max(row.leastInputs(), node.inputs().size()) : row.leastInputs();
  }

  /** Type of the first output; empty if it cannot be told before the network runs. */
  Optional<TensorType> output() {
    return switch (node.operator()) {
      case Operator.Gemm gemm -> floats(gemm(gemm));
      case Operator.MatMul _ -> floats(matMul());
      case Operator.Unary(var function) -> unary(function);
      case Operator.LeakyRelu _ -> floats(shape(0));
      case Operator.Clip _ -> same();
      case Operator.Binary(var function) -> binary(function);
      case Operator.Where _ -> where();
      case Operator.Softmax(int axis) -> floats(axisChecked(axis));
      case Operator.Conv conv -> floats(conv(conv));
      case Operator.BatchNormalization _ -> floats(batchNormalization());
      case Operator.Pool pool -> floats(pool(pool));
      case Operator.GlobalAveragePool _ -> floats(image().with(2, 1).with(3, 1));
      case Operator.Flatten(int axis) -> typed(Optional.of(flatten(axis)));
      case Operator.Reshape _ -> typed(reshape());
      case Operator.Concat(int axis) -> typed(concat(axis));
      case Operator.Gather(int axis) -> typed(gather(axis));
      case Operator.Reduce(_, boolean keepDims) -> typed(reduce(keepDims));
      case Operator.ArgMax(int axis, boolean keepDims) ->
          known(ElementType.INT64, reduced(Set.of(axis(shape(0), axis)), keepDims));
      case Operator.Dropout _ -> same();
      case Operator.Cast(ElementType to) -> known(to, shape(0));
      case Operator.StringToIndex _ -> mapped(ElementType.STRING, ElementType.INT64);
      case Operator.IndexToString _ -> mapped(ElementType.INT64, ElementType.STRING);
      case Operator.OneHot(var categories) -> oneHot(categories.size());
      case Operator.HardSigmoid _ -> floats(shape(0));
      case Operator.Transpose(var order) -> typed(Optional.of(transpose(order)));
      case Operator.Slice slice -> typed(Optional.of(slice(slice)));
      case Operator.Pad(_, var pads, _) -> typed(Optional.of(pad(pads)));
      case Operator.Expand(var dims) -> typed(Optional.of(expand(new Shape(dims))));
      case Operator.LayerNormalization(int axis, _) -> floats(layerNormalization(axis));
      case Operator.InstanceNormalization _ -> floats(instanceNormalization());
      case Operator.ConvTranspose conv -> floats(convTranspose(conv));
      case Operator.Resize(_, int height, int width) ->
          floats(image().with(2, height).with(3, width));
      case Operator.Recurrent recurrent -> floats(recurrent(recurrent));
      case Operator.Unknown _ -> Optional.empty();
    };
  }

  private Shape gemm(Operator.Gemm gemm) {
    Shape a = ranked(0, 2);
    Shape b = ranked(1, 2);
    int rows = a.dim(gemm.transA() ? 1 : 0);
    int inner = a.dim(gemm.transA() ? 0 : 1);
    int units = b.dim(gemm.transB() ? 0 : 1);
    if (inner != b.dim(gemm.transB() ? 1 : 0)) {
      throw failure("cannot multiply %s by %s%s", a, b, gemm.transB() ? " transposed" : "");
    }
    Shape product = Shape.of(rows, units);
    if (node.hasInput(2) && !broadcast(List.of(product, shape(2))).equals(product)) {
      throw failure("cannot add %s to the product %s", shape(2), product);
    }
    return product;
  }

  private Shape matMul() {
    Shape a = shape(0);
    Shape b = shape(1);
    if (a.rank() == 0 || b.rank() == 0) {
      throw failure("cannot multiply the scalar among %s and %s", a, b);
    }
    int inner = a.dim(-1);
    if (inner != b.dim(b.rank() == 1 ? 0 : -2)) {
      throw failure("cannot multiply %s by %s", a, b);
    }
    List<Integer> dims = new ArrayList<>(broadcast(List.of(leading(a), leading(b))).dims());
    if (a.rank() > 1) {
      dims.add(a.dim(-2));
    }
    if (b.rank() > 1) {
      dims.add(b.dim(-1));
    }
    return new Shape(dims);
  }

  private static Shape leading(Shape shape) {
    return new Shape(shape.dims().subList(0, Math.max(0, shape.rank() - 2)));
  }

  private Optional<TensorType> unary(Operator.Unary.Function function) {
    return switch (function) {
      case IDENTITY -> same();
      case NEG, ABS, RELU -> requireNumeric(0).same();
      case TANH, SIGMOID, GELU, EXP, LOG, SQRT, ERF, RECIPROCAL, SOFTPLUS, HARD_SWISH ->
          floats(shape(0));
      case NOT -> mapped(ElementType.BOOL, ElementType.BOOL);
      case IS_NAN ->
          requireType(0, ElementType.FLOAT, ElementType.DOUBLE).known(ElementType.BOOL, shape(0));
    };
  }

  private Optional<TensorType> binary(Operator.Binary.Function function) {
    Shape shape = broadcast(List.of(shape(0), shape(1)));
    if (function != Operator.Binary.Function.POW) {
      requireEqualTypes(0, 1);
    }
    return switch (function) {
      case ADD, SUB, MUL, DIV, POW, MIN, MAX -> requireNumeric(0).known(type(0), shape);
      case EQUAL, LESS, GREATER -> known(ElementType.BOOL, shape);
    };
  }

  private Optional<TensorType> where() {
    requireType(0, ElementType.BOOL).requireEqualTypes(1, 2);
    return known(type(1), broadcast(List.of(shape(0), shape(1), shape(2))));
  }

  private Shape conv(Operator.Conv conv) {
    Shape x = image();
    Shape w = ranked(1, 4);
    int groups = conv.groups();
    if (x.dim(1) != (long) w.dim(1) * groups || w.dim(0) % groups != 0) {
      throw failure("cannot apply weight %s in %d groups to %s", w, groups, x);
    }
    if (!conv.kernel().equals(w.dims().subList(2, 4))) {
      throw failure("declares the kernel %s but has weight %s", conv.kernel(), w);
    }
    if (node.hasInput(2)) {
      requireShape(2, Shape.of(w.dim(0)));
    }
    int[] size = new int[2];
    for (int i = 0; i < 2; i++) {
      long reach = (long) conv.dilations().get(i) * (conv.kernel().get(i) - 1) + 1;
      long slack = padded(x, i, conv.pads()) - reach;
      size[i] = positive(slack, slack / conv.strides().get(i) + 1, conv.kernel(), x);
    }
    return Shape.of(x.dim(0), w.dim(0), size[0], size[1]);
  }

  private Shape pool(Operator.Pool pool) {
    Shape x = image();
    int[] size = new int[2];
    for (int i = 0; i < 2; i++) {
      int stride = pool.strides().get(i);
      long slack = padded(x, i, pool.pads()) - pool.kernel().get(i);
      long windows = (pool.ceilMode() ? Math.ceilDiv(slack, stride) : slack / stride) + 1;
      // A last window that would start in the padding after the image is left out.
      long end = (long) x.dim(i + 2) + pool.pads().get(i);
      boolean outside = pool.ceilMode() && (windows - 1) * stride >= end;
      size[i] = positive(slack, outside ? windows - 1 : windows, pool.kernel(), x);
    }
    return Shape.of(x.dim(0), x.dim(1), size[0], size[1]);
  }

  private static long padded(Shape x, int axis, List<Integer> pads) {
    return (long) x.dim(axis + 2) + pads.get(axis) + pads.get(axis + 2);
  }

  private int positive(long slack, long size, List<Integer> kernel, Shape x) {
    if (slack < 0 || size < 1) {
      throw failure("has a window %s that is larger than its padded input %s", kernel, x);
    }
    return Math.toIntExact(size);
  }

  private Shape batchNormalization() {
    Shape x = shape(0);
    if (x.rank() < 2) {
      throw failure("needs channels at axis 1, but its input is %s", x);
    }
    IntStream.range(1, 5).forEach(i -> requireShape(i, Shape.of(x.dim(1))));
    return x;
  }

  private Shape flatten(int axis) {
    Shape x = shape(0);
    int at = axis == x.rank() ? axis : axis(x, axis);
    return Shape.of(product(x.dims().subList(0, at)), product(x.dims().subList(at, x.rank())));
  }

  private Optional<Shape> reshape() {
    if (!(constants.get(1) instanceof Tensor.Longs(Shape targetShape, long[] target))) {
      return Optional.empty();
    }
    Shape x = shape(0);
    if (targetShape.rank() != 1) {
      throw failure("needs a vector for its new shape, not %s", targetShape);
    }
    int[] dims = new int[target.length];
    for (int i = 0; i < dims.length; i++) {
      if (target[i] < -1 || target[i] > Integer.MAX_VALUE || (target[i] == 0 && i >= x.rank())) {
        throw failure("cannot reshape %s to %s", x, Arrays.toString(target));
      }
      dims[i] = target[i] == 0 ? x.dim(i) : (int) target[i];
    }
    return resolve(x, dims, target);
  }

  private Optional<Shape> resolve(Shape x, int[] dims, long[] target) {
    int inferred = -1;
    boolean keepsBatch = false;
    long rest = 1;
    for (int i = 0; i < dims.length; i++) {
      if (target[i] == -1) {
        if (inferred >= 0) {
          throw failure("cannot infer two dimensions of %s", Arrays.toString(target));
        }
        inferred = i;
      } else {
        keepsBatch |= dims[i] < 0;
        rest = Math.multiplyExact(rest, Math.abs((long) dims[i]));
      }
    }
    boolean takesBatch = x.isOpen() && !keepsBatch;
    boolean fits =
        inferred >= 0
            ? rest != 0 && (takesBatch || x.elements() % rest == 0)
            : !takesBatch && x.elements() == rest;
    if (!fits) {
      throw failure("cannot reshape %s to %s", x, Arrays.toString(target));
    }
    if (takesBatch && (x.elements() == 0 || x.elements() % rest != 0)) {
      return Optional.empty();
    }
    if (inferred >= 0) {
      int size = Math.toIntExact(x.elements() / rest);
      dims[inferred] = takesBatch ? -size : size;
    }
    return Optional.of(Shape.of(dims));
  }

  private Optional<Shape> concat(int axis) {
    Shape first = shape(0);
    int at = axis(first, axis);
    int joined = 0;
    for (int i = 0; i < inputs.size(); i++) {
      requireEqualTypes(0, i);
      Shape next = shape(i);
      if (next.rank() != first.rank() || !next.with(at, 1).equals(first.with(at, 1))) {
        throw failure("cannot join %s and %s along axis %d", first, next, axis);
      }
      if (next.dim(at) < 0) {
        return inputs.size() == 1 ? Optional.of(first) : Optional.empty();
      }
      joined = Math.addExact(joined, next.dim(at));
    }
    return Optional.of(first.with(at, joined));
  }

  private Optional<Shape> gather(int axis) {
    requireType(1, ElementType.INT32, ElementType.INT64);
    Shape x = shape(0);
    int at = axis(x, axis);
    List<Integer> dims = new ArrayList<>(x.dims().subList(0, at));
    dims.addAll(shape(1).dims());
    dims.addAll(x.dims().subList(at + 1, x.rank()));
    if (constants.get(1) instanceof Tensor.Longs(_, long[] indices) && x.dim(at) >= 0) {
      for (long index : indices) {
        if (index < -x.dim(at) || index >= x.dim(at)) {
          throw failure("picks index %d of axis %d of %s", index, axis, x);
        }
      }
    }
    return dims.stream().filter(d -> d < 0).count() > 1
        ? Optional.empty()
        : Optional.of(new Shape(dims));
  }

  private Optional<Shape> reduce(boolean keepDims) {
    Shape x = requireNumeric(0).shape(0);
    Set<Integer> axes = new LinkedHashSet<>();
    if (!node.hasInput(1)) {
      IntStream.range(0, x.rank()).forEach(axes::add);
    } else if (constants.get(1) instanceof Tensor.Longs(_, long[] values)) {
      Arrays.stream(values).forEach(v -> axes.add(axis(x, Math.toIntExact(v))));
    } else {
      return Optional.empty();
    }
    return Optional.of(reduced(axes, keepDims));
  }

  private Shape reduced(Set<Integer> axes, boolean keepDims) {
    Shape x = shape(0);
    return new Shape(
        IntStream.range(0, x.rank())
            .filter(i -> keepDims || !axes.contains(i))
            .mapToObj(i -> axes.contains(i) ? 1 : x.dim(i))
            .toList());
  }

  private Optional<TensorType> oneHot(int categories) {
    requireType(0, ElementType.STRING);
    List<Integer> dims = new ArrayList<>(shape(0).dims());
    dims.add(categories);
    return known(ElementType.FLOAT, new Shape(dims));
  }

  private Shape transpose(List<Integer> order) {
    Shape x = ranked(0, order.size());
    return new Shape(order.stream().map(x::dim).toList());
  }

  private Shape slice(Operator.Slice slice) {
    Shape x = shape(0);
    int at = axis(x, slice.axis());
    if (x.dim(at) < slice.end()) {
      throw failure("takes %d to %d of axis %d of %s", slice.start(), slice.end(), at, x);
    }
    return x.with(at, slice.end() - slice.start());
  }

  private Shape pad(List<Integer> pads) {
    Shape x = ranked(0, pads.size() / 2);
    List<Integer> dims = new ArrayList<>();
    for (int i = 0; i < x.rank(); i++) {
      int added = Math.addExact(pads.get(i), pads.get(i + x.rank()));
      if (added != 0 && x.dim(i) < 0) {
        throw failure("pads the rows of %s", x);
      }
      dims.add(Math.addExact(x.dim(i), added));
    }
    return new Shape(dims);
  }

  private Shape expand(Shape wide) {
    if (!shape(1).isBatched() || !broadcast(List.of(shape(0), wide)).equals(wide)) {
      throw failure("cannot repeat %s to %s for the rows of %s", shape(0), wide, shape(1));
    }
    return wide;
  }

  private Shape layerNormalization(int axis) {
    Shape x = shape(0);
    Shape normalised = new Shape(x.dims().subList(axis(x, axis), x.rank()));
    requireShape(1, normalised);
    if (node.hasInput(2)) {
      requireShape(2, normalised);
    }
    return x;
  }

  private Shape instanceNormalization() {
    Shape x = shape(0);
    if (x.rank() < 3) {
      throw failure("needs positions after the channels, but its input is %s", x);
    }
    requireShape(1, Shape.of(x.dim(1)));
    requireShape(2, Shape.of(x.dim(1)));
    return x;
  }

  private Shape convTranspose(Operator.ConvTranspose conv) {
    Shape x = image();
    Shape w = ranked(1, 4);
    int groups = conv.groups();
    if (x.dim(1) != w.dim(0) || w.dim(0) % groups != 0) {
      throw failure("cannot apply weight %s in %d groups to %s", w, groups, x);
    }
    if (!conv.kernel().equals(w.dims().subList(2, 4))) {
      throw failure("declares the kernel %s but has weight %s", conv.kernel(), w);
    }
    int channels = Math.multiplyExact(w.dim(1), groups);
    if (node.hasInput(2)) {
      requireShape(2, Shape.of(channels));
    }
    int[] size = new int[2];
    for (int i = 0; i < 2; i++) {
      long reach = (long) conv.dilations().get(i) * (conv.kernel().get(i) - 1) + 1;
      long all = (x.dim(i + 2) - 1L) * conv.strides().get(i) + reach + conv.added().get(i);
      long made = all - conv.pads().get(i) - conv.pads().get(i + 2);
      size[i] = positive(made, made, conv.kernel(), x);
    }
    return Shape.of(x.dim(0), channels, size[0], size[1]);
  }

  private Shape recurrent(Operator.Recurrent recurrent) {
    Shape x = ranked(0, 3);
    int directions = recurrent.directions();
    int hidden = recurrent.hidden();
    int rows = Math.multiplyExact(recurrent.kind().gates(), hidden);
    requireShape(1, Shape.of(directions, rows, x.dim(2)));
    requireShape(2, Shape.of(directions, rows, hidden));
    if (node.hasInput(3)) {
      requireShape(3, Shape.of(directions, Math.multiplyExact(2, rows)));
    }
    return Shape.of(x.dim(0), directions, x.dim(1), hidden);
  }

  private Shape axisChecked(int axis) {
    axis(shape(0), axis);
    return shape(0);
  }

  /** The axis counted from the front. */
  private int axis(Shape shape, int axis) {
    if (axis < -shape.rank() || axis >= shape.rank()) {
      throw failure("works along axis %d, which %s does not have", axis, shape);
    }
    return axis < 0 ? axis + shape.rank() : axis;
  }

  /** The product of dimensions, open if one of them is. */
  private static int product(List<Integer> dims) {
    Shape joined = new Shape(dims);
    int size = Math.toIntExact(joined.elements());
    return joined.isOpen() ? -size : size;
  }

  private Shape broadcast(List<Shape> shapes) {
    int rank = shapes.stream().mapToInt(Shape::rank).max().orElse(0);
    int[] dims = new int[rank];
    Arrays.fill(dims, 1);
    for (Shape shape : shapes) {
      int offset = rank - shape.rank();
      for (int i = 0; i < shape.rank(); i++) {
        int dim = shape.dim(i);
        if (dim != 1 && dims[offset + i] != 1 && dims[offset + i] != dim) {
          throw failure(
              "cannot combine %s",
              shapes.stream().map(Shape::toString).collect(Collectors.joining(" and ")));
        }
        dims[offset + i] = dim == 1 ? dims[offset + i] : dim;
      }
    }
    return Shape.of(dims);
  }

  private Shape shape(int input) {
    return inputs.get(input).shape();
  }

  private ElementType type(int input) {
    return inputs.get(input).type();
  }

  private Shape ranked(int input, int rank) {
    if (shape(input).rank() != rank) {
      throw failure("needs %d dimensions for %s, not %s", rank, node.input(input), shape(input));
    }
    return shape(input);
  }

  private Shape image() {
    return ranked(0, 4);
  }

  private void requireShape(int input, Shape wanted) {
    if (!shape(input).equals(wanted)) {
      throw failure(
          "needs shape %s for %s, not %s: its input is %s",
          wanted, node.input(input), shape(input), shape(0));
    }
  }

  private ShapeRules requireType(int input, ElementType... allowed) {
    if (!List.of(allowed).contains(type(input))) {
      throw failure(
          "needs %s for %s, not %s",
          Arrays.stream(allowed).map(ElementType::toString).collect(Collectors.joining(" or ")),
          node.input(input),
          type(input));
    }
    return this;
  }

  private ShapeRules requireNumeric(int input) {
    return requireType(
        input, ElementType.FLOAT, ElementType.DOUBLE, ElementType.INT32, ElementType.INT64);
  }

  private void requireEqualTypes(int first, int second) {
    if (type(first) != type(second)) {
      throw failure(
          "cannot combine %s (%s) with %s (%s)",
          node.input(first), type(first), node.input(second), type(second));
    }
  }

  private Optional<TensorType> mapped(ElementType from, ElementType to) {
    return requireType(0, from).known(to, shape(0));
  }

  private Optional<TensorType> same() {
    return Optional.of(inputs.getFirst());
  }

  /** The element type of the first input, which must be floating, with a shape. */
  private Optional<TensorType> floats(Shape shape) {
    return requireType(0, ElementType.FLOAT, ElementType.DOUBLE).known(type(0), shape);
  }

  private Optional<TensorType> typed(Optional<Shape> shape) {
    return shape.map(s -> new TensorType(type(0), s));
  }

  private Optional<TensorType> known(ElementType type, Shape shape) {
    return Optional.of(new TensorType(type, shape));
  }

  @SuppressWarnings("AnnotateFormatMethod") // The annotation would be a dependency of its own.
  private IllegalArgumentException failure(String problem, Object... arguments) {
    return new IllegalArgumentException(
        "Node %s %s.".formatted(node, problem.formatted(arguments)));
  }
}
