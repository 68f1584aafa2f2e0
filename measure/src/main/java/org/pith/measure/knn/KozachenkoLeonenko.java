package org.pith.measure.knn;

import java.util.Arrays;
import org.pith.measure.Estimate;
import org.pith.measure.Estimate.Verdict;
import org.pith.measure.Samples;
import org.pith.measure.internal.Neighbours;
import org.pith.measure.internal.SpecialFunctions;
import org.pith.measure.internal.Statistics;
import org.pith.measure.significance.Consistency;

/**
 * Differential entropy of a continuous vector, in nats, from the distance r of each row to its k-th
 * neighbour in d dimensions. Maximum norm: {@code −ψ(k) + ψ(n) + d · mean ln 2r}. Euclidean norm:
 * {@code −ψ(k) + ψ(n) + (d/2) ln π − lnΓ(d/2 + 1) + d · mean ln r}.
 *
 * <p>It depends on the unit of the columns (scaling by c adds {@code d ln c}) and may be negative.
 * Rows with k exact copies have density without bound: the value is −∞ and the verdict {@code
 * BIASED}. Cost: n log n in few dimensions, n² · d in many.
 *
 * <p>References: Kozachenko and Leonenko (1987); the form with k is in
 * doi:10.1103/PhysRevE.69.066138.
 */
public final class KozachenkoLeonenko {
  /** The norm that distances are measured in. */
  public enum Norm {
    MAXIMUM(Neighbours.Norm.MAXIMUM),
    EUCLIDEAN(Neighbours.Norm.EUCLIDEAN);

    private final Neighbours.Norm search;

    Norm(Neighbours.Norm search) {
      this.search = search;
    }

    private double logUnitBall(int d) {
      return this == MAXIMUM
          ? d * Math.log(2)
          : d / 2.0 * Math.log(Math.PI) - SpecialFunctions.logGamma(d / 2.0 + 1);
    }
  }

  private final int k;
  private final Norm norm;
  private final int threads;

  private KozachenkoLeonenko(int k, Norm norm, int threads) {
    this.k = k;
    this.norm = norm;
    this.threads = threads;
  }

  /** k = 4 with the maximum norm, on one thread. */
  public static KozachenkoLeonenko withDefaults() {
    return new KozachenkoLeonenko(4, Norm.MAXIMUM, 1);
  }

  /** The same with {@code k} neighbours. */
  public KozachenkoLeonenko withK(int k) {
    if (k < 1) {
      throw new IllegalArgumentException("k (%d) must be at least 1. Maybe 4.".formatted(k));
    }
    return new KozachenkoLeonenko(k, norm, threads);
  }

  /** The same in another norm. */
  public KozachenkoLeonenko withNorm(Norm norm) {
    return new KozachenkoLeonenko(k, norm, threads);
  }

  /** The same on {@code threads} threads. */
  public KozachenkoLeonenko withThreads(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException(
          "The number of threads (%d) must be at least 1.".formatted(threads));
    }
    return new KozachenkoLeonenko(k, norm, threads);
  }

  /**
   * The estimate with standard error, interval and verdict.
   *
   * @throws IllegalArgumentException if there are not more than 4k + 4 rows
   */
  public Estimate estimate(Samples x) {
    requireRows(x, 4 * k + 4);
    String settings = "k=%d, norm=%s".formatted(k, norm == Norm.MAXIMUM ? "max" : "euclid");
    double[] local = localValues(x);
    double value = Statistics.mean(local);
    if (value == Double.NEGATIVE_INFINITY) {
      return new Estimate(
          value,
          Double.NaN,
          value,
          value,
          x.size(),
          "kl",
          settings,
          Verdict.BIASED,
          "rows coincide with %d others, where no density exists".formatted(k));
    }
    return Consistency.of(
            value,
            x.size(),
            Consistency.neighbourRate(x.dimensions()),
            0,
            rows -> value(x.rows(rows)))
        .judge(Statistics.standardError(local), x.size(), "kl", settings);
  }

  /** The value alone, in nats: the fast path. */
  public double value(Samples x) {
    return Statistics.mean(localValues(x));
  }

  /** What each row contributes, in nats: an estimate of {@code −ln p(x)} there. */
  public double[] localValues(Samples x) {
    requireRows(x, k);
    int d = x.dimensions();
    int n = x.size();
    double scale = powerOfTwo(x);
    double[][] columns = x.columns();
    Arrays.stream(columns).forEach(c -> Arrays.setAll(c, i -> c[i] / scale));
    double constant =
        SpecialFunctions.digamma(n)
            - SpecialFunctions.digamma(k)
            + norm.logUnitBall(d)
            + d * Math.log(scale);
    double[] radius =
        Neighbours.of(columns, norm.search, Neighbours.Search.AUTOMATIC, threads).distancesToKth(k);
    return Arrays.stream(radius).map(r -> constant + d * Math.log(r)).toArray();
  }

  /** Squares must neither overflow nor vanish, and a power of two changes no bit of a distance. */
  private static double powerOfTwo(Samples x) {
    double largest =
        Arrays.stream(x.columns()).flatMapToDouble(Arrays::stream).map(Math::abs).max().orElse(1);
    return largest == 0 ? 1 : Math.scalb(1.0, Math.clamp(Math.getExponent(largest), -1000, 1000));
  }

  private static void requireRows(Samples x, int moreThan) {
    if (x.size() <= moreThan) {
      throw new IllegalArgumentException(
          "%d rows are too few; more than %d are needed. Maybe lower k."
              .formatted(x.size(), moreThan));
    }
  }
}
