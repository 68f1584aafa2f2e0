package org.pith.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.LongStream;
import tools.jackson.databind.JsonNode;

/**
 * The test score of {@code pith compact} over a few seeds, each of which splits, searches and trains anew.
 *
 * @param compact the call
 * @param quality what is measured
 * @param least the mark of the mean; empty where the score is only reported
 * @param limit minutes that a run may take; infinite where nothing is asked
 * @param seeds how many, from 1
 * @param controls whether to run {@code --control} as well, about ten times as long
 * @param peers what to run beside it on the same rows
 * @param reference what others reach, in words
 */
record CompactScore(
    String name,
    Compact compact,
    Quality quality,
    OptionalDouble least,
    double limit,
    int seeds,
    boolean controls,
    Optional<TablePeers> peers,
    int minutes,
    String reference)
    implements Evaluation {

  /**
   * What one seed gave.
   *
   * @param score on test rows
   * @param seconds of the whole process
   */
  private record Run(double score, double seconds) {}

  @Override
  public String mark() {
    List<String> asked = new ArrayList<>();
    least.ifPresent(mark -> asked.add(quality.ask(mark)));
    if (Double.isFinite(limit)) {
      asked.add(String.format(Locale.ROOT, "at most %.0f minutes a run", limit));
    }
    return String.join(", ", asked);
  }

  @Override
  public Verdict run(Bench bench) {
    bench.print("%s, target %s, budget %s", compact.data(), compact.target(), compact.budget());
    List<Run> runs =
        LongStream.rangeClosed(1, bench.isQuick() ? 1 : seeds)
            .mapToObj(seed -> run(bench, seed))
            .toList();
    peers.ifPresent(others -> printPeers(bench, others, runs.size()));
    bench.print("reference: %s", reference);
    return verdict(bench, runs);
  }

  private void printPeers(Bench bench, TablePeers others, int runs) {
    Map<String, List<Double>> scores = new LinkedHashMap<>();
    for (long seed = 1; seed <= runs; seed++) {
      others
          .scores(bench, compact, quality, seed)
          .forEach(
              (peer, score) -> scores.computeIfAbsent(peer, _ -> new ArrayList<>()).add(score));
    }
    scores.forEach(
        (peer, list) ->
            bench.print(
                "scikit-learn's %s on the same rows: %s",
                peer, quality.describe(Statistics.of(list))));
  }

  private Run run(Bench bench, long seed) {
    boolean beside = controls && seed == 1 && !bench.isQuick();
    return compact.call(
        bench,
        seed,
        beside ? List.of("--control") : List.of(),
        ended -> {
          JsonNode result = ended.result();
          double score = quality.of(result.path("test"));
          // Where the controls run in the same process, its time is not the main job's.
          double seconds =
              beside ? result.path("search").path("wallSeconds").doubleValue() : ended.seconds();
          bench.print(
              "seed %d: %s on %,d test rows, %.3f bits, %,d params, %.0f s (%.0f CPU s of training), %s",
              seed,
              quality.format(score),
              result.path("test").path("rows").intValue(),
              result.path("information").path("testBits").doubleValue(),
              result.path("network").path("params").longValue(),
              seconds,
              result.path("search").path("cpuSeconds").doubleValue(),
              result.path("search").path("chosen").stringValue());
          printControls(bench, result.path("controls"));
          return new Run(score, seconds);
        });
  }

  private void printControls(Bench bench, JsonNode blocks) {
    blocks
        .properties()
        .forEach(
            control -> {
              JsonNode block = control.getValue();
              JsonNode interval = block.path("interval");
              bench.print(
                  "control %s: %s (%s to %s) over %d seeds, %.3f bits, %,d params, %.0f CPU s",
                  control.getKey(),
                  quality.format(quality.of(block)),
                  quality.format(interval.path(0).doubleValue()),
                  quality.format(interval.path(1).doubleValue()),
                  block.path("seeds").intValue(),
                  block.path("testBits").doubleValue(),
                  block.path("params").longValue(),
                  block.path("cpuSeconds").doubleValue());
            });
  }

  private Verdict verdict(Bench bench, List<Run> runs) {
    Statistics scores = Statistics.of(runs.stream().map(Run::score).toList());
    double longest = runs.stream().mapToDouble(Run::seconds).max().orElseThrow();
    bench.print("mean: %s", quality.describe(scores));
    boolean good = least.isEmpty() || quality.reaches(scores.mean(), least.getAsDouble());
    return new Verdict(
        String.format(Locale.ROOT, "%s, longest %.0f s", quality.describe(scores), longest),
        good && longest <= 60 * limit);
  }
}
