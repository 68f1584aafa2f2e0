package org.pith.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pith.benchmarks.Evaluation.Verdict;

class ResultsTest {

  static Stream<Evaluation> evaluations() {
    return Catalogue.ALL.stream();
  }

  /** What an evaluation prints is what the table reads, whatever is in its mark. */
  @ParameterizedTest
  @MethodSource("evaluations")
  void tableReadsWhatIsPrinted(Evaluation evaluation) {
    String first = Results.heading(evaluation, true, LocalDate.of(2026, 11, 22));
    String last = new Verdict("98.8 % (98.1 to 99.5) over 5 runs", true).line(evaluation);
    assertThat(Results.row(List.of(first, "seed 1: ...", last)))
        .isEqualTo(
            "| %s | 98.8 %% (98.1 to 99.5) over 5 runs | %s | met | 2026-11-22 | `benchmarks/run"
                + " %1$s --quick` |",
            evaluation.name(), evaluation.mark());
  }

  @Test
  void outputThatWasCutOffIsRefused() {
    assertThatThrownBy(
            () -> Results.row(List.of("benchmarks/run sonar, 2026-11-22, 2 cores", "seed 1")))
        .hasMessageContaining("Maybe it was cut off");
  }

  @Test
  void namesAreUnique() {
    assertThat(Catalogue.ALL).extracting(Evaluation::name).doesNotHaveDuplicates();
  }
}
