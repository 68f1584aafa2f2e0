package org.pith.train.internal;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How the units of K networks of different widths lie along an axis that they share: segments one
 * after the other, in each of which the units of a network come first and padding fills the rest. A
 * layer makes one segment, joining layers makes several.
 */
record Units(List<Segment> segments) {

  /**
   * A part of the axis.
   *
   * @param widths the number of units of each network
   * @param length the number of places, at least the largest width
   */
  record Segment(List<Integer> widths, int length) {
    Segment times(int each) {
      return new Segment(widths.stream().map(w -> w * each).toList(), length * each);
    }

    boolean isPadded() {
      return widths.stream().anyMatch(w -> w < length);
    }
  }

  /** One segment as long as the widest network needs. */
  static Units of(int[] widths) {
    return of(widths, 1);
  }

  /** One segment, its length rounded up to a multiple. */
  static Units of(int[] widths, int multiple) {
    int widest = Arrays.stream(widths).max().orElseThrow();
    return new Units(
        List.of(
            new Segment(
                Arrays.stream(widths).boxed().toList(),
                Math.ceilDiv(widest, multiple) * multiple)));
  }

  /** The segments of all, in order. */
  static Units joined(List<Units> parts) {
    return new Units(parts.stream().flatMap(p -> p.segments.stream()).toList());
  }

  /** Every unit replaced by {@code each} units next to each other. */
  Units times(int each) {
    return new Units(segments.stream().map(s -> s.times(each)).toList());
  }

  /** The length of the shared axis. */
  int length() {
    return segments.stream().mapToInt(Segment::length).sum();
  }

  /** How many units network {@code k} has. */
  int width(int k) {
    return segments.stream().mapToInt(s -> s.widths().get(k)).sum();
  }

  /** Whether the axis has places that some network does not use. */
  boolean isPadded() {
    return segments.stream().anyMatch(Segment::isPadded);
  }

  /** The places of network {@code k}'s units on the shared axis. */
  int[] places(int k) {
    IntStream places = IntStream.empty();
    int start = 0;
    for (Segment segment : segments) {
      places = IntStream.concat(places, IntStream.range(start, start + segment.widths().get(k)));
      start += segment.length();
    }
    return places.toArray();
  }
}
