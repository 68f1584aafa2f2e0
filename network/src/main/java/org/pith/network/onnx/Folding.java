package org.pith.network.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.pith.network.ElementType;
import org.pith.network.Shape;

/**
 * Computes nodes whose inputs are known, so that what exporters compute from shapes and constants becomes a constant. Every
 * result is empty where it would depend on more than a multiple of the number of rows, or the node is of another kind.
 *
 * @param type the ONNX operator, of the default domain
 * @param attributes its attributes
 * @param inputs what is known of its inputs; null where nothing is, or one is left out
 * @param shape the shape of its first input, if that is known
 */
record Folding(String type, Attributes attributes, List<Known> inputs, Optional<Shape> shape) {

  /** Larger tensors are left for run time, but for those that only move elements of a constant. */
  private static final int LARGEST = 1 << 16;

  /** The value of the node's output. */
  Optional<Known> fold() {
    if (type.equals("Shape")) {
      return shape.flatMap(this::dimensions);
    }
    if (inputs.isEmpty() || inputs.stream().anyMatch(k -> k == null)) {
      return Optional.empty();
    }
    try {
      return switch (type) {
        case "Identity" -> Optional.of(in(0));
        case "ConstantOfShape" -> filled();
        case "Gather" -> gather();
        case "Slice" -> slice();
        case "Concat" -> concat();
        case "Transpose" -> transpose();
        case "Reshape" -> reshape();
        case "Squeeze" -> squeeze();
        case "Unsqueeze" -> unsqueeze();
        case "Cast" -> cast();
        case "Sqrt" -> sqrt();
        case "Add", "Sub", "Mul", "Div", "Equal" -> elementwise();
        case "Where" -> where();
        case "Expand" -> expand();
        default -> Optional.empty();
      };
    } catch (IndexOutOfBoundsException | ArithmeticException | NegativeArraySizeException e) {
      return Optional.empty(); // Not a legal node; the shape rules say what is wrong with it.
    }
  }

  private Known in(int index) {
    return inputs.get(index);
  }

  private Optional<Known> dimensions(Shape x) {
    int end = clamp(attributes.integer("end", x.rank()), x.rank());
    int start = clamp(attributes.integer("start", 0), x.rank());
    Known all = Known.dimensions(x);
    return start > end
        ? Optional.empty()
        : Optional.of(all.picked(Shape.of(end - start), i -> start + i));
  }

  private static int clamp(int position, int rank) {
    return Math.clamp(position < 0 ? (long) position + rank : position, 0, rank);
  }

  private Optional<Known> filled() {
    Optional<Known> value =
        attributes.has("value")
            ? attributes.tensor("value").flatMap(Known::of)
            : Optional.of(Known.of(ElementType.FLOAT, Shape.of(1), new double[1]));
    return value
        .filter(v -> v.size() == 1)
        .flatMap(v -> target(in(0)).map(dims -> v.picked(dims, _ -> 0)));
  }

  /** The shape that a vector of numbers says; empty where it depends on N or is large. */
  private static Optional<Shape> target(Known dims) {
    if (!dims.isFixed() || Arrays.stream(dims.fixed()).anyMatch(d -> d < 0 || d > LARGEST)) {
      return Optional.empty();
    }
    Shape shape = Shape.of(Arrays.stream(dims.fixed()).mapToInt(d -> (int) d).toArray());
    return shape.elements() > LARGEST ? Optional.empty() : Optional.of(shape);
  }

  private Optional<Known> gather() {
    Known indices = in(1);
    int axis = axis(attributes.integer("axis", 0), in(0).shape().rank());
    int dim = in(0).shape().dim(axis);
    if (!indices.isFixed()) {
      return Optional.empty();
    }
    List<Integer> dims = new ArrayList<>(in(0).shape().dims().subList(0, axis));
    dims.addAll(indices.shape().dims());
    dims.addAll(in(0).shape().dims().subList(axis + 1, in(0).shape().rank()));
    int inner = size(in(0).shape(), axis + 1);
    int count = indices.size();
    return small(
        new Shape(dims),
        i -> {
          int position = (int) indices.fixed()[i / inner % count];
          int counted = position < 0 ? position + dim : position;
          if (counted < 0 || counted >= dim) {
            throw new IndexOutOfBoundsException();
          }
          return (i / inner / count * dim + counted) * inner + i % inner;
        });
  }

