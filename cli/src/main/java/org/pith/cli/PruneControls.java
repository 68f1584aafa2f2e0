package org.pith.cli;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.pith.prune.Descent;
import org.pith.prune.Pruned;
import org.pith.prune.RecordedLearner;
import org.pith.prune.criterion.Criteria;
import org.pith.prune.schedule.Load;
import org.pith.runs.Journal;
import org.pith.train.Examples;
import org.pith.train.HeldOut;
import org.pith.train.Inference;
import org.pith.train.Initialization;
import org.pith.train.Recipe;

/**
 * What pruning has to beat, to the same limit, with the same epochs and teacher, each over the same
 * seeds: the usual criteria, chance, the sum of weights with the repair, so that units and repair are told apart, and the shape that
 * was found, trained from scratch. Nobody
 * knows how long the original was trained, so the latter has three times the epochs; where there are none, it is left out.
 */
final class PruneControls {

  private static final int SCRATCH_TIMES = 3;
  private static final String REPAIRED = "l1Repaired";

  private final Pruning pruning;
  private final Pruning.Result result;
  private final Examples test;
  private final int seeds;
  private final int threads;
  private final Journal journal;

  /** A way to a smaller network, which learns by this learner. */
  private interface Way {
    Pruned go(long seed, Descent.Learner learner);
  }

  /** Controls of a pruning, so many at a time; what they say does not depend on it. */
  PruneControls(Pruning pruning, Pruning.Result result, int seeds, int threads, Journal journal) {
    this.pruning = pruning;
    this.seeds = seeds;
    this.threads = threads;
    this.journal = journal;
    this.result = result;
    this.test = pruning.specimen().examples(pruning.specimen().data().test());
  }

  /** Runs them all; the first entry is the run's own criterion. */
  SequencedMap<String, ControlLine> run() {
    SequencedMap<String, Way> ways = ways();
    try (ExecutorService side = Executors.newFixedThreadPool(threads)) {
      SequencedMap<String, List<Future<Left>>> running = new LinkedHashMap<>();
      ways.forEach(
          (name, way) ->
              running.put(
                  name,
                  LongStream.range(0, seeds)
                      .map(i -> pruning.order().seed() + i)
                      .mapToObj(seed -> side.submit(() -> left(way, seed)))
                      .toList()));
      SequencedMap<String, ControlLine> lines = new LinkedHashMap<>();
      running.forEach(
          (name, seeds) ->
              lines.put(name, line(seeds.stream().map(PruneControls::result).toList())));
      return lines;
    }
  }

  private SequencedMap<String, Way> ways() {
    Criteria own = pruning.order().criterion();
    List<Criteria> criteria = new ArrayList<>(List.of(own));
    List.of(Criteria.INFORMATION, Criteria.L1, Criteria.TAYLOR, Criteria.RANDOM).stream()
        .filter(c -> c != own)
        .forEach(criteria::add);
    SequencedMap<String, Way> ways = new LinkedHashMap<>();
    criteria.forEach(criterion -> ways.put(criterion.key(), way(Pruning.Method.of(criterion))));
    ways.put(REPAIRED, way(new Pruning.Method(Criteria.L1, true)));
    if (result.epochs() > 0) {
      ways.put("scratch", this::scratch);
    }
    return ways;
  }

  /** What one way left for one seed. */
  private record Left(HeldOut score, long params, double cpuSeconds) {}

  private Left left(Way way, long seed) {
    long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    RecordedLearner learner = new RecordedLearner(Descent.Learner.on(pruning.train()), journal);
    Pruned left = way.go(seed, learner);
    HeldOut score =
        HeldOut.calibrated(
            test.target(),
            Inference.scores(left.network(), left.narrow(test)),
            pruning.train().target());
    double cpu =
        (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start) / 1e9
            + learner.replayedSeconds();
    return new Left(score, pruning.params(left.network()), cpu);
  }

  private static ControlLine line(List<Left> seeds) {
    return ControlLine.of(
        seeds.stream().map(Left::score).toList(),
        seeds.stream().mapToLong(Left::params),
        seeds.stream().mapToDouble(Left::cpuSeconds).average().orElseThrow());
  }

  private static Left result(Future<Left> running) {
    try {
      return running.get();
    } catch (ExecutionException failure) {
      throw failure.getCause() instanceof RuntimeException cause
          ? cause
          : new CompletionException(failure.getCause());
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new CompletionException(stop);
    }
  }

  private Way way(Pruning.Method method) {
    Load limit = result.limit();
    return (seed, learner) ->
        pruning
            .descent(limit, result.epochs(), method, seed)
            .run(pruning.body(), pruning.train(), limit, seed, learner);
  }

  private Pruned scratch(long seed, Descent.Learner learner) {
    Pruned shape = result.pruned();
    Pruned drawn = shape.withNetwork(Initialization.draw(shape.network(), seed));
    Recipe recipe = pruning.recipe(SCRATCH_TIMES * result.epochs());
    return shape.withNetwork(learner.learn(drawn, recipe, seed));
  }

  /** The controls in words, by name. */
  static final Map<String, String> WORDS =
      Map.of(
          "information",
          "joint information, repaired",
          "l1",
          "the sum of absolute weights",
          REPAIRED,
          "the sum of absolute weights, repaired",
          "taylor",
          "the gradient times the activation",
          "random",
          "chance",
          "scratch",
          "the same shape from scratch");
}
