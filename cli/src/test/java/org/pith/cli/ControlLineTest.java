package org.pith.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.pith.measure.Estimate;
import org.pith.measure.StudentInterval;
import org.pith.train.HeldOut;

class ControlLineTest {

  private static HeldOut score(double accuracy, double rmse) {
    Estimate information =
        Estimate.normal(1, 0, 100, "usable", "none", Estimate.Verdict.TRUSTED, "known");
    return new HeldOut(information, accuracy, rmse, 1, 0);
  }

  private static List<HeldOut> scores(double... accuracies) {
    return Arrays.stream(accuracies).mapToObj(a -> score(a, Double.NaN)).toList();
  }

  private static ControlLine line(double... accuracies) {
    return new ControlLine(scores(accuracies), 10, 2);
  }

  private static ControlLine errors(double... errors) {
    return new ControlLine(
        Arrays.stream(errors).mapToObj(e -> score(Double.NaN, e)).toList(), 10, 2);
  }

  @Test
  void severalSeedsHaveStudentsInterval() {
    ControlLine line = line(0.89, 0.90, 0.91);
    StudentInterval students = StudentInterval.of(List.of(0.89, 0.90, 0.91));
    CompactResult.Control control = line.json(1);
    assertThat(control.accuracy()).isEqualTo(students.mean());
    assertThat(control.interval()).containsExactly(students.low(), students.high());
    assertThat(control.seeds()).isEqualTo(3);
    assertThat(line.text("l1", 1))
        .contains(
            String.format(
                Locale.ROOT,
                "0.9000 (%.4g to %.4g) over 3 seeds, 2 CPU s",
                students.low(),
                students.high()));
  }

  /** Standardised errors come out in the unit of the target. */
  @Test
  void errorsHaveTheirUnit() {
    CompactResult.Control control = errors(0.1, 0.3).json(50);
    StudentInterval students = StudentInterval.of(List.of(0.1, 0.3));
    assertThat(control.accuracy()).isNull();
    assertThat(control.rmse()).isCloseTo(10, within(1e-12));
    assertThat(control.interval().getLast()).isCloseTo(50 * students.high(), within(1e-9));
    assertThat(control.interval().getFirst()).as("no error is below none").isZero();
    assertThat(errors(0.1, 0.3).shown("l1", 50).seeds()).containsExactly(5.0, 15.0);
  }

  @Test
  void noShareIsAboveOne() {
    assertThat(line(0.98, 0.99, 1.0).json(1).interval().getLast()).isEqualTo(1);
  }

  @Test
  void aSeedThatDivergedIsSaidAndIsNoNumber() {
    ControlLine line = errors(0.1, Double.POSITIVE_INFINITY);
    assertThat(line.text("l1", 50))
        .contains("diverged for 1 of 2 seeds")
        .doesNotContain("Infinity");
    assertThat(line.json(50).rmse()).isNull();
    assertThat(Csv.number("%.3f", Double.NEGATIVE_INFINITY)).isEmpty();
    assertThat(Csv.number("%.3f", Double.NaN)).isEmpty();
    assertThat(Csv.number("%.3f", 0.25)).isEqualTo("0.250");
  }

  @Test
  void parametersAreTheirMean() {
    ControlLine line = ControlLine.of(scores(0.9, 0.9), LongStream.of(10, 13), 1);
    assertThat(line.params()).isEqualTo(12);
  }

  @Test
  void oneSeedHasNone() {
    assertThat(line(0.9).json(1).interval()).isNull();
    assertThat(line(0.9).text("l1", 1)).contains("0.9000 in one run").doesNotContain("NaN");
    assertThat(line(0.9).shown("l1", 1).quality().hasInterval()).isFalse();
  }
}
