package org.pith.measure.knn;

import org.pith.measure.Estimate;
import org.pith.measure.Estimate.Verdict;
import org.pith.measure.Labels;
import org.pith.measure.Samples;
import org.pith.measure.internal.Neighbours;
import org.pith.measure.internal.Neighbours.Search;
import org.pith.measure.internal.SpecialFunctions;
import org.pith.measure.internal.Statistics;
import org.pith.measure.significance.Consistency;

/**
 * Mutual information of vectors that are continuous in some places and repeat exactly in others
 * (counts, censored or rounded values, class codes beside numbers): {@code mean(ψ(k̃) + ln n −
 * ψ(n_x) − ψ(n_y))} in nats, with the maximum norm. With r the distance to the k-th joint
 * neighbour, k̃ = k and n_x, n_y count rows strictly nearer than r in X and Y, the row itself
 * included; where r = 0, k̃, n_x and n_y count the rows at distance 0 in the joint space, X and Y,
 * the row itself included.
 *
 * <p>Constant X or Y gives exactly 0. On a lattice of values that seldom coincide in pairs (two
 * rounded columns) strict counts overstate the information; where that is beyond the tolerance the
 * estimate is {@code BIASED} and says what random order of the ties gives. In many dimensions it shares the negative bias of {@link
 * Kraskov}.
 *
 * <p>Cost: n log n in few dimensions, n² · d in many.
 *
 * <p>Reference: Gao, Kannan, Oh, Viswanath (2017), arXiv 1709.06212.
 */
public final class MixedPair {
  private static final String NAME = "mixed";

  private final int k;
  private final int threads;
  private final long seed;

  private MixedPair(int k, int threads, long seed) {
    this.k = k;
    this.threads = threads;
    this.seed = seed;
  }

  /** k = 5, one thread, seed 0. */
  public static MixedPair withDefaults() {
    return new MixedPair(5, 1, 0);
  }

  /** The same with {@code k} neighbours. */
  public MixedPair withK(int k) {
    if (k < 1) {
      throw new IllegalArgumentException("k (%d) must be at least 1. Maybe 5.".formatted(k));
    }
    return new MixedPair(k, threads, seed);
  }

  /** The same on {@code threads} threads. */
  public MixedPair withThreads(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException(
          "The number of threads (%d) must be at least 1.".formatted(threads));
    }
    return new MixedPair(k, threads, seed);
  }

  /** The same with another seed for the deal into quarters that the verdict rests on. */
  public MixedPair withSeed(long seed) {
    return new MixedPair(k, threads, seed);
  }

  /**
   * The estimate with standard error, interval and verdict.
   *
   * @throws IllegalArgumentException if the rows are not paired, or not more than 4k + 4
   */
  public Estimate estimate(Samples x, Samples y) {
    requireRows(x, y, 4 * k + 4);
    String settings = "k=%d, norm=max".formatted(k);
    int n = x.size();
    if (x.isConstant() || y.isConstant()) {
      return Estimate.normal(
          0, 0, n, NAME, settings, Verdict.TRUSTED, "a constant carries no information");
    }
    double[] local = localValues(x, y);
    double rate = Consistency.neighbourRate(x.dimensions() + y.dimensions());
    Estimate e =
        Consistency.of(
                Statistics.mean(local), n, rate, seed, rows -> value(x.rows(rows), y.rows(rows)))
            .judge(Statistics.standardError(local), n, NAME, settings);
    return Columns.tied(x) || Columns.tied(y) ? Columns.besides(e, () -> untied(x, y, local)) : e;
  }

  /** The value with ties in random order where a row has fewer than k copies of its pair. */
  private double untied(Samples x, Samples y, double[] local) {
    Labels pairs = Labels.ofRows(x.join(y));
    int[] counts = pairs.counts();
    double[] apart = localValues(Columns.spread(x, seed), Columns.spread(y, seed + 1));
    for (int i = 0; i < apart.length; i++) {
      apart[i] = counts[pairs.code(i)] > k ? local[i] : apart[i];
    }
    return Statistics.mean(apart);
  }

  /** The value alone, in nats: the fast path, without an error or a verdict. */
  public double value(Samples x, Samples y) {
    return Statistics.mean(localValues(x, y));
  }

  /** What each row contributes, in nats; their mean is the value. */
  public double[] localValues(Samples x, Samples y) {
    requireRows(x, y, k);
    if (x.isConstant() || y.isConstant()) {
      return new double[x.size()];
    }
    double[][] joint = x.join(y).columns();
    double[] radius = Neighbours.of(joint, threads).distancesToKth(k);
    int[] coinciding =
        Neighbours.forCounts(joint, Search.AUTOMATIC, threads)
            .countsWithin(new double[radius.length], true);
    int[] nx = countsAround(x, radius);
    int[] ny = countsAround(y, radius);
    double[] psi = SpecialFunctions.digammaTable(radius.length);
    double[] local = new double[radius.length];
    for (int i = 0; i < local.length; i++) {
      int inside = radius[i] == 0 ? coinciding[i] + 1 : k;
      local[i] = psi[inside] + Math.log(local.length) - psi[nx[i]] - psi[ny[i]];
    }
    return local;
  }

  /**
   * Rows strictly nearer than the radius, or at distance 0 where the radius is 0; the row itself
   * included.
   */
  private int[] countsAround(Samples samples, double[] radius) {
    Neighbours space = Neighbours.forCounts(samples.columns(), Search.AUTOMATIC, threads);
    int[] open = space.countsWithin(radius, false);
    int[] same = space.countsWithin(new double[radius.length], true);
    int[] counts = new int[radius.length];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = 1 + (radius[i] == 0 ? same[i] : open[i]);
    }
    return counts;
  }

  private static void requireRows(Samples x, Samples y, int moreThan) {
    x.requireSameSize(y);
    if (x.size() <= moreThan) {
      throw new IllegalArgumentException(
          "%d rows are too few; more than %d are needed. Maybe lower k."
              .formatted(x.size(), moreThan));
    }
  }
}
