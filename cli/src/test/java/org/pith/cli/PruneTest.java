package org.pith.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pith.network.Network;
import org.pith.network.Shape;
import org.pith.network.Tensor;
import org.pith.network.cost.Cost;
import org.pith.network.onnx.OnnxFile;
import org.pith.prune.criterion.Criteria;
import org.pith.search.Budget;
import org.pith.search.space.Activation;
import org.pith.search.space.Mlp;
import org.pith.train.Initialization;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code pith prune} on models of Pith's own and on others. */
class PruneTest {

  @TempDir Path folder;

  private Pithy.Outcome prune(Path model, Path data, String target, Object... more) {
    return Pithy.run(
        Stream.of(
                Stream.of("prune", model, "--data", data, "--target", target),
                Arrays.stream(more),
                Stream.of("--store", folder.resolve("store")))
            .flatMap(s -> s)
            .toArray());
  }

  private Path compacted(Path data, String target) {
    Path out = folder.resolve("compact-" + target);
    Pithy.Outcome made =
        Pithy.run(
            "compact",
            data,
            "--target",
            target,
            "--budget",
            "params=300",
            "--seed",
            1,
            "--out",
            out,
            "--store",
            folder.resolve("store"));
    assertThat(made.exit()).as(made.err()).isZero();
    return out.resolve("model.onnx");
  }

  /** Four numbers of which two say the class, to a network of random weights. */
  private Path foreign() throws IOException {
    Network body =
        Initialization.draw(
            new Mlp(List.of(12, 8), Activation.RELU, false, false, 0).body(Shape.of(4), 2), 3);
    Path file = folder.resolve("foreign.onnx");
    OnnxFile.write(body.withMetadata(Map.of("author", "somebody")), file);
    return file;
  }

  private Path fourNumbers() throws IOException {
    return fourNumbers(300);
  }

  private Path fourNumbers(int rows) throws IOException {
    Random random = new Random(4);
    StringBuilder text = new StringBuilder("a,b,c,d,side\n");
    for (int row = 0; row < rows; row++) {
      double a = random.nextGaussian();
      double b = random.nextGaussian();
      text.append(
          String.format(
              Locale.ROOT,
              "%.4f,%.4f,%.4f,%.4f,%s%n",
              a,
              b,
              random.nextGaussian(),
              random.nextGaussian(),
              a + b > 0 ? "right" : "left"));
    }
    return Files.writeString(folder.resolve("numbers4.csv"), text);
  }

  @Test
  void aModelOfPithsKeepsItsRawColumnsItsNamesAndItsProvenance() throws IOException {
    Path data = Pithy.classes(folder);
    Path model = compacted(data, "class");
    byte[] original = Files.readAllBytes(model);
    long before = Cost.of(OnnxFile.read(model)).params();
    Path out = folder.resolve("out");
    Pithy.Outcome outcome =
        prune(model, data, "class", "--budget", "params=" + before / 2, "--out", out, "--json");
    assertThat(outcome.exit()).as(outcome.err()).isZero();
    JsonNode result = new JsonMapper().readTree(outcome.out());
    assertThat(result.path("before").path("network").path("params").longValue()).isEqualTo(before);
    assertThat(result.path("after").path("network").path("params").longValue())
        .isLessThanOrEqualTo(before / 2)
        .isEqualTo(Cost.of(OnnxFile.read(out.resolve("model.onnx"))).params());
    assertThat(result.path("after").path("test").path("accuracy").doubleValue()).isGreaterThan(0.8);
    for (String block : new String[] {"before", "after"}) {
      assertThat(result.path(block).path("test").path("calibrationError").doubleValue())
          .isGreaterThan(0)
          .isLessThan(0.2);
      JsonNode network = result.path(block).path("network");
      assertThat(network.path("latencyP95Micros").doubleValue())
          .isGreaterThanOrEqualTo(network.path("latencyMicros").doubleValue());
    }
    assertThat(result.at("/after/network/energyMicrojoules").doubleValue())
        .isPositive()
        .isLessThan(result.at("/before/network/energyMicrojoules").doubleValue());
    assertThat(result.path("onnx").path("maxAbsDifference").doubleValue()).isLessThan(1e-4);
    assertThat(Files.readAllBytes(model)).isEqualTo(original);
    Network pruned = OnnxFile.read(out.resolve("model.onnx"));
    assertThat(pruned.inputs()).isEqualTo(OnnxFile.read(model).inputs());
    assertThat(pruned.outputs()).isEqualTo(OnnxFile.read(model).outputs());
    assertThat(pruned.metadata())
        .containsEntry("target", "class")
        .containsEntry("pith.seed", "1")
        .containsKey("pith.run");
    assertThat(Files.readString(out.resolve("report.html")))
        .contains("What went", "Rows are divided as when the model was made (seed 1)");
    assertSaysWhereItIsTooSure(result, out);
    JsonNode made = new JsonMapper().readTree(model.resolveSibling("result.json"));
    assertThat(result.path("before").path("test").path("accuracy"))
        .as("judged by the test rows of when it was made")
        .isEqualTo(made.path("test").path("accuracy"));
    assertThat(Pithy.run("predict", out.resolve("model.onnx"), "--data", data).out())
        .startsWith("label,");
    assertThat(Pithy.run("runs", "list", "--store", folder.resolve("store")).out())
        .contains("prune");
  }

