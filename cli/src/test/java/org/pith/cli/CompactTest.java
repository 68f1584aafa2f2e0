package org.pith.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pith.network.onnx.OnnxFile;
import tools.jackson.databind.JsonNode;

/** The main job from a file to a file, with little effort. */
class CompactTest {

  @TempDir Path folder;

  private Pithy.Outcome compact(Path data, String target, String out, String... more) {
    Object[] call =
        Stream.concat(
                Stream.of(
                    "compact",
                    data,
                    "--target",
                    target,
                    "--json",
                    "--store",
                    folder.resolve("store"),
                    "--out",
                    folder.resolve(out)),
                Stream.of(more))
            .toArray();
    Pithy.Outcome outcome = Pithy.run(call);
    assertThat(outcome.exit()).as(outcome.err()).isZero();
    return outcome;
  }

  private static JsonNode json(String text) {
    return Pithy.json(text);
  }

  private static void requireKeys(JsonNode result, String quality) {
    for (String key :
        List.of(
            "pith run verb task seed data/file data/rows data/columns data/target data/classes",
            "data/fingerprint budget/params network/params network/macs network/bytes",
            "network/memoryBytes network/latencyMicros network/latencyP95Micros",
            "network/energyMicrojoules network/layers/0/name",
            "network/layers/0/kind network/layers/0/width information/targetEntropyBits",
            "information/ceilingBits information/testBits information/retained",
            "information/bitsPerKiloParam information/rateBits test/rows search/proposed",
            "search/trained search/cpuSeconds search/wallSeconds onnx/file onnx/opset",
            "onnx/maxAbsDifference",
            quality)) {
      for (String path : key.split(" ", -1)) {
        assertThat(result.at("/" + path).isMissingNode()).as(path).isFalse();
      }
    }
  }

  @Test
  void classes() throws IOException {
    Path data = Pithy.classes(folder);
    String budget = "params=200,macs=400,bytes=20k,memory=4k";
    Pithy.Outcome first = compact(data, "class", "one", "--threads", "1", "--budget", budget);
    JsonNode result = json(first.out());
    requireKeys(
        result, "test/accuracy test/accuracyInterval test/crossEntropyBits test/calibrationError");

    Path model = folder.resolve("one/model.onnx");
    assertThat(json(Files.readString(folder.resolve("one/result.json")))).isEqualTo(result);
    assertThat(folder.resolve("one/front.csv")).content().startsWith("id,");
    assertThat(folder.resolve("one/report.html")).content().contains("</html>");
    assertThat(result.at("/network/params").asLong()).isLessThanOrEqualTo(200);
    assertThat(result.at("/network/macs").asLong()).isLessThanOrEqualTo(400);
    assertThat(result.at("/network/memoryBytes").asLong()).isLessThanOrEqualTo(4_000);
    assertThat(result.at("/network/bytes").asLong())
        .isEqualTo(Files.size(model))
        .isLessThanOrEqualTo(20_000);
    assertThat(result.at("/onnx/maxAbsDifference").asDouble()).isLessThan(1e-4);
    // Chance is 0.5 of 60 rows, standard error 0.065: six of them.
    assertThat(result.at("/test/accuracy").asDouble()).isGreaterThan(0.89);
    // Two classes, about as many of each.
    assertThat(result.at("/information/targetEntropyBits").asDouble()).isBetween(0.9, 1.1);

    predictsAlike(data, model);
    compact(data, "class", "two", "--threads", "2", "--budget", budget, "--quiet");
    assertThat(withoutRun(folder.resolve("two/model.onnx"))).isEqualTo(withoutRun(model));
  }

  /** The model alone, on the raw file, is about as often right as the run said of its test rows. */
  private static void predictsAlike(Path data, Path model) {
    Pithy.Outcome scored =
        Pithy.run("predict", model, "--data", data, "--target", "class", "--json");
    assertThat(scored.exit()).as(scored.err()).isZero();
    JsonNode score = json(scored.out());
    assertThat(score.at("/rows").asInt()).isEqualTo(300);
    assertThat(score.at("/accuracy").asDouble()).isGreaterThan(0.89);
    Pithy.Outcome labels = Pithy.run("predict", model, "--data", data);
    assertThat(labels.out().lines().toList())
        .hasSize(301)
        .first()
        .isEqualTo("label,p(high),p(low)");
  }

