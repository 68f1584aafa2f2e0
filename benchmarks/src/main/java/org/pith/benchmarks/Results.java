package org.pith.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What evaluations last printed, one file each, and the table of it. */
record Results(Path benchmarks) {

  private static final Pattern LAST =
      Pattern.compile(
          "(?<name>[^:]+): (?<figure>.*) \\(mark (?<mark>[^()]*)\\): (?<end>met|missed)");
  private static final Pattern FIRST =
      Pattern.compile("(?<command>benchmarks/run .*), (?<date>\\d{4}-\\d\\d-\\d\\d), .*");

  /** The first line of an evaluation's output: what was called, when and where. */
  static String heading(Evaluation evaluation, boolean quick, LocalDate date) {
    return "benchmarks/run %s%s, %s, %d cores, %s %s, Java %s"
        .formatted(
            evaluation.name(),
            quick ? " --quick" : "",
            date,
            Runtime.getRuntime().availableProcessors(),
            System.getProperty("os.name"),
            System.getProperty("os.arch"),
            Runtime.version());
  }

  /** Keeps an evaluation's output in the place of the last one, whole. */
  void keep(Evaluation evaluation, List<String> output) throws IOException {
    Path file = file(evaluation);
    Files.createDirectories(file.getParent());
    Path draft = file.resolveSibling("." + file.getFileName() + ".part");
    Files.write(draft, output);
    Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Writes {@code RESULTS.md} from what is kept. */
  void writeTable() throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("# Results");
    lines.add("");
    lines.add(
        "Made by `benchmarks/run results` from the last output of each evaluation, in"
            + " `benchmarks/results`; intervals are 95 % Student intervals over the seeds.");
    lines.add("");
    lines.add("| evaluation | figure | mark | | date | command |");
    lines.add("| --- | --- | --- | --- | --- | --- |");
    for (Evaluation evaluation : Catalogue.ALL) {
      Path file = file(evaluation);
      lines.add(
          Files.exists(file)
              ? row(Files.readAllLines(file))
              : "| %s | | %s | not run | | `benchmarks/run %1$s` |"
                  .formatted(evaluation.name(), evaluation.mark()));
    }
    Files.write(benchmarks.resolve("RESULTS.md"), lines);
  }

  /** One row of the table from an evaluation's output. */
  static String row(List<String> output) {
    Matcher first = FIRST.matcher(output.getFirst());
    Matcher last = LAST.matcher(output.getLast());
    if (!first.matches() || !last.matches()) {
      throw new IllegalArgumentException(
          "This is not the output of an evaluation: '%s' to '%s'. Maybe it was cut off."
              .formatted(output.getFirst(), output.getLast()));
    }
    return "| %s | %s | %s | %s | %s | `%s` |"
        .formatted(
            last.group("name"),
            last.group("figure").replace("|", "\\|"),
            last.group("mark"),
            last.group("end"),
            first.group("date"),
            first.group("command"));
  }

  private Path file(Evaluation evaluation) {
    return benchmarks.resolve("results").resolve(evaluation.name() + ".txt");
  }
}
