package org.pith.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.pith.data.Dataset;
import org.pith.data.Split;
import org.pith.data.Table;
import org.pith.data.TableReader;

/**
 * What scikit-learn reaches on the very rows that a run of {@code pith compact} was judged by: a network of one hidden layer within the
 * same number of parameters, and gradient boosting of any size, both with default settings.
 *
 * @param params of the network
 */
record TablePeers(int params) {

  private static final Path PYTHON = Path.of("/usr/bin/python3");

  /** The share that {@code pith compact} sets aside. */
  private static final double TEST_SHARE = 0.2;

  /**
   * Scores by name.
   *
   * @param seed the same as of the run that they stand beside
   * @throws AbsentException where scikit-learn is not installed
   */
  Map<String, Double> scores(Bench bench, Compact compact, Quality quality, long seed) {
    Path file = bench.file(compact.data());
    if (!Files.isExecutable(PYTHON)) {
      throw new AbsentException("%s is not here. Maybe install it.".formatted(PYTHON));
    }
    ProcessBuilder builder =
        new ProcessBuilder(
            PYTHON.toString(),
            bench.root().resolve("benchmarks/table-peers.py").toString(),
            file.toString(),
            quality.name().toLowerCase(Locale.ROOT),
            Integer.toString(params),
            Long.toString(seed));
    try {
      Process process = builder.redirectErrorStream(true).start();
      try (PrintWriter rows = new PrintWriter(process.outputWriter())) {
        for (int row : testRows(file, compact.target(), seed)) {
          rows.println(row);
        }
      }
      List<String> lines = process.inputReader().readAllLines();
      process.onExit().join();
      if (process.exitValue() != 0) {
        throw new AbsentException(
            "The peers do not run: %s. Maybe install python3-sklearn."
                .formatted(lines.isEmpty() ? "no word" : lines.getLast()));
      }
      return parsed(lines);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static int[] testRows(Path file, String target, long seed) {
    Table table = TableReader.defaults().expecting(target).read(file);
    return Split.of(Dataset.of(table, target), 0, TEST_SHARE, seed).test();
  }

  private static Map<String, Double> parsed(List<String> lines) {
    Map<String, Double> scores = new LinkedHashMap<>();
    for (String line : lines) {
      String[] words = line.split(" ");
      scores.put(words[0], Double.valueOf(words[1]));
    }
    return scores;
  }
}
