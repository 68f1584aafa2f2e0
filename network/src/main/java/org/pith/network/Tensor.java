package org.pith.network;

import java.util.Arrays;
import java.util.Objects;

/**
 * Immutable values of a fixed shape: a constant of a network (a weight, a bias, a number an operator needs), or what is fed
 * to a network and comes out. Values are in row-major order. The arrays are shared, not copied: whoever hands one over gives
 * it away, and readers must not write.
 */
public sealed interface Tensor {

  /** The dimensions; never batched. */
  Shape shape();

  /** The type of the values. */
  ElementType type();

  /** Numbers in single precision: what networks learn. */
  record Floats(Shape shape, float[] values) implements Tensor {
    /** Checks that the values fill the shape. */
    public Floats {
      requireFull(shape, values.length);
    }

    @Override
    public ElementType type() {
      return ElementType.FLOAT;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Floats that
          && shape.equals(that.shape)
          && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
      return Objects.hash(shape, Arrays.hashCode(values));
    }

    @Override
    public String toString() {
      return "float" + shape;
    }
  }

  /** Whole numbers: shapes, axes and indices. */
  record Longs(Shape shape, long[] values) implements Tensor {
    /** Checks that the values fill the shape. */
    public Longs {
      requireFull(shape, values.length);
    }

    @Override
    public ElementType type() {
      return ElementType.INT64;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Longs that
          && shape.equals(that.shape)
          && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
      return Objects.hash(shape, Arrays.hashCode(values));
    }

    @Override
    public String toString() {
      return "int64" + shape;
    }
  }

  /** Truth values: masks. */
  record Bools(Shape shape, boolean[] values) implements Tensor {
    /** Checks that the values fill the shape. */
    public Bools {
      requireFull(shape, values.length);
    }

    @Override
    public ElementType type() {
      return ElementType.BOOL;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Bools that
          && shape.equals(that.shape)
          && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
      return Objects.hash(shape, Arrays.hashCode(values));
    }

    @Override
    public String toString() {
      return "bool" + shape;
    }
  }

  /** Texts: categories and class names. */
  record Strings(Shape shape, String[] values) implements Tensor {
    /** Checks that the values fill the shape. */
    public Strings {
      requireFull(shape, values.length);
    }

    @Override
    public ElementType type() {
      return ElementType.STRING;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Strings that
          && shape.equals(that.shape)
          && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
      return Objects.hash(shape, Arrays.hashCode(values));
    }

    @Override
    public String toString() {
      return "string" + shape;
    }
  }

  /** A float tensor. */
  static Floats of(Shape shape, float... values) {
    return new Floats(shape, values);
  }

  /** A single float without dimensions: a number of a formula, which is never trained. */
  static Floats scalar(float value) {
    return new Floats(Shape.of(), new float[] {value});
  }

  /** A float vector. */
  static Floats vector(float... values) {
    return new Floats(Shape.of(values.length), values);
  }

  /** An int64 vector. */
  static Longs longs(long... values) {
    return new Longs(Shape.of(values.length), values);
  }

  private static void requireFull(Shape shape, int length) {
    if (shape.isOpen()) {
      throw new IllegalArgumentException(
          "A constant cannot have the open shape %s.".formatted(shape));
    }
    if (shape.elements() != length) {
      throw new IllegalArgumentException(
          "Shape %s holds %d values, but %d were given."
              .formatted(shape, shape.elements(), length));
    }
  }
}
