package org.pith.measure.knn;

import java.util.Arrays;
import java.util.function.DoubleSupplier;
import java.util.function.ToDoubleFunction;
import org.pith.measure.Estimate;
import org.pith.measure.Estimate.Verdict;
import org.pith.measure.Samples;
import org.pith.measure.internal.Neighbours.Search;
import org.pith.measure.internal.Statistics;
import org.pith.measure.significance.Consistency;

/**
 * Mutual information of continuous vectors by the nearest-neighbour estimators of Kraskov,
 * Stögbauer and Grassberger (KSG), and its relatives: conditional, total correlation, transfer
 * entropy. All in nats, with the maximum norm. With r_i the distance of row i to its k-th neighbour
 * in the joint space:
 *
 * <ul>
 *   <li>{@link Form#FIRST}: {@code ψ(k) + ψ(n) − mean(ψ(n_x + 1) + ψ(n_y + 1))}, n_x and n_y the
 *       other rows strictly nearer than r_i in X and in Y;
 *   <li>{@link Form#SECOND}: {@code ψ(k) − 1/k + ψ(n) − mean(ψ(n_x) + ψ(n_y))}, n_x and n_y the
 *       other rows within the largest X and Y distances of the k neighbours;
 *   <li>given Z, first form: {@code ψ(k) − mean(ψ(n_xz + 1) + ψ(n_yz + 1) − ψ(n_z + 1))}; second
 *       form: {@code ψ(k) − 2/k + mean(ψ(n_z) − ψ(n_xz) + 1/n_xz − ψ(n_yz) + 1/n_yz)} with the
 *       counts within each group's own extent;
 *   <li>total correlation of d columns: {@code ψ(k) + (d−1) ψ(n) − mean Σ_j ψ(n_j + 1)}, second
 *       form {@code ψ(k) − (d−1)/k + (d−1) ψ(n) − mean Σ_j ψ(n_j)}.
 * </ul>
 *
 * <p>Nothing is scaled and no noise is added, so the units of the columns inside X matter to the
 * bias: rank or standardise first, or use the default route. A constant X or Y gives exactly 0.
 * Ties are counted as they are; rows whose k neighbours coincide with them, or a value that random
 * order of the ties moves beyond the tolerance, make the estimate {@code BIASED}, and {@link MixedPair} is then the estimator of choice. The bias is negative and large
 * where the truth exceeds what n rows in d dimensions can resolve; the verdict looks for that by
 * taking quarters of the rows. In very many dimensions one group alone decides who is near and
 * every row says 0; that is {@code UNDERSAMPLED}.
 *
 * <p>Cost: n log n in few dimensions, n² · d / 64 in many and for the second conditional form. An
 * estimate costs about four times the value alone. The answer is the same bits at any number of
 * threads.
 *
 * <p>References: Kraskov, Stögbauer, Grassberger (2004), doi:10.1103/PhysRevE.69.066138; Frenzel
 * and Pompe (2007), doi:10.1103/PhysRevLett.99.204101 (conditional).
 */
public final class Kraskov {
  /** Which of the two estimators of the paper. */
  public enum Form {
    FIRST,
    SECOND
  }

  private final Form form;
  private final KraskovSums sums;
  private final long seed;

  private Kraskov(Form form, KraskovSums sums, long seed) {
    this.form = form;
    this.sums = sums;
    this.seed = seed;
  }

  /** The first form with k = 4, on one thread, seed 0. */
  public static Kraskov withDefaults() {
    return new Kraskov(Form.FIRST, new KraskovSums(4, 1, Search.AUTOMATIC), 0);
  }

  /** The same with another form. */
  public Kraskov withForm(Form form) {
    return new Kraskov(form, sums, seed);
  }

  /** The same with {@code k} neighbours: fewer for less bias, more for less variance. */
  public Kraskov withK(int k) {
    if (k < 1) {
      throw new IllegalArgumentException("k (%d) must be at least 1. Maybe 4.".formatted(k));
    }
    return new Kraskov(form, new KraskovSums(k, sums.threads(), sums.search()), seed);
  }

