package org.pith.prune;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.pith.train.Examples;

/** Draws the rows to calibrate on. */
final class Drawing {

  private Drawing() {}

  /**
   * Rows without replacement, in random order.
   *
   * @param most how many; all where there are no more
   * @param seed the same draws the same
   */
  static Examples of(Examples examples, int most, long seed) {
    List<Integer> all = new ArrayList<>(IntStream.range(0, examples.rows()).boxed().toList());
    Collections.shuffle(all, new Random(seed));
    return examples.rows(all.stream().limit(most).mapToInt(Integer::intValue).toArray());
  }
}
