package org.pith.measure.knn;

import org.pith.measure.Estimate;
import org.pith.measure.Estimate.Verdict;
import org.pith.measure.Samples;
import org.pith.measure.internal.Neighbours;
import org.pith.measure.internal.Neighbours.Norm;
import org.pith.measure.internal.Neighbours.Search;
import org.pith.measure.internal.SpecialFunctions;
import org.pith.measure.internal.Statistics;
import org.pith.measure.significance.Consistency;

/**
 * Mutual information of two continuous vectors by the nearest-neighbour estimator of Kraskov,
 * Stögbauer and Grassberger (KSG), in nats, with the maximum norm. With r_i the distance of row i
 * to its k-th neighbour in the joint space:
 *
 * <ul>
 *   <li>{@link Form#FIRST}: {@code ψ(k) + ψ(n) − mean(ψ(n_x + 1) + ψ(n_y + 1))}, n_x and n_y the
 *       other rows strictly nearer than r_i in X and in Y;
 *   <li>{@link Form#SECOND}: {@code ψ(k) − 1/k + ψ(n) − mean(ψ(n_x) + ψ(n_y))}, n_x and n_y the
 *       other rows within the largest X and Y distances of the k neighbours.
 * </ul>
 *
 * <p>Nothing is scaled and no noise is added, so the units of the columns inside X matter to the
 * bias: rank or standardise first, or use the default route. A constant X or Y gives exactly 0.
 * Ties are counted as they are; rows whose k neighbours coincide with them make the estimate {@code
 * BIASED}, and the mixture estimator is then the estimator of choice. The bias is negative and
 * large where the truth exceeds what n rows in d dimensions can resolve; the verdict looks for that
 * by taking quarters of the rows.
 *
 * <p>Cost: n log n in few dimensions, n² · d in many. The answer is the same bits at any number of
 * threads.
 *
 * <p>Reference: Kraskov, Stögbauer, Grassberger (2004), doi:10.1103/PhysRevE.69.066138.
 */
public final class Kraskov {
  /** Which of the two estimators of the paper. */
  public enum Form {
    FIRST,
    SECOND
  }

  private final Form form;
  private final int k;
  private final int threads;
  private final long seed;
  private final Search search;

  private Kraskov(Form form, int k, int threads, long seed, Search search) {
    this.form = form;
    this.k = k;
    this.threads = threads;
    this.seed = seed;
    this.search = search;
  }

  /** The first form with k = 4, on one thread, seed 0. */
  public static Kraskov withDefaults() {
    return new Kraskov(Form.FIRST, 4, 1, 0, Search.AUTOMATIC);
  }

  /** The same with another form. */
  public Kraskov withForm(Form form) {
    return new Kraskov(form, k, threads, seed, search);
  }

  /** The same with {@code k} neighbours: fewer for less bias, more for less variance. */
  public Kraskov withK(int k) {
    if (k < 1) {
      throw new IllegalArgumentException("k (%d) must be at least 1. Maybe 4.".formatted(k));
    }
    return new Kraskov(form, k, threads, seed, search);
  }

  /** The same on {@code threads} threads. */
  public Kraskov withThreads(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException(
          "The number of threads (%d) must be at least 1.".formatted(threads));
    }
    return new Kraskov(form, k, threads, seed, search);
  }

  /**
   * The same with another seed for the deal into quarters that the verdict rests on; the value does
   * not depend on it.
   */
  public Kraskov withSeed(long seed) {
    return new Kraskov(form, k, threads, seed, search);
  }

  Kraskov withSearch(Search search) {
    return new Kraskov(form, k, threads, seed, search);
  }

  /**
   * The estimate with standard error (from the spread of quarters of the rows), interval and
   * verdict.
   *
   * @throws IllegalArgumentException if the rows are not paired, or not more than 4k + 4
   */
  public Estimate estimate(Samples x, Samples y) {
    requireRows(x, y, 4 * k + 4);
    String name = form == Form.FIRST ? "ksg1" : "ksg2";
    String settings = "k=%d, norm=max".formatted(k);
    if (Columns.constant(x) || Columns.constant(y)) {
      return Estimate.normal(
          0, 0, x.size(), name, settings, Verdict.TRUSTED, "a constant carries no information");
    }
    double[][] joint = x.join(y).columns();
    double tied =
        Columns.shareOfZeros(Neighbours.of(joint, Norm.MAXIMUM, search).distancesToKth(k, threads));
    double[] local = localValues(x, y);
    double value = Statistics.mean(local);
    double error = Statistics.standardError(local);
    if (tied > 0.01) {
      return Estimate.normal(
          value,
          error,
          x.size(),
          name,
          settings,
          Verdict.BIASED,
          "%.0f %% of the rows coincide with their %d nearest; use the mixed-pair estimator"
              .formatted(100 * tied, k));
    }
    double rate = Consistency.neighbourRate(joint.length);
    return Consistency.of(value, x.size(), rate, seed, rows -> value(x.rows(rows), y.rows(rows)))
        .judge(error, x.size(), name, settings);
  }

  /** The value alone, in nats: the fast path, without an error or a verdict. */
  public double value(Samples x, Samples y) {
    return Statistics.mean(localValues(x, y));
  }

  /**
   * What each row contributes, in nats; their mean is the value. A local value estimates {@code ln
   * p(x,y) / (p(x) p(y))} there and may be negative.
   */
  public double[] localValues(Samples x, Samples y) {
    requireRows(x, y, k);
    if (Columns.constant(x) || Columns.constant(y)) {
      return new double[x.size()];
    }
    return form == Form.FIRST ? first(x.columns(), y.columns()) : second(x.columns(), y.columns());
  }

  private double[] first(double[][] x, double[][] y) {
    double[] radius =
        Neighbours.of(Columns.join(x, y), Norm.MAXIMUM, search).distancesToKth(k, threads);
    int[] nx = Neighbours.of(x, Norm.MAXIMUM, search).countsWithin(radius, false, threads);
    int[] ny = Neighbours.of(y, Norm.MAXIMUM, search).countsWithin(radius, false, threads);
    double[] psi = SpecialFunctions.digammaTable(radius.length);
    double[] local = new double[radius.length];
    for (int i = 0; i < local.length; i++) {
      local[i] = psi[k] + psi[radius.length] - (psi[nx[i] + 1] + psi[ny[i] + 1]);
    }
    return local;
  }

  private double[] second(double[][] x, double[][] y) {
    int[] nearest = Neighbours.of(Columns.join(x, y), Norm.MAXIMUM, search).nearest(k, threads);
    int[] nx =
        Neighbours.of(x, Norm.MAXIMUM, search)
            .countsWithin(Columns.extents(x, nearest, k), true, threads);
    int[] ny =
        Neighbours.of(y, Norm.MAXIMUM, search)
            .countsWithin(Columns.extents(y, nearest, k), true, threads);
    int n = x[0].length;
    double[] psi = SpecialFunctions.digammaTable(n);
    double[] local = new double[n];
    for (int i = 0; i < n; i++) {
      local[i] = psi[k] - 1.0 / k + psi[n] - (psi[nx[i]] + psi[ny[i]]);
    }
    return local;
  }

  private void requireRows(Samples x, Samples y, int moreThan) {
    x.requireSameSize(y);
    if (x.size() <= moreThan) {
      throw new IllegalArgumentException(
          "%d rows are too few; more than %d are needed for k = %d. Maybe lower k."
              .formatted(x.size(), moreThan, k));
    }
  }
}
