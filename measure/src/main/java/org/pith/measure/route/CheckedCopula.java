package org.pith.measure.route;

import java.util.Arrays;
import org.pith.measure.Estimate;
import org.pith.measure.Estimate.Verdict;
import org.pith.measure.Samples;
import org.pith.measure.density.EllipticalCopula;
import org.pith.measure.internal.Ranks;
import org.pith.measure.internal.Shuffle;
import org.pith.measure.internal.SpecialFunctions;
import org.pith.measure.internal.Statistics;
import org.pith.measure.knn.Kraskov;

/**
 * An elliptical copula that is believed as far as nearest neighbours do not object. The misfit is
 * {@code [KSG(data) − I(copula fitted to data)] − mean [KSG(drawn) − I(copula fitted to drawn)]}
 * over sets of rows drawn from the fitted copula: the bias of KSG and most of the noise cancel in
 * it. Where the misfit is beyond its noise the neighbours' value is taken instead; in three or more
 * joint dimensions it is corrected by their error on drawn rows.
 */
final class CheckedCopula {
  private static final double Z99 = 2.5758293035489004;
  private static final int DRAWN_SETS = 5;
  private static final int CHECK_K = 10;
  private static final int FINE_K = 4;
  private static final double REJECT = 3.5;
  private static final int MOST_ROWS = 100_000;

  private final int threads;
  private final long seed;

  CheckedCopula(int threads, long seed) {
    this.threads = threads;
    this.seed = seed;
  }

  /** The estimate from normal scores. */
  Estimate estimate(Samples x, Samples y) {
    int n = x.size();
    int d = x.dimensions() + y.dimensions();
    if (n < 3 * d) {
      return crowded(x, y, d);
    }
    EllipticalCopula copula;
    try {
      copula = EllipticalCopula.best(head(x, MOST_ROWS), head(y, MOST_ROWS));
    } catch (IllegalArgumentException dependent) {
      return neighbours(x, y, null, "copula=singular");
    }
    Misfit misfit = misfit(x, y, copula);
    String settings =
        "route=copula, tails=%s, misfit=%+.4f±%.4f"
            .formatted(tails(copula), misfit.value, misfit.noise);
    return misfit.rejects()
        ? neighbours(x, y, copula, settings)
        : believed(copula, misfit, n, settings);
  }

  /** The neighbours' value with its correction, whether or not the copula fits. */
  Estimate corrected(Samples x, Samples y) {
    int d = x.dimensions() + y.dimensions();
    if (x.size() < 3 * d) {
      return crowded(x, y, d);
    }
    try {
      EllipticalCopula copula = EllipticalCopula.best(head(x, MOST_ROWS), head(y, MOST_ROWS));
      return neighbours(x, y, copula, "route=corrected, tails=" + tails(copula));
    } catch (IllegalArgumentException dependent) {
      return neighbours(x, y, null, "route=corrected, copula=singular");
    }
  }

  private static String tails(EllipticalCopula copula) {
    return Double.isInfinite(copula.degrees())
        ? "gaussian"
        : "student(%.2f)".formatted(copula.degrees());
  }

  /** The first rows after a shuffle by the seed, or all of them. */
  private Samples head(Samples samples, int most) {
    int n = samples.size();
    return n <= most ? samples : samples.rows(Shuffle.deal(n, (n + most - 1) / most, seed)[0]);
  }

  private record Misfit(double value, double noise) {
    boolean rejects() {
      return Math.abs(value) > REJECT * noise;
    }
  }

  private Misfit misfit(Samples x, Samples y, EllipticalCopula copula) {
    int dx = x.dimensions();
    int rows = Math.clamp(40_000 / (dx + y.dimensions()), 2_000, 10_000);
    Samples partX = head(x, rows);
    Samples partY = head(y, rows);
    double data = excess(copula, partX, partY);
    double[] drawn = new double[DRAWN_SETS];
    for (int s = 0; s < DRAWN_SETS; s++) {
      Samples set = copula.sample(partX.size(), seed + 1000 + s);
      drawn[s] = excess(copula, scores(set, 0, dx), scores(set, dx, set.dimensions()));
    }
    double least = 0.25 / Math.sqrt(partX.size());
    double spread = Math.max(least, Math.sqrt(Statistics.variance(drawn)));
    return new Misfit(data - Statistics.mean(drawn), spread * Math.sqrt(1 + 1.0 / DRAWN_SETS));
  }

  private static Samples scores(Samples samples, int from, int to) {
    double[][] columns = Arrays.copyOfRange(samples.columns(), from, to);
    return Samples.of(Ranks.normalScores(columns));
  }

  private double excess(EllipticalCopula copula, Samples x, Samples y) {
    return ksg(x, y, CHECK_K) - copula.refit(x, y).information();
  }

