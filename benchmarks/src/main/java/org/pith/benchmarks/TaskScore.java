package org.pith.benchmarks;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.stream.LongStream;
import org.pith.benchmarks.MeasureTasks.Pair;
import org.pith.benchmarks.MeasureTasks.Task;
import org.pith.measure.Estimate;
import org.pith.measure.Estimate.Verdict;
import org.pith.measure.route.MutualInformation;

/**
 * The default route on one task at one size, over seeds; information in nats.
 *
 * @param task which
 * @param estimates one a seed
 * @param millis wall time of a call, the median
 */
record TaskScore(Task task, List<Estimate> estimates, double millis) {

  static final String HEADING =
      "| task | truth | bias | sd | RMSE | mean SE | covered where trusted | verdicts | ms |\n"
          + "| --- | --- | --- | --- | --- | --- | --- | --- | --- |";

  /** Draws and estimates, one thread, seeds 0 to {@code seeds - 1}. */
  static TaskScore of(Task task, int n, int seeds) {
    double[] millis = new double[seeds];
    List<Estimate> estimates =
        LongStream.range(0, seeds)
            .mapToObj(
                seed -> {
                  Pair pair = task.draw(n, seed);
                  long start = System.nanoTime();
                  Estimate estimate = MutualInformation.of(pair.x(), pair.y());
                  millis[(int) seed] = (System.nanoTime() - start) / 1e6;
                  return estimate;
                })
            .toList();
    Arrays.sort(millis);
    return new TaskScore(task, estimates, millis[seeds / 2]);
  }

  /** Every task at one size; the table is printed as it fills. */
  static List<TaskScore> all(Bench bench, int n, int seeds) {
    bench.print("");
    bench.print("n = %,d, %d seeds, nats, the default route on one thread", n, seeds);
    bench.print("");
    bench.print("%s", HEADING);
    return MeasureTasks.all().stream()
        .map(
            task -> {
              TaskScore score = of(task, n, seeds);
              bench.print("%s", score.row());
              return score;
            })
        .toList();
  }

  double bias() {
    return errors().average().orElseThrow();
  }

  double rmse() {
    return Math.sqrt(errors().map(e -> e * e).average().orElseThrow());
  }

  private java.util.stream.DoubleStream errors() {
    return estimates.stream().mapToDouble(e -> e.value() - task.truth());
  }

  private double deviation() {
    double mean = bias();
    double squares = errors().map(e -> (e - mean) * (e - mean)).sum();
    return Math.sqrt(squares / Math.max(1, estimates.size() - 1));
  }

  private List<Estimate> believed() {
    return estimates.stream().filter(e -> e.verdict() == Verdict.TRUSTED).toList();
  }

  int trusted() {
    return believed().size();
  }

  boolean isTrustedInEverySeed() {
    return trusted() == estimates.size();
  }

  int covered() {
    return (int) believed().stream().filter(e -> e.covers(task.truth())).count();
  }

  /** Trusted, and yet off by more than the tolerance. */
  int misled() {
    double tolerance = Estimate.tolerance(task.truth());
    return (int)
        believed().stream().filter(e -> Math.abs(e.value() - task.truth()) > tolerance).count();
  }

  private String row() {
    return String.format(
        java.util.Locale.ROOT,
        "| %s %s | %.4f | %+.4f | %.4f | %.4f | %.4f | %d/%d | %s | %.0f |",
        task.id(),
        task.name(),
        task.truth(),
        bias(),
        deviation(),
        rmse(),
        estimates.stream().mapToDouble(Estimate::standardError).average().orElseThrow(),
        covered(),
        trusted(),
        verdicts(),
        millis);
  }

  private String verdicts() {
    Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
    estimates.forEach(e -> counts.merge(e.verdict(), 1, Integer::sum));
    StringJoiner words = new StringJoiner(" ");
    counts.forEach((verdict, count) -> words.add(verdict + " " + count));
    return words.toString();
  }
}
