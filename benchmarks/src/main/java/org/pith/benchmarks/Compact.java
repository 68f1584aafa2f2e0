package org.pith.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A call of {@code ./pith compact}, as a user makes it: a process of its own, timed from start to end.
 *
 * @param data the rows; as {@link Bench#file} takes it
 * @param test separate test rows, if there are any
 * @param target the column to know
 * @param budget the limits
 */
record Compact(String data, Optional<String> test, String target, String budget) {

  private static final JsonMapper JSON = new JsonMapper();

  /** Without separate test rows. */
  Compact(String data, String target, String budget) {
    this(data, Optional.empty(), target, budget);
  }

  Compact withBudget(String other) {
    return new Compact(data, test, target, other);
  }

  /**
   * How a call ended. The folder is gone when the call that hands this out returns.
   *
   * @param exit the exit code
   * @param error what went to standard error
   * @param seconds from start to end
   * @param out the folder it wrote
   */
  record Ended(int exit, String output, String error, double seconds, Path out) {

    /**
     * The result that it printed.
     *
     * @throws FailedRunException where it failed
     */
    JsonNode result() {
      if (exit != 0) {
        throw new FailedRunException(
            "exit %d after %.0f s: %s".formatted(exit, seconds, lastWord()));
      }
      return JSON.readTree(output);
    }

    /** The last line of standard error. */
    String lastWord() {
      return error.lines().reduce((first, second) -> second).orElse("");
    }
  }

  /** Calls it with a store and an output folder that are gone afterwards; {@code use} looks at what it left. */
  <T> T call(Bench bench, long seed, List<String> more, Function<Ended, T> use) {
    List<String> command = command(bench, seed);
    command.addAll(more);
    try {
      Path folder = Files.createTempDirectory("pith-benchmark-");
      try {
        return use.apply(call(command, folder));
      } finally {
        remove(folder);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interruption) {
      Thread.currentThread().interrupt();
      throw new FailedRunException("interrupted");
    }
  }

  private List<String> command(Bench bench, long seed) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(bench.root().resolve("pith").toString(), "compact"));
    command.add(bench.file(data).toString());
    test.ifPresent(name -> command.addAll(List.of("--test", bench.file(name).toString())));
    command.addAll(List.of("--target", target, "--budget", budget));
    command.addAll(List.of("--seed", Long.toString(seed), "--json", "--quiet"));
    return command;
  }

  private static Ended call(List<String> command, Path folder)
      throws IOException, InterruptedException {
    Path out = folder.resolve("out");
    Path output = folder.resolve("output");
    Path error = folder.resolve("error");
    List<String> whole = new ArrayList<>(command);
    whole.addAll(List.of("--out", out.toString(), "--store", folder.resolve("store").toString()));
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(whole)
            .redirectOutput(output.toFile())
            .redirectError(error.toFile())
            .start();
    try {
      int exit = process.waitFor();
      double seconds = (System.nanoTime() - start) / 1e9;
      return new Ended(exit, Files.readString(output), Files.readString(error), seconds, out);
    } finally {
      process.destroy();
    }
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
