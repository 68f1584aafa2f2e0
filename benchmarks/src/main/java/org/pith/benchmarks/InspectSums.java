package org.pith.benchmarks;

import java.util.ArrayList;
import java.util.List;
import org.pith.network.Network;
import org.pith.prune.inspect.Directions;
import org.pith.train.Examples;

/**
 * Features for each unit of a network that has learned {@linkplain ModularSums sums}, over three seeds. Bereska et al. (2025), arXiv
 * 2512.13568, count about as many features as units where a network has found a rule.
 *
 * <p>Units of such a network are waves over the numbers, many at once in every row. The figure depends on how much may be left
 * unexplained, so that is printed beside it; {@code pith inspect} does not say it where that is more than a tenth.
 */
record InspectSums(String name, int minutes) implements Evaluation {

  private static final double MOST = 1;

  @Override
  public String mark() {
    return "at most %.0f feature for each unit of a network that adds modulo a prime"
        .formatted(MOST);
  }

  @Override
  public Verdict run(Bench bench) {
    List<Double> features = new ArrayList<>();
    List<Double> left = new ArrayList<>();
    bench.print("seed: accuracy on pairs not learned from; features for each unit; unexplained");
    for (long seed = 1; seed <= (bench.isQuick() ? 1 : 3); seed++) {
      Examples pairs = ModularSums.pairs(seed);
      Network network = ModularSums.trained(pairs, seed);
      Directions found = InspectSuperposition.directions(network, pairs, ModularSums.UNITS);
      bench.print(
          "%d: %.1f %%; %.2f; %.2f",
          seed,
          100 * Trials.accuracy(network, ModularSums.judge(pairs)),
          found.superposition(),
          found.unexplained());
      features.add(found.superposition());
      left.add(found.unexplained());
    }
    Statistics counted = Statistics.of(features);
    return new Verdict(
        "%s features for each unit, %.0f %% of the activations unexplained"
            .formatted(counted.describe("%.2f"::formatted), 100 * Statistics.of(left).mean()),
        counted.mean() <= MOST);
  }
}
