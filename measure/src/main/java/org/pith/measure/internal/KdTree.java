package org.pith.measure.internal;

import java.util.Arrays;

/**
 * A balanced k-d tree with tight boxes and leaves of a few dozen points, which are scanned by
 * vectorised loops. Points are kept in the order of the leaves, and queries run in that order, so
 * neighbouring queries share the cache.
 *
 * <p>Reference: Friedman, Bentley, Finkel (1977), doi:10.1145/355744.355745.
 */
public final class KdTree implements Neighbours {
  private static final int LEAF = 12;

  private final Norm norm;
  private final int n;
  private final int dimensions;
  private final int[] order;
  private final double[][] columns;
  private final int[] start;
  private final int[] end;
  private final boolean[] isLeaf;
  private final int[] leaf;
  private final double[] low;
  private final double[] high;
  private final int threads;
  private final int largestLeaf;

  /** Builds the tree over a copy of {@code columns}: n log n · d steps. */
  public KdTree(double[][] columns, Norm norm, int threads) {
    this.norm = norm;
    this.threads = threads;
    this.n = columns[0].length;
    this.dimensions = columns.length;
    this.order = Shuffle.identity(n);
    this.columns = Arrays.stream(columns).map(double[]::clone).toArray(double[][]::new);
    int nodes = 1;
    for (int points = n; points > LEAF; points = (points + 1) / 2) {
      nodes = 2 * nodes + 1;
    }
    this.start = new int[nodes];
    this.end = new int[nodes];
    this.isLeaf = new boolean[nodes];
    this.leaf = new int[n];
    this.low = new double[nodes * dimensions];
    this.high = new double[nodes * dimensions];
    build(0, 0, n, threads);
    this.largestLeaf = largestLeaf();
  }

  /** The children of node i are 2i + 1 and 2i + 2, so threads can build them side by side. */
  private void build(int node, int from, int to, int threads) {
    start[node] = from;
    end[node] = to;
    int widest = box(node);
    boolean single = high[node * dimensions + widest] == low[node * dimensions + widest];
    if (to - from <= LEAF || single) {
      isLeaf[node] = true;
      Arrays.fill(leaf, from, to, node);
    } else {
      int middle = (from + to) >>> 1;
      select(columns[widest], from, to - 1, middle);
      Parallel.overItems(
          2,
          Math.min(2, threads),
          side -> {
            int child = 2 * node + 1 + side;
            build(child, side == 0 ? from : middle, side == 0 ? middle : to, threads / 2);
          });
    }
  }

  private int box(int node) {
    int widest = 0;
    double extent = -1;
    for (int d = 0; d < dimensions; d++) {
      double[] column = columns[d];
      double min = column[start[node]];
      double max = min;
      for (int p = start[node] + 1; p < end[node]; p++) {
        min = column[p] < min ? column[p] : min;
        max = column[p] > max ? column[p] : max;
      }
      low[node * dimensions + d] = min;
      high[node * dimensions + d] = max;
      if (max / 2 - min / 2 > extent) {
        extent = max / 2 - min / 2;
        widest = d;
      }
    }
    return widest;
  }

  /** Hoare's selection: afterwards no value before {@code target} is above any after it. */
  private void select(double[] values, int from, int to, int target) {
    int a = from;
    int b = to;
    while (a < b) {
      double pivot = values[(a + b) >>> 1];
      int i = a;
      int j = b;
      while (i <= j) {
        while (values[i] < pivot) {
          i++;
        }
        while (values[j] > pivot) {
          j--;
        }
        if (i <= j) {
          swap(i++, j--);
        }
      }
      if (target <= j) {
        b = j;
      } else if (target >= i) {
        a = i;
      } else {
        return;
      }
    }
  }

  /** Points move as a whole, so that whatever follows reads memory in order. */
  private void swap(int i, int j) {
    int point = order[i];
    order[i] = order[j];
    order[j] = point;
    for (double[] column : columns) {
      double value = column[i];
      column[i] = column[j];
      column[j] = value;
    }
  }

  @Override
  public double[] distancesToKth(int k) {
    double[] radius = new double[n];
    Parallel.overRows(
        n,
        threads,
        (from, to) -> {
          Query query = new Query(k);
          for (int p = from; p < to; p++) {
            radius[order[p]] = Distances.outer(norm, query.around(p).worst());
          }
        });
    return radius;
  }

