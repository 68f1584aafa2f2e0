package org.pith.measure.knn;

import java.util.Arrays;
import org.pith.measure.Estimate;
import org.pith.measure.Estimate.Verdict;
import org.pith.measure.Labels;
import org.pith.measure.Samples;
import org.pith.measure.internal.Neighbours;
import org.pith.measure.internal.SpecialFunctions;
import org.pith.measure.internal.Statistics;
import org.pith.measure.significance.Consistency;

/**
 * Mutual information of a continuous vector and a class, by Ross's nearest-neighbour estimator, in
 * nats, with the maximum norm: {@code ψ(n) + mean(ψ(k) − ψ(N_c) − ψ(m))}, r the distance of a row
 * to its k-th neighbour of its own class, N_c the rows of the class with the row, m the other rows
 * of any class strictly nearer than r, plus one.
 *
 * <p>In a class of k rows or fewer, k is lowered to N_c − 1 there. A class of one row tells nothing
 * about its density; such rows are left out of the sum and of n, as in Ross's own program. Constant
 * X, or a single class, gives exactly 0.
 *
 * <p>Ties inside X (integers, rounding) make distances of zero, for which strict counts overstate
 * the information; where that is beyond the tolerance the estimate is {@code BIASED} and says so.
 *
 * <p>Cost: n log n in few dimensions, n² · d in many.
 *
 * <p>Reference: Ross (2014), doi:10.1371/journal.pone.0087357.
 */
public final class Ross {
  private static final String NAME = "ross";

  private final int k;
  private final int threads;
  private final long seed;

  private Ross(int k, int threads, long seed) {
    this.k = k;
    this.threads = threads;
    this.seed = seed;
  }

  /** k = 3 as in the paper, one thread, seed 0. */
  public static Ross withDefaults() {
    return new Ross(3, 1, 0);
  }

  /** The same with {@code k} neighbours. */
  public Ross withK(int k) {
    if (k < 1) {
      throw new IllegalArgumentException("k (%d) must be at least 1. Maybe 3.".formatted(k));
    }
    return new Ross(k, threads, seed);
  }

  /** The same on {@code threads} threads. */
  public Ross withThreads(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException(
          "The number of threads (%d) must be at least 1.".formatted(threads));
    }
    return new Ross(k, threads, seed);
  }

  /** The same with another seed for the deal into quarters that the verdict rests on. */
  public Ross withSeed(long seed) {
    return new Ross(k, threads, seed);
  }

  /**
   * The estimate with standard error, interval and verdict.
   *
   * @throws IllegalArgumentException if the rows are not paired, or no class has two rows
   */
  public Estimate estimate(Samples x, Labels classes) {
    classes.requireSameSize(x.size());
    String settings = "k=%d, norm=max".formatted(k);
    if (classes.states() == 1 || x.isConstant()) {
      return Estimate.normal(
          0, 0, x.size(), NAME, settings, Verdict.TRUSTED, "a constant carries no information");
    }
    int[] kept = rowsWithCompany(classes);
    Samples keptX = x.rows(kept);
    Labels keptClasses = classes.rows(kept);
    Local local = local(keptX.columns(), keptClasses);
    double value = Statistics.mean(local.values);
    double error = Statistics.standardError(local.values);
    if (local.tied > 0.01) {
      return Estimate.normal(
          value,
          error,
          kept.length,
          NAME,
          settings,
          Verdict.BIASED,
          "%.0f %% of the rows coincide with their %d nearest of the class; use the mixed-pair estimator"
              .formatted(100 * local.tied, k));
    }
    if (kept.length < 8) {
      return Estimate.normal(
          value, error, kept.length, NAME, settings, Verdict.UNDERSAMPLED, "fewer than 8 rows");
    }
    double rate = Consistency.neighbourRate(x.dimensions());
    Estimate e =
        Consistency.of(
                value,
                kept.length,
                rate,
                seed,
                rows -> valueOrZero(keptX.rows(rows), keptClasses.rows(rows)))
            .judge(error, kept.length, NAME, settings);
    return Columns.tied(keptX)
        ? Columns.besides(e, () -> value(Columns.spread(keptX, seed), keptClasses))
        : e;
  }

  private double valueOrZero(Samples x, Labels classes) {
    boolean alone = Arrays.stream(classes.counts()).allMatch(c -> c == 1);
    return alone ? 0 : value(x, classes);
  }

  /** The value alone, in nats: the fast path, without an error or a verdict. */
  public double value(Samples x, Labels classes) {
    return Statistics.mean(localValues(x, classes));
  }

  /**
   * What each row that shares its class with another contributes, in nats, in the order of the
   * rows.
   */
  public double[] localValues(Samples x, Labels classes) {
    classes.requireSameSize(x.size());
    int[] kept = rowsWithCompany(classes);
    if (x.isConstant()) {
      return new double[kept.length];
    }
    return local(x.rows(kept).columns(), classes.rows(kept)).values;
  }

  private record Local(double[] values, double tied) {}

  private Local local(double[][] x, Labels classes) {
    int n = x[0].length;
    double[] radius = new double[n];
    for (int[] rows : classes.members()) {
      double[][] part = Arrays.stream(x).map(c -> pick(c, rows)).toArray(double[][]::new);
      double[] inner = Neighbours.of(part, threads).distancesToKth(Math.min(k, rows.length - 1));
      for (int i = 0; i < rows.length; i++) {
        radius[rows[i]] = inner[i];
      }
    }
    int[] near =
        Neighbours.forCounts(x, Neighbours.Search.AUTOMATIC, threads).countsWithin(radius, false);
    int[] sizes = classes.counts();
    double[] psi = SpecialFunctions.digammaTable(n);
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      int size = sizes[classes.code(i)];
      values[i] = psi[n] + psi[Math.min(k, size - 1)] - psi[size] - psi[near[i] + 1];
    }
    return new Local(values, Columns.shareOfZeros(radius));
  }

  private static double[] pick(double[] column, int[] rows) {
    return Arrays.stream(rows).mapToDouble(i -> column[i]).toArray();
  }

  private static int[] rowsWithCompany(Labels classes) {
    int[] counts = classes.counts();
    int[] kept =
        java.util.stream.IntStream.range(0, classes.size())
            .filter(i -> counts[classes.code(i)] > 1)
            .toArray();
    if (kept.length == 0) {
      throw new IllegalArgumentException(
          "Every class has a single row. Maybe the class column is an identifier.");
    }
    return kept;
  }
}