  private Optional<Known> slice() {
    Shape x = in(0).shape();
    if (inputs.stream().skip(1).anyMatch(k -> !k.isFixed())) {
      return Optional.empty();
    }
    int[] start = new int[x.rank()];
    int[] step = new int[x.rank()];
    int[] dims = x.toArray();
    Arrays.fill(step, 1);
    for (int i = 0; i < in(1).size(); i++) {
      int axis = axis(inputs.size() > 3 ? (int) in(3).fixed()[i] : i, x.rank());
      long stride = inputs.size() > 4 ? (long) in(4).fixed()[i] : 1;
      Range range = Range.of((long) in(1).fixed()[i], (long) in(2).fixed()[i], stride, x.dim(axis));
      start[axis] = range.start();
      step[axis] = range.step();
      dims[axis] = range.count();
    }
    return small(Shape.of(dims), i -> source(i, dims, x, axis -> axis, start, step));
  }

  private Optional<Known> concat() {
    Shape first = in(0).shape();
    int axis = axis(attributes.integer("axis", 0), first.rank());
    int joined = inputs.stream().mapToInt(k -> k.shape().dim(axis)).sum();
    boolean alike =
        inputs.stream()
            .allMatch(
                k ->
                    k.type() == in(0).type()
                        && k.shape().rank() == first.rank()
                        && k.shape().with(axis, 1).equals(first.with(axis, 1)));
    Shape shape = first.with(axis, joined);
    if (!alike || shape.elements() > LARGEST) {
      return Optional.empty();
    }
    double[] fixed = new double[(int) shape.elements()];
    double[] rows = new double[fixed.length];
    int outer = size(shape, 0) / Math.max(1, size(shape, axis));
    int at = 0;
    for (int o = 0; o < outer; o++) {
      for (Known part : inputs) {
        int chunk = size(part.shape(), axis);
        System.arraycopy(part.fixed(), o * chunk, fixed, at, chunk);
        System.arraycopy(part.rows(), o * chunk, rows, at, chunk);
        at += chunk;
      }
    }
    return Optional.of(new Known(in(0).type(), shape, fixed, rows));
  }

  private Optional<Known> transpose() {
    Shape x = in(0).shape();
    List<Integer> order =
        attributes.integers(
            "perm", IntStream.range(0, x.rank()).map(i -> x.rank() - 1 - i).boxed().toList());
    int[] dims = order.stream().mapToInt(x::dim).toArray();
    int[] zero = new int[x.rank()];
    int[] one = new int[x.rank()];
    Arrays.fill(one, 1);
    return order.stream().distinct().count() == x.rank()
        ? Optional.of(in(0).picked(Shape.of(dims), i -> source(i, dims, x, order::get, zero, one)))
        : Optional.empty();
  }

  private interface Axes {
    int of(int axis);
  }

  /** Where element {@code i} of a result of these dimensions comes from. */
  private static int source(int i, int[] dims, Shape x, Axes axes, int[] start, int[] step) {
    int rest = i;
    int from = 0;
    for (int axis = dims.length - 1; axis >= 0; axis--) {
      int own = axes.of(axis);
      from += (start[own] + rest % dims[axis] * step[own]) * size(x, own + 1);
      rest /= dims[axis];
    }
    return from;
  }

