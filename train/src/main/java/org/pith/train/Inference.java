package org.pith.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pith.network.ElementType;
import org.pith.network.Network;
import org.pith.network.RowAxis;
import org.pith.network.Shape;
import org.pith.train.internal.Stack;

/**
 * Runs networks as they serve: no gradients, no dropout, running statistics in BatchNormalization.
 * Rows are computed in chunks, so memory does not grow with their number beyond the result.
 */
public final class Inference {

  private Inference() {}

  /**
   * What a network says about each row.
   *
   * @return n x outputs, row-major: class logits, or standardised values
   * @throws IllegalArgumentException if the network does not take rows of this shape
   */
  public static float[] scores(Network network, Examples examples) {
    return scores(List.of(network), examples).getFirst();
  }

  /**
   * The scores of several networks of one topology, computed together; each as {@link
   * #scores(Network, Examples)}.
   *
   * @throws IllegalArgumentException if a network does not take rows of this shape, or the
   *     topologies differ
   */
  public static List<float[]> scores(List<Network> networks, Examples examples) {
    networks.forEach(n -> requireRows(n, examples));
    List<float[]> scores = new ArrayList<>();
    for (List<Network> part : Stacking.plan(networks, examples.rows())) {
      try (Stack stack = new Stack(part)) {
        String output = part.getFirst().outputs().getFirst().name();
        scores.addAll(
            stack.serve(examples.rowShape(), examples.inputs(), List.of(output)).get(output));
      }
    }
    return scores;
  }

  /**
   * The values of named tensors for each row.
   *
   * @param tensors outputs of nodes or the input, float and with rows {@linkplain RowAxis wherever they lie}
   * @return by name, in the order asked: n x elements of one row, row-major, rows moved to the front
   * @throws IllegalArgumentException for a tensor the network does not have or whose rows are not found
   */
  public static Map<String, float[]> tap(Network network, Examples examples, List<String> tensors) {
    requireRows(network, examples);
    tensors.forEach(t -> RowAxis.require(network, t));
    Map<String, float[]> tapped = new LinkedHashMap<>();
    try (Stack stack = new Stack(List.of(network))) {
      stack
          .serve(examples.rowShape(), examples.inputs(), tensors)
          .forEach((tensor, values) -> tapped.put(tensor, values.getFirst()));
    }
    return tapped;
  }

  static void requireRows(Network network, Examples examples) {
    Shape row = examples.rowShape();
    if (network.inputs().size() != 1
        || !isNumber(network.inputs().getFirst().type())
        || !matches(network.inputs().getFirst().shape(), row)) {
      throw new IllegalArgumentException(
          "Network %s must have one input of numbers for rows of shape %s, but has %s."
              .formatted(network.name(), row, network.inputs()));
    }
  }

  /** Whole numbers, such as words of a vocabulary, arrive as floats that hold them. */
  private static boolean isNumber(ElementType type) {
    return switch (type) {
      case FLOAT, INT32, INT64 -> true;
      case DOUBLE, BOOL, STRING -> false;
    };
  }

  private static boolean matches(Shape input, Shape row) {
    return input.isBatched() && input.dims().subList(1, input.rank()).equals(row.dims());
  }
}
