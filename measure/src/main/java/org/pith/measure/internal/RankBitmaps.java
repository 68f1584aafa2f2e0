package org.pith.measure.internal;

import java.util.Arrays;

/**
 * Boxes around points as intersections of bit sets: the points whose coordinate lies within a
 * radius are a run of ranks, and the bit set of such a run is the difference of two stored ones,
 * exact but for the ranks since the nearest stored one. Points are numbered by their rank in the
 * first column, so that its run is a run of bits, and only the words under it are looked at.
 *
 * <p>One question costs {@code d · n / 64} words at most and no multiplication, however many points
 * lie inside: the best search for counts in two or more dimensions and for neighbours in many. A
 * run is found by comparing the same rounded differences as elsewhere, so answers agree bit for bit
 * with those of the other searches. Memory: {@code 32 n · d} bytes up to 16,000 points, then {@code
 * n² · d / (8 · 256)}.
 *
 * <p>The k nearest are found by a bound first: the k-th distance among the points next to the query
 * in the first column. The points of the box with that bound are then compared one by one.
 */
public final class RankBitmaps implements Neighbours {
  private static final int LEAST_STEP = 64;
  private static final int MOST_STORED = 256;

  private final int n;
  private final int words;
  private final int threads;
  private final int[] order;
  private final double[][] columns;
  private final Line[] lines;

  /** Bit sets over {@code columns}, which are copied. */
  public RankBitmaps(double[][] columns, int threads) {
    this.n = columns[0].length;
    this.threads = threads;
    this.words = (n + 63) >>> 6;
    this.order = byRank(columns[0], sorted(columns[0]));
    this.columns = new double[columns.length][n];
    for (int d = 0; d < columns.length; d++) {
      for (int p = 0; p < n; p++) {
        this.columns[d][p] = columns[d][order[p]];
      }
    }
    this.lines = new Line[columns.length];
    Parallel.overItems(columns.length, threads, d -> lines[d] = line(d));
  }

  private static double[] sorted(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted;
  }

  /** The points in the order of their values, ties by index. */
  private static int[] byRank(double[] values, double[] sorted) {
    int[] ties = new int[values.length];
    int[] order = new int[values.length];
    for (int i = 0; i < order.length; i++) {
      int rank = Ranks.firstAtLeast(sorted, values[i]);
      order[rank + ties[rank]++] = i;
    }
    return order;
  }

  /**
   * One column: its values by rank, whose they are, the rank of each point, and for every {@code
   * step} ranks the set of the points below.
   */
  private record Line(double[] sorted, int[] byRank, int[] rank, int step, long[][] below) {}

  private Line line(int column) {
    double[] values = columns[column];
    double[] sorted = sorted(values);
    int[] byRank = byRank(values, sorted);
    int[] rank = new int[n];
    for (int r = 0; r < n; r++) {
      rank[byRank[r]] = r;
    }
    if (column == 0) {
      return new Line(sorted, byRank, rank, n, new long[0][]);
    }
    int step = Math.max(LEAST_STEP, (n + MOST_STORED - 1) / MOST_STORED);
    long[][] below = new long[(n + step - 1) / step + 1][];
    long[] bits = new long[words];
    below[0] = bits.clone();
    for (int r = 0; r < n; r++) {
      bits[byRank[r] >>> 6] |= 1L << byRank[r];
      if ((r + 1) % step == 0 || r == n - 1) {
        below[(r + step) / step] = bits.clone();
      }
    }
    return new Line(sorted, byRank, rank, step, below);
  }

  @Override
  public double[] distancesToKth(int k) {
    double[] radius = new double[n];
    overPoints(k, (p, query) -> radius[order[p]] = query.around(p).worst());
    return radius;
  }

  @Override
  public int[] nearest(int k) {
    int[] neighbours = new int[n * k];
    overPoints(
        k,
        (p, query) -> {
          Nearest found = query.around(p);
          for (int r = 0; r < k; r++) {
            neighbours[order[p] * k + r] = found.point(r);
          }
        });
    return neighbours;
  }

  @Override
  public int[] countsWithin(double[] radius, boolean closed) {
    double[][] same = new double[columns.length][];
    Arrays.fill(same, radius);
    return countsWithin(same, closed);
  }

  /**
   * How many other points lie in the box around point i whose half width in column j is {@code
   * radius[j][i]}.
   */
  public int[] countsWithin(double[][] radius, boolean closed) {
    int[] counts = new int[n];
    overPoints(
        1,
        (p, query) -> {
          query.box(p, d -> radius[d][order[p]], closed, true);
          counts[order[p]] = Math.max(0, query.size() - 1);
        });
    return counts;
  }

  @FunctionalInterface
  private interface Visitor {
    void visit(int position, Query query);
  }

  private void overPoints(int k, Visitor visitor) {
    Parallel.overRows(
        n,
        threads,
        (from, to) -> {
          Query query = new Query(k);
          for (int p = from; p < to; p++) {
            visitor.visit(p, query);
          }
        });
  }