  @Override
  public int[] nearest(int k) {
    int[] neighbours = new int[n * k];
    Parallel.overRows(
        n,
        threads,
        (from, to) -> {
          Query query = new Query(k);
          for (int p = from; p < to; p++) {
            Nearest found = query.around(p);
            for (int r = 0; r < k; r++) {
              neighbours[order[p] * k + r] = found.point(r);
            }
          }
        });
    return neighbours;
  }

  @Override
  public int[] countsWithin(double[] radius, boolean closed) {
    if (norm != Norm.MAXIMUM) {
      throw new UnsupportedOperationException("Counts are taken in the maximum norm only.");
    }
    int[] counts = new int[n];
    Parallel.overRows(
        n,
        threads,
        (from, to) -> {
          Query query = new Query(1);
          for (int p = from; p < to; p++) {
            counts[order[p]] = query.count(p, radius[order[p]], closed);
          }
        });
    return counts;
  }

  /** The most points of a leaf: copies of one point are not divided. */
  private int largestLeaf() {
    int most = 0;
    for (int node = 0; node < start.length; node++) {
      most = isLeaf[node] ? Math.max(most, end[node] - start[node]) : most;
    }
    return most;
  }

  /** One thread's scratch, and the walk through the tree: from the point's leaf to the root. */
  private final class Query {
    private final double[] point = new double[dimensions];
    private final double[] distances = new double[largestLeaf];
    private final Nearest nearest;
    private int self;

    Query(int k) {
      nearest = new Nearest(k);
    }

    Nearest around(int position) {
      moveTo(position);
      nearest.clear();
      int node = leaf[position];
      scan(start[node], end[node]);
      while (node != 0) {
        int sibling = ((node - 1) ^ 1) + 1;
        visit(sibling, distanceToBox(sibling));
        node = (node - 1) >>> 1;
      }
      return nearest;
    }

    private void moveTo(int position) {
      self = position;
      for (int d = 0; d < dimensions; d++) {
        point[d] = columns[d][position];
      }
    }

    private void descend(int node) {
      if (isLeaf[node]) {
        scan(start[node], end[node]);
        return;
      }
      int left = 2 * node + 1;
      double toLeft = distanceToBox(left);
      double toRight = distanceToBox(left + 1);
      boolean leftFirst = toLeft <= toRight;
      visit(leftFirst ? left : left + 1, leftFirst ? toLeft : toRight);
      visit(leftFirst ? left + 1 : left, leftFirst ? toRight : toLeft);
    }

    private void visit(int node, double distance) {
      if (distance <= nearest.worst()) {
        descend(node);
      }
    }

    private void scan(int from, int to) {
      Distances.fill(norm, columns, point, from, to, distances);
      double worst = nearest.worst();
      for (int p = from; p < to; p++) {
        if (distances[p - from] <= worst && p != self) {
          nearest.offer(distances[p - from], order[p]);
          worst = nearest.worst();
        }
      }
    }

    private double distanceToBox(int node) {
      double distance = 0;
      int at = node * dimensions;
      for (int d = 0; d < dimensions; d++) {
        double gap = Math.max(0, Math.max(low[at + d] - point[d], point[d] - high[at + d]));
        distance = norm == Norm.MAXIMUM ? Math.max(distance, gap) : distance + gap * gap;
      }
      return distance;
    }

    private double farthestInBox(int node) {
      double distance = 0;
      int at = node * dimensions;
      for (int d = 0; d < dimensions; d++) {
        distance = Math.max(distance, Math.max(point[d] - low[at + d], high[at + d] - point[d]));
      }
      return distance;
    }

    int count(int position, double radius, boolean closed) {
      moveTo(position);
      int found = closed ? countClosed(0, radius) : countOpen(0, radius);
      return Math.max(0, found - 1);
    }

    private int countOpen(int node, double radius) {
      if (distanceToBox(node) >= radius) {
        return 0;
      }
      if (farthestInBox(node) < radius) {
        return end[node] - start[node];
      }
      if (!isLeaf[node]) {
        return countOpen(2 * node + 1, radius) + countOpen(2 * node + 2, radius);
      }
      Distances.fill(norm, columns, point, start[node], end[node], distances);
      return Distances.below(distances, end[node] - start[node], radius);
    }

    private int countClosed(int node, double radius) {
      if (distanceToBox(node) > radius) {
        return 0;
      }
      if (farthestInBox(node) <= radius) {
        return end[node] - start[node];
      }
      if (!isLeaf[node]) {
        return countClosed(2 * node + 1, radius) + countClosed(2 * node + 2, radius);
      }
      Distances.fill(norm, columns, point, start[node], end[node], distances);
      return Distances.atMost(distances, end[node] - start[node], radius);
    }
  }
}
