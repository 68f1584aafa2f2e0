package org.pith.cli;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.pith.network.Network;
import org.pith.prune.Pruned;
import org.pith.prune.criterion.Criteria;
import org.pith.prune.schedule.Load;
import org.pith.train.Examples;
import org.pith.train.HeldOut;
import org.pith.train.Inference;
import org.pith.train.Initialization;
import org.pith.train.Recipe;
import org.pith.train.Trainer;

/**
 * What pruning has to beat, to the same limit, with the same epochs and teacher, each over the same
 * seeds: the usual criteria, chance, and the shape that was found, trained from scratch. Nobody
 * knows how long the original was trained, so the latter has three times the epochs.
 */
final class PruneControls {

  private static final int SCRATCH_TIMES = 3;

  private final Pruning pruning;
  private final Pruning.Result result;
  private final Examples test;

  PruneControls(Pruning pruning, Pruning.Result result) {
    this.pruning = pruning;
    this.result = result;
    this.test = pruning.specimen().examples(pruning.specimen().data().test());
  }

  /** Runs them all; the first entry is the run's own criterion. */
  SequencedMap<String, ControlLine> run() {
    SequencedMap<String, ControlLine> lines = new LinkedHashMap<>();
    Criteria own = pruning.order().criterion();
    List<Criteria> criteria = new ArrayList<>(List.of(own));
    List.of(Criteria.INFORMATION, Criteria.L1, Criteria.TAYLOR, Criteria.RANDOM).stream()
        .filter(c -> c != own)
        .forEach(criteria::add);
    for (Criteria criterion : criteria) {
      lines.put(criterion.key(), over(seed -> pruned(criterion, seed)));
    }
    lines.put("scratch", over(this::scratch));
    return lines;
  }

  private interface Way {
    Pruned with(long seed);
  }

  private ControlLine over(Way way) {
    List<HeldOut> scores = new ArrayList<>();
    long params = 0;
    long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    for (int i = 0; i < ControlLine.SEEDS; i++) {
      Pruned left = way.with(pruning.order().seed() + i);
      scores.add(
          HeldOut.calibrated(
              test.target(),
              Inference.scores(left.network(), left.narrow(test)),
              pruning.train().target()));
      params += pruning.params(left.network());
    }
    double cpu = (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start) / 1e9;
    return new ControlLine(scores, params / ControlLine.SEEDS, cpu / ControlLine.SEEDS);
  }

  private Pruned pruned(Criteria criterion, long seed) {
    Load limit = result.limit();
    return pruning
        .descent(limit, result.epochs(), criterion, seed)
        .run(pruning.body(), pruning.train(), limit, seed);
  }

  private Pruned scratch(long seed) {
    Network drawn = Initialization.draw(result.pruned().network(), seed);
    Examples rows = result.pruned().narrow(pruning.train());
    Recipe recipe = pruning.recipe(SCRATCH_TIMES * Math.max(1, result.epochs()));
    Network trained =
        Trainer.train(List.of(drawn), rows, rows.rows(new int[0]), recipe, seed)
            .getFirst()
            .network();
    return result.pruned().withNetwork(trained);
  }

  /** The controls in words, by name. */
  static final Map<String, String> WORDS =
      Map.of(
          "information", "joint information, repaired",
          "l1", "the sum of absolute weights",
          "taylor", "the gradient times the activation",
          "random", "chance",
          "scratch", "the same shape from scratch");
}