  @Test
  void numbersArePrunedToo() throws IOException {
    Path data = Pithy.numbers(folder);
    Path model = compacted(data, "number");
    long before = Cost.of(OnnxFile.read(model)).params();
    Pithy.Outcome outcome =
        prune(
            model,
            data,
            "number",
            "--budget",
            "params=" + (before - 10),
            "--finetune",
            "2",
            "--out",
            folder.resolve("out"),
            "--json");
    assertThat(outcome.exit()).as(outcome.err()).isZero();
    JsonNode result = Pithy.json(outcome.out());
    assertThat(result.at("/after/test/r2").doubleValue()).isGreaterThan(0.5);
    for (String block : List.of("/before", "/after")) {
      assertThat(result.at(block + "/information/targetEntropyBits").isNull()).isTrue();
      assertThat(result.at(block + "/information/testBits").doubleValue()).isPositive();
    }
  }

  @Test
  void aModelMadeElsewhereIsFedItsColumnsInOrder() throws IOException {
    Path model = foreign();
    Path out = folder.resolve("out");
    Pithy.Outcome outcome =
        prune(
            model,
            fourNumbers(),
            "side",
            "--budget",
            "params=60,macs=50",
            "--finetune",
            "10",
            "--criterion",
            "taylor",
            "--control",
            "--out",
            out,
            "--json");
    assertThat(outcome.exit()).as(outcome.err()).isZero();
    JsonNode result = new JsonMapper().readTree(outcome.out());
    assertThat(result.path("controls").propertyNames())
        .containsExactly("taylor", "information", "l1", "random", "l1Repaired", "scratch");
    Network pruned = OnnxFile.read(out.resolve("model.onnx"));
    assertThat(pruned.input("features").shape().dim(1)).isEqualTo(4);
    assertThat(pruned.metadata()).containsEntry("author", "somebody");
    assertThat(Cost.of(pruned).macs()).isLessThanOrEqualTo(50);
    JsonNode before = result.at("/before/test");
    JsonNode swapped = answersInAnotherOrder(model);
    assertThat(swapped.path("accuracy")).isEqualTo(before.path("accuracy"));
    // Sums in another order differ in the last digits of a float.
    assertThat(swapped.path("crossEntropyBits").doubleValue())
        .isCloseTo(before.path("crossEntropyBits").doubleValue(), within(1e-5));
  }

  /** What the same model knows of the same rows when the first two columns, and the weights that read them, have changed places. */
  private JsonNode answersInAnotherOrder(Path model) throws IOException {
    Network network = OnnxFile.read(model);
    String first = network.trainable().getFirst();
    Tensor.Floats weights = network.floats(first);
    assertThat(weights.shape()).isEqualTo(Shape.of(12, 4));
    float[] swapped = weights.values().clone();
    for (int unit = 0; unit < 12; unit++) {
      swapped[4 * unit] = weights.values()[4 * unit + 1];
      swapped[4 * unit + 1] = weights.values()[4 * unit];
    }
    Path other = folder.resolve("swapped.onnx");
    OnnxFile.write(
        network.withConstants(Map.of(first, new Tensor.Floats(weights.shape(), swapped))), other);
    List<String> lines = new ArrayList<>();
    for (String line : Files.readAllLines(fourNumbers())) {
      String[] cells = line.split(",");
      lines.add(String.join(",", cells[1], cells[0], cells[2], cells[3], cells[4]));
    }
    Path rows = Files.write(folder.resolve("swapped.csv"), lines);
    Pithy.Outcome outcome =
        prune(
            other,
            rows,
            "side",
            "--budget",
            "params=60",
            "--finetune",
            "0",
            "--out",
            folder.resolve("swapped"),
            "--json");
    assertThat(outcome.exit()).as(outcome.err()).isZero();
    return Pithy.json(outcome.out()).at("/before/test");
  }

