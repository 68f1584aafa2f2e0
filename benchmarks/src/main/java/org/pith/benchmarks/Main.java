package org.pith.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.pith.benchmarks.Evaluation.Verdict;

/** {@code benchmarks/run}: exit 0 where the mark is met, 1 where it is missed, 2 for wrong usage and absent data. */
public final class Main {

  private static final int MET = 0;
  private static final int MISSED = 1;
  private static final int UNUSABLE = 2;

  private Main() {}

  /** Runs and exits. */
  public static void main(String[] args) throws IOException {
    // Results are compared between machines: one way to write a number.
    Locale.setDefault(Locale.ROOT);
    System.exit(run(Path.of(System.getProperty("pith.root", "")).toAbsolutePath(), List.of(args)));
  }

  private static int run(Path root, List<String> args) throws IOException {
    List<String> names = new ArrayList<>(args);
    boolean quick = names.remove("--quick");
    String name = names.size() == 1 ? names.getFirst() : "";
    Results results = new Results(root.resolve("benchmarks"));
    switch (name) {
      case "list" -> list();
      case "results" -> results.writeTable();
      default -> {
        Optional<Evaluation> evaluation = Catalogue.find(name);
        return evaluation.isPresent()
            ? run(evaluation.get(), new Bench(root, quick), results)
            : usage(String.join(" ", args));
      }
    }
    return MET;
  }

  private static void list() {
    for (Evaluation e : Catalogue.ALL) {
      System.out.printf("%-20s %4d min  %s%n", e.name(), e.minutes(), e.mark());
    }
  }

  private static int usage(String asked) {
    System.err.printf(
        "benchmarks/run: '%s' is not understood. Usage: benchmarks/run list | NAME [--quick] |"
            + " results%n",
        asked);
    return UNUSABLE;
  }

  /** Runs one evaluation, and keeps what it printed unless it was cut short. */
  static int run(Evaluation evaluation, Bench bench, Results results) throws IOException {
    bench.print("%s", Results.heading(evaluation, bench.isQuick(), LocalDate.now()));
    Verdict verdict;
    try {
      verdict = evaluation.run(bench);
    } catch (AbsentException absent) {
      System.err.println("benchmarks/run: " + absent.getMessage());
      return UNUSABLE;
    } catch (FailedRunException failed) {
      verdict = new Verdict(failed.getMessage(), false);
    }
    bench.print("%s", verdict.line(evaluation));
    if (bench.isQuick()) {
      System.err.println("benchmarks/run: --quick says too little to be kept.");
    } else {
      results.keep(evaluation, bench.printed());
    }
    return verdict.met() ? MET : MISSED;
  }
}