  private double ksg(Samples x, Samples y, int k) {
    return Kraskov.withDefaults().withK(Math.min(k, x.size() / 4)).withThreads(threads).value(x, y);
  }

  private static Estimate believed(EllipticalCopula copula, Misfit misfit, int n, String settings) {
    double value = copula.information();
    double error = copula.standardError();
    double tolerance = Estimate.tolerance(value);
    if (Z99 * error > tolerance) {
      return Estimate.normal(
          value,
          error,
          n,
          "default",
          settings,
          Verdict.UNDERSAMPLED,
          "noise of %.3f nats (99 %%) is above the tolerance of %.3f"
              .formatted(Z99 * error, tolerance));
    }
    double unseen = Math.abs(misfit.value) + 2 * misfit.noise;
    if (unseen > tolerance) {
      return Estimate.normal(
          value,
          error,
          n,
          "default",
          settings,
          Verdict.UNDERSAMPLED,
          "the copula fits, but a misfit of %.3f nats would not be noticed with so few rows; the tolerance is %.3f"
              .formatted(unseen, tolerance));
    }
    return Estimate.normal(
        value,
        error,
        n,
        "default",
        settings,
        Verdict.TRUSTED,
        "neighbours agree with the copula to %.3f nats".formatted(unseen));
  }

  private Estimate neighbours(Samples allX, Samples allY, EllipticalCopula copula, String found) {
    Samples x = head(allX, mostForNeighbours(allX, allY));
    Samples y = head(allY, mostForNeighbours(allX, allY));
    int n = x.size();
    int dx = x.dimensions();
    double[] fine = Kraskov.withDefaults().withThreads(threads).localValues(x, y);
    double value = Statistics.mean(fine);
    double coarse = ksg(x, y, CHECK_K);
    double correction = 0;
    double coarseCorrection = 0;
    if (copula != null && (found.startsWith("route=corrected") || dx + y.dimensions() > 2)) {
      for (int s = 0; s < 2; s++) {
        Samples set = copula.sample(n, seed + 2000 + s);
        Samples a = scores(set, 0, dx);
        Samples b = scores(set, dx, set.dimensions());
        correction += (Math.max(0, copula.information()) - ksg(a, b, FINE_K)) / 2;
        coarseCorrection += (Math.max(0, copula.information()) - ksg(a, b, CHECK_K)) / 2;
      }
    }
    double corrected = value + correction;
    double drift = corrected - (coarse + coarseCorrection);
    double bias = drift / (Math.sqrt(CHECK_K) / Math.sqrt(FINE_K) - 1);
    double noise = 1.2 * Statistics.standardError(fine);
    String settings = "%s, then ksg1 k=%d, correction=%+.4f".formatted(found, FINE_K, correction);
    return judge(corrected, noise, bias, n, settings);
  }

  private static int mostForNeighbours(Samples x, Samples y) {
    int d = x.dimensions() + y.dimensions();
    return d <= 3 ? MOST_ROWS : d <= 16 ? 20_000 : 4_000;
  }

  private static Estimate judge(double value, double noise, double bias, int n, String settings) {
    double error = Math.hypot(noise, bias);
    double tolerance = Estimate.tolerance(value);
    double ceiling = SpecialFunctions.digamma(n) - SpecialFunctions.digamma(FINE_K);
    if (value > 0.75 * ceiling) {
      return Estimate.normal(
          value,
          error,
          n,
          "default",
          settings,
          Verdict.SATURATED,
          "%d neighbours among %d rows cannot show more than %.2f nats; Y may be a function of X"
              .formatted(FINE_K, n, ceiling));
    }
    if (Z99 * noise > tolerance) {
      return Estimate.normal(
          value,
          error,
          n,
          "default",
          settings,
          Verdict.UNDERSAMPLED,
          "noise of %.3f nats (99 %%) is above the tolerance of %.3f"
              .formatted(Z99 * noise, tolerance));
    }
    boolean biased = Math.abs(bias) > tolerance;
    return Estimate.normal(
        value,
        error,
        n,
        "default",
        settings,
        biased ? Verdict.BIASED : Verdict.TRUSTED,
        "fewer neighbours raise the value, which projects a bias of %+.3f nats; the tolerance is %.3f"
            .formatted(-bias, tolerance));
  }

  private Estimate crowded(Samples x, Samples y, int d) {
    double value = ksg(x, y, FINE_K);
    return Estimate.normal(
        value,
        Double.NaN,
        x.size(),
        "default",
        "route=neighbours, k=%d".formatted(FINE_K),
        Verdict.UNDERSAMPLED,
        "%d rows for %d dimensions; three rows a dimension are the least for a copula"
            .formatted(x.size(), d));
  }
}
