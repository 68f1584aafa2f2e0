package org.pith.benchmarks;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
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
    String rows =
        Arrays.stream(testRows(file, compact.target(), seed))
            .mapToObj(row -> row + "\n")
            .collect(Collectors.joining());
    Command.Ended peers =
        Command.python(
                bench,
                "benchmarks/table-peers.py",
                file,
                quality.name().toLowerCase(Locale.ROOT),
                params,
                seed)
            .reading(rows)
            .run();
    if (peers.exit() != 0) {
      throw new AbsentException(
          "The peers do not run: %s. Maybe install python3-sklearn.".formatted(peers.lastWord()));
    }
    return parsed(peers.lines());
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
