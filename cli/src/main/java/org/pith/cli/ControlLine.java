package org.pith.cli;

import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import org.pith.measure.StudentInterval;
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

  /** Copies the list. */
  ControlLine {
    scores = List.copyOf(scores);
  }

  /**
   * Over seeds.
   *
   * @param params of what came out, one a seed
   */
  static ControlLine of(List<HeldOut> scores, LongStream params, double cpuSeconds) {
    return new ControlLine(scores, Math.round(params.average().orElseThrow()), cpuSeconds);
  }

  private boolean isClassification() {
    return !Double.isNaN(scores.getFirst().accuracy());
  }

  /** Test accuracy, or the root mean square error in standardised units, of each seed. */
  private List<Double> qualities() {
    return scores.stream().map(s -> isClassification() ? s.accuracy() : s.rmse()).toList();
  }

  private StudentInterval quality() {
    return StudentInterval.of(qualities());
  }

  /** With its interval, times a unit; a single seed has none. */
  private Measured measured(double unit) {
    StudentInterval quality = quality();
    return scores.size() == 1
        ? Measured.exactly(quality.mean() * unit)
        : new Measured(
            quality.mean() * unit, possible(quality.low()) * unit, possible(quality.high()) * unit);
  }

  /** An interval of shares ends where shares do, and one of errors at none. */
  private double possible(double quality) {
    return Math.clamp(quality, 0, isClassification() ? 1 : Double.POSITIVE_INFINITY);
  }

  private double bits() {
    return scores.stream().mapToDouble(s -> s.information().bits()).average().orElseThrow();
  }

  /**
   * As {@code result.json} has it, without what is infinite since a seed's training diverged.
   *
   * @param unit what standardised numbers are multiplied by; 1 for accuracies
   */
  CompactResult.Control json(double unit) {
    return new CompactResult.Control(
        params,
        isClassification() ? quality().mean() : null,
        isClassification() ? null : Json.finite(quality().mean() * unit),
        measured(unit).hasInterval() ? List.of(measured(unit).low(), measured(unit).high()) : null,
        Json.finite(bits()),
        cpuSeconds,
        scores.size());
  }

  /** As a terminal shows it. */
  String text(String name, double unit) {
    Measured quality = measured(unit);
    long diverged = qualities().stream().filter(q -> !Double.isFinite(q)).count();
    if (diverged > 0) {
      return String.format(
          Locale.ROOT,
          "  %-16s diverged for %d of %d seeds, %.0f CPU s",
          name,
          diverged,
          scores.size(),
          cpuSeconds);
    }
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
