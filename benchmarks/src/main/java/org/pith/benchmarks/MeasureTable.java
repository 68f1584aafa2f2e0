package org.pith.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Wall time of {@code ./pith measure} over a whole table, a process of its own from start to end, as a user waits for it.
 *
 * @param parts files of one header that are joined, as {@link Bench#file} takes them
 * @param target the column to know
 * @param mostSeconds the mark
 */
record MeasureTable(String name, List<String> parts, String target, double mostSeconds, int minutes)
    implements Evaluation {

  @Override
  public String mark() {
    return "less than %.0f s".formatted(mostSeconds);
  }

  @Override
  public Verdict run(Bench bench) {
    try (TemporaryFolder folder = TemporaryFolder.make()) {
      return run(bench, folder);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private Verdict run(Bench bench, TemporaryFolder folder) throws IOException {
    Path table = folder.file("table.csv");
    int rows = 0;
    for (String part : parts) {
      List<String> lines = Files.readAllLines(bench.file(part));
      Files.write(
          table,
          rows == 0 ? lines : lines.subList(1, lines.size()),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
      rows += lines.size() - 1;
    }
    Command.Ended measured =
        Command.pith(bench, "measure", table, "--target", target, "--json", "--quiet")
            .and("--out", folder.file("out"), "--store", folder.file("store"))
            .run()
            .succeeded();
    print(bench, new JsonMapper().readTree(measured.output()));
    return new Verdict(
        "%.1f s for %,d rows".formatted(measured.seconds(), rows),
        measured.seconds() < mostSeconds);
  }

  private static void print(Bench bench, JsonNode result) {
    bench.print(
        "entropy %.3f bits, shown to be known %.3f bits",
        result.at("/information/targetEntropyBits").asDouble(),
        result.at("/information/ceilingBits").asDouble());
    for (JsonNode column : result.at("/columns")) {
      bench.print(
          "%s: %.3f bits, %s",
          column.at("/column").asString(),
          column.at("/informationBits").asDouble(),
          column.at("/verdict").asString());
    }
  }
}