  @FunctionalInterface
  private interface HalfWidth {
    double in(int column);
  }

  /** One thread's scratch: the set of points that are still inside. */
  private final class Query {
    private final long[] inside = new long[words];
    private int firstWord;
    private int endWord;
    private final double[] point = new double[columns.length];
    private final int sample;
    private final double[] distances;
    private final Nearest nearest;

    Query(int k) {
      nearest = new Nearest(k);
      sample = Math.min(n, Math.max(4 * k + 4, 4 * (int) Math.sqrt(n)));
      distances = new double[sample];
    }

    /** The points in a box; unless {@code exact} some outside it may be among them. */
    void box(int p, HalfWidth radius, boolean closed, boolean exact) {
      first(p, radius.in(0), closed);
      for (int d = 1; d < lines.length && firstWord < endWord; d++) {
        Line line = lines[d];
        double x = columns[d][p];
        double r = radius.in(d);
        int rank = line.rank[p];
        int low = firstInside(line.sorted, x, r, closed, rank);
        int high = endOfInside(line.sorted, x, r, closed, rank);
        intersect(line, low, Math.max(low, high), exact);
      }
    }

    private void first(int p, double r, boolean closed) {
      double x = columns[0][p];
      int low = firstInside(columns[0], x, r, closed, p);
      int high = endOfInside(columns[0], x, r, closed, p);
      firstWord = low >>> 6;
      endWord = high <= low ? firstWord : ((high - 1) >>> 6) + 1;
      if (firstWord < endWord) {
        Arrays.fill(inside, firstWord, endWord, -1L);
        inside[firstWord] &= -1L << low;
        inside[endWord - 1] &= -1L >>> -high;
      }
    }

    private void intersect(Line line, int low, int high, boolean exact) {
      int before = low / line.step;
      int after = (high + line.step - 1) / line.step;
      keep(inside, line.below[before], line.below[after], firstWord, endWord);
      if (exact) {
        remove(line.byRank, before * line.step, low);
        remove(line.byRank, high, Math.min(n, after * line.step));
      }
    }

    private void remove(int[] byRank, int from, int to) {
      for (int r = from; r < to; r++) {
        inside[byRank[r] >>> 6] &= ~(1L << byRank[r]);
      }
    }

    int size() {
      int size = 0;
      for (int w = firstWord; w < endWord; w++) {
        size += Long.bitCount(inside[w]);
      }
      return size;
    }

    Nearest around(int p) {
      for (int d = 0; d < point.length; d++) {
        point[d] = columns[d][p];
      }
      double bound = bound(p);
      box(p, d -> bound, true, false);
      nearest.clear();
      for (int w = firstWord; w < endWord; w++) {
        for (long bits = inside[w]; bits != 0; bits &= bits - 1) {
          compare(p, (w << 6) + Long.numberOfTrailingZeros(bits), bound);
        }
      }
      return nearest;
    }

    /** The k-th distance among the points next to p in the first column. */
    private double bound(int p) {
      int from = Math.clamp(p - sample / 2, 0, n - sample);
      Distances.fill(Norm.MAXIMUM, columns, point, from, from + sample, distances);
      distances[p - from] = Double.POSITIVE_INFINITY;
      nearest.clear();
      double worst = nearest.worst();
      for (int j = 0; j < sample; j++) {
        if (distances[j] < worst) {
          nearest.offer(distances[j], j);
          worst = nearest.worst();
        }
      }
      return worst;
    }

    private void compare(int p, int other, double bound) {
      double most = Math.min(bound, nearest.worst());
      double distance = 0;
      for (int d = 0; d < point.length; d++) {
        distance = Math.max(distance, Math.abs(columns[d][other] - point[d]));
        if (distance > most) {
          return;
        }
      }
      if (other != p) {
        nearest.offer(distance, order[other]);
      }
    }
  }

  private static void keep(long[] inside, long[] below, long[] within, int from, int to) {
    for (int w = from; w < to; w++) {
      inside[w] &= within[w] & ~below[w];
    }
  }

  /** The first rank at or left of {@code rank} whose value is inside; {@code rank + 1} if none. */
  private static int firstInside(
      double[] sorted, double x, double radius, boolean closed, int rank) {
    int low = 0;
    int left = rank + 1;
    while (left > 0) {
      int half = left >>> 1;
      double gap = x - sorted[low + half];
      boolean inside = closed ? gap <= radius : gap < radius;
      low = inside ? low : low + half + 1;
      left = inside ? half : left - half - 1;
    }
    return low;
  }

  /** One past the last rank at or right of {@code rank} whose value is inside. */
  private static int endOfInside(
      double[] sorted, double x, double radius, boolean closed, int rank) {
    int low = rank;
    int left = sorted.length - rank;
    while (left > 0) {
      int half = left >>> 1;
      double gap = sorted[low + half] - x;
      boolean inside = closed ? gap <= radius : gap < radius;
      low = inside ? low + half + 1 : low;
      left = inside ? left - half - 1 : half;
    }
    return low;
  }
}
