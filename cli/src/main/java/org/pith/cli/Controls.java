package org.pith.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.LongFunction;
import org.pith.search.Budget;
import org.pith.search.Objective;
import org.pith.search.Problem;
import org.pith.search.Search;
import org.pith.search.space.Activation;
import org.pith.search.space.Architecture;
import org.pith.search.space.Cnn;
import org.pith.search.space.Mlp;

/**
 * What the search has to beat, on the same rows and budget, each over the same seeds: the search itself repeated, the same search
 * scored by accuracy, random search for as much CPU time, and the largest network that fits, trained and taught alike.
 */
final class Controls {

  /** Seeds for every control: the run's own and the next ones. */
  static final int SEEDS = 3;

  private final Compaction compaction;
  private final Budget budget;
  private final long seed;

  Controls(Compaction compaction, Budget budget, long seed) {
    this.compaction = compaction;
    this.budget = budget;
    this.seed = seed;
  }

  /**
   * One way to spend the budget, over the seeds.
   *
   * @param shipments one for each seed
   * @param cpuSeconds mean over the seeds
   */
  record Line(List<Shipment> shipments, double cpuSeconds) {

    /** Test accuracy, or the root mean square error in standardised units, of each seed. */
    List<Double> qualities() {
      return shipments.stream()
          .map(s -> Double.isNaN(s.score().accuracy()) ? s.score().rmse() : s.score().accuracy())
          .toList();
    }

    double meanQuality() {
      return qualities().stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    /** Mean ± the Student quantile of three values times the standard error. */
    List<Double> interval(double unit) {
      double mean = meanQuality();
      double squares = qualities().stream().mapToDouble(q -> (q - mean) * (q - mean)).sum();
      int n = shipments.size();
      // The 97.5 % point of Student's t with two degrees of freedom.
      double half = 4.3027 * Math.sqrt(squares / (n - 1) / n);
      return List.of((mean - half) * unit, (mean + half) * unit);
    }

    double meanBits() {
      return shipments.stream()
          .mapToDouble(s -> s.score().information().bits())
          .average()
          .orElseThrow();
    }

    long params() {
      return Math.round(
          shipments.stream().mapToLong(s -> s.footprint().params()).average().orElseThrow());
    }
  }

  /** Runs them all; the first entry is the search itself. */
  SequencedMap<String, Line> run(Compaction.Result ours) {
    SequencedMap<String, Line> lines = new LinkedHashMap<>();
    lines.put("information", repeated(ours));
    lines.put(
        "accuracySearch",
        over(
            s -> compaction.search("accuracy" + s, budget, Objective.ACCURACY, s).run(),
            "accuracy"));
    lines.put(
        "randomSearch",
        over(
            s ->
                compaction
                    .search("random" + s, budget, Objective.INFORMATION, s)
                    .random(ours.cpuSeconds()),
            "random"));
    lines.put(
        "largestThatFits",
        over(
            s ->
                compaction
                    .search("largest" + s, budget, Objective.INFORMATION, s)
                    .largest(standard(compaction.preparation().problem())),
            "largest"));
    return lines;
  }

  private Line repeated(Compaction.Result ours) {
    Line others =
        over(
            s ->
                s == seed
                    ? ours.found()
                    : compaction.search("main-seed" + s, budget, Objective.INFORMATION, s).run(),
            "repeated");
    return others;
  }

  private Line over(LongFunction<Search.Found> work, String name) {
    List<Shipment> shipments = new ArrayList<>();
    double cpu = 0;
    for (int i = 0; i < SEEDS; i++) {
      Search.Found found = work.apply(seed + i);
      shipments.add(compaction.ship(found, name + i));
      cpu += found.cpuSeconds() / SEEDS;
    }
    return new Line(shipments, cpu);
  }

  /** What one would try first: two hidden layers, or three convolutions. */
  private static Architecture standard(Problem problem) {
    if (problem.views().getFirst().rows().rowShape().rank() == 1) {
      return new Mlp(List.of(10, 8), Activation.RELU, false, false, 0);
    }
    Cnn.Step step = Cnn.Step.STRIDE;
    return new Cnn(
        List.of(
            new Cnn.Stage(Cnn.Block.PLAIN, 12, 3, 1, Cnn.Step.NONE),
            new Cnn.Stage(Cnn.Block.PLAIN, 16, 3, 1, step),
            new Cnn.Stage(Cnn.Block.PLAIN, 16, 3, 1, step)),
        Activation.RELU,
        Cnn.Head.GLOBAL_POOL,
        0);
  }
}