  @Test
  void weightsThatLearnLessThanFreshOnesAreDrawnAnew() throws IOException {
    // Rectifiers whose arguments are always negative have no slope to learn by.
    Network drawn =
        Initialization.draw(
            new Mlp(List.of(12), Activation.RELU, false, false, 0).body(Shape.of(4), 2), 3);
    float[] low = new float[12];
    Arrays.fill(low, -1_000);
    Path model = folder.resolve("dead.onnx");
    OnnxFile.write(
        drawn.withConstants(Map.of(drawn.trainable().get(1), new Tensor.Floats(Shape.of(12), low))),
        model);
    Path out = folder.resolve("out");
    String[] command = {
      "--budget", "params=40,memory=1M", "--out", out.toString(), "--overwrite", "--json"
    };

    JsonNode repaired = pruned(model, fourNumbers(), command, "--finetune", "0");
    assertThat(repaired.path("drawnAnew").booleanValue()).isFalse();
    JsonNode learned = pruned(model, fourNumbers(), command, "--finetune", "30");
    assertThat(learned.path("drawnAnew").booleanValue()).isTrue();
    assertThat(Files.readString(out.resolve("report.html")))
        .contains("drawn anew in the shape that was found");
  }

  private JsonNode pruned(Path model, Path data, String[] command, String... more)
      throws IOException {
    List<Object> arguments = new ArrayList<>(List.of((Object[]) command));
    arguments.addAll(List.of((Object[]) more));
    Pithy.Outcome outcome = prune(model, data, "side", arguments.toArray());
    assertThat(outcome.exit()).as(outcome.err()).isZero();
    return new JsonMapper().readTree(outcome.out());
  }

  @Test
  void labelsThatAreWholeNumbersNameThePlacesOfScores() throws IOException {
    Path numbered = folder.resolve("numbered.csv");
    Files.writeString(
        numbered, Files.readString(fourNumbers()).replace(",right", ",2").replace(",left", ",0"));
    Path three = folder.resolve("three.onnx");
    Network body = new Mlp(List.of(12), Activation.RELU, false, false, 0).body(Shape.of(4), 3);
    OnnxFile.write(Initialization.draw(body, 3), three);
    Pithy.Outcome outcome =
        prune(
            three,
            numbered,
            "side",
            "--column",
            "side=category",
            "--budget",
            "params=60",
            "--finetune",
            "10",
            "--out",
            folder.resolve("out"),
            "--json");
    assertThat(outcome.exit()).as(outcome.err()).isZero();
    JsonNode result = new JsonMapper().readTree(outcome.out());
    assertThat(result.path("data").path("classes")).hasSize(3);
  }

  @Test
  void keepsAShareOfWhatTheModelKnows() throws IOException {
    Path data = Pithy.classes(folder);
    Path model = compacted(data, "class");
    Pithy.Outcome outcome =
        prune(
            model,
            data,
            "class",
            "--keep",
            "80%",
            "--finetune",
            "5",
            "--out",
            folder.resolve("out"),
            "--json");
    assertThat(outcome.exit()).as(outcome.err()).isZero();
    JsonNode result = new JsonMapper().readTree(outcome.out());
    assertThat(result.path("after").path("network").path("params").longValue())
        .isLessThan(result.path("before").path("network").path("params").longValue());
    assertThat(result.path("after").path("information").path("retained").doubleValue())
        .isGreaterThan(0.6);
  }

  /** Says the side by the sum of the first two of four columns of mean 0 and deviation 1, by eight rectifiers. */
  private Path scaled() throws IOException {
    Network drawn =
        Initialization.draw(
            new Mlp(List.of(8), Activation.RELU, false, false, 0).body(Shape.of(4), 2), 3);
    float[] reading = new float[32];
    float[] saying = new float[16];
    for (int unit = 0; unit < 8; unit++) {
      int sign = unit % 2 == 0 ? 1 : -1;
      reading[4 * unit] = sign;
      reading[4 * unit + 1] = sign;
      saying[8 + unit] = sign;
    }
    Path file = folder.resolve("scaled.onnx");
    List<String> weights = drawn.trainable();
    OnnxFile.write(
        drawn.withConstants(
            Map.of(
                weights.get(0), new Tensor.Floats(Shape.of(8, 4), reading),
                weights.get(1), new Tensor.Floats(Shape.of(8), new float[8]),
                weights.get(2), new Tensor.Floats(Shape.of(2, 8), saying),
                weights.get(3), new Tensor.Floats(Shape.of(2), new float[2]))),
        file);
    return file;
  }

