package org.pith.measure.graph;

import java.util.Arrays;

/**
 * An undirected graph on the nodes 0 to n − 1. Immutable. An edge that is given twice or from both
 * ends counts once, and an edge from a node to itself is left out, so the adjacency matrix A is
 * symmetric, of zeros and ones, with zeros on its diagonal. Memory: two numbers an edge and one a
 * node.
 */
public final class Graph {
  /** Where the neighbours of each node begin; the last entry is their number. */
  private final int[] first;

  private final int[] neighbours;

  private Graph(int[] first, int[] neighbours) {
    this.first = first;
    this.neighbours = neighbours;
  }

  /**
   * A graph from its edges.
   *
   * @param nodes n, at least 1
   * @param from one end of each edge, 0 to n − 1
   * @param to the other end of each edge
   * @throws IllegalArgumentException for unequal lengths, or an end that is no node
   */
  public static Graph of(int nodes, int[] from, int[] to) {
    if (nodes < 1 || from.length != to.length) {
      throw new IllegalArgumentException(
          "%d nodes with %d and %d ends of edges make no graph. Maybe an end was dropped."
              .formatted(nodes, from.length, to.length));
    }
    int[] first = new int[nodes + 1];
    for (int e = 0; e < from.length; e++) {
      requireNode(from[e], nodes, e);
      requireNode(to[e], nodes, e);
      first[from[e] + 1]++;
      first[to[e] + 1]++;
    }
    Arrays.parallelPrefix(first, Integer::sum);
    int[] next = first.clone();
    int[] neighbours = new int[first[nodes]];
    for (int e = 0; e < from.length; e++) {
      neighbours[next[from[e]]++] = to[e];
      neighbours[next[to[e]]++] = from[e];
    }
    return simple(first, neighbours);
  }

  private static void requireNode(int end, int nodes, int edge) {
    if (end < 0 || end >= nodes) {
      throw new IllegalArgumentException(
          "Edge %d ends at node %d, but the nodes are 0 to %d. Maybe they are counted from 1."
              .formatted(edge, end, nodes - 1));
    }
  }

  /** Drops loops and repeated neighbours in place. */
  private static Graph simple(int[] first, int[] neighbours) {
    int kept = 0;
    for (int i = 0; i + 1 < first.length; i++) {
      int from = first[i];
      first[i] = kept;
      Arrays.sort(neighbours, from, first[i + 1]);
      for (int e = from; e < first[i + 1]; e++) {
        boolean repeated = kept > first[i] && neighbours[kept - 1] == neighbours[e];
        if (neighbours[e] != i && !repeated) {
          neighbours[kept++] = neighbours[e];
        }
      }
    }
    first[first.length - 1] = kept;
    return new Graph(first, Arrays.copyOf(neighbours, kept));
  }

  /** The number of nodes. */
  public int nodes() {
    return first.length - 1;
  }

  /** The number of edges. */
  public int edges() {
    return neighbours.length / 2;
  }

  /** How many neighbours a node has. */
  public int degree(int node) {
    return first[node + 1] - first[node];
  }

  /** {@code A x}: for each node the sum of {@code x} over its neighbours. Cost: the edges. */
  public double[] times(double[] x) {
    double[] sums = new double[nodes()];
    for (int i = 0; i < sums.length; i++) {
      double sum = 0;
      for (int e = first[i]; e < first[i + 1]; e++) {
        sum += x[neighbours[e]];
      }
      sums[i] = sum;
    }
    return sums;
  }

  @Override
  public String toString() {
    return "Graph[%d nodes, %d edges]".formatted(nodes(), edges());
  }
}
