package org.pith.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import org.pith.runs.Run;
import org.pith.studio.ReportPage;
import org.pith.studio.report.Provenance;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code pith measure}: how much there is to know, and which columns know it. */
@Command(
    name = "measure",
    mixinStandardHelpOptions = true,
    description = "Says how much there is to know about a column, and which columns know it.")
final class MeasureCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "DATA",
      description = "CSV, TSV, Parquet, JSON lines, NPY, IDX or CIFAR file.")
  Path data;

  @Mixin PairOptions pair;
  @Mixin CommonOptions common;

  @Override
  public Integer call() {
    pair.requireSense(common);
    Recording.requireReady(common);
    if (pair.pair != null) {
      measurePair();
    } else {
      measureTarget();
    }
    return 0;
  }

  private void measureTarget() {
    Progress progress = Progress.of(common.quiet);
    try {
      progress.busy("read " + data.getFileName());
      LoadedData loaded = LoadedData.load(data, common);
      requireRows(loaded);
      Recording.anew("measure", common, options(), progress)
          .of(loaded, (folder, run) -> measure(loaded, run, folder, progress));
    } finally {
      progress.end();
    }
  }

  private static void requireRows(LoadedData loaded) {
    int rows = loaded.development().rows();
    if (rows < ColumnInformation.LEAST_ROWS) {
      throw new InputException(
          "%s leaves %d rows to measure on; at least %d are needed."
              .formatted(loaded.file(), rows, ColumnInformation.LEAST_ROWS));
    }
  }

  private SequencedMap<String, String> options() {
    SequencedMap<String, String> options = new LinkedHashMap<>();
    options.put("target", common.target);
    options.put("columns", common.columns.toString());
    return options;
  }

  private void measure(LoadedData loaded, Run run, OutputFolder folder, Progress progress) {
    Instant begun = Instant.now();
    Audit audit = Audit.of(loaded, common.threads, common.seed, progress);
    Duration wall = Duration.between(begun, Instant.now());
    Findings findings = new Findings(loaded, audit);
    String json = Json.of(findings.result(run.id(), common.seed, wall.toMillis() / 1e3));
    Provenance provenance =
        new Provenance(
            run.id(),
            commandLine(),
            run.settings(),
            begun.atZone(ZoneId.of("UTC")),
            wall,
            audit.cpuSeconds(),
            Versions.machine());
    SequencedMap<String, byte[]> files = new LinkedHashMap<>();
    files.put("columns.csv", bytes(findings.csv()));
    files.put(
        "report.html", bytes(ReportPage.html(new AuditReport(findings, provenance).report())));
    files.put("result.json", bytes(json));
    folder.write(files);
    run.artifact("columns.csv", files.get("columns.csv"));
    run.artifact("result.json", files.get("result.json"));
    run.finish(findings.sentence());
    progress.end();
    print(findings, folder, json);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void print(Findings findings, OutputFolder folder, String json) {
    if (common.json) {
      System.out.println(json);
    } else {
      findings.summary().forEach(System.out::println);
      System.out.println();
      System.out.println(folder.file("report.html") + " shows the evidence.");
    }
  }

  private String commandLine() {
    return common.type(Typed.verb("measure").word(data.getFileName())).toString();
  }

  private void measurePair() {
    PairMeasurement measurement = new PairMeasurement(data, pair, common);
    PairMeasurement.Result result = measurement.run();
    String json = Json.of(result);
    if (common.out != null) {
      OutputFolder.create(common.out, common.overwrite).write("result.json", bytes(json));
    }
    if (common.json) {
      System.out.println(json);
    } else {
      measurement.summary(result).forEach(System.out::println);
    }
  }
}
