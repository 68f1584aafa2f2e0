package org.pith.measure.route;

import org.pith.measure.Estimate;
import org.pith.measure.Estimate.Verdict;
import org.pith.measure.Labels;
import org.pith.measure.Samples;
import org.pith.measure.discrete.CountEntropy;
import org.pith.measure.discrete.DiscreteInformation;
import org.pith.measure.knn.Kraskov;
import org.pith.measure.knn.Ross;

/**
 * Mutual information by the route that suits the data, in nats; one setting for all data. The
 * estimate's settings name the route and what it found, its reason says why the verdict.
 *
 * <ul>
 *   <li>both sides discrete: counts with Grassberger's correction;
 *   <li>one side discrete, the other continuous: Ross's neighbours within the class, ties of the
 *       continuous side in random order;
 *   <li>continuous with many ties: the mixed-pair estimator on ranks;
 *   <li>both continuous: an elliptical copula (Gaussian or Student), believed only as far as a
 *       nearest-neighbour estimate of the data equals that of rows drawn from the fitted copula;
 *       where it does not, the neighbours decide, in three or more joint dimensions corrected by
 *       their error on the drawn rows.
 * </ul>
 *
 * <p>A side counts as discrete if each of its distinct rows occurs twenty times on average, and as
 * tied if more than one row in fifty has an exact copy in some column. Continuous columns are
 * replaced by their normal scores, so monotone maps of columns change nothing. Constant columns and
 * columns that others of the same side determine linearly are left out.
 *
 * <p>Cost: seconds for ten thousand rows; the check takes at most 10,000 rows in four and 2,000 in
 * many dimensions.
 */
public final class MutualInformation {
  /** An estimator that the caller may insist on. */
  public enum Route {
    /** What the data suggest. */
    AUTOMATIC,
    /** Counts of distinct rows. */
    COUNTS,
    /** Ross's estimator; one side must be discrete. */
    CLASS,
    /** The mixed-pair estimator on ranks. */
    MIXED,
    /** The copula with its check. */
    COPULA,
    /** Plain KSG on normal scores. */
    NEIGHBOURS,
    /**
     * KSG on normal scores plus its error on rows drawn from the fitted copula, whose information
     * is known; the settings show the correction as a number.
     */
    CORRECTED
  }

  private final Route route;
  private final int threads;
  private final long seed;

  private MutualInformation(Route route, int threads, long seed) {
    this.route = route;
    this.threads = threads;
    this.seed = seed;
  }

  /** The automatic route on one thread, seed 0. */
  public static MutualInformation withDefaults() {
    return new MutualInformation(Route.AUTOMATIC, 1, 0);
  }

  /** The same with a route that the caller insists on. */
  public MutualInformation withRoute(Route route) {
    return new MutualInformation(route, threads, seed);
  }

  /** The same on {@code threads} threads; the answer does not depend on it. */
  public MutualInformation withThreads(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException(
          "The number of threads (%d) must be at least 1.".formatted(threads));
    }
    return new MutualInformation(route, threads, seed);
  }

  /** The same with another seed for drawn rows and subsamples. */
  public MutualInformation withSeed(long seed) {
    return new MutualInformation(route, threads, seed);
  }

  /** {@code I(X;Y)} by the default route. */
  public static Estimate of(Samples x, Samples y) {
    return withDefaults().estimate(x, y);
  }

  /** {@code I(X;Y)} of a vector and a class by the default route. */
  public static Estimate of(Samples x, Labels y) {
    return withDefaults().estimate(x, y);
  }

  /** {@code I(X;Y)} of two discrete variables by the default route. */
  public static Estimate of(Labels x, Labels y) {
    return withDefaults().estimate(x, y);
  }

  /** {@code I(X;Y)} of two discrete variables, always from counts. */
  public Estimate estimate(Labels x, Labels y) {
    return DiscreteInformation.with(CountEntropy.GRASSBERGER).mutualInformation(x, y);
  }

  /** {@code I(X;Y)} of a vector and a class; a vector of few distinct rows is counted. */
  public Estimate estimate(Samples x, Labels y) {
    y.requireSameSize(x.size());
    Side side = Side.of(x);
    boolean count = route == Route.COUNTS || (route == Route.AUTOMATIC && side.discrete());
    return count ? estimate(side.labels(), y) : ross(side, y);
  }

  /**
   * {@code I(X;Y)} of two vectors.
   *
   * @throws IllegalArgumentException if the rows are not paired, or fewer than 24
   */
  public Estimate estimate(Samples x, Samples y) {
    x.requireSameSize(y);
    if (x.size() < 24) {
      throw new IllegalArgumentException(
          "%d rows are too few; at least 24 are needed for an interval. Maybe use an estimator's value alone."
              .formatted(x.size()));
    }
    Side a = Side.of(x);
    Side b = Side.of(y);
    if (a.constant() || b.constant()) {
      return Estimate.normal(
          0,
          0,
          x.size(),
          "default",
          "route=none",
          Verdict.TRUSTED,
          "a constant carries no information");
    }
    return switch (route == Route.AUTOMATIC ? choose(a, b) : route) {
      case COUNTS -> estimate(a.labels(), b.labels());
      case CLASS -> a.distinct() < b.distinct() ? ross(b, a.labels()) : ross(a, b.labels());
      case MIXED ->
          TieCheck.of(x, y).judge(new TiedPair(threads, seed).estimate(a.scores(), b.scores()));
      case NEIGHBOURS ->
          Kraskov.withDefaults()
              .withThreads(threads)
              .withSeed(seed)
              .estimate(a.scores(), b.scores());
      case CORRECTED -> new CheckedCopula(threads, seed).corrected(a.scores(), b.scores());
      case AUTOMATIC, COPULA -> new CheckedCopula(threads, seed).estimate(a.scores(), b.scores());
    };
  }

  private static Route choose(Side a, Side b) {
    if (a.discrete() || b.discrete()) {
      return a.discrete() && b.discrete() ? Route.COUNTS : Route.CLASS;
    }
    return a.tied() || b.tied() ? Route.MIXED : Route.COPULA;
  }

  private Estimate ross(Side x, Labels classes) {
    Ross ross = Ross.withDefaults().withThreads(threads).withSeed(seed);
    return x.tied()
        ? TieCheck.of(x.samples(), classes)
            .judge(BrokenTies.said(ross.estimate(BrokenTies.of(x.scores(), seed), classes)))
        : ross.estimate(x.scores(), classes);
  }
}
