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
  double[] distancesToKth(int k, int threads);

  /**
   * The k nearest neighbours of every point, nearest first, ties by index: {@code k} entries for
   * each point in turn.
   */
  int[] nearest(int k, int threads);

  /**
   * How many other points are nearer than {@code radius[i]} to point i, or as near if {@code
   * closed}.
   */
  int[] countsWithin(double[] radius, boolean closed, int threads);

  /** The search for the k nearest in the maximum norm that suits the shape of {@code columns}. */
  static Neighbours of(double[][] columns) {
    return of(columns, Norm.MAXIMUM, Search.AUTOMATIC);
  }

  /** The named search for the k nearest over {@code columns}. */
  static Neighbours of(double[][] columns, Norm norm, Search search) {
    if (search == Search.BRUTE_FORCE || small(columns, search)) {
      return new BruteForce(columns, norm);
    }
    if (columns.length == 1) {
      return new SortedLine(columns[0]);
    }
    if (search == Search.TREE || columns.length < 8) {
      return new KdTree(columns, norm);
    }
    return norm == Norm.MAXIMUM ? new RankBitmaps(columns) : euclidean(columns);
  }

  private static boolean small(double[][] columns, Search search) {
    return search == Search.AUTOMATIC && columns.length > 1 && columns[0].length < 64;
  }

  private static Neighbours euclidean(double[][] columns) {
    return columns.length > 16
        ? new BruteForce(columns, Norm.EUCLIDEAN)
        : new KdTree(columns, Norm.EUCLIDEAN);
  }

  /** The named search for counts in the maximum norm. */
  static Neighbours forCounts(double[][] columns, Search search) {
    boolean bitmaps = columns.length > 1 && columns[0].length <= MOST_FOR_BITMAPS;
    return search == Search.AUTOMATIC && bitmaps && !small(columns, search)
        ? new RankBitmaps(columns)
        : of(columns, Norm.MAXIMUM, search);
  }
}
