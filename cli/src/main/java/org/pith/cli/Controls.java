package org.pith.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.LongFunction;
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

  private final Compaction compaction;
  private final long seed;
  private final int seeds;

  Controls(Compaction compaction, long seed, int seeds) {
    this.compaction = compaction;
    this.seed = seed;
    this.seeds = seeds;
  }

  /** Runs them all; the first entry is the search itself. */
  SequencedMap<String, ControlLine> run(Compaction.Result ours) {
    SequencedMap<String, ControlLine> lines = new LinkedHashMap<>();
    lines.put("information", repeated(ours));
    lines.put(
        "accuracySearch",
        over(
            s ->
                compaction
                    .search("accuracy" + s, compaction.roomy(), Objective.ACCURACY, s)
                    .run()));
    lines.put(
        "randomSearch",
        over(
            s ->
                compaction
                    .search("random" + s, compaction.roomy(), Objective.INFORMATION, s)
                    .random(ours.cpuSeconds())));
    lines.put(
        "largestThatFits",
        over(
            s ->
                compaction
                    .search("largest" + s, compaction.roomy(), Objective.INFORMATION, s)
                    .largest(standard(compaction.preparation().problem()))));
    return lines;
  }

  private ControlLine repeated(Compaction.Result ours) {
    return over(
        s ->
            s == seed
                ? ours.found()
                : compaction
                    .search("main-seed" + s, compaction.roomy(), Objective.INFORMATION, s)
                    .run());
  }

  private ControlLine over(LongFunction<Search.Found> work) {
    List<Shipment> shipments = new ArrayList<>();
    double cpu = 0;
    for (int i = 0; i < seeds; i++) {
      Search.Found found = work.apply(seed + i);
      shipments.add(compaction.ship(found));
      cpu += found.cpuSeconds() / seeds;
    }
    return ControlLine.of(
        shipments.stream().map(Shipment::score).toList(),
        shipments.stream().mapToLong(s -> s.footprint().params()),
        cpu);
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
