package org.pith.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pith.runs.Run;
import org.pith.runs.RunSettings;
import org.pith.runs.RunState;
import org.pith.runs.RunStore;
import org.pith.runs.RunSummary;

/** The verbs that are there, and what the shell is told. */
class MainTest {

  @TempDir Path folder;

  @Test
  void helpListsTheVerbsThatWork() {
    Pithy.Outcome help = Pithy.run("--help");
    assertThat(help.exit()).isZero();
    assertThat(help.err()).isEmpty();
    assertThat(
            Pattern.compile("^  ([a-z]+)  ", Pattern.MULTILINE)
                .matcher(help.out().substring(help.out().indexOf("Verbs:")))
                .results()
                .map(m -> m.group(1)))
        .containsExactly("measure", "compact", "inspect", "prune", "predict", "runs");
  }

  @Test
  void compactHelpListsTheContract() {
    assertThat(Pithy.run("compact", "--help").out())
        .contains("--target", "--budget", "--test", "--seed", "--threads", "--out", "--overwrite")
        .contains("--store", "--json", "--quiet", "--verbose", "--control", "--resume", "--column");
  }

  @Test
  void inspectHelpListsTheContract() {
    assertThat(Pithy.run("inspect", "--help").out())
        .contains("--data", "--target", "--scale", "--test", "--seed", "--threads", "--out")
        .contains("--overwrite", "--store", "--json", "--quiet", "--column");
  }

  @Test
  void measureHelpListsTheContract() {
    assertThat(Pithy.run("measure", "--help").out())
        .contains("--target", "--pair", "--given", "--estimator", "--k", "--raw", "--seed")
        .contains("--threads", "--out", "--overwrite", "--store", "--json", "--quiet", "--column");
  }

  @Test
  void version() throws IOException {
    // Maven fills the version in; elsewhere there is none to compare.
    assumeTrue(System.getProperty("basedir") != null);
    Pithy.Outcome version = Pithy.run("--version");
    assertThat(version.exit()).isZero();
    assertThat(version.out().strip()).isEqualTo("pith " + versionOfThePom());
  }

  private static String versionOfThePom() throws IOException {
    Matcher version =
        Pattern.compile("<artifactId>pith</artifactId>\\s*<version>([^<]+)</version>")
            .matcher(Files.readString(Path.of("..", "pom.xml")));
    assertThat(version.find()).isTrue();
    return version.group(1);
  }

  /** What is printed is the same where numbers are usually written otherwise. */
  @Test
  void numbersAreWrittenInOneWay() throws IOException {
    Path data = Pithy.classes(folder);
    Object[] pair = {"measure", data, "--pair", "a", "class"};
    String here = Pithy.run(pair).out();
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      assertThat("%.2f".formatted(3.93)).isEqualTo("3,93");
      assertThat(Pithy.run(pair).out()).isEqualTo(here).containsPattern("\\d\\.\\d\\d");
    } finally {
      Locale.setDefault(before);
    }
  }

  private Object[] compact(Object... more) throws IOException {
    return Stream.concat(
            Stream.of(
                "compact",
                Pithy.classes(folder),
                "--target",
                "class",
                "--budget",
                "params=200",
                "--out",
                folder.resolve("out"),
                "--store",
                folder.resolve("store")),
            Stream.of(more))
        .toArray();
  }

  @Test
  void aFileThatCannotBeReadIsNoDefect() throws IOException {
    Pithy.Outcome outcome =
        Pithy.ended(
            () -> new UncheckedIOException(new AccessDeniedException("rows.csv")), compact());
    assertThat(outcome.exit()).isEqualTo(Main.BAD_INPUT);
    assertThat(outcome.messages()).singleElement().asString().contains("rows.csv: permission");
  }

  /** A run that ran out of memory has failed, and its record says so. */
  @Test
  void anErrorIsADefectThatTheRecordKnows() throws IOException {
    Pithy.Outcome outcome = Pithy.ended(() -> new OutOfMemoryError("heap"), compact());
    assertThat(outcome.exit()).isEqualTo(Main.DEFECT);
    assertThat(outcome.messages())
        .singleElement()
        .asString()
        .contains("A defect of Pith: java.lang.OutOfMemoryError: heap. Trace: ");
    assertThat(folder.resolve("out")).doesNotExist();
    try (RunStore store = RunStore.open(folder.resolve("store").toString())) {
      assertThat(store.list())
          .singleElement()
          .extracting(RunSummary::state)
          .isEqualTo(RunState.FAILED);
    }
  }

  /** Another version may answer otherwise from what this one would find in the record. */
  @Test
  void aRunOfAnotherVersionIsNotGoneOnWith() throws IOException {
    String id;
    try (RunStore store = RunStore.open(folder.resolve("store").toString());
        Run run =
            store.begin(
                new RunSettings(
                    "compact",
                    42,
                    "",
                    new LinkedHashMap<>(),
                    new LinkedHashMap<>(Map.of("pith", "0.0.9"))))) {
      id = run.id();
    }
    Pithy.Outcome outcome = Pithy.run(compact("--resume", id));
    assertThat(outcome.exit()).isEqualTo(Main.BAD_INPUT);
    assertThat(outcome.messages())
        .singleElement()
        .asString()
        .contains("began with Pith 0.0.9, not " + Pith.VERSION + ". Maybe begin a new run.");
  }

  @Test
  void noVerbIsUsage() {
    assertThat(Pithy.run().exit()).isEqualTo(Main.BAD_INPUT);
    assertThat(Pithy.run("runs").exit()).isEqualTo(Main.BAD_INPUT);
    Pithy.Outcome unknown = Pithy.run("compat");
    assertThat(unknown.exit()).isEqualTo(Main.BAD_INPUT);
    assertThat(unknown.err()).contains("compat").hasLineCount(1);
  }

  @Test
  void runsOfAnEmptyStore() {
    Pithy.Outcome list = Pithy.run("runs", "list", "--store", folder.resolve("store"));
    assertThat(list.exit()).isZero();
    assertThat(list.out()).contains("No runs are recorded");
    Pithy.Outcome show = Pithy.run("runs", "show", "nix", "--store", folder.resolve("store"));
    assertThat(show.exit()).isEqualTo(Main.BAD_INPUT);
    assertThat(show.err()).contains("no run 'nix'").hasLineCount(1);
  }
}
