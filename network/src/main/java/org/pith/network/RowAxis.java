package org.pith.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Where the rows lie among the elements of a tensor. In row-major order a tensor of N rows is
 *
 * <pre>  [before, N, after] </pre>
 *
 * whatever its dimensions are called: {@code before} is 1 where rows come first, T in {@code [T,N,F]}, and in {@code [T*N,F]}
 * T or 1, as steps or rows come first in the joined dimension. With rows moved to the front every tensor of the kind reads
 * {@code [N, before, after]}, and a layer sees the same numbers in the same order, however its file lays them out.
 *
 * @param before how many stretches of elements a row comes in, at least 1
 * @param after how many elements such a stretch has; 0 in an empty tensor
 */
public record RowAxis(int before, int after) {

  /**
   * Finds the rows of a tensor. A dimension of N is theirs. One of k times N does not say which of its factors comes first, so it is
   * followed up to the Reshape or Flatten that joined them; any other operator leaves an open dimension as it is.
   *
   * @return empty where the tensor's shape is not known or holds no rows, and where they cannot be followed: an operator changes
   *     how many places are joined with them, or a Reshape mixes rows with one another
   */
  public static Optional<RowAxis> of(Network network, String tensor) {
    return network
        .type(tensor)
        .map(TensorType::shape)
        .filter(Shape::isOpen)
        .flatMap(shape -> leading(network, tensor, shape).map(leading -> of(shape, leading)));
  }

  /**
   * As {@link #of(Network, String)} for a tensor that must have rows.
   *
   * @throws IllegalArgumentException if they are not found
   */
  public static RowAxis require(Network network, String tensor) {
    Shape shape = network.shape(tensor);
    return of(network, tensor)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Tensor %s of network %s has the shape %s %s."
                        .formatted(
                            tensor,
                            network.name(),
                            shape,
                            shape.isOpen() ? "whose rows cannot be followed" : "without rows")));
  }

  private static RowAxis of(Shape shape, int leading) {
    int before = Math.max(1, shape.outer(shape.openAxis()) * leading);
    return new RowAxis(before, (int) (shape.elements() / before));
  }

  /** How many of the places that are joined with the rows come before them in their dimension. */
  private static Optional<Integer> leading(Network network, String tensor, Shape shape) {
    return joined(shape) == 1
        ? Optional.of(1)
        : network.producer(tensor).flatMap(node -> leading(network, node, shape));
  }

  /** Data whose rows lie differently cannot meet in one operator without mixing them, so any open input will do. */
  private static Optional<Integer> leading(Network network, Node node, Shape made) {
    Optional<String> source =
        node.inputs().stream()
            .filter(t -> network.type(t).filter(type -> type.shape().isOpen()).isPresent())
            .findFirst();
    return switch (node.operator()) {
      case Operator.Reshape _, Operator.Flatten _ ->
          source.flatMap(t -> of(network, t)).flatMap(rows -> rows.leadingIn(made));
      default ->
          source
              .filter(t -> joined(network.shape(t)) == joined(made))
              .flatMap(t -> leading(network, t, network.shape(t)));
    };
  }

  /** These elements in other dimensions: what comes before the rows fills the dimensions there, and the rest joins them. */
  private Optional<Integer> leadingIn(Shape made) {
    int outer = made.outer(made.openAxis());
    return outer > 0 && before % outer == 0 && joined(made) % (before / outer) == 0
        ? Optional.of(before / outer)
        : Optional.empty();
  }

  private static int joined(Shape shape) {
    return -shape.dim(shape.openAxis());
  }

  /**
   * The shape of the tensor once rows are in front, where a joined dimension is apart: {@code [N,T,F]} for {@code [T,N,F]} and {@code
   * [T*N,F]}.
   *
   * @param shape of the tensor that these are the rows of
   */
  public Shape toFront(Shape shape) {
    int open = shape.openAxis();
    int leading = before / Math.max(1, shape.outer(open));
    List<Integer> dims = new ArrayList<>(List.of(Shape.BATCH));
    dims.addAll(shape.dims().subList(0, open));
    IntStream.of(leading, joined(shape) / leading).filter(d -> d > 1).forEach(dims::add);
    dims.addAll(shape.dims().subList(open + 1, shape.rank()));
    return new Shape(dims);
  }

  /**
   * Moves rows to the front.
   *
   * @param values [before, rows, after], row-major
   * @param into takes [rows, before, after]
   * @param from the first of these rows among those of {@code into}
   */
  public void toFront(float[] values, int rows, float[] into, int from) {
    int elements = before * after;
    if (before == 1) {
      System.arraycopy(values, 0, into, from * elements, rows * elements);
      return;
    }
    for (int place = 0; place < before; place++) {
      for (int row = 0; row < rows; row++) {
        System.arraycopy(
            values,
            (place * rows + row) * after,
            into,
            (from + row) * elements + place * after,
            after);
      }
    }
  }
}
