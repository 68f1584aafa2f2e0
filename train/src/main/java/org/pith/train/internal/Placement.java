package org.pith.train.internal;

import java.util.List;

/**
 * Where the elements of one constant of each network lie in the padded tensor that holds it for
 * all.
 *
 * @param axes the units along each dimension
 */
record Placement(List<Units> axes) {

  /** The padded dimensions of one network's share. */
  long[] dims() {
    return axes.stream().mapToLong(Units::length).toArray();
  }

  /** How many places one network's share has. */
  int size() {
    return axes.stream().mapToInt(Units::length).reduce(1, Math::multiplyExact);
  }

  /** Whether some place belongs to no element. */
  boolean isPadded() {
    return axes.stream().anyMatch(Units::isPadded);
  }

  /**
   * For each element of network {@code k}'s constant, in row-major order, its place in the share.
   */
  int[] places(int k) {
    int[] places = {0};
    for (Units axis : axes) {
      places = refine(places, axis.length(), axis.places(k));
    }
    return places;
  }

  private static int[] refine(int[] outer, int length, int[] inner) {
    int[] refined = new int[outer.length * inner.length];
    int next = 0;
    for (int start : outer) {
      for (int place : inner) {
        refined[next++] = start * length + place;
      }
    }
    return refined;
  }
}