  /** The same on {@code threads} threads. */
  public Kraskov withThreads(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException(
          "The number of threads (%d) must be at least 1.".formatted(threads));
    }
    return new Kraskov(form, new KraskovSums(sums.k(), threads, sums.search()), seed);
  }

  /**
   * The same with another seed for the deal into quarters that the verdict rests on; the value does
   * not depend on it.
   */
  public Kraskov withSeed(long seed) {
    return new Kraskov(form, sums, seed);
  }

  Kraskov withSearch(Search search) {
    return new Kraskov(form, new KraskovSums(sums.k(), sums.threads(), search), seed);
  }

  /**
   * {@code I(X;Y)} with standard error (from the spread of quarters of the rows), interval and
   * verdict.
   *
   * @throws IllegalArgumentException if the rows are not paired, or not more than 4k + 4
   */
  public Estimate estimate(Samples x, Samples y) {
    requireRows(4 * sums.k() + 4, x, y);
    boolean constant = x.isConstant() || y.isConstant();
    return judge(
        "I(X;Y)",
        constant,
        x.join(y),
        localValues(x, y),
        rows -> value(x.rows(rows), y.rows(rows)),
        () -> value(Columns.spread(x, seed), Columns.spread(y, seed + 1)));
  }

  /** {@code I(X;Y | Z)} in the same way. */
  public Estimate estimate(Samples x, Samples y, Samples given) {
    requireRows(4 * sums.k() + 4, x, y, given);
    boolean constant = x.isConstant() || y.isConstant();
    return judge(
        "I(X;Y|Z)",
        constant,
        x.join(y).join(given),
        localValues(x, y, given),
        rows -> value(x.rows(rows), y.rows(rows), given.rows(rows)),
        () ->
            value(
                Columns.spread(x, seed),
                Columns.spread(y, seed + 1),
                Columns.spread(given, seed + 2)));
  }

  /**
   * Total correlation of the columns of X, in the same way; of two columns it is their mutual
   * information.
   */
  public Estimate totalCorrelation(Samples x) {
    requireRows(4 * sums.k() + 4, x);
    boolean constant = x.dimensions() == 1 || x.isConstant();
    double[] local = totalCorrelationLocal(x);
    return judge(
        "TC",
        constant,
        x,
        local,
        rows -> Statistics.mean(totalCorrelationLocal(x.rows(rows))),
        () -> Statistics.mean(totalCorrelationLocal(Columns.spread(x, seed))));
  }

  /**
   * Transfer entropy {@code I(y_t ; x_{t−delay}, …, x_{t−delay−history+1} | y_{t−1}, …,
   * y_{t−history})} over all transitions of two series. Schreiber (2000),
   * doi:10.1103/PhysRevLett.85.461.
   *
   * <p>The standard error takes transitions for independent; strong autocorrelation makes it too
   * small.
   *
   * @param source the driving series X, one row a time step
   * @param target the driven series Y
   * @param history how many past steps of each series, at least 1
   * @param delay steps from the newest source state to the target, at least 1
   */
  public Estimate transferEntropy(Samples source, Samples target, int history, int delay) {
    Transitions t = Transitions.of(source, target, history, delay);
    return estimate(t.now(), t.cause(), t.past());
  }

  /** {@code I(X;Y)} alone, in nats: the fast path, without an error or a verdict. */
  public double value(Samples x, Samples y) {
    return Statistics.mean(localValues(x, y));
  }

  /** {@code I(X;Y | Z)} alone, in nats. */
  public double value(Samples x, Samples y, Samples given) {
    return Statistics.mean(localValues(x, y, given));
  }

  /**
   * What each row contributes to {@code I(X;Y)}, in nats; their mean is the value. A local value
   * estimates {@code ln p(x,y) / (p(x) p(y))} there and may be negative.
   */
  public double[] localValues(Samples x, Samples y) {
    requireRows(sums.k(), x, y);
    if (x.isConstant() || y.isConstant()) {
      return new double[x.size()];
    }
    return form == Form.FIRST
        ? sums.first(x.columns(), y.columns())
        : sums.second(x.columns(), y.columns());
  }

  /** What each row contributes to {@code I(X;Y | Z)}, in nats. */
  public double[] localValues(Samples x, Samples y, Samples given) {
    requireRows(sums.k(), x, y, given);
    if (x.isConstant() || y.isConstant()) {
      return new double[x.size()];
    }
    return form == Form.FIRST
        ? sums.conditionalFirst(x.columns(), y.columns(), given.columns())
        : sums.conditionalSecond(x.columns(), y.columns(), given.columns());
  }

  private double[] totalCorrelationLocal(Samples x) {
    requireRows(sums.k(), x);
    if (x.dimensions() == 1 || x.isConstant()) {
      return new double[x.size()];
    }
    double[][][] groups =
        Arrays.stream(x.columns()).map(c -> new double[][] {c}).toArray(double[][][]::new);
    return form == Form.FIRST ? sums.first(groups) : sums.second(groups);
  }

  private Estimate judge(
      String quantity,
      boolean constant,
      Samples joint,
      double[] local,
      ToDoubleFunction<int[]> part,
      DoubleSupplier untied) {
    String name = form == Form.FIRST ? "ksg1" : "ksg2";
    String settings = "quantity=%s, k=%d, norm=max".formatted(quantity, sums.k());
    int n = local.length;
    if (constant) {
      return Estimate.normal(
          0, 0, n, name, settings, Verdict.TRUSTED, "a constant carries no information");
    }
    double value = Statistics.mean(local);
    double error = Statistics.standardError(local);
    double tied = Columns.shareOfRowsSurrounded(joint, sums.k());
    if (tied > 0.01) {
      return Estimate.normal(
          value,
          error,
          n,
          name,
          settings,
          Verdict.BIASED,
          "%.0f %% of the rows coincide with %d others; use the mixed-pair estimator"
              .formatted(100 * tied, sums.k()));
    }
    double blind = (double) Arrays.stream(local).filter(v -> Math.abs(v) < 1e-12).count() / n;
    if (blind > 0.5) {
      return Estimate.normal(
          value,
          error,
          n,
          name,
          settings,
          Verdict.UNDERSAMPLED,
          "in %.0f %% of the rows one group alone decides who is near, so the others are not seen. Maybe reduce its dimensions"
              .formatted(100 * blind));
    }
    Estimate e =
        Consistency.of(value, n, Consistency.neighbourRate(joint.dimensions()), seed, part)
            .judge(error, n, name, settings);
    return Columns.tied(joint) ? Columns.besides(e, untied) : e;
  }

  private void requireRows(int moreThan, Samples x, Samples... others) {
    Arrays.stream(others).forEach(x::requireSameSize);
    if (x.size() <= moreThan) {
      throw new IllegalArgumentException(
          "%d rows are too few; more than %d are needed for k = %d. Maybe lower k."
              .formatted(x.size(), moreThan, sums.k()));
    }
  }
}