  @Test
  void separateTestRowsAreScoredAsPredictScoresThem() throws IOException {
    Path data = Pithy.classes(folder);
    List<String> lines = Files.readAllLines(data);
    Path test = folder.resolve("test.csv");
    // A colour that no development row has.
    Files.write(
        test, Stream.concat(lines.stream().limit(80), Stream.of("0.5,0.5,violet,high")).toList());
    JsonNode result =
        json(
            compact(data, "class", "out", "--budget", "params=100", "--test", test.toString())
                .out());
    JsonNode score =
        json(
            Pithy.run(
                    "predict",
                    folder.resolve("out/model.onnx"),
                    "--data",
                    test,
                    "--target",
                    "class",
                    "--json")
                .out());
    assertThat(score.at("/rows").asInt()).isEqualTo(result.at("/test/rows").asInt()).isEqualTo(80);
    assertThat(score.at("/accuracy").asDouble())
        .isCloseTo(result.at("/test/accuracy").asDouble(), within(1e-12));
    assertThat(folder.resolve("out/report.html"))
        .content()
        .contains("violet", "--test " + test.getFileName());
  }

  @Test
  void numbers() throws IOException {
    Path data = Pithy.numbers(folder);
    JsonNode result = json(compact(data, "number", "out", "--budget", "params=200").out());
    requireKeys(result, "test/rmse test/r2");
    assertThat(result.at("/task").asString()).isEqualTo("regression");
    assertThat(result.at("/network/params").asLong()).isLessThanOrEqualTo(200);
    assertThat(result.at("/onnx/maxAbsDifference").asDouble()).isLessThan(1e-4);
    // The noise is 0.2 and the spread 3.6; little effort gets to within a few tenths.
    assertThat(result.at("/test/rmse").asDouble()).isBetween(0.1, 1.5);
    assertThat(result.at("/test/r2").asDouble()).isBetween(0.5, 1.0);
    assertThat(result.at("/information/targetEntropyBits").isNull()).isTrue();
    assertThat(result.at("/information/rateBits").isNull()).isTrue();
    assertThat(result.at("/information/testBits").asDouble()).isPositive();
    assertThat(result.at("/information/testBitsInterval/0").asDouble())
        .isLessThan(result.at("/information/testBitsInterval/1").asDouble());
    knowsNoMoreThanAllThereIs(result);
    scoresNumbers(data, folder.resolve("out/model.onnx"));
  }

  /** Test rows may give more bits than the ceiling of other rows: then nothing reads "3.93 of 3.84". */
  private void knowsNoMoreThanAllThereIs(JsonNode result) throws IOException {
    boolean more =
        Shown.isMore(
            result.at("/information/testBits").asDouble(),
            result.at("/information/ceilingBits").asDouble(),
            2);
    String words = "no less than the best network of this run";
    String report = Files.readString(folder.resolve("out/report.html"));
    assertThat(report.contains(words)).isEqualTo(more);
  }

  private void scoresNumbers(Path data, Path model) throws IOException {
    JsonNode all = scored(data, model);
    assertThat(all.at("/rows").asInt()).isEqualTo(300);
    assertThat(all.at("/r2").asDouble()).isBetween(0.5, 1.0);
    JsonNode constant = scored(truths("7"), model);
    assertThat(constant.at("/rmse").asDouble()).isPositive();
    assertThat(constant.at("/r2").isNull()).isTrue();
    Path none = truths("");
    Path out = folder.resolve("predictions.csv");
    Pithy.Outcome refused =
        Pithy.run("predict", model, "--data", none, "--target", "number", "--out", out);
    assertThat(refused.exit()).isEqualTo(2);
    assertThat(refused.err())
        .hasLineCount(1)
        .contains("Column 'number' of " + none + " has no value");
    assertThat(out).doesNotExist();
  }

  private JsonNode scored(Path data, Path model) {
    Pithy.Outcome scored =
        Pithy.run("predict", model, "--data", data, "--target", "number", "--json");
    assertThat(scored.exit()).as(scored.err()).isZero();
    return json(scored.out());
  }

  /** Two rows whose truth is this. */
  private Path truths(String truth) throws IOException {
    return Files.writeString(
        folder.resolve("truths%s.csv".formatted(truth)),
        "a,b,colour,number\n0.1,0.2,red,%1$s\n0.3,-1,blue,%1$s\n".formatted(truth));
  }

  /** The model without what names its run. */
  static byte[] withoutRun(Path model) throws IOException {
    return OnnxFile.encode(OnnxFile.read(model).withMetadata(Map.of()));
  }
}
