package org.pith.measure.select;

import java.util.List;
import java.util.stream.IntStream;
import org.pith.measure.Labels;
import org.pith.measure.internal.Parallel;

/**
 * What discrete columns share, pair by pair: {@code I(X_i;X_j)}, and how much of what one says about
 * a target the other says too, {@code I(X_i;Y) − I(X_i;Y | X_j)}. In nats, by counts with the
 * Miller–Madow correction; all three come from one table of counts, so a thousand columns against a
 * few hundred peers take seconds.
 *
 * <p>A column's redundancy is the largest such share over its peers: at most {@code I(X_i;Y)}, which
 * it reaches where a peer determines the column; negative where every peer only makes it say more
 * (synergy). It sees what single peers repeat, not what several repeat together.
 *
 * <p>Cost: n and the cells of the table, {@code states_i · states_j · states_Y}, for every pair;
 * coarse columns are meant.
 */
public final class Redundancy {

  /**
   * What a column repeats.
   *
   * @param nats {@code max_j I(X_i;Y) − I(X_i;Y | X_j)} over the peers; 0 without a peer
   * @param peer the index of the column that repeats most of it, −1 without a peer
   */
  public record Repeated(double nats, int peer) {}

  private final double[][] shared;
  private final Repeated[] repeated;

  private Redundancy(int columns, int peers) {
    shared = new double[columns][peers];
    repeated = new Repeated[columns];
  }

  /**
   * Counts every column against every peer.
   *
   * @param columns paired with the target row by row
   * @param target Y
   * @param peers indices of the columns to compare with
   * @param threads the answer does not depend on them
   * @throws IllegalArgumentException if rows are not paired, a peer is no column, or a table would
   *     have more than 10⁸ cells
   */
  public static Redundancy of(List<Labels> columns, Labels target, int[] peers, int threads) {
    columns.forEach(c -> c.requireSameSize(target.size()));
    for (int j : peers) {
      if (j < 0 || j >= columns.size()) {
        throw new IllegalArgumentException(
            "Peer %d is none of the %d columns. Maybe it counts from 1."
                .formatted(j, columns.size()));
      }
    }
    Redundancy redundancy = new Redundancy(columns.size(), peers.length);
    double[] terms = terms(target.size());
    int[][] codes = columns.stream().map(Labels::codes).toArray(int[][]::new);
    int[] y = target.codes();
    Parallel.overItems(
        columns.size(),
        threads,
        i -> {
          double most = Double.NEGATIVE_INFINITY;
          int peer = -1;
          for (int p = 0; p < peers.length; p++) {
            int j = peers[p];
            Counts counts =
                new Counts(
                    columns.get(i).states(), columns.get(j).states(), target.states(), terms);
            counts.add(codes[i], codes[j], y);
            redundancy.shared[i][p] = counts.shared();
            if (i != j && counts.repeated() > most) {
              most = counts.repeated();
              peer = j;
            }
          }
          redundancy.repeated[i] = new Repeated(peer < 0 ? 0 : most, peer);
        });
    return redundancy;
  }

  /** {@code c ln c} of every count that can occur. */
  private static double[] terms(int n) {
    double[] terms = new double[n + 1];
    IntStream.rangeClosed(2, n).forEach(c -> terms[c] = c * Math.log(c));
    return terms;
  }

  /** {@code I(X_i;X_j)} of column {@code i} and the peer at place {@code p}; with itself its entropy. */
  public double shared(int i, int p) {
    return shared[i][p];
  }

  /** What column {@code i} repeats. */
  public Repeated repeated(int i) {
    return repeated[i];
  }

  /** A table of counts of two columns and the target, and its margins. */
  private static final class Counts {
    private static final double MOST_CELLS = 1e8;
    private final int b;
    private final int c;
    private final double[] terms;
    private final int[] abc;
    private final int[] ab;
    private final int[] ac;
    private final int[] bc;
    private final int[][] single;
    private int n;

    Counts(int a, int b, int c, double[] terms) {
      this.b = b;
      this.c = c;
      this.terms = terms;
      double cells = (double) a * b * c;
      if (cells > MOST_CELLS) {
        throw new IllegalArgumentException(
            "A table of %d x %d x %d states is too large to count in. Maybe coarser columns."
                .formatted(a, b, c));
      }
      this.abc = new int[a * b * c];
      this.ab = new int[a * b];
      this.ac = new int[a * c];
      this.bc = new int[b * c];
      this.single = new int[][] {new int[a], new int[b], new int[c]};
    }

    void add(int[] x, int[] z, int[] y) {
      n = y.length;
      for (int row = 0; row < n; row++) {
        abc[(x[row] * b + z[row]) * c + y[row]]++;
      }
      for (int cell = 0; cell < abc.length; cell++) {
        int count = abc[cell];
        if (count > 0) {
          int pair = cell / c;
          ab[pair] += count;
          ac[pair / b * c + cell % c] += count;
          bc[pair % b * c + cell % c] += count;
          single[0][pair / b] += count;
          single[1][pair % b] += count;
          single[2][cell % c] += count;
        }
      }
    }

    /** {@code I(X;Z)}. */
    double shared() {
      return entropy(single[0]) + entropy(single[1]) - entropy(ab);
    }

    /** {@code I(X;Y) − I(X;Y|Z)}. */
    double repeated() {
      double alone = entropy(single[0]) + entropy(single[2]) - entropy(ac);
      double given = entropy(ab) + entropy(bc) - entropy(single[1]) - entropy(abc);
      return alone - given;
    }

    /** Miller–Madow: {@code ln n − Σ c ln c / n + (K − 1) / 2n}. */
    private double entropy(int[] counts) {
      double sum = 0;
      int seen = 0;
      for (int count : counts) {
        sum += terms[count];
        seen += count > 0 ? 1 : 0;
      }
      return Math.log(n) - sum / n + (seen - 1) / (2.0 * n);
    }
  }
}
