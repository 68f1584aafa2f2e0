package org.pith.cli;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Rows drawn by chance without replacement, by the shuffle of Fisher and Yates. */
final class DrawnRows {

  private DrawnRows() {}

  /**
   * At most so many of {@code rows} rows, in random order. From the last place to the first, so that all are shuffled however few are
   * asked for; the order of some is the beginning of the order of all.
   */
  static int[] shuffled(int rows, int most, long seed) {
    int[] drawn = IntStream.range(0, rows).toArray();
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = rows - 1; i > 0; i--) {
      swap(drawn, i, random.nextInt(i + 1));
    }
    return Arrays.copyOf(drawn, Math.min(rows, most));
  }

  /** At most so many of {@code rows} rows, ascending. From the first place, and only as far as is asked for. */
  static int[] ascending(int rows, int most, long seed) {
    int[] drawn = IntStream.range(0, rows).toArray();
    if (rows <= most) {
      return drawn;
    }
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < most; i++) {
      swap(drawn, i, random.nextInt(i, rows));
    }
    return Arrays.stream(drawn, 0, most).sorted().toArray();
  }

  private static void swap(int[] rows, int i, int j) {
    int swapped = rows[i];
    rows[i] = rows[j];
    rows[j] = swapped;
  }
}
