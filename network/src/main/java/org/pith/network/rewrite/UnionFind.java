package org.pith.network.rewrite;

import java.util.Arrays;

/** Disjoint sets of the numbers {@code 0, 1, ...}; the smallest member stands for its set. */
final class UnionFind {
  private int[] parent = new int[64];
  private int size;

  /** Adds a number in a set of its own. */
  int add() {
    if (size == parent.length) {
      parent = Arrays.copyOf(parent, 2 * size);
    }
    parent[size] = size;
    return size++;
  }

  /** How many numbers there are. */
  int size() {
    return size;
  }

  int find(int member) {
    int root = member;
    while (parent[root] != root) {
      parent[root] = parent[parent[root]];
      root = parent[root];
    }
    return root;
  }

  void union(int a, int b) {
    int rootA = find(a);
    int rootB = find(b);
    parent[Math.max(rootA, rootB)] = Math.min(rootA, rootB);
  }
}
