package org.pith.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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

  /** Prints one line and is met. */
  private record Plain(String name) implements Evaluation {
    @Override
    public String mark() {
      return "none";
    }

    @Override
    public int minutes() {
      return 1;
    }

    @Override
    public Verdict run(Bench bench) {
      return new Verdict(bench.isQuick() ? "quick" : "full", true);
    }
  }

  @Test
  void aQuickRunLeavesTheKeptResultAlone(@TempDir Path folder) throws IOException {
    Results results = new Results(folder);
    Plain plain = new Plain("plain");
    Main.run(plain, new Bench(folder, false), results);
    Path kept = folder.resolve("results/plain.txt");
    String full = Files.readString(kept);
    assertThat(full).contains("plain: full (mark none): met");
    Main.run(plain, new Bench(folder, true), results);
    assertThat(kept).hasContent(full);
    try (Stream<Path> files = Files.list(kept.getParent())) {
      assertThat(files).containsExactly(kept);
    }
  }

  @Test
  void namesAreUnique() {
    assertThat(Catalogue.ALL).extracting(Evaluation::name).doesNotHaveDuplicates();
  }
}
