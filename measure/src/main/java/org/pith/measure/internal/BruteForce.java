package org.pith.measure.internal;

/**
 * Every distance computed: n² · d steps in vectorised loops; the best search in many dimensions and
 * for few points.
 */
public final class BruteForce implements Neighbours {
  private final double[][] columns;
  private final Norm norm;
  private final int n;
  private final int threads;

  /** A search over {@code columns}, which are not copied. */
  public BruteForce(double[][] columns, Norm norm, int threads) {
    this.threads = threads;
    this.columns = columns;
    this.norm = norm;
    this.n = columns[0].length;
  }

  @Override
  public double[] distancesToKth(int k) {
    double[] radius = new double[n];
    overPoints(k, (i, nearest) -> radius[i] = Distances.outer(norm, nearest.worst()));
    return radius;
  }

  @Override
  public int[] nearest(int k) {
    int[] neighbours = new int[n * k];
    overPoints(
        k,
        (i, nearest) -> {
          for (int r = 0; r < k; r++) {
            neighbours[i * k + r] = nearest.point(r);
          }
        });
    return neighbours;
  }

  @FunctionalInterface
  private interface Visitor {
    void visit(int point, Nearest nearest);
  }

  private void overPoints(int k, Visitor visitor) {
    Parallel.overRows(
        n,
        threads,
        (from, to) -> {
          Nearest nearest = new Nearest(k);
          double[] distances = new double[n];
          double[] query = new double[columns.length];
          for (int i = from; i < to; i++) {
            fillFrom(i, query, distances);
            nearest.clear();
            scan(distances, 0, i, nearest);
            scan(distances, i + 1, n, nearest);
            visitor.visit(i, nearest);
          }
        });
  }

  private static void scan(double[] distances, int from, int to, Nearest nearest) {
    double worst = nearest.worst();
    for (int j = from; j < to; j++) {
      if (distances[j] < worst) {
        nearest.offer(distances[j], j);
        worst = nearest.worst();
      }
    }
  }

  @Override
  public int[] countsWithin(double[] radius, boolean closed) {
    int[] counts = new int[n];
    Parallel.overRows(
        n,
        threads,
        (from, to) -> {
          double[] distances = new double[n];
          double[] query = new double[columns.length];
          for (int i = from; i < to; i++) {
            fillFrom(i, query, distances);
            counts[i] =
                closed
                    ? Distances.atMost(distances, n, radius[i]) - 1
                    : Math.max(0, Distances.below(distances, n, radius[i]) - 1);
          }
        });
    return counts;
  }

  private void fillFrom(int i, double[] query, double[] distances) {
    for (int d = 0; d < query.length; d++) {
      query[d] = columns[d][i];
    }
    Distances.fill(norm, columns, query, 0, n, distances);
  }
}
