package org.pith.prune.criterion;

import java.util.Comparator;
import java.util.stream.IntStream;

/** Orders by a number a unit. */
final class Scores {

  private Scores() {}

  /** The units by falling score; ties in the order of the units, NaN last. */
  static int[] descending(double[] scores) {
    return IntStream.range(0, scores.length)
        .boxed()
        .sorted(
            Comparator.comparingDouble(
                u -> Double.isNaN(scores[u]) ? Double.MAX_VALUE : -scores[u]))
        .mapToInt(Integer::intValue)
        .toArray();
  }
}
