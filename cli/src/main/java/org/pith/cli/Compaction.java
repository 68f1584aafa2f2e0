package org.pith.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.pith.network.Network;
import org.pith.network.onnx.Latency;
import org.pith.prune.Contest;
import org.pith.runs.Codec;
import org.pith.runs.Journal;
import org.pith.search.Budget;
import org.pith.search.Effort;
import org.pith.search.LatencyModel;
import org.pith.search.Limit;
import org.pith.search.Objective;
import org.pith.search.Preparation;
import org.pith.search.Problem;
import org.pith.search.RecipeSpace;
import org.pith.search.RecordedTrialRunner;
import org.pith.search.Search;
import org.pith.search.TrialRunner;
import org.pith.search.Workers;
import org.pith.search.space.WidthSolver;
import org.pith.train.encode.Encoding;

/**
 * The main job: development rows and a budget in, a model that keeps every limit out. Everything that is expensive or cannot be
 * repeated goes through the journal, so the same call with the same journal ends with the same model.
 */
final class Compaction implements AutoCloseable {

  /** A predicted latency is off by about this much; what ships is measured, so the prediction leaves room. */
  private static final double LATENCY_ROOM = 1.15;

  private static final int LATENCY_ATTEMPTS = 3;
  private static final int LATENCY_SAMPLES = 8;

  private final LoadedData data;
  private final Budget budget;
  private final long seed;
  private final Journal journal;
  private final Workers workers;
  private final Progress progress;
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
    this.journal = journal;
    this.progress = progress;
    this.workers = new Workers(threads, new RecordedTrialRunner(TrialRunner.LOCAL, journal));
    LatencyModel latency = budget.binds(Limit.LATENCY) ? latencyModel() : LatencyModel.NONE;
    this.preparation = Preparation.of(data.development(), latency, seed);
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

  /** Searches until what ships keeps every limit by measurement. */
  Result run(Map<String, String> metadata) {
    Budget asked = budget;
    for (int attempt = 0; ; attempt++) {
      Search.Found found =
          search("main" + (attempt == 0 ? "" : attempt), asked, Objective.INFORMATION, seed).run();
      Result result = pruned(found, asked, metadata, "main" + attempt);
      List<Limit> broken = brokenBy(result.shipment());
      if (broken.isEmpty()) {
        return result;
      }
      if (!broken.equals(List.of(Limit.LATENCY)) || attempt == LATENCY_ATTEMPTS) {
        throw new IllegalStateException(
            "The exported model breaks %s of %s.".formatted(broken, budget));
      }
      asked = tightened(asked, result.shipment().footprint().latencyMicros());
    }
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
    return new Result(found, contest, read, body, ship(read, body, metadata, name));
  }

  private List<Limit> brokenBy(Shipment shipment) {
    return budget.broken(shipment.footprint());
  }

  private Budget tightened(Budget asked, double measured) {
    Map<Limit, Double> limits = new LinkedHashMap<>(asked.limits());
    double allowed = budget.limits().get(Limit.LATENCY);
    limits.computeIfPresent(Limit.LATENCY, (limit, was) -> was * Math.min(0.9, allowed / measured));
    return new Budget(limits);
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
  Shipment ship(Search.Found found, String name) {
    return ship(
        preparation.encodings().get(found.chosen().candidate().view()),
        found.network(),
        Map.of(),
        name);
  }

  private Shipment ship(
      Encoding encoding, Network body, Map<String, String> metadata, String name) {
    Network model = preparation.model(encoding, body);
    double micros = journal.once("latency/" + name, NUMBER, () -> Latency.of(model).medianMicros());
    return Shipment.of(preparation, encoding, body, data.test(), metadata, micros);
  }

  private static final Codec<Double> NUMBER =
      Codec.of(
          value -> Codec.TEXT.encode(Double.toString(value)),
          bytes -> Double.valueOf(Codec.TEXT.decode(bytes)));

  /** Measures a few networks of the space behind each encoding, from the smallest up. */
  private LatencyModel latencyModel() {
    progress.step("latency");
    Preparation unpriced = Preparation.of(data.development(), LatencyModel.NONE, seed);
    SplittableRandom random = new SplittableRandom(seed);
    List<LatencyModel.Measured> measured =
        IntStream.range(0, LATENCY_SAMPLES)
            .mapToObj(
                i -> {
                  int view = i % unpriced.problem().views().size();
                  Network model = sample(unpriced, view, 1_000L << i, random);
                  double micros =
                      journal.once(
                          "latency/sample" + i, NUMBER, () -> Latency.of(model).medianMicros());
                  return new LatencyModel.Measured(model, micros);
                })
            .toList();
    return LatencyModel.fit(measured).times(LATENCY_ROOM);
  }

  private static Network sample(
      Preparation unpriced, int view, long macs, SplittableRandom random) {
    Problem.View source = unpriced.problem().views().get(view);
    int outputs = unpriced.problem().target().outputs();
    return Optional.of(source.space().draw(random))
        .flatMap(
            drawn ->
                WidthSolver.widest(
                    drawn,
                    a ->
                        source.footprint().apply(a.body(source.rows().rowShape(), outputs)).macs()
                            <= macs))
        .map(
            a ->
                unpriced.model(
                    unpriced.encodings().get(view), a.body(source.rows().rowShape(), outputs)))
        .orElseGet(
            () ->
                unpriced.model(
                    unpriced.encodings().get(view),
                    source.space().cheapest().getFirst().body(source.rows().rowShape(), outputs)));
  }

  Effort effort() {
    return effort;
  }

  @Override
  public void close() {
    workers.close();
  }
}
