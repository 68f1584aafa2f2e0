package org.pith.cli;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.pith.network.Network;
import org.pith.prune.Contest;
import org.pith.runs.Journal;
import org.pith.search.Budget;
import org.pith.search.BudgetException;
import org.pith.search.Effort;
import org.pith.search.LatencyModel;
import org.pith.search.Limit;
import org.pith.search.Objective;
import org.pith.search.Preparation;
import org.pith.search.Problem;
import org.pith.search.RecipeSpace;
import org.pith.search.RecordedTrialRunner;
import org.pith.search.Search;
import org.pith.search.Stopwatch;
import org.pith.search.TrialRunner;
import org.pith.search.Workers;
import org.pith.train.encode.Encoding;

/**
 * The main job: development rows and a budget in, a model that keeps every limit out. Everything that is expensive or cannot be
 * repeated goes through the journal, so the same call with the same journal ends with the same model.
 */
final class Compaction implements AutoCloseable {

  /** What a clock says twice differs by some percent, so that candidates are searched for so much less than the latency asked for. */
  private static final double LATENCY_ROOM = 0.9;

  private static final int LATENCY_ATTEMPTS = 3;

  private final LoadedData data;
  private final Budget budget;
  private final long seed;
  private final Workers workers;
  private final Progress progress;
  private final Clock clock;
  private final Preparation preparation;
  private final Effort effort;
  private final RecipeSpace recipes;

  Compaction(
      LoadedData data,
      Budget budget,
      Function<Problem, Effort> effort,
      long seed,
      int threads,
      Journal journal,
      Progress progress) {
    this.data = data;
    this.budget = budget;
    this.seed = seed;
    this.progress = progress;
    this.workers = new Workers(threads, new RecordedTrialRunner(TrialRunner.LOCAL, journal));
    Preparation untimed = Preparation.of(data.development(), Stopwatch.NONE, seed);
    this.clock = new Clock(journal);
    if (budget.binds(Limit.LATENCY)) {
      progress.step("latency");
      Stopwatch stopwatch = new RecordedStopwatch(LatencyModel.NONE, clock).fitted(untimed, seed);
      this.preparation = Preparation.of(data.development(), stopwatch, seed);
    } else {
      this.preparation = untimed;
    }
    Problem problem = preparation.problem();
    this.effort = effort.apply(problem);
    this.recipes =
        RecipeSpace.of(
            problem.folds().getFirst().train().length,
            problem.views().getFirst().rows().rowShape());
  }

  /**
   * What came out.
   *
   * @param found the search's whole result
   * @param contest what pruning a wider network brought
   * @param encoding what the network reads
   * @param body the network, trained and calibrated
   * @param shipment the model, measured
   */
  record Result(
      Search.Found found,
      Contest.Result contest,
      Encoding encoding,
      Network body,
      Shipment shipment) {

    double cpuSeconds() {
      return found.cpuSeconds() + contest.cpuSeconds();
    }
  }

  Preparation preparation() {
    return preparation;
  }

  /** The budget to search within: with room for the clock, unless nothing fits but without it. */
  Budget roomy() {
    Budget roomy = budget.times(Limit.LATENCY, LATENCY_ROOM);
    return Search.isFeasible(preparation.problem(), roomy) ? roomy : budget;
  }

  /** Searches until what ships keeps every limit by measurement. */
  Result run(Map<String, String> metadata) {
    Budget asked = roomy();
    for (int attempt = 0; ; attempt++) {
      Search.Found found =
          search("main" + (attempt == 0 ? "" : attempt), asked, Objective.INFORMATION, seed).run();
      Result result = pruned(found, asked, metadata, "main" + attempt);
      List<Limit> broken = brokenBy(result.shipment());
      if (broken.isEmpty()) {
        return result;
      }
      if (!broken.equals(List.of(Limit.LATENCY))) {
        throw new IllegalStateException(
            "The exported model breaks %s of %s.".formatted(broken, budget));
      }
      asked = asked.times(Limit.LATENCY, LATENCY_ROOM);
      if (attempt == LATENCY_ATTEMPTS || !Search.isFeasible(preparation.problem(), asked)) {
        throw tooSlow(result.shipment().footprint().latencyMicros());
      }
    }
  }

  private BudgetException tooSlow(double micros) {
    return BudgetException.of(
        Limit.LATENCY,
        budget.limits().get(Limit.LATENCY),
        micros,
        "What was found, measured anew,");
  }

  /** The search's network, or a wider one pruned to the same budget where that knows more. */
  private Result pruned(
      Search.Found found, Budget asked, Map<String, String> metadata, String name) {
    progress.step("prune");
    int view = found.chosen().candidate().view();
    Encoding encoding = preparation.encodings().get(view);
    Contest.Result contest =
        new Contest(preparation.problem(), asked, effort, workers, seed, name).run(found);
    Encoding read =
        contest.inputs().map(encoding::keep).filter(e -> contest.won()).orElse(encoding);
    Network body = contest.won() ? contest.network() : found.network();
    progress.step("export");
    return new Result(found, contest, read, body, ship(read, body, metadata));
  }

  private List<Limit> brokenBy(Shipment shipment) {
    return budget.broken(shipment.footprint());
  }

  /** A search of this problem; searches of one run differ in name. */
  Search search(String name, Budget within, Objective objective, long searchSeed) {
    return new Search(
        name,
        preparation.problem(),
        within,
        effort,
        recipes,
        objective,
        searchSeed,
        workers,
        progress);
  }

  /** Exports what a search found and measures it. */
  Shipment ship(Search.Found found) {
    return ship(
        preparation.encodings().get(found.chosen().candidate().view()), found.network(), Map.of());
  }

  private Shipment ship(Encoding encoding, Network body, Map<String, String> metadata) {
    Network model = preparation.model(encoding, body);
    return Shipment.of(preparation, encoding, body, data.test(), metadata, clock.quietest(model));
  }

  Effort effort() {
    return effort;
  }

  @Override
  public void close() {
    workers.close();
  }
}
