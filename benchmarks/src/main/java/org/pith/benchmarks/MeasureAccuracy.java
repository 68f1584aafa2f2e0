package org.pith.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The default route over the tasks S01 to S26: mean absolute bias, one setting for all. */
record MeasureAccuracy(String name, double most, int minutes) implements Evaluation {

  private static final int ROWS = 10_000;

  @Override
  public String mark() {
    return "at most %.3f nats".formatted(most);
  }

  @Override
  public Verdict run(Bench bench) {
    List<TaskScore> scores = TaskScore.all(bench, ROWS, bench.isQuick() ? 1 : 10);
    double bias = scores.stream().mapToDouble(s -> Math.abs(s.bias())).average().orElseThrow();
    double rmse = scores.stream().mapToDouble(TaskScore::rmse).average().orElseThrow();
    double[] millis = scores.stream().mapToDouble(TaskScore::millis).sorted().toArray();
    bench.print("");
    worst(scores).forEach(s -> bench.print("large bias: %s %+.4f", s.task().id(), s.bias()));
    return new Verdict(
        "mean absolute bias %.4f nats over %d tasks, mean RMSE %.4f, median %.0f ms a call"
            .formatted(bias, scores.size(), rmse, median(millis)),
        bias <= most);
  }

  private static Stream<TaskScore> worst(List<TaskScore> scores) {
    return scores.stream().filter(s -> Math.abs(s.bias()) > 0.02);
  }

  private static double median(double[] sorted) {
    return Arrays.stream(sorted).skip(sorted.length / 2).findFirst().orElseThrow();
  }
}
