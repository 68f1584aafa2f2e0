package org.pith.network.onnx;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import org.pith.network.ElementType;
import org.pith.network.Shape;
import org.pith.network.Tensor;

/**
 * Numbers of a graph that are known before it runs, up to the number of rows N: element i is {@code fixed[i] + rows[i] * N}.
 * Shapes that a graph computes are such numbers.
 *
 * @param type float, int64, or bool as 0 and 1
 * @param shape the dimensions
 * @param fixed what does not depend on N
 * @param rows multiples of N
 */
record Known(ElementType type, Shape shape, double[] fixed, double[] rows) {

  /** Numbers that do not depend on N. */
  static Known of(ElementType type, Shape shape, double[] fixed) {
    return new Known(type, shape, fixed, new double[fixed.length]);
  }

  /** A constant; empty for texts. */
  static Optional<Known> of(Tensor tensor) {
    double[] values = new double[Math.toIntExact(tensor.shape().elements())];
    switch (tensor) {
      case Tensor.Floats(_, float[] v) -> Arrays.setAll(values, i -> v[i]);
      case Tensor.Longs(_, long[] v) -> Arrays.setAll(values, i -> v[i]);
      case Tensor.Bools(_, boolean[] v) -> Arrays.setAll(values, i -> v[i] ? 1 : 0);
      case Tensor.Strings _ -> {
        return Optional.empty();
      }
    }
    return Optional.of(of(tensor.type(), tensor.shape(), values));
  }

  /** The dimensions of a tensor. */
  static Known dimensions(Shape shape) {
    double[] fixed = shape.dims().stream().mapToDouble(d -> Math.max(d, 0)).toArray();
    double[] rows = shape.dims().stream().mapToDouble(d -> Math.max(-(double) d, 0)).toArray();
    return new Known(ElementType.INT64, Shape.of(shape.rank()), fixed, rows);
  }

  int size() {
    return fixed.length;
  }

  boolean isFixed() {
    return Arrays.stream(rows).allMatch(r -> r == 0);
  }

  boolean isZero() {
    return isFixed() && Arrays.stream(fixed).allMatch(v -> v == 0);
  }

  /** As a constant; empty where it depends on N. */
  Optional<Tensor> tensor() {
    return isFixed() ? Optional.of(constant()) : Optional.empty();
  }

  private Tensor constant() {
    return switch (type) {
      case FLOAT -> {
        float[] values = new float[fixed.length];
        for (int i = 0; i < values.length; i++) {
          values[i] = (float) fixed[i];
        }
        yield new Tensor.Floats(shape, values);
      }
      case BOOL -> {
        boolean[] values = new boolean[fixed.length];
        for (int i = 0; i < values.length; i++) {
          values[i] = fixed[i] != 0;
        }
        yield new Tensor.Bools(shape, values);
      }
      default -> new Tensor.Longs(shape, Arrays.stream(fixed).mapToLong(v -> (long) v).toArray());
    };
  }

  /** The same numbers in other dimensions. */
  Known reshaped(Shape changed) {
    return new Known(type, changed, fixed, rows);
  }

  /** Element i of the result is element {@code source(i)} of this. */
  Known picked(Shape changed, IntUnaryOperator source) {
    int size = Math.toIntExact(changed.elements());
    double[] pickedFixed = new double[size];
    double[] pickedRows = new double[size];
    for (int i = 0; i < size; i++) {
      int from = source.applyAsInt(i);
      pickedFixed[i] = fixed[from];
      pickedRows[i] = rows[from];
    }
    return new Known(type, changed, pickedFixed, pickedRows);
  }

  /** This, repeated as NumPy broadcasting to {@code wide} does. */
  Known broadcast(Shape wide) {
    return picked(
        wide,
        i -> {
          int rest = i;
          int from = 0;
          int stride = 1;
          for (int axis = wide.rank() - 1; axis >= 0; axis--) {
            int position = rest % wide.dim(axis);
            rest /= wide.dim(axis);
            int own = axis - wide.rank() + shape.rank();
            if (own >= 0) {
              from += shape.dim(own) == 1 ? 0 : position * stride;
              stride *= shape.dim(own);
            }
          }
          return from;
        });
  }
}
