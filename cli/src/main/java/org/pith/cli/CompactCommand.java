package org.pith.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.pith.runs.Run;
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
      names = "--resume",
      paramLabel = "RUN",
      description = "Go on with a run that was stopped.")
  String resume;

  @Mixin ControlOptions controls;
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
    controls.requireSense();
    Recording.requireReady(common);
    Progress progress = Progress.of(common.quiet);
    try {
      progress.busy("read " + data.getFileName());
      LoadedData loaded = LoadedData.load(data, common);
      Recording.resumable("compact", common, options(), Optional.ofNullable(resume), progress)
          .of(loaded, (folder, run) -> work(limits, loaded, run, folder, progress));
    } finally {
      progress.end();
    }
    return 0;
  }

  private Budget limits() {
    try {
      return Budget.parse(budget);
    } catch (IllegalArgumentException wrong) {
      throw new InputException("--budget: " + wrong.getMessage());
    }
  }

  private SequencedMap<String, String> options() {
    SequencedMap<String, String> options = new LinkedHashMap<>();
    options.put("target", common.target);
    options.put("budget", budget);
    controls.record(options);
    options.put("columns", common.columns.toString());
    return options;
  }

  private void work(
      Budget limits, LoadedData loaded, Run run, OutputFolder folder, Progress progress) {
    Instant begun = Instant.now();
    long start = System.nanoTime();
    try (Compaction compaction =
        new Compaction(loaded, limits, effort, common.seed, common.threads, run, progress)) {
      Compaction.Result result = compaction.run(loaded.provenance(run));
      double seconds = (System.nanoTime() - start) / 1e9;
      SequencedMap<String, ControlLine> beside = new LinkedHashMap<>();
      if (controls.control) {
        beside.putAll(new Controls(compaction, common.seed, controls.seeds()).run(result));
      }
      progress.step("evidence");
      Evidence evidence =
          new Evidence(
              loaded, limits, compaction, result, beside, run, begun, seconds, commandLine());
      evidence.write(folder);
      run.finish(evidence.sentence());
      progress.end();
      print(evidence, folder);
    }
  }

  private String commandLine() {
    Typed command = Typed.verb("compact").word(data.getFileName()).option("--budget", budget);
    return controls.type(common.type(command)).toString();
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
