package org.pith.measure.internal;

/**
 * Neighbour questions about every point of a set, asked of all points at once. A point is not its
 * own neighbour. All implementations compute a distance by the same operations in the same order,
 * so they agree bit for bit.
 */
public interface Neighbours {
  /** Beyond as many points a tree's boxes beat the n / 64 words that bit sets look at. */
  int MOST_FOR_BITMAPS = 200_000;

  /** How distance is measured over the coordinates. */
  enum Norm {
    MAXIMUM,
    EUCLIDEAN
  }

  /** How neighbours are found; the answers are the same. */
  enum Search {
    AUTOMATIC,
    BRUTE_FORCE,
    TREE
  }

  /** The distance of every point to its k-th nearest neighbour, {@code 1 ≤ k < n}. */
  double[] distancesToKth(int k);

  /**
   * The k nearest neighbours of every point, nearest first, ties by index: {@code k} entries for
   * each point in turn.
   */
  int[] nearest(int k);

  /**
   * How many other points are nearer than {@code radius[i]} to point i, or as near if {@code
   * closed}.
   */
  int[] countsWithin(double[] radius, boolean closed);

  /** The search for the k nearest in the maximum norm that suits the shape of {@code columns}. */
  static Neighbours of(double[][] columns, int threads) {
    return of(columns, Norm.MAXIMUM, Search.AUTOMATIC, threads);
  }

  /** The named search for the k nearest over {@code columns}. */
  static Neighbours of(double[][] columns, Norm norm, Search search, int threads) {
    if (search == Search.BRUTE_FORCE || small(columns, search)) {
      return new BruteForce(columns, norm, threads);
    }
    if (columns.length == 1) {
      return new SortedLine(columns[0], threads);
    }
    if (search == Search.TREE || columns.length < 8) {
      return new KdTree(columns, norm, threads);
    }
    return norm == Norm.MAXIMUM ? new RankBitmaps(columns, threads) : euclidean(columns, threads);
  }

  private static boolean small(double[][] columns, Search search) {
    return search == Search.AUTOMATIC && columns.length > 1 && columns[0].length < 64;
  }

  private static Neighbours euclidean(double[][] columns, int threads) {
    return columns.length > 16
        ? new BruteForce(columns, Norm.EUCLIDEAN, threads)
        : new KdTree(columns, Norm.EUCLIDEAN, threads);
  }

  /** The named search for counts in the maximum norm. */
  static Neighbours forCounts(double[][] columns, Search search, int threads) {
    boolean bitmaps = columns.length > 1 && columns[0].length <= MOST_FOR_BITMAPS;
    return search == Search.AUTOMATIC && bitmaps && !small(columns, search)
        ? new RankBitmaps(columns, threads)
        : of(columns, Norm.MAXIMUM, search, threads);
  }
}
