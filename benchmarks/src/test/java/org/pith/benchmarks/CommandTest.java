package org.pith.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommandTest {

  private static final Path SHELL = Path.of("/bin/sh");

  private static Command shell(String line) {
    return Command.of(List.of(SHELL, "-c", line));
  }

  @Test
  void streamsAndVariablesReachTheProcessAndComeBack() {
    Command.Ended ended =
        shell("cat; echo $WHO; echo loud >&2").with("WHO", "me").reading("one\ntwo\n").run();
    assertThat(ended.exit()).isZero();
    assertThat(ended.lines()).containsExactly("one", "two", "me");
    assertThat(ended.lastWord()).isEqualTo("loud");
    assertThat(ended.succeeded().seconds()).isPositive();
  }

  @Test
  void aFailureSaysItsLastWord() {
    Command.Ended ended = shell("echo first; echo last; exit 3").run();
    assertThatThrownBy(ended::succeeded)
        .isInstanceOf(FailedRunException.class)
        .hasMessageStartingWith("exit 3 after ")
        .hasMessageEndingWith("s: last");
  }

  @Test
  void aProgramThatIsNotThereIsAbsent() {
    assertThat(Command.present(SHELL)).isEqualTo(SHELL);
    assertThatThrownBy(() -> Command.present(Path.of("/nowhere/time")))
        .isInstanceOf(AbsentException.class)
        .hasMessage("/nowhere/time is not here. Maybe install it.");
  }

  @Test
  void aTemporaryFolderIsGoneWithAllItHolds() throws Exception {
    Path path;
    try (TemporaryFolder folder = TemporaryFolder.make()) {
      path = folder.path();
      Files.createDirectories(folder.file("a/b"));
      Files.writeString(folder.file("a/b/c"), "d");
    }
    assertThat(path).doesNotExist();
  }
}
