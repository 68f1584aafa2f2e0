package org.pith.measure.internal;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Random orders of rows, the same for the same seed. */
public final class Shuffle {
  private Shuffle() {}

  /** A random permutation of 0 to n − 1. */
  public static int[] permutation(int n, SplittableRandom random) {
    int[] order = identity(n);
    for (int i = n - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swap = order[i];
      order[i] = order[j];
      order[j] = swap;
    }
    return order;
  }

  /** The numbers 0 to n − 1. */
  public static int[] identity(int n) {
    int[] order = new int[n];
    Arrays.setAll(order, i -> i);
    return order;
  }

  /**
   * The rows 0 to n − 1 dealt at random into {@code parts} groups of {@code n / parts} each; the
   * remainder is left out.
   */
  public static int[][] deal(int n, int parts, long seed) {
    int[] order = permutation(n, new SplittableRandom(seed));
    int size = n / parts;
    int[][] groups = new int[parts][];
    for (int p = 0; p < parts; p++) {
      groups[p] = Arrays.copyOfRange(order, p * size, (p + 1) * size);
      Arrays.sort(groups[p]);
    }
    return groups;
  }
}
