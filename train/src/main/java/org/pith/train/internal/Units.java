package org.pith.train.internal;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How the units of K networks of different widths lie along an axis that they share: segments one
 * after the other, each as wide as the widest network's, in which the units of a narrower network
 * come first and padding fills the rest. A layer makes one segment, joining layers makes several.
 *
 * @param segments for each segment the width of each network
 */
record Units(List<List<Integer>> segments) {

  /** One segment. */
  static Units of(int[] widths) {
    return new Units(List.of(Arrays.stream(widths).boxed().toList()));
  }

  /** The segments of all, in order. */
  static Units joined(List<Units> parts) {
    return new Units(parts.stream().flatMap(p -> p.segments.stream()).toList());
  }

  /** Every unit replaced by {@code each} units next to each other. */
  Units times(int each) {
    return new Units(segments.stream().map(s -> s.stream().map(w -> w * each).toList()).toList());
  }

  /** The length of the shared axis. */
  int length() {
    return lengths().sum();
  }

  /** The length of each segment on the shared axis. */
  IntStream lengths() {
    return segments.stream().mapToInt(s -> s.stream().mapToInt(w -> w).max().orElse(0));
  }

  /** How many units network {@code k} has. */
  int width(int k) {
    return segments.stream().mapToInt(s -> s.get(k)).sum();
  }

  /** Whether some network has fewer units than the axis has places. */
  boolean isPadded() {
    return segments.stream().anyMatch(s -> s.stream().distinct().count() > 1);
  }

  /** The places of network {@code k}'s units on the shared axis. */
  int[] places(int k) {
    int[] starts = new int[segments.size()];
    int[] lengths = lengths().toArray();
    for (int s = 1; s < starts.length; s++) {
      starts[s] = starts[s - 1] + lengths[s - 1];
    }
    return IntStream.range(0, starts.length)
        .flatMap(s -> IntStream.range(starts[s], starts[s] + segments.get(s).get(k)))
        .toArray();
  }
}
