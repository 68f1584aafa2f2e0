package org.pith.benchmarks;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.pith.benchmarks.MeasureTasks.Pair;
import org.pith.benchmarks.MeasureTasks.Task;
import org.pith.measure.Estimate;
import org.pith.measure.Estimate.Verdict;
import org.pith.measure.route.MutualInformation;

/**
 * The default route over the tasks S01 to S26: bias, spread, coverage, verdicts and time, as a
 * Markdown table.
 *
 * <p>Arguments: rows (10000), seeds (10), and optionally task ids separated by commas.
 */
public final class MeasureAccuracy {
  private MeasureAccuracy() {}

  /** Runs the tasks and prints the table and one summary line. */
  public static void main(String[] args) {
    int n = args.length > 0 ? Integer.parseInt(args[0]) : 10_000;
    int seeds = args.length > 1 ? Integer.parseInt(args[1]) : 10;
    String only = args.length > 2 ? "," + args[2] + "," : null;
    System.out.printf("n = %d, %d seeds, values in nats%n%n", n, seeds);
    System.out.println(
        "| task | truth | bias | sd | RMSE | mean SE | covered where trusted | verdicts | ms |");
    System.out.println("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
    Row[] rows =
        MeasureTasks.all().stream()
            .filter(t -> only == null || only.contains("," + t.id() + ","))
            .map(t -> run(t, n, seeds))
            .toArray(Row[]::new);
    summarize(rows, seeds);
  }

  private record Row(
      double bias, double rmse, int trusted, int covered, int misled, double millis) {}

  private static Row run(Task task, int n, int seeds) {
    double[] values = new double[seeds];
    double error = 0;
    int covered = 0;
    int misled = 0;
    Map<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);
    long nanos = 0;
    for (int seed = 0; seed < seeds; seed++) {
      Pair pair = task.draw(n, seed);
      long start = System.nanoTime();
      Estimate e = MutualInformation.of(pair.x(), pair.y());
      nanos += System.nanoTime() - start;
      values[seed] = e.value();
      error += e.standardError() / seeds;
      verdicts.merge(e.verdict(), 1, Integer::sum);
      if (e.verdict() == Verdict.TRUSTED) {
        covered += e.covers(task.truth()) ? 1 : 0;
        misled += Math.abs(e.value() - task.truth()) > Estimate.tolerance(task.truth()) ? 1 : 0;
      }
    }
    double mean = Arrays.stream(values).average().orElseThrow();
    double bias = mean - task.truth();
    double deviation =
        Math.sqrt(
            Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / Math.max(1, seeds - 1));
    double rmse =
        Math.sqrt(
            Arrays.stream(values)
                .map(v -> (v - task.truth()) * (v - task.truth()))
                .average()
                .orElseThrow());
    int trusted = verdicts.getOrDefault(Verdict.TRUSTED, 0);
    double millis = nanos / 1e6 / seeds;
    System.out.printf(
        "| %s %s | %.4f | %+.4f | %.4f | %.4f | %.4f | %d/%d | %s | %.0f |%n",
        task.id(),
        task.name(),
        task.truth(),
        bias,
        deviation,
        rmse,
        error,
        covered,
        trusted,
        verdicts,
        millis);
    return new Row(bias, rmse, trusted, covered, misled, millis);
  }

  private static void summarize(Row[] rows, int seeds) {
    double bias = Arrays.stream(rows).mapToDouble(r -> Math.abs(r.bias)).average().orElseThrow();
    double rmse = Arrays.stream(rows).mapToDouble(Row::rmse).average().orElseThrow();
    double[] millis = Arrays.stream(rows).mapToDouble(Row::millis).sorted().toArray();
    int trusted = Arrays.stream(rows).mapToInt(Row::trusted).sum();
    int covered = Arrays.stream(rows).mapToInt(Row::covered).sum();
    long tasks = Arrays.stream(rows).filter(r -> r.trusted == seeds).count();
    System.out.printf(
        "%nmean |bias| %.4f, mean RMSE %.4f, tasks trusted in every seed %d of %d, coverage where"
            + " trusted %.3f (%d runs), trusted runs off by more than the tolerance %d, median %.0f"
            + " ms%n",
        bias,
        rmse,
        tasks,
        rows.length,
        (double) covered / trusted,
        trusted,
        Arrays.stream(rows).mapToInt(Row::misled).sum(),
        millis[millis.length / 2]);
  }
}
