package org.pith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
  void version() {
    Pithy.Outcome version = Pithy.run("--version");
    assertThat(version.exit()).isZero();
    assertThat(version.out().strip()).isEqualTo("pith " + Pith.VERSION);
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
