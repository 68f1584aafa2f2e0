package org.pith.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.pith.runs.Event;
import org.pith.runs.Run;
import org.pith.runs.RunSettings;
import org.pith.runs.RunStore;
import org.pith.runs.StoreException;
import org.pith.search.Budget;
import org.pith.search.Effort;
import org.pith.search.Problem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pith compact}: the main job. */
@Command(
    name = "compact",
    mixinStandardHelpOptions = true,
    description = "Searches, trains, exports and proves the smallest network that fits the budget.")
final class CompactCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "DATA",
      description = "CSV, TSV, Parquet, JSON lines, NPY, IDX or CIFAR file.")
  Path data;

  @Option(
      names = "--budget",
      required = true,
      paramLabel = "LIST",
      description =
          "Hard limits, for example params=5k,macs=100k,bytes=20k,memory=32k,latency=50us.")
  String budget;

  @Option(
      names = "--control",
      description =
          "Also run what the search has to beat, over three seeds; takes about ten times as long.")
  boolean control;

  @Option(
      names = "--resume",
      paramLabel = "RUN",
      description = "Go on with a run that was stopped.")
  String resume;

  @Mixin CommonOptions common;

  private final Function<Problem, Effort> effort;

  CompactCommand() {
    this(Effort::of);
  }

  /** With another rule for how much is tried. */
  CompactCommand(Function<Problem, Effort> effort) {
    this.effort = effort;
  }

  @Override
  public Integer call() {
    Budget limits = limits();
    if (common.threads < 1) {
      throw new InputException("--threads (%d) must be at least 1.".formatted(common.threads));
    }
    if (common.out != null) {
      OutputFolder.requireFree(common.out, common.overwrite);
    }
    Progress progress = Progress.of(common.quiet);
    try {
      progress.busy("read " + data.getFileName());
      LoadedData loaded = LoadedData.load(data, common);
      try (RunStore store = common.openStore();
          Run run = open(store, loaded)) {
        work(limits, loaded, run, progress);
      }
    } finally {
      progress.end();
    }
    return 0;
  }

  /** Works into a folder that goes away again where the run comes to nothing. */
  private void work(Budget limits, LoadedData loaded, Run run, Progress progress) {
    Thread farewell = new Thread(() -> interrupted(run, progress));
    Runtime.getRuntime().addShutdownHook(farewell);
    OutputFolder folder = null;
    try {
      folder =
          common.out != null
              ? OutputFolder.create(common.out, common.overwrite)
              : OutputFolder.create(
                  Path.of("pith-out", "compact-" + run.id()), common.overwrite || resume != null);
      work(limits, loaded, run, folder, progress);
    } catch (RuntimeException failure) {
      fail(run, failure);
      if (folder != null) {
        folder.discard();
      }
      throw failure;
    } finally {
      Runtime.getRuntime().removeShutdownHook(farewell);
    }
  }

  private void interrupted(Run run, Progress progress) {
    progress.end();
    System.err.println(
        "pith: interrupted. The same command with --resume %s goes on.".formatted(run.id()));
  }

  /** Records that a run failed, and why. */
  static void fail(Run run, RuntimeException failure) {
    try {
      run.fail(String.valueOf(failure.getMessage()).lines().findFirst().orElse(failure.toString()));
    } catch (StoreException full) {
      // What stopped the run may be the store itself; the first failure is the one to report.
      failure.addSuppressed(full);
    }
  }

  private Budget limits() {
    try {
      return Budget.parse(budget);
    } catch (IllegalArgumentException wrong) {
      throw new InputException("--budget: " + wrong.getMessage());
    }
  }

  private Run open(RunStore store, LoadedData loaded) {
    if (resume == null) {
      return store.begin(
          new RunSettings("compact", common.seed, loaded.fingerprint(), options(), Versions.all()));
    }
    Run run;
    try {
      run = store.resume(resume);
    } catch (IllegalArgumentException unknown) {
      throw new InputException("--resume: " + unknown.getMessage());
    }
    requireSame(run.settings(), loaded);
    return run;
  }

  /** A run may only go on with what it began with: anything else would be another run's answer. */
  private void requireSame(RunSettings begun, LoadedData loaded) {
    Map<String, String> now = new LinkedHashMap<>(options());
    now.put("seed", Long.toString(common.seed));
    now.put("data", loaded.fingerprint());
    Map<String, String> then = new LinkedHashMap<>(begun.options());
    then.put("seed", Long.toString(begun.seed()));
    then.put("data", begun.fingerprint());
    now.forEach(
        (name, value) -> {
          if (!value.equals(then.get(name))) {
            throw new InputException(
                "--resume %s began with %s %s, not %s. Maybe begin a new run."
                    .formatted(resume, name, then.get(name), value));
          }
        });
  }

  private SequencedMap<String, String> options() {
    SequencedMap<String, String> options = new LinkedHashMap<>();
    options.put("target", common.target);
    options.put("budget", budget);
    options.put("control", Boolean.toString(control));
    options.put("columns", common.columns.toString());
    return options;
  }

  private void work(
      Budget limits, LoadedData loaded, Run run, OutputFolder folder, Progress progress) {
    progress.say("run " + run.id());
    loaded.findings().forEach(f -> run.append(Event.Kind.FINDING, f.message()));
    Instant begun = Instant.now();
    long start = System.nanoTime();
    try (Compaction compaction =
        new Compaction(loaded, limits, effort, common.seed, common.threads, run, progress)) {
      Compaction.Result result = compaction.run(loaded.provenance(run));
      double seconds = (System.nanoTime() - start) / 1e9;
      SequencedMap<String, ControlLine> controls = new LinkedHashMap<>();
      if (control) {
        controls.putAll(new Controls(compaction, common.seed).run(result));
      }
      progress.step("evidence");
      Evidence evidence =
          new Evidence(
              loaded, limits, compaction, result, controls, run, begun, seconds, commandLine());
      evidence.write(folder);
      run.finish(evidence.sentence());
      progress.end();
      print(evidence, folder);
    }
  }

  private String commandLine() {
    return "pith compact %s --budget %s %s%s"
        .formatted(data.getFileName(), budget, common.words(), control ? " --control" : "");
  }

  private void print(Evidence evidence, OutputFolder folder) {
    PrintStream out = System.out;
    if (common.json) {
      out.println(evidence.json());
    } else {
      evidence.summary(folder.path()).forEach(out::println);
    }
  }
}