  private Optional<Known> reshape() {
    Known asked = in(1);
    if (!asked.isFixed() || attributes.flag("allowzero", false)) {
      return Optional.empty();
    }
    int[] dims = new int[asked.size()];
    int inferred = -1;
    long product = 1;
    for (int i = 0; i < dims.length; i++) {
      dims[i] = asked.fixed()[i] == 0 ? in(0).shape().dim(i) : (int) asked.fixed()[i];
      inferred = dims[i] == -1 ? i : inferred;
      product *= dims[i] == -1 ? 1 : dims[i];
    }
    if (inferred >= 0) {
      dims[inferred] = Math.toIntExact(in(0).size() / product);
    }
    return sameSize(Shape.of(dims));
  }

  private Optional<Known> squeeze() {
    List<Integer> dims = new ArrayList<>();
    Optional<int[]> axes = axes(in(0).shape().rank());
    for (int i = 0; i < in(0).shape().rank(); i++) {
      int axis = i;
      boolean gone =
          axes.map(a -> Arrays.stream(a).anyMatch(j -> j == axis))
              .orElse(in(0).shape().dim(i) == 1);
      if (!gone) {
        dims.add(in(0).shape().dim(i));
      }
    }
    return sameSize(new Shape(dims));
  }

  private Optional<Known> unsqueeze() {
    int given = in(0).shape().rank();
    Optional<int[]> axes =
        axes(
            given
                + (inputs.size() > 1
                    ? in(1).size()
                    : attributes.integers("axes", List.of()).size()));
    return axes.flatMap(
        a -> {
          List<Integer> dims = new ArrayList<>(in(0).shape().dims());
          Arrays.stream(a).sorted().forEach(axis -> dims.add(axis, 1));
          return sameSize(new Shape(dims));
        });
  }

  private Optional<int[]> axes(int rank) {
    return (inputs.size() > 1
            ? in(1).tensor().map(_ -> Arrays.stream(in(1).fixed()).mapToInt(a -> (int) a).toArray())
            : attributes.longs("axes").map(l -> l.stream().mapToInt(Math::toIntExact).toArray()))
        .map(a -> Arrays.stream(a).map(axis -> axis(axis, rank)).toArray());
  }

  private Optional<Known> sameSize(Shape shape) {
    return !shape.isOpen() && shape.elements() == in(0).size()
        ? Optional.of(in(0).reshaped(shape))
        : Optional.empty();
  }

  private Optional<Known> cast() {
    attributes.ignore("saturate");
    ElementType to = TensorCodec.elementType(attributes.integer("to", 0)).orElse(null);
    if (to == null || to == ElementType.STRING) {
      return Optional.empty();
    }
    Known x = in(0);
    return switch (to) {
      case FLOAT, DOUBLE ->
          Optional.of(new Known(ElementType.FLOAT, x.shape(), x.fixed(), x.rows()));
      case BOOL -> x.type() == ElementType.BOOL ? Optional.of(x) : Optional.empty();
      default ->
          Optional.of(
              new Known(
                  ElementType.INT64,
                  x.shape(),
                  Arrays.stream(x.fixed()).map(Folding::truncated).toArray(),
                  x.rows()));
    };
  }

  private static double truncated(double value) {
    return value < 0 ? Math.ceil(value) : Math.floor(value);
  }

  private Optional<Known> sqrt() {
    return in(0).isFixed() && in(0).size() <= LARGEST
        ? Optional.of(
            Known.of(
                in(0).type(),
                in(0).shape(),
                Arrays.stream(in(0).fixed()).map(v -> (float) Math.sqrt(v)).toArray()))
        : Optional.empty();
  }

  private Optional<Known> elementwise() {
    Optional<Shape> joint = broadcast(in(0).shape(), in(1).shape());
    return joint
        .filter(s -> s.elements() <= LARGEST)
        .flatMap(s -> combined(in(0).broadcast(s), in(1).broadcast(s)));
  }

