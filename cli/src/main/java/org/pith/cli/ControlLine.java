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

  /** 97.5 % points of Student's t with 1, 2, ... degrees of freedom. */
  private static final double[] STUDENT = {
    12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.3060, 2.2622
  };

  /** Seeds for which an interval is known. */
  static final int MOST_SEEDS = STUDENT.length + 1;

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

  /** Mean ± Student's quantile times the standard error, times a unit; none of a single seed. */
  private Measured measured(double unit) {
    double mean = mean();
    int n = scores.size();
    if (n == 1) {
      return Measured.exactly(mean * unit);
    }
    double squares = qualities().stream().mapToDouble(q -> (q - mean) * (q - mean)).sum();
    double half = STUDENT[n - 2] * Math.sqrt(squares / (n - 1) / n);
    return new Measured(mean * unit, (mean - half) * unit, (mean + half) * unit);
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
        measured(unit).hasInterval() ? List.of(measured(unit).low(), measured(unit).high()) : null,
        bits(),
        cpuSeconds,
        scores.size());
  }

  /** As a terminal shows it. */
  String text(String name, double unit) {
    Measured quality = measured(unit);
    String spread =
        quality.hasInterval()
            ? String.format(
                Locale.ROOT,
                "(%.4g to %.4g) over %d seeds",
                quality.low(),
                quality.high(),
                scores.size())
            : "in one run";
    return String.format(
        Locale.ROOT, "  %-16s %.4g %s, %.0f CPU s", name, quality.value(), spread, cpuSeconds);
  }

  /** As the studio shows it. */
  Controls.Control shown(String words, double unit) {
    return new Controls.Control(
        words,
        params,
        measured(unit),
        qualities().stream().map(q -> q * unit).toList(),
        cpuSeconds);
  }
}