  /** The four numbers around 50, give or take 0.1. */
  private Path farNumbers() throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line : Files.readAllLines(fourNumbers())) {
      String[] cells = line.split(",");
      for (int j = 0; j < 4 && !lines.isEmpty(); j++) {
        cells[j] = String.format(Locale.ROOT, "%.5f", 50 + 0.1 * Double.parseDouble(cells[j]));
      }
      lines.add(String.join(",", cells));
    }
    return Files.write(folder.resolve("far.csv"), lines);
  }

  @Test
  void aModelOfScaledColumnsIsJudgedAndPrunedOnScaledColumns() throws IOException {
    Path model = scaled();
    Path out = folder.resolve("out");
    Object[] command = {"--budget", "params=30,memory=1M", "--finetune", "0", "--out", out};
    Pithy.Outcome raw = prune(model, farNumbers(), "side", command);
    assertThat(raw.exit()).as(raw.err()).isZero();
    assertThat(raw.out().lines().toList().get(1)).contains("--scale standard: maybe");

    Object[] more = {"--scale", "standard", "--overwrite"};
    Pithy.Outcome scaled =
        prune(
            model,
            farNumbers(),
            "side",
            Stream.concat(Arrays.stream(command), Arrays.stream(more)).toArray());
    assertThat(scaled.exit()).as(scaled.err()).isZero();
    assertThat(scaled.out().lines().toList().get(1)).isEmpty();
    JsonNode result = Pithy.json(Files.readString(out.resolve("result.json")));
    assertThat(result.at("/before/test/accuracy").doubleValue()).isGreaterThan(0.9);
    assertThat(result.at("/after/test/accuracy").doubleValue()).isGreaterThan(0.9);
    assertComparedAlike(result);
    assertThat(Files.readString(out.resolve("report.html"))).contains("--scale standard");
    String run = result.path("run").asString();
    assertThat(Pithy.run("runs", "show", run, "--store", folder.resolve("store")).out())
        .as("a run is resumed only with the same settings")
        .containsPattern("scale\\W+standard");
  }

  /** The share of the weights of the three matrices that are zero. */
  private static double zeros(Path model) throws IOException {
    Network network = OnnxFile.read(model);
    double zeros = 0;
    double all = 0;
    for (String name : network.trainable()) {
      if (network.shape(name).rank() == 2) {
        for (float weight : network.floats(name).values()) {
          zeros += weight == 0 ? 1 : 0;
          all++;
        }
      }
    }
    return zeros / all;
  }

  @Test
  void setsSingleWeightsToZeroAndSaysThatNothingGetsSmaller() throws IOException {
    Path data = Pithy.classes(folder);
    Path model = compacted(data, "class");
    double before = zeros(model);
    for (String epochs : List.of("0", "5")) {
      Path out = folder.resolve("sparse" + epochs);
      Pithy.Outcome outcome =
          prune(model, data, "class", "--sparsity", "60%", "--finetune", epochs, "--out", out);
      assertThat(outcome.exit()).as(outcome.err()).isZero();
      assertThat(outcome.out().lines().toList().get(1))
          .contains("weights are zero", "Neither the file nor the time gets smaller by that");
      JsonNode result = Pithy.json(Files.readString(out.resolve("result.json")));
      JsonNode sparsity = result.path("sparsity");
      double share = sparsity.path("zeros").doubleValue() / sparsity.path("weights").doubleValue();
      assertThat(share).as("rounded down in each layer").isBetween(0.5, 0.6);
      assertThat(zeros(out.resolve("model.onnx")))
          .isCloseTo(share, within(1e-12))
          .isGreaterThan(before);
      assertThat(sparsity.path("smallerFile").booleanValue()).isFalse();
      assertThat(sparsity.path("faster").booleanValue()).isFalse();
      assertThat(result.path("finetuneEpochs").asString()).isEqualTo(epochs);
      assertThat(result.at("/after/network/params")).isEqualTo(result.at("/before/network/params"));
      assertThat(result.at("/after/test/accuracy").doubleValue()).isGreaterThan(0.8);
      assertThat(result.at("/onnx/maxAbsDifference").doubleValue()).isLessThan(1e-4);
      assertThat(Files.readString(out.resolve("report.html")))
          .contains(
              "with 60 % of its single weights at zero", "--sparsity 60%", "Neither the file");
    }
  }

  /** The original is less sure than it is right, which the temperature of what is pruned makes up for. */
  private static void assertComparedAlike(JsonNode result) {
    double original = result.path("originalBits").doubleValue();
    assertThat(original).isGreaterThan(result.at("/before/information/testBits").doubleValue());
    assertThat(result.at("/after/information/retained").doubleValue())
        .isCloseTo(result.at("/after/information/testBits").doubleValue() / original, within(1e-9));
    assertThat(result.at("/before/information/retained").doubleValue()).isEqualTo(1);
  }

  /** The smallest size that a refusal names can be had, and the original is as large as its file. */
  @Test
  void theSmallestFileIsOneThatCanBeHad() throws IOException {
    Path model = foreign();
    Pithy.Outcome refused =
        prune(model, fourNumbers(), "side", "--budget", "bytes=300", "--finetune", 0);
    assertThat(refused.exit()).as(refused.err()).isEqualTo(3);
    String smallest = refused.err().replaceAll("(?s).*Maybe ask for bytes=(\\d+)\\..*", "$1");
    Path out = folder.resolve("out");
    Object[] more = {"--budget", "bytes=" + smallest, "--finetune", 0, "--out", out, "--json"};
    Pithy.Outcome outcome = prune(model, fourNumbers(), "side", more);
    assertThat(outcome.exit()).as(outcome.err()).isZero();
    assertThat(Files.size(out.resolve("model.onnx"))).isLessThanOrEqualTo(Long.parseLong(smallest));
    assertThat(Pithy.json(outcome.out()).at("/before/network/bytes").longValue())
        .isEqualTo(Files.size(model));
  }

  /** Inputs have no scale to look at and stay; without epochs nothing can be learned from scratch. */
  @Test
  void whatACriterionCannotJudgeStaysWhole() throws IOException {
    Path model = folder.resolve("normalized.onnx");
    OnnxFile.write(
        Initialization.draw(
            new Mlp(List.of(12), Activation.RELU, true, false, 0).body(Shape.of(4), 2), 3),
        model);
    Path out = folder.resolve("out");
    Pithy.Outcome outcome =
        prune(
            model,
            fourNumbers(),
            "side",
            "--budget",
            "params=50",
            "--criterion",
            "bn",
            "--finetune",
            "0",
            "--control",
            "--control-seeds",
            "1",
            "--out",
            out,
            "--json");
    assertThat(outcome.exit()).as(outcome.err()).isZero();
    JsonNode result = new JsonMapper().readTree(outcome.out());
    assertThat(result.path("cuts")).hasSize(1);
    assertThat(result.path("controls").propertyNames())
        .contains("bn", "random")
        .doesNotContain("scratch");
    assertThat(Files.readString(out.resolve("report.html")))
        .contains("The same shape from scratch is no control here");
  }

  /** Batch normalisation, which has a scale to look at, cannot learn from a batch of one row. */
  @Test
  void aLastRowIsNoBatchOfItsOwn() throws IOException {
    Network model =
        Initialization.draw(
            new Mlp(List.of(12), Activation.RELU, true, false, 0).body(Shape.of(4), 2), 3);
    CommonOptions options = new CommonOptions();
    options.target = "side";
    Pruning.Order order =
        new Pruning.Order(
            Optional.of(Budget.parse("params=60,memory=1M")),
            OptionalDouble.empty(),
            Criteria.BN,
            OptionalInt.of(1),
            42);
    List<Integer> sizes = new ArrayList<>();
    for (int rows = 296; rows < 308; rows++) {
      LoadedData data = LoadedData.forModel(fourNumbers(rows), options, model);
      Pruning pruning = new Pruning(Specimen.of(model, data), order);
      int size = pruning.recipe(1).batchSize();
      assertThat(pruning.train().rows() % size).isNotEqualTo(1);
      sizes.add(size);
    }
    assertThat(sizes).contains(64, 65);
  }

  private void refused(int exit, String words, Path model, Object... more) throws IOException {
    Path out = folder.resolve("made/out");
    Object[] all = Stream.concat(Arrays.stream(more), Stream.of("--out", out)).toArray();
    Pithy.Outcome outcome = prune(model, fourNumbers(), "side", all);
    assertThat(outcome.messages()).singleElement().asString().startsWith("pith: ").contains(words);
    assertThat(outcome.exit()).isEqualTo(exit);
    assertThat(out.getParent()).doesNotExist();
  }

  @Test
  void saysInOneLineWhatCannotBe() throws IOException {
    Path model = foreign();
    refused(2, "--keep 100% must be above 0% and below 100%", model, "--keep", "100%");
    refused(2, "--keep 'most' is not a share", model, "--keep", "most");
    String one = "Exactly one of --budget, --keep and --sparsity";
    refused(2, one, model);
    refused(2, one, model, "--budget", "params=9", "--keep", "9%");
    refused(2, one, model, "--keep", "9%", "--sparsity", "80%");
    refused(2, "--sparsity 100% must be above 0%", model, "--sparsity", "100%");
    refused(2, "--sparsity '0.8' is not a share", model, "--sparsity", "0.8");
    refused(2, "--criterion l1 ranks whole units", model, "--sparsity", "8%", "--criterion", "l1");
    refused(2, "--control prunes whole units", model, "--sparsity", "8%", "--control");
    refused(2, "keeps the budget params=5000 already", model, "--budget", "params=5k");
    refused(2, "keeps the budget bytes=20000 B already", model, "--budget", "bytes=20k");
    refused(2, "which Pith does not train yet", model, "--budget", "bits=8");
    refused(3, "the smallest needs 8. Maybe ask for params=8", model, "--budget", "params=2");
    refused(
        2, "--criterion 'best' is unknown", model, "--budget", "params=50", "--criterion", "best");
    refused(2, "has no batch normalisation", model, "--budget", "params=50", "--criterion", "bn");
    refused(2, "--finetune (-1)", model, "--budget", "params=50", "--finetune", "-1");
    refused(2, "does not exist", folder.resolve("none.onnx"), "--budget", "params=50");
    Path cut = folder.resolve("cut.onnx");
    Files.write(cut, Arrays.copyOf(Files.readAllBytes(model), 200));
    refused(2, "cut.onnx", cut, "--budget", "params=50");
    Path damaged = folder.resolve("damaged.onnx");
    Network network = OnnxFile.read(model);
    float[] biases = network.floats("layer1/bias").values().clone();
    biases[0] = Float.NaN;
    OnnxFile.write(
        network.withConstants(java.util.Map.of("layer1/bias", Tensor.vector(biases))), damaged);
    refused(
        2, "Constant layer1/bias holds NaN in 1 of 12 values", damaged, "--budget", "params=50");
    Path wide = folder.resolve("wide.onnx");
    OnnxFile.write(
        new Mlp(List.of(5), Activation.RELU, false, false, 0).body(Shape.of(9), 2), wide);
    refused(2, "9 numbers a row, but numbers4.csv has 4 columns", wide, "--budget", "params=20");
    Path three = folder.resolve("three.onnx");
    OnnxFile.write(
        new Mlp(List.of(5), Activation.RELU, false, false, 0).body(Shape.of(4), 3), three);
    refused(
        2, "gives 3 scores a row, but the target has 2 classes", three, "--budget", "params=20");
  }

  private static void assertSaysWhereItIsTooSure(JsonNode result, Path out) throws IOException {
    double rise =
        result.at("/after/test/calibrationError").doubleValue()
            - result.at("/before/test/calibrationError").doubleValue();
    String report = Files.readString(out.resolve("report.html"));
    assertThat(report.contains("The calibration error rose")).isEqualTo(rise > 0.02);
  }

  /** A third of the units without any training is a poor answer, and says so. */
  @Test
  void saysWhereItIsTooSure() throws IOException {
    Path data = Pithy.classes(folder);
    Path model = compacted(data, "class");
    long before = Cost.of(OnnxFile.read(model)).params();
    Path out = folder.resolve("poor");
    String budget = "params=" + before / 3;
    Pithy.Outcome outcome =
        prune(
            model,
            data,
            "class",
            "--budget",
            budget,
            "--finetune",
            "0",
            "--criterion",
            "random",
            "--out",
            out,
            "--json");
    assertThat(outcome.exit()).as(outcome.err()).isZero();
    JsonNode result = new JsonMapper().readTree(outcome.out());
    assertSaysWhereItIsTooSure(result, out);
    assertThat(Files.readString(out.resolve("report.html"))).contains("The calibration error rose");
  }
}
