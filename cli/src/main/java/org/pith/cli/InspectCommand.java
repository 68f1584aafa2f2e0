package org.pith.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import org.pith.network.Network;
import org.pith.prune.inspect.Inspector;
import org.pith.prune.inspect.Inventory;
import org.pith.runs.Run;
import org.pith.studio.ReportPage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pith inspect}: what each layer, channel group and input of a model knows, and what it costs. */
@Command(
    name = "inspect",
    mixinStandardHelpOptions = true,
    description =
        "Says what each layer, channel group and input of a model knows, and what it costs.")
final class InspectCommand implements Callable<Integer> {

  /** Rows that decoders are fitted on; half as many judge them. */
  private static final int MOST_ROWS = 3_400;

  @Parameters(paramLabel = "MODEL.onnx", description = "The model, made by Pith or elsewhere.")
  Path model;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DATA",
      description = "Rows with the target: CSV, TSV, Parquet, JSON lines, NPY, IDX or CIFAR file.")
  Path data;

  @Mixin ScaleOption scale;
  @Mixin CommonOptions common;

  @Override
  public Integer call() {
    Recording.requireReady(model, common);
    Progress progress = Progress.of(common.quiet);
    try {
      progress.busy("read " + model.getFileName());
      long bytes = ModelFile.size(model);
      Network network = ModelFile.readForeign(model);
      progress.busy("read " + data.getFileName());
      ModelData rows = ModelData.load(data, network, common, scale.kind(), MOST_ROWS);
      Recording.anew("inspect", common, options(), progress)
          .of(rows.loaded(), (folder, run) -> work(network, bytes, rows, folder, run, progress));
    } finally {
      progress.end();
    }
    return 0;
  }

  private SequencedMap<String, String> options() {
    SequencedMap<String, String> options = new LinkedHashMap<>();
    options.put("model", model.getFileName().toString());
    options.put("target", String.valueOf(common.target));
    scale.record(options);
    options.put("columns", common.columns.toString());
    return options;
  }

  private void work(
      Network network,
      long bytes,
      ModelData rows,
      OutputFolder folder,
      Run run,
      Progress progress) {
    Instant begun = Instant.now();
    Inventory inventory = inventory(network, rows, progress);
    InspectionFiles files =
        new InspectionFiles(
            model.getFileName().toString(), bytes, rows, inventory, run, begun, commandLine());
    write(files, folder, run);
    run.finish(files.sentence());
    progress.end();
    if (common.json) {
      System.out.println(files.json());
    } else {
      files.summary(folder.path()).forEach(System.out::println);
    }
  }

  private Inventory inventory(Network network, ModelData rows, Progress progress) {
    try {
      return new Inspector(common.threads, common.seed, progress::busy)
          .inspect(network, rows.development(), rows.test(), rows.columns());
    } catch (IllegalArgumentException unfit) {
      throw new InputException("%s: %s".formatted(model.getFileName(), unfit.getMessage()));
    }
  }

  private static void write(InspectionFiles files, OutputFolder folder, Run run) {
    SequencedMap<String, byte[]> contents = new LinkedHashMap<>();
    contents.put("inventory.csv", files.csv().getBytes(StandardCharsets.UTF_8));
    contents.put("report.html", ReportPage.html(files.page()).getBytes(StandardCharsets.UTF_8));
    contents.put("result.json", files.json().getBytes(StandardCharsets.UTF_8));
    folder.write(contents);
    run.artifact("result.json", contents.get("result.json"));
    run.artifact("inventory.csv", contents.get("inventory.csv"));
  }

  private String commandLine() {
    Typed command =
        Typed.verb("inspect").word(model.getFileName()).option("--data", data.getFileName());
    return scale.type(common.type(command)).toString();
  }
}
