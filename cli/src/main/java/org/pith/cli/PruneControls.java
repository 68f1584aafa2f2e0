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

  /** Seeds for every control: the run's own and the next ones. */
  static final int SEEDS = 3;

  private static final int SCRATCH_TIMES = 3;

  private final Pruning pruning;
  private final Pruning.Result result;
  private final Examples test;

  PruneControls(Pruning pruning, Pruning.Result result) {
    this.pruning = pruning;
    this.result = result;
    this.test = pruning.specimen().examples(pruning.specimen().data().test());
  }

  /**
   * One way to get there, over the seeds.
   *
   * @param scores on the test rows, one a seed
   * @param params of what was left
   * @param cpuSeconds mean over the seeds
   */
  record Line(List<HeldOut> scores, long params, double cpuSeconds) {

    /** Test accuracy, or the root mean square error in standardised units, of each seed. */
    List<Double> qualities() {
      return scores.stream()
          .map(s -> Double.isNaN(s.accuracy()) ? s.rmse() : s.accuracy())
          .toList();
    }

    double mean() {
      return qualities().stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    /** Mean and Student's 95 % interval over three seeds, times a unit. */
    List<Double> interval(double unit) {
      double mean = mean();
      double squares = qualities().stream().mapToDouble(q -> (q - mean) * (q - mean)).sum();
      // The 97.5 % point of Student's t with two degrees of freedom.
      double half = 4.3027 * Math.sqrt(squares / (SEEDS - 1) / SEEDS);
      return List.of((mean - half) * unit, (mean + half) * unit);
    }

    double bits() {
      return scores.stream().mapToDouble(s -> s.information().bits()).average().orElseThrow();
    }
  }

  /** Runs them all; the first entry is the run's own criterion. */
  SequencedMap<String, Line> run() {
    SequencedMap<String, Line> lines = new LinkedHashMap<>();
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

  private Line over(Way way) {
    List<HeldOut> scores = new ArrayList<>();
    long params = 0;
    long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    for (int i = 0; i < SEEDS; i++) {
      Pruned left = way.with(pruning.order().seed() + i);
      scores.add(
          HeldOut.calibrated(
              test.target(),
              Inference.scores(left.network(), left.narrow(test)),
              pruning.train().target()));
      params += pruning.params(left.network());
    }
    double cpu = (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start) / 1e9;
    return new Line(scores, params / SEEDS, cpu / SEEDS);
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
