package org.pith.cli;

import java.util.List;
import java.util.Locale;
import org.pith.studio.report.Controls;
import org.pith.studio.report.Measured;
import org.pith.train.HeldOut;

/**
 * One way to get there that ours has to beat, over its seeds.
 *
 * @param scores on the test rows, one a seed
 * @param params of what came out, mean over the seeds
 * @param cpuSeconds mean over the seeds
 */
record ControlLine(List<HeldOut> scores, long params, double cpuSeconds) {

  /** Seeds for every control: the run's own and the next ones. */
  static final int SEEDS = 3;

  /** The 97.5 % point of Student's t with two degrees of freedom. */
  private static final double STUDENT = 4.3027;

  /** Copies the list. */
  ControlLine {
    scores = List.copyOf(scores);
  }

  private boolean isClassification() {
    return !Double.isNaN(scores.getFirst().accuracy());
  }

  /** Test accuracy, or the root mean square error in standardised units, of each seed. */
  private List<Double> qualities() {
    return scores.stream().map(s -> isClassification() ? s.accuracy() : s.rmse()).toList();
  }

  private double mean() {
    return qualities().stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  /** Mean ± the Student quantile of three values times the standard error, times a unit. */
  private List<Double> interval(double unit) {
    double mean = mean();
    double squares = qualities().stream().mapToDouble(q -> (q - mean) * (q - mean)).sum();
    int n = scores.size();
    double half = STUDENT * Math.sqrt(squares / (n - 1) / n);
    return List.of((mean - half) * unit, (mean + half) * unit);
  }

  private double bits() {
    return scores.stream().mapToDouble(s -> s.information().bits()).average().orElseThrow();
  }

  /**
   * As {@code result.json} has it.
   *
   * @param unit what standardised numbers are multiplied by; 1 for accuracies
   */
  CompactResult.Control json(double unit) {
    return new CompactResult.Control(
        params,
        isClassification() ? mean() : null,
        isClassification() ? null : mean() * unit,
        interval(unit),
        bits(),
        cpuSeconds,
        scores.size());
  }

  /** As a terminal shows it. */
  String text(String name, double unit) {
    return String.format(
        Locale.ROOT,
        "  %-16s %.4g (%.4g to %.4g) over %d seeds, %.0f CPU s",
        name,
        mean() * unit,
        interval(unit).getFirst(),
        interval(unit).getLast(),
        scores.size(),
        cpuSeconds);
  }

  /** As the studio shows it. */
  Controls.Control shown(String words, double unit) {
    return new Controls.Control(
        words,
        params,
        new Measured(mean() * unit, interval(unit).getFirst(), interval(unit).getLast()),
        qualities().stream().map(q -> q * unit).toList(),
        cpuSeconds);
  }
}
