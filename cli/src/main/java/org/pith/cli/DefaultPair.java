package org.pith.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.pith.measure.Estimate;
import org.pith.measure.Estimate.Verdict;
import org.pith.measure.Labels;
import org.pith.measure.Samples;
import org.pith.measure.density.NormalScores;
import org.pith.measure.discrete.CountEntropy;
import org.pith.measure.discrete.DiscreteInformation;
import org.pith.measure.route.MutualInformation;

/**
 * A pair by the default route. Under a condition: by counts where all are states, by the conditional KSG where all are numbers, and
 * where the condition alone is states as {@code I(X;Y|Z) = Σ p(z) I(X;Y|Z=z)}, each stratum by the default route.
 */
final class DefaultPair {

  private static final double Z99 = 2.5758293035489004;

  private DefaultPair() {}

  static Estimate estimate(PairEstimator.Asked asked) {
    return asked
        .given()
        .map(given -> conditional(asked, given))
        .orElseGet(() -> route(asked, asked.first(), asked.second()));
  }

  /** Names are counted; what numbers are, the route sees for itself. */
  private static Estimate route(PairEstimator.Asked asked, PairSide first, PairSide second) {
    MutualInformation route =
        MutualInformation.withDefaults().withThreads(asked.threads()).withSeed(asked.seed());
    if (first.isNumeric() && second.isNumeric()) {
      return route.estimate(first.numbers(), second.numbers());
    }
    if (first.isNumeric()) {
      return route.estimate(first.numbers(), states(second));
    }
    return second.isNumeric()
        ? route.estimate(second.numbers(), states(first))
        : route.estimate(states(first), states(second));
  }

  private static Labels states(PairSide side) {
    if (!side.isCountable()) {
      throw new IllegalArgumentException(
          "'%s' mixes names with numbers that do not repeat, for which there is no estimator. Maybe list columns of one kind."
              .formatted(side.words()));
    }
    return side.states();
  }

  private static Estimate conditional(PairEstimator.Asked asked, PairSide given) {
    PairSide first = asked.first();
    PairSide second = asked.second();
    if (first.isCounted() && second.isCounted() && given.isCounted()) {
      return DiscreteInformation.with(CountEntropy.GRASSBERGER)
          .conditionalMutualInformation(first.states(), second.states(), given.states());
    }
    if (given.isCounted()) {
      return strata(asked, given.states());
    }
    if (first.isNumeric() && second.isNumeric() && given.isNumeric()) {
      return asked
          .kraskov(org.pith.measure.knn.Kraskov.Form.FIRST)
          .estimate(scores(first), scores(second), scores(given));
    }
    throw new IllegalArgumentException(
        "there is no default route for names given numbers ('%s'). Maybe --column '%s=category' if it has few values."
            .formatted(given.words(), given.columns().getFirst().name()));
  }

  private static Samples scores(PairSide side) {
    return NormalScores.of(side.numbers());
  }

  private static Estimate strata(PairEstimator.Asked asked, Labels given) {
    int n = given.size();
    double value = 0;
    double variance = 0;
    long used = 0;
    Verdict worst = Verdict.TRUSTED;
    List<String> doubts = new ArrayList<>();
    for (int[] rows : members(given)) {
      if (rows.length < ColumnInformation.LEAST_ROWS) {
        continue;
      }
      Estimate e = route(asked, asked.first().rows(rows), asked.second().rows(rows));
      double share = (double) rows.length / n;
      value += share * e.value();
      variance += share * share * e.standardError() * e.standardError();
      used += rows.length;
      if (e.verdict() == Verdict.BIASED || e.verdict() == Verdict.SATURATED) {
        worst = e.verdict();
        doubts.add("%.0f %% of the rows: %s".formatted(100 * share, e.reason()));
      }
    }
    if (used == 0) {
      throw new IllegalArgumentException(
          "no value of the condition has %d rows. Maybe it is an identifier."
              .formatted(ColumnInformation.LEAST_ROWS));
    }
    double error = Math.sqrt(variance);
    double tolerance = Estimate.tolerance(value);
    boolean noisy = Z99 * error > tolerance || used < 0.99 * n;
    return Estimate.normal(
        value,
        error,
        used,
        "default",
        "route=strata of the condition, strata=%d".formatted(given.states()),
        doubts.isEmpty() ? noisy ? Verdict.UNDERSAMPLED : Verdict.TRUSTED : worst,
        doubts.isEmpty()
            ? "noise of %.3f nats (99 %%) against a tolerance of %.3f; strata of %.0f %% of the rows are large enough"
                .formatted(Z99 * error, tolerance, 100.0 * used / n)
            : doubts.getFirst());
  }

  private static List<int[]> members(Labels given) {
    return IntStream.range(0, given.states())
        .mapToObj(
            state -> IntStream.range(0, given.size()).filter(i -> given.code(i) == state).toArray())
        .toList();
  }
}
