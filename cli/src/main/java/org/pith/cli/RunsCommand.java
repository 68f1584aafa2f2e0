package org.pith.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Callable;
import org.pith.runs.Event;
import org.pith.runs.RunRecord;
import org.pith.runs.RunStore;
import org.pith.runs.RunSummary;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pith runs}: what has been recorded. */
@Command(
    name = "runs",
    mixinStandardHelpOptions = true,
    description = "Lists, shows and removes recorded runs.",
    subcommands = {RunsCommand.ListRuns.class, RunsCommand.Show.class, RunsCommand.Remove.class})
final class RunsCommand implements Callable<Integer> {

  @Override
  public Integer call() {
    throw new InputException("Say what about the runs: list, show RUN or remove RUN.");
  }

  /** Options and manners that all three share. */
  abstract static class OnStore implements Callable<Integer> {
    @Option(
        names = "--store",
        paramLabel = "URL",
        description = "Where runs are recorded. Default: PITH_STORE or ~/.pith.")
    String store;

    @Override
    public Integer call() {
      CommonOptions options = new CommonOptions();
      options.store = store;
      try (RunStore opened = options.openStore()) {
        work(opened, System.out);
      } catch (IllegalArgumentException unknown) {
        throw new InputException(unknown.getMessage());
      }
      return 0;
    }

    abstract void work(RunStore store, PrintStream out);
  }

  /** {@code pith runs list}. */
  @Command(name = "list", mixinStandardHelpOptions = true, description = "All runs, newest first.")
  static final class ListRuns extends OnStore {
    @Override
    void work(RunStore store, PrintStream out) {
      List<RunSummary> runs = store.list();
      if (runs.isEmpty()) {
        out.println("No runs are recorded in %s.".formatted(store.location()));
      }
      runs.forEach(
          r ->
              out.printf(
                  "%s  %-11s  %-8s  %s%n",
                  r.id(),
                  r.state().name().toLowerCase(java.util.Locale.ROOT),
                  r.settings().verb(),
                  r.text().isEmpty() ? r.settings().options() : r.text()));
    }
  }

  /** {@code pith runs show RUN}. */
  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "One run's settings and events.")
  static final class Show extends OnStore {
    @Parameters(paramLabel = "RUN")
    String run;

    @Override
    void work(RunStore store, PrintStream out) {
      RunRecord record = store.show(run);
      RunSummary summary = record.summary();
      out.printf("run          %s%n", summary.id());
      out.printf("state        %s%n", summary.state().name().toLowerCase(java.util.Locale.ROOT));
      out.printf("verb         %s%n", summary.settings().verb());
      out.printf("seed         %d%n", summary.settings().seed());
      out.printf("data         %s%n", summary.settings().fingerprint());
      summary.settings().options().forEach((k, v) -> out.printf("%-12s %s%n", k, v));
      summary.settings().versions().forEach((k, v) -> out.printf("%-12s %s%n", k, v));
      out.printf("outcomes     %d recorded%n", record.outcomes().size());
      for (Event event : record.events()) {
        out.printf("%s  %-8s  %s%n", event.at(), event.kind(), event.text());
      }
      record
          .artifacts()
          .forEach(
              a -> out.printf("%-12s %,d bytes  sha256:%s%n", a.name(), a.bytes(), a.sha256()));
    }
  }

  /** {@code pith runs remove RUN}. */
  @Command(
      name = "remove",
      mixinStandardHelpOptions = true,
      description = "Deletes a run and all its parts.")
  static final class Remove extends OnStore {
    @Parameters(paramLabel = "RUN")
    String run;

    @Override
    void work(RunStore store, PrintStream out) {
      store.remove(run);
      out.printf("Run %s is removed.%n", run);
    }
  }
}
