package org.pith.measure.internal;

/**
 * Neighbour questions about every point of a set, asked of all points at once. A point is not its
 * own neighbour. All implementations compute a distance by the same operations in the same order,
 * so they agree bit for bit.
 */
public interface Neighbours {
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

  /** The search that suits the shape of {@code columns} in the maximum norm. */
  static Neighbours of(double[][] columns) {
    return of(columns, Norm.MAXIMUM, Search.AUTOMATIC);
  }

  /** The named search over {@code columns}. */
  static Neighbours of(double[][] columns, Norm norm, Search search) {
    if (search == Search.BRUTE_FORCE) {
      return new BruteForce(columns, norm);
    }
    if (columns.length == 1) {
      return new SortedLine(columns[0]);
    }
    boolean small = columns.length > 16 || columns[0].length < 64;
    return search == Search.AUTOMATIC && small
        ? new BruteForce(columns, norm)
        : new KdTree(columns, norm);
  }
}
