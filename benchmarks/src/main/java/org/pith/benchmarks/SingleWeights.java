package org.pith.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.pith.network.Network;
import org.pith.prune.Sparsity;

/**
 * Four fifths of the single weights of 784-300-100-10 go, chosen by information, by magnitude or by lot, and nothing is trained
 * afterwards; each with the same refit of what is left, and without.
 */
record SingleWeights(String name, int minutes) implements Evaluation {

  private static final int SEEDS = 3;
  private static final double SPARSITY = 0.8;
  private static final double LEAD = 0.01;

  @Override
  public String mark() {
    return "with 80 % of the weights gone at least 1 point less lost than by lot, refitted alike";
  }

  @Override
  public Verdict run(Bench bench) {
    Lenet lenet = Lenet.PERCEPTRON;
    Pictures pictures = lenet.pictures(bench);
    Map<String, List<Double>> losses = new LinkedHashMap<>();
    for (long seed = 1; seed <= (bench.isQuick() ? 1 : SEEDS); seed++) {
      Network original = lenet.original(bench, pictures, seed);
      double whole = Trials.accuracy(original, pictures.judge());
      for (Sparsity.Score score : Sparsity.Score.values()) {
        for (boolean repair : new boolean[] {true, false}) {
          Sparsity sparsity =
              Sparsity.of(SPARSITY)
                  .withScore(score)
                  .withRepair(repair)
                  .withRows(lenet.calibration())
                  .withSeed(seed);
          Network sparse = sparsity.apply(original, pictures.train());
          losses
              .computeIfAbsent(label(score, repair), _ -> new ArrayList<>())
              .add(whole - Trials.accuracy(sparse, pictures.judge()));
        }
      }
    }
    losses.forEach(
        (method, lost) ->
            bench.print(
                "%s: loses %s", method, Statistics.of(lost).describe(SingleWeights::points)));
    double ours = lost(losses, Sparsity.Score.INFORMATION);
    double lot = lost(losses, Sparsity.Score.RANDOM);
    return new Verdict(
        "loses %s, by magnitude %s, by lot %s"
            .formatted(points(ours), points(lost(losses, Sparsity.Score.MAGNITUDE)), points(lot)),
        lot - ours >= LEAD);
  }

  private static String label(Sparsity.Score score, boolean repair) {
    return score.name().toLowerCase(Locale.ROOT) + (repair ? ", refitted" : "");
  }

  private static double lost(Map<String, List<Double>> losses, Sparsity.Score score) {
    return Statistics.of(losses.get(label(score, true))).mean();
  }

  private static String points(double accuracy) {
    return String.format(Locale.ROOT, "%.2f points", 100 * accuracy);
  }
}
