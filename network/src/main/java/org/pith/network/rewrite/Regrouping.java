package org.pith.network.rewrite;

import java.util.Arrays;
import org.pith.network.Shape;

/**
 * How the channels of a tensor lie in another shape of the same elements. Channels that one
 * coordinate of the new channel axis sees together must be removed together, and so must
 * coordinates that see one channel; then what is left of both shapes still holds the same elements
 * in the same order.
 *
 * @param axis the new channel axis
 * @param mergedInto for each old channel the first one it must go with
 * @param channelOf for each coordinate along the new axis the first of the channels it goes with
 */
record Regrouping(int axis, int[] mergedInto, int[] channelOf) {

  /**
   * How channels lie for one row. Where a last axis is split, as into heads of attention, along the
   * first part, so that a part goes whole; otherwise along the axis that leaves most units to
   * remove one by one, the first of those that tie.
   *
   * @param single whether each position along the axis is a channel by itself, rather than one
   *     element of a channel that was flattened into it
   */
  static Regrouping of(Shape in, int channelAxis, boolean single, Shape out) {
    return single && splitsLast(in, channelAxis, out)
        ? along(in, channelAxis, out, out.rank() - 2)
        : finest(in, channelAxis, out);
  }

  private static boolean splitsLast(Shape in, int channelAxis, Shape out) {
    long joined = out.dim(-1);
    int axis = out.rank() - 2;
    while (axis >= 0 && joined < in.dim(-1)) {
      joined *= out.dim(axis--);
    }
    boolean split = joined == in.dim(-1) && axis < out.rank() - 2;
    return split && in.rank() > 2 && channelAxis == in.rank() - 1;
  }

  private static Regrouping finest(Shape in, int channelAxis, Shape out) {
    Regrouping best = null;
    for (int i = 1; i <= out.rank(); i++) {
      Regrouping candidate = along(in, channelAxis, out, i % out.rank());
      if (best == null || candidate.units() > best.units()) {
        best = candidate;
      }
    }
    return best;
  }

  private static Regrouping along(Shape in, int channelAxis, Shape out, int axis) {
    int channels = in.dim(channelAxis);
    int coordinates = out.dim(axis);
    long inner = elementsFrom(in, channelAxis + 1);
    long outer = elementsFrom(out, axis + 1);
    UnionFind union = new UnionFind();
    for (int i = 0; i < channels + coordinates; i++) {
      union.add();
    }
    for (long element = 0; element < in.elements(); element++) {
      int channel = (int) (element / inner % channels);
      int coordinate = (int) (element / outer % coordinates);
      union.union(channel, channels + coordinate);
    }
    int[] first = new int[channels + coordinates];
    Arrays.setAll(first, union::find);
    return new Regrouping(
        axis, Arrays.copyOf(first, channels), Arrays.copyOfRange(first, channels, first.length));
  }

  private static long elementsFrom(Shape shape, int axis) {
    return shape.dims().stream()
        .skip(axis)
        .mapToLong(Integer::longValue)
        .reduce(1, Math::multiplyExact);
  }

  private long units() {
    return Arrays.stream(mergedInto).distinct().count();
  }
}
