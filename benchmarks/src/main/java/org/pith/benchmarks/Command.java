package org.pith.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A process of its own, timed from start to end.
 *
 * @param words the program and what it is told
 * @param environment further variables
 * @param input what it reads
 */
record Command(List<String> words, Map<String, String> environment, String input) {

  private static final Path PYTHON = Path.of("/usr/bin/python3");

  /** Copies the collections. */
  Command {
    words = List.copyOf(words);
    environment = Map.copyOf(environment);
  }

  /** A program and what it is told. */
  static Command of(List<?> words) {
    return new Command(words.stream().map(String::valueOf).toList(), Map.of(), "");
  }

  /** {@code ./pith VERB} of the checkout. */
  static Command pith(Bench bench, String verb, Object... words) {
    return of(List.of(bench.root().resolve("pith"), verb)).and(words);
  }

  /**
   * A script that computes what others make of the same rows.
   *
   * @throws AbsentException where there is no Python
   */
  static Command python(Bench bench, String script, Object... words) {
    return of(List.of(present(PYTHON), bench.root().resolve(script))).and(words);
  }

  /**
   * A program that the system may have.
   *
   * @throws AbsentException where it has not
   */
  static Path present(Path program) {
    if (!Files.isExecutable(program)) {
      throw new AbsentException("%s is not here. Maybe install it.".formatted(program));
    }
    return program;
  }

  /** With further words. */
  Command and(Object... further) {
    List<String> all = new ArrayList<>(words);
    List.of(further).forEach(word -> all.add(String.valueOf(word)));
    return new Command(all, environment, input);
  }

  /** With a variable of its environment. */
  Command with(String variable, String value) {
    Map<String, String> all = new LinkedHashMap<>(environment);
    all.put(variable, value);
    return new Command(words, all, input);
  }

  /** With something to read. */
  Command reading(String text) {
    return new Command(words, environment, text);
  }

  /**
   * How it ended.
   *
   * @param output what went to standard output
   * @param error what went to standard error
   * @param seconds from start to end
   */
  record Ended(int exit, String output, String error, double seconds) {

    /** What was printed, line by line. */
    List<String> lines() {
      return output.lines().toList();
    }

    /** The last line of standard error, or of the output where that is silent. */
    String lastWord() {
      return (error.isBlank() ? output : error).lines().reduce((a, b) -> b).orElse("no word");
    }

    /**
     * This, where it succeeded.
     *
     * @throws FailedRunException where it failed
     */
    Ended succeeded() {
      if (exit != 0) {
        throw new FailedRunException(
            "exit %d after %.0f s: %s".formatted(exit, seconds, lastWord()));
      }
      return this;
    }
  }

  /** Runs it to its end. Its streams are files, so that it never waits for a reader. */
  Ended run() {
    try (TemporaryFolder folder = TemporaryFolder.make()) {
      Path output = folder.file("output");
      Path error = folder.file("error");
      ProcessBuilder builder =
          new ProcessBuilder(words)
              .redirectInput(Files.writeString(folder.file("input"), input).toFile())
              .redirectOutput(output.toFile())
              .redirectError(error.toFile());
      builder.environment().putAll(environment);
      long start = System.nanoTime();
      int exit = awaited(builder.start());
      double seconds = (System.nanoTime() - start) / 1e9;
      return new Ended(exit, Files.readString(output), Files.readString(error), seconds);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static int awaited(Process process) {
    try {
      return process.waitFor();
    } catch (InterruptedException interruption) {
      Thread.currentThread().interrupt();
      throw new FailedRunException("interrupted");
    } finally {
      process.destroy();
    }
  }
}
