package org.pith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pith.runs.Event;
import org.pith.runs.RunStore;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A run that is killed goes on to the answer it would have had. */
class ResumeTest {

  @TempDir Path folder;

  private List<String> call(Path data, String out) {
    return List.of(
        "compact",
        data.toString(),
        "--target",
        "class",
        "--budget",
        "params=120",
        "--store",
        folder.resolve("store").toString(),
        "--out",
        folder.resolve(out).toString());
  }

  @Test
  void killedRunGivesTheAnswerOfAnUnbrokenOne() throws IOException, InterruptedException {
    Path data = Pithy.classes(folder);
    String run = killedInTheMiddle(call(data, "killed"), "  screen1 ");

    Pithy.Outcome whole = Pithy.run(call(data, "whole").toArray());
    assertThat(whole.exit()).as(whole.err()).isZero();
    Pithy.Outcome resumed =
        Pithy.run(
            Stream.concat(call(data, "killed").stream(), Stream.of("--resume", run)).toArray());
    assertThat(resumed.exit()).as(resumed.err()).isZero();

    assertThat(CompactTest.withoutRun(folder.resolve("killed/model.onnx")))
        .isEqualTo(CompactTest.withoutRun(folder.resolve("whole/model.onnx")));
    assertThat(at("killed", "/test")).isEqualTo(at("whole", "/test"));
    assertThat(Files.readString(folder.resolve("killed/result.json"))).contains(run);

    Pithy.Outcome again =
        Pithy.run(
            Stream.concat(call(data, "again").stream(), Stream.of("--resume", run)).toArray());
    assertThat(again.exit()).isEqualTo(2);
    assertThat(again.messages()).singleElement().asString().contains("is finished");
  }

  private List<String> pruned(Path model, Path data, String out) {
    return List.of(
        "prune",
        model.toString(),
        "--data",
        data.toString(),
        "--target",
        "class",
        "--budget",
        "params=60",
        "--finetune",
        "40",
        "--control",
        "--control-seeds",
        "1",
        "--store",
        folder.resolve("store").toString(),
        "--out",
        folder.resolve(out).toString());
  }

  @Test
  void killedPruningGivesTheAnswerOfAnUnbrokenOne() throws IOException, InterruptedException {
    Path data = Pithy.classes(folder);
    Pithy.Outcome made = Pithy.run(call(data, "made").toArray());
    assertThat(made.exit()).as(made.err()).isZero();
    Path model = folder.resolve("made/model.onnx");
    String run = killedInTheMiddle(pruned(model, data, "killed"), "  the same shape anew");

    Pithy.Outcome other =
        Pithy.run(
            Stream.concat(call(data, "other").stream(), Stream.of("--resume", run)).toArray());
    assertThat(other.exit()).isEqualTo(2);
    assertThat(other.messages()).singleElement().asString().contains("began with verb prune");

    Pithy.Outcome whole = Pithy.run(pruned(model, data, "whole").toArray());
    assertThat(whole.exit()).as(whole.err()).isZero();
    Pithy.Outcome resumed =
        Pithy.run(
            Stream.concat(pruned(model, data, "killed").stream(), Stream.of("--resume", run))
                .toArray());
    assertThat(resumed.exit()).as(resumed.err()).isZero();
    assertThat(findings(run)).isNotEmpty().doesNotHaveDuplicates();
    assertThat(CompactTest.withoutRun(folder.resolve("killed/model.onnx")))
        .isEqualTo(CompactTest.withoutRun(folder.resolve("whole/model.onnx")));
    for (String key : List.of("/after/test", "/after/information", "/cuts", "/drawnAnew")) {
      assertThat(at("killed", key)).as(key).isEqualTo(at("whole", key));
    }
    for (String control :
        List.of("information", "l1", "taylor", "random", "l1Repaired", "scratch")) {
      String accuracy = "/controls/%s/accuracy".formatted(control);
      assertThat(at("killed", accuracy)).as(accuracy).isEqualTo(at("whole", accuracy));
    }
  }

  private List<String> findings(String run) {
    try (RunStore store = RunStore.open(folder.resolve("store").toString())) {
      return store.show(run).events().stream()
          .filter(e -> e.kind() == Event.Kind.FINDING)
          .map(Event::text)
          .toList();
    }
  }

  private JsonNode at(String out, String key) throws IOException {
    JsonNode found =
        JsonMapper.shared()
            .readTree(Files.readString(folder.resolve(out).resolve("result.json")))
            .at(key);
    assertThat(found.isMissingNode()).as(key).isFalse();
    return found;
  }

  /** Kills a process of its own at a stage before which it has trained something, and gives the run's name. */
  private static String killedInTheMiddle(List<String> call, String last)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "org.pith.cli.Pithy"));
    command.addAll(call);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    // In the environment: ONNX Runtime fails in a process with a command line of several kilobytes.
    builder
        .environment()
        .put(
            "CLASSPATH",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    Process process = builder.start();
    String run = "";
    StringBuilder said = new StringBuilder();
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        said.append(line).append('\n');
        if (line.startsWith("run ")) {
          run = line.substring(4);
        }
        if (line.contains(last)) {
          break;
        }
      }
      assertThat(said).contains(last);
      assertThat(process.isAlive()).as(said.toString()).isTrue();
    } finally {
      process.destroyForcibly().waitFor();
    }
    assertThat(process.exitValue()).as("killed by signal 9").isEqualTo(137);
    return run;
  }
}
