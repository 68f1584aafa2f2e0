package org.pith.network;

import java.util.List;

/** Checks the numbers of two-dimensional windows. */
final class Window {

  private Window() {}

  /** Two positive numbers, for height and width. */
  static List<Integer> positive(String what, List<Integer> values) {
    return checked(what, values, 2, 1);
  }

  /** Four numbers: top, left, bottom, right. */
  static List<Integer> pads(List<Integer> values) {
    return checked("pads", values, 4, 0);
  }

  private static List<Integer> checked(String what, List<Integer> values, int size, int least) {
    if (values.size() != size || values.stream().anyMatch(v -> v < least)) {
      throw new IllegalArgumentException(
          "%s %s must be %d numbers of at least %d.".formatted(what, values, size, least));
    }
    return List.copyOf(values);
  }
}
