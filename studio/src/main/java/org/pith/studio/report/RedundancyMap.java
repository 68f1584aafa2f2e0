package org.pith.studio.report;

import java.util.List;

/**
 * What pairs of columns share.
 *
 * @param names of the columns, in any order; the page puts alike ones together
 * @param bits information between columns i and j; on the diagonal a column's own entropy
 * @param more how many columns of the data are not in it
 */
public record RedundancyMap(List<String> names, List<List<Double>> bits, int more) {

  /** Copies the lists and checks that the matrix is square. */
  public RedundancyMap {
    names = List.copyOf(names);
    bits = bits.stream().map(List::copyOf).toList();
    int size = names.size();
    if (bits.size() != size || bits.stream().anyMatch(row -> row.size() != size)) {
      throw new IllegalArgumentException(
          "A map of %d columns needs as many rows and columns of bits.".formatted(size));
    }
  }

  /**
   * What i and j share, of the entropy of the one that has less: 1 where one follows from the other;
   * 0 where one does not vary.
   */
  public double share(int i, int j) {
    double smaller = Math.min(bits.get(i).get(i), bits.get(j).get(j));
    return smaller > 0 ? Math.clamp(bits.get(i).get(j) / smaller, 0, 1) : 0;
  }
}
