package org.pith.network;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The dimensions of a tensor, outermost first. Every dimension is a fixed, non-negative number, except that one may be open:
 * {@link #BATCH} is the number of rows, which is only known when the network runs, and {@code -k} is k times that number,
 * where rows were joined with another dimension. The open one is the first wherever rows come first, and elsewhere only
 * between operators that move dimensions.
 *
 * <p>Letters used throughout Pith: N rows, C channels, H height, W width, F features, K classes.
 *
 * @param dims the dimensions; empty for a scalar
 */
public record Shape(List<Integer> dims) {

  /** Stands for the number of rows, which the network does not fix. */
  public static final int BATCH = -1;

  /**
   * Checks the dimensions.
   *
   * @throws IllegalArgumentException if more than one is open
   * @throws ArithmeticException if a row has more elements than an array can hold
   */
  public Shape {
    dims = List.copyOf(dims);
    boolean open = false;
    for (int i = 0; i < dims.size(); i++) {
      int dim = dims.get(i);
      if (dim < 0 && open) {
        throw new IllegalArgumentException(
            "Dimension %d of shape %s must not be open too.".formatted(i, dims));
      }
      open |= dim < 0;
    }
    if (product(dims) > Integer.MAX_VALUE) {
      throw new ArithmeticException("Shape %s has too many elements.".formatted(dims));
    }
  }

  /** The shape of these dimensions; one, usually the first, may be {@link #BATCH}. */
  public static Shape of(int... dims) {
    return new Shape(Arrays.stream(dims).boxed().toList());
  }

  /** How many dimensions there are; 0 for a scalar. */
  public int rank() {
    return dims.size();
  }

  /** Dimension {@code axis}; a negative axis counts from the end. */
  public int dim(int axis) {
    return dims.get(axis < 0 ? axis + dims.size() : axis);
  }

  /** Whether the first dimension is the open number of rows. */
  public boolean isBatched() {
    return !dims.isEmpty() && dims.getFirst() == BATCH;
  }

  /** Whether the number of rows is among the dimensions, at any place. */
  public boolean isOpen() {
    return openAxis() >= 0;
  }

  /** The dimension that the number of rows is in, or -1 if there is none. */
  public int openAxis() {
    for (int i = 0; i < dims.size(); i++) {
      if (dims.get(i) < 0) {
        return i;
      }
    }
    return -1;
  }

  /** This shape for {@code rows} rows. */
  public Shape atBatch(int rows) {
    int open = openAxis();
    return open < 0 ? this : with(open, Math.multiplyExact(-dims.get(open), rows));
  }

  /** The number of elements, of one row where the shape {@linkplain #isOpen holds the number of rows}. */
  public long elements() {
    return product(dims);
  }

  /** The product of the dimensions before {@code axis}, of one row: how many stretches dimension {@code axis} runs along. */
  public int outer(int axis) {
    return (int) product(dims.subList(0, axis));
  }

  /** The product of the dimensions after {@code axis}, of one row: how many elements each place along it has. */
  public int inner(int axis) {
    return (int) product(dims.subList(axis + 1, dims.size()));
  }

  /** A zero makes the product zero, whatever else there is; otherwise it stops once it is too large. */
  private static long product(List<Integer> dims) {
    if (dims.contains(0)) {
      return 0;
    }
    long product = 1;
    for (int dim : dims) {
      product *= Math.abs((long) dim);
      if (product > Integer.MAX_VALUE) {
        break;
      }
    }
    return product;
  }

  /** This shape with dimension {@code axis} replaced. */
  public Shape with(int axis, int dim) {
    int[] copy = toArray();
    copy[axis < 0 ? axis + copy.length : axis] = dim;
    return of(copy);
  }

  /** The dimensions as a fresh array. */
  public int[] toArray() {
    return dims.stream().mapToInt(Integer::intValue).toArray();
  }

  /** For example {@code [N,1,28,28]}. */
  @Override
  public String toString() {
    return dims.stream()
        .map(d -> d >= 0 ? Integer.toString(d) : d == BATCH ? "N" : -d + "*N")
        .collect(Collectors.joining(",", "[", "]"));
  }
}
