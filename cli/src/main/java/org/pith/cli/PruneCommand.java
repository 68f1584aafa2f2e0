package org.pith.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.pith.network.Network;
import org.pith.network.Precision;
import org.pith.network.onnx.OnnxFile;
import org.pith.prune.criterion.Criteria;
import org.pith.runs.Event;
import org.pith.runs.Run;
import org.pith.search.Budget;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pith prune}: what carries nothing goes from a model, wherever it was made. */
@Command(
    name = "prune",
    mixinStandardHelpOptions = true,
    description =
        "Removes from an ONNX model what carries nothing, repairs and fine-tunes what is left.")
final class PruneCommand implements Callable<Integer> {

  @Parameters(paramLabel = "MODEL.onnx", description = "The model; it is never changed.")
  Path model;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DATA",
      description = "Rows of the kind that the model works on.")
  Path data;

  @Option(
      names = "--budget",
      paramLabel = "LIST",
      description =
          "Hard limits, for example params=5k,macs=100k,bytes=20k,memory=32k,latency=50us.")
  String budget;

  @Option(
      names = "--keep",
      paramLabel = "SHARE",
      description =
          "Instead of a budget: the smallest that keeps this share of what the model knows, for"
              + " example 99%%.")
  String keep;

  @Option(
      names = "--sparsity",
      paramLabel = "SHARE",
      description =
          "Instead of either: the share of single weights that become zero, for example 80%%. Neither"
              + " the file nor the time gets smaller by that.")
  String sparsity;

  @Option(
      names = "--finetune",
      paramLabel = "EPOCHS",
      description =
          "Passes over the rows after the cut, taught by the original. Default: chosen on held-out"
              + " rows; 0 for none. With --sparsity: 0.")
  Integer finetune;

  @Option(
      names = "--criterion",
      paramLabel = "NAME",
      description = "information, l1, l2, bn, taylor, variance or random. Default: information.")
  String criterion = Criteria.INFORMATION.key();

  @Option(
      names = "--resume",
      paramLabel = "RUN",
      description = "Go on with a run that was stopped.")
  String resume;

  @Mixin ScaleOption scale;
  @Mixin ControlOptions controls;
  @Mixin CommonOptions common;

  @Override
  public Integer call() throws IOException {
    Pruning.Order order = order();
    controls.requireSense();
    Recording.requireReady(model, common);
    byte[] file = ModelFile.bytes(model);
    Network network = ModelFile.readRunnable(model);
    Progress progress = Progress.of(common.quiet);
    try {
      progress.busy("read " + data.getFileName());
      Specimen specimen =
          Specimen.of(network, LoadedData.forModel(data, common, network), scale.kind());
      Pruning pruning = new Pruning(rounded(specimen, file), order);
      Recording.resumable("prune", common, options(), Optional.ofNullable(resume), progress)
          .of(specimen.data(), (folder, run) -> work(pruning, file, folder, run, progress));
    } finally {
      progress.end();
    }
    return 0;
  }

  private Pruning.Order order() {
    if (Stream.of(budget, keep, sparsity).filter(Objects::nonNull).count() != 1) {
      throw new InputException(
          "Exactly one of --budget, --keep and --sparsity says how far to prune.");
    }
    requireSenseOfSparsity();
    if (finetune != null && finetune < 0) {
      throw new InputException("--finetune (%d) must not be negative.".formatted(finetune));
    }
    Criteria chosen =
        Criteria.of(criterion)
            .orElseThrow(
                () ->
                    new InputException(
                        "--criterion '%s' is unknown. The criteria are %s."
                            .formatted(criterion, Criteria.keys())));
    return new Pruning.Order(
        limits(),
        share("--keep", keep, "99%", "only a model that may lose something can shrink"),
        share("--sparsity", sparsity, "80%", "some weights go and some stay"),
        chosen,
        finetune == null ? OptionalInt.empty() : OptionalInt.of(finetune),
        common.seed);
  }

  private void requireSenseOfSparsity() {
    if (sparsity != null && !criterion.equals(Criteria.INFORMATION.key())) {
      throw new InputException(
          "--criterion %s ranks whole units; --sparsity sets single weights to zero by information. Maybe leave it out."
              .formatted(criterion));
    }
    if (sparsity != null && controls.control) {
      throw new InputException(
          "--control prunes whole units to the same limit, and --sparsity has none. Maybe leave it out.");
    }
  }

  private Optional<Budget> limits() {
    try {
      return Optional.ofNullable(budget).map(Budget::parse);
    } catch (IllegalArgumentException wrong) {
      throw new InputException("--budget: " + wrong.getMessage());
    }
  }

  /** Of what was typed, or empty where nothing was. */
  private static OptionalDouble share(String option, String typed, String example, String why) {
    if (typed == null) {
      return OptionalDouble.empty();
    }
    String number = typed.endsWith("%") ? typed.substring(0, typed.length() - 1) : "";
    double share;
    try {
      share = Double.parseDouble(number) / 100;
    } catch (NumberFormatException wrong) {
      throw new InputException(
          "%1$s '%2$s' is not a share. Maybe %1$s %3$s.".formatted(option, typed, example));
    }
    if (!(share > 0 && share < 1)) {
      throw new InputException(
          "%1$s %2$s must be above 0%% and below 100%%: %3$s. Maybe %1$s %4$s."
              .formatted(option, typed, why, example));
    }
    return OptionalDouble.of(share);
  }

  private SequencedMap<String, String> options() throws IOException {
    SequencedMap<String, String> options = new LinkedHashMap<>();
    options.put("model", model.getFileName().toString());
    options.put("content", UUID.nameUUIDFromBytes(Files.readAllBytes(model)).toString());
    options.put("target", common.target);
    if (sparsity != null) {
      options.put("sparsity", sparsity);
    } else {
      options.put(budget == null ? "keep" : "budget", budget == null ? keep : budget);
    }
    options.put("criterion", criterion);
    String usual = sparsity == null ? "by validation" : "0";
    options.put("finetune", finetune == null ? usual : finetune.toString());
    scale.record(options);
    controls.record(options);
    options.put("columns", common.columns.toString());
    return options;
  }

  /** Says where what is written does not hold its numbers as the model does. */
  private Specimen rounded(Specimen specimen, byte[] file) {
    Precision written = specimen.anatomy().model().precision();
    return OnnxFile.precisionOfWeights(file)
        .flatMap(held -> rounding(held, written))
        .map(specimen::found)
        .orElse(specimen);
  }

  private Optional<String> rounding(Precision held, Precision written) {
    Path name = model.getFileName();
    return switch (written) {
      case SINGLE ->
          Optional.of(
              (ModelFile.read(model).precision() == Precision.SINGLE
                      ? "%s holds numbers in %s beside others; what is written is in single precision."
                      : "ONNX Runtime does not run %s in %s; what is written is in single precision.")
                  .formatted(name, held.words()));
      case DOUBLE ->
          Optional.of(
              "%s holds numbers in double precision; they are rounded to single precision, and written as doubles."
                  .formatted(name));
      case HALF, HALF_WITHIN -> Optional.empty();
    };
  }

  private void work(Pruning pruning, byte[] file, OutputFolder folder, Run run, Progress progress) {
    Instant begun = Instant.now();
    Specimen specimen = pruning.specimen();
    specimen.findings().forEach(f -> run.append(Event.Kind.FINDING, f));
    pruning.whole().ifPresent(f -> run.append(Event.Kind.FINDING, f));
    Pruning.Result result =
        sparsity == null
            ? new Descents(pruning, file, run, progress).run()
            : new Thinning(pruning, file, run).run();
    Map<String, ControlLine> beside =
        controls.control
            ? new PruneControls(pruning, result, controls.seeds(), common.threads, run).run()
            : Map.of();
    progress.step("evidence");
    PruneEvidence evidence = new PruneEvidence(pruning, result, beside, run, begun, commandLine());
    evidence.anew().ifPresent(remark -> run.append(Event.Kind.FINDING, remark));
    evidence.misfed().ifPresent(remark -> run.append(Event.Kind.FINDING, remark));
    evidence.tooSure().ifPresent(remark -> run.append(Event.Kind.FINDING, remark));
    evidence.tooLarge().ifPresent(remark -> run.append(Event.Kind.FINDING, remark));
    evidence.withoutScratch().ifPresent(remark -> run.append(Event.Kind.FINDING, remark));
    evidence.write(folder);
    run.finish(evidence.sentence());
    progress.end();
    print(evidence, folder);
  }

  private String commandLine() {
    Typed command =
        Typed.verb("prune")
            .word(model.getFileName())
            .option("--data", data.getFileName())
            .option("--keep", keep)
            .option("--budget", budget)
            .option("--sparsity", sparsity);
    boolean usual = criterion.equals(Criteria.INFORMATION.key());
    scale
        .type(common.type(command))
        .option("--criterion", usual ? null : criterion)
        .option("--finetune", finetune);
    return controls.type(command).toString();
  }

  private void print(PruneEvidence evidence, OutputFolder folder) {
    if (common.json) {
      System.out.println(evidence.json());
    } else {
      evidence.summary(folder.path()).forEach(System.out::println);
    }
  }
}