  private Optional<Known> combined(Known a, Known b) {
    double[] fixed = new double[a.size()];
    double[] rows = new double[a.size()];
    for (int i = 0; i < fixed.length; i++) {
      double x = a.fixed()[i];
      double y = b.fixed()[i];
      double m = a.rows()[i];
      double n = b.rows()[i];
      switch (type) {
        case "Add" -> {
          fixed[i] = x + y;
          rows[i] = m + n;
        }
        case "Sub" -> {
          fixed[i] = x - y;
          rows[i] = m - n;
        }
        case "Mul" -> {
          if (m != 0 && n != 0) {
            return Optional.empty();
          }
          fixed[i] = x * y;
          rows[i] = x * n + m * y;
        }
        case "Div" -> {
          boolean whole = a.type() != ElementType.FLOAT;
          if (n != 0 || y == 0 || (whole && m != 0 && (m % y != 0 || x % y != 0))) {
            return Optional.empty();
          }
          fixed[i] = whole ? truncated(x / y) : x / y;
          rows[i] = m / y;
        }
        default -> {
          OptionalDouble equal = equal(x - y, m - n);
          if (equal.isEmpty()) {
            return Optional.empty();
          }
          fixed[i] = equal.getAsDouble();
        }
      }
    }
    return Optional.of(
        new Known(type.equals("Equal") ? ElementType.BOOL : a.type(), a.shape(), fixed, rows));
  }

  /** Whether {@code fixed + rows * N} is 0 for every N of at least 1, or for none of them. */
  private static OptionalDouble equal(double fixed, double rows) {
    if (rows == 0) {
      return OptionalDouble.of(fixed == 0 ? 1 : 0);
    }
    return -fixed / rows < 1 ? OptionalDouble.of(0) : OptionalDouble.empty();
  }

  private Optional<Known> where() {
    Optional<Shape> joint =
        broadcast(in(0).shape(), in(1).shape()).flatMap(s -> broadcast(s, in(2).shape()));
    if (!in(0).isFixed() || joint.filter(s -> s.elements() <= LARGEST).isEmpty()) {
      return Optional.empty();
    }
    Shape shape = joint.get();
    Known mask = in(0).broadcast(shape);
    Known yes = in(1).broadcast(shape);
    Known no = in(2).broadcast(shape);
    double[] fixed = new double[mask.size()];
    double[] rows = new double[mask.size()];
    for (int i = 0; i < fixed.length; i++) {
      Known chosen = mask.fixed()[i] != 0 ? yes : no;
      fixed[i] = chosen.fixed()[i];
      rows[i] = chosen.rows()[i];
    }
    return Optional.of(new Known(yes.type(), shape, fixed, rows));
  }

  private Optional<Known> expand() {
    return target(in(1))
        .flatMap(t -> broadcast(in(0).shape(), t))
        .filter(s -> s.elements() <= LARGEST)
        .map(s -> in(0).broadcast(s));
  }

  private static Optional<Shape> broadcast(Shape a, Shape b) {
    int rank = Math.max(a.rank(), b.rank());
    int[] dims = new int[rank];
    for (int i = 0; i < rank; i++) {
      int x = i < rank - a.rank() ? 1 : a.dim(i - rank + a.rank());
      int y = i < rank - b.rank() ? 1 : b.dim(i - rank + b.rank());
      if (x != y && x != 1 && y != 1) {
        return Optional.empty();
      }
      dims[i] = x == 1 ? y : x;
    }
    return Optional.of(Shape.of(dims));
  }

  private Optional<Known> small(Shape result, java.util.function.IntUnaryOperator source) {
    return result.elements() > LARGEST
        ? Optional.empty()
        : Optional.of(in(0).picked(result, source));
  }

  private static int axis(int axis, int rank) {
    int counted = axis < 0 ? axis + rank : axis;
    if (counted < 0 || counted >= rank) {
      throw new IndexOutOfBoundsException();
    }
    return counted;
  }

  /** How many elements the dimensions from {@code axis} on hold. */
  private static int size(Shape shape, int axis) {
    return (int) new Shape(shape.dims().subList(axis, shape.rank())).elements();
  }
}
