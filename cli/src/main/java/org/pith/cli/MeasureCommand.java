package org.pith.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
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
    if (common.threads < 1) {
      throw new InputException("--threads (%d) must be at least 1.".formatted(common.threads));
    }
    if (common.out != null) {
      OutputFolder.requireFree(common.out, common.overwrite);
    }
    if (pair.pair != null) {
      measurePair();
    } else {
      throw new InputException("not yet");
    }
    return 0;
  }

  private void measurePair() {
    PairMeasurement measurement = new PairMeasurement(data, pair, common);
    PairMeasurement.Result result = measurement.run();
    String json = Json.of(result);
    if (common.out != null) {
      OutputFolder.create(common.out, common.overwrite)
          .write("result.json", json.getBytes(StandardCharsets.UTF_8));
    }
    if (common.json) {
      System.out.println(json);
    } else {
      measurement.summary(result).forEach(System.out::println);
    }
  }
}
