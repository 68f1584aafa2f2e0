package org.pith.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pith.network.ElementType;
import org.pith.network.Network;
import org.pith.network.Node;
import org.pith.network.Operator;
import org.pith.network.Port;
import org.pith.network.Shape;
import org.pith.network.Tensor;
import org.pith.network.onnx.OnnxFile;
import org.pith.train.encode.Feeding;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code pith prune} on models made elsewhere that answer with one number, or take whole numbers. Their weights are written by hand,
 * so what they know is known: four of eight hidden units carry a + b, the others carry next to nothing.
 */
class ForeignPruneTest {

  @TempDir Path folder;

  /** {@code shift + factor * (a + b)} of rows of four numbers, then whatever {@code end} makes of it. */
  private Path model(String name, double factor, double shift, Operator... end) throws IOException {
    Network.Builder b = Network.builder(name);
    String x = b.input("x", ElementType.FLOAT, Shape.of(Shape.BATCH, 4));
    float[] first = new float[8 * 4];
    float[] last = new float[8];
    for (int unit = 0; unit < 8; unit++) {
      int sign = unit % 2 == 0 ? 1 : -1;
      first[unit * 4 + unit / 2] = sign;
      last[unit] = (float) (unit < 4 ? sign * factor : 1e-4 * factor * sign);
    }
    b.constant("w1", Tensor.of(Shape.of(8, 4), first));
    b.constant("b1", Tensor.vector(new float[8]));
    b.constant("w2", Tensor.of(Shape.of(1, 8), last));
    b.constant("b2", Tensor.vector((float) shift));
    String hidden = b.add("hidden", Operator.Gemm.TRANSPOSED, x, "w1", "b1");
    String active = b.add("active", new Operator.Unary(Operator.Unary.Function.RELU), hidden);
    String said = b.add("said", Operator.Gemm.TRANSPOSED, active, "w2", "b2");
    for (int i = 0; i < end.length; i++) {
      said = b.add("end" + i, end[i], said);
    }
    b.output(said);
    b.metadata("author", "somebody");
    Path file = folder.resolve(name + ".onnx");
    OnnxFile.write(b.build(), file);
    return file;
  }

  private Path rows(
      String target, ToDoubleBiFunction<Double, Double> value, String low, String high)
      throws IOException {
    Random random = new Random(4);
    StringBuilder text = new StringBuilder("a,b,c,d," + target + "\n");
    for (int row = 0; row < 300; row++) {
      double a = random.nextGaussian();
      double b = random.nextGaussian();
      double y = value.applyAsDouble(a, b) + 0.3 * random.nextGaussian();
      String cell = low == null ? String.format(Locale.ROOT, "%.5f", y) : y > 0 ? high : low;
      text.append(
          String.format(
              Locale.ROOT,
              "%.4f,%.4f,%.4f,%.4f,%s%n",
              a,
              b,
              random.nextGaussian(),
              random.nextGaussian(),
              cell));
    }
    return Files.writeString(folder.resolve(target + ".csv"), text);
  }

  private Pithy.Outcome prune(Path model, Path data, String target, Object... more) {
    return Pithy.run(
        Stream.of(
                Stream.of("prune", model, "--data", data, "--target", target, "--json"),
                Arrays.stream(more),
                Stream.of("--store", folder.resolve("store")))
            .flatMap(s -> s)
            .toArray());
  }

  /** Half of the units can go; all that is known stays, and an answer that was not sure enough may now be. */
  private JsonNode halved(Path model, Path data, String target) throws IOException {
    Path out = folder.resolve("out-" + model.getFileName());
    Pithy.Outcome outcome =
        prune(
            model,
            data,
            target,
            "--budget",
            "params=31",
            "--finetune",
            "0",
            "--out",
            out,
            "--column",
            target + (target.equals("number") ? "=numeric" : "=category"));
    assertThat(outcome.exit()).as(outcome.err()).isZero();
    JsonNode result = JsonMapper.shared().readTree(outcome.out());
    Network before = OnnxFile.read(model);
    Network after = OnnxFile.read(out.resolve("model.onnx"));
    assertThat(after.inputs()).isEqualTo(before.inputs());
    assertThat(after.outputs()).isEqualTo(before.outputs());
    assertThat(after.nodes()).extracting(n -> n.name()).doesNotContain("preprocess/both classes");
    assertThat(after.metadata()).containsEntry("author", "somebody");
    assertThat(result.path("after").path("network").path("params").intValue()).isLessThan(32);
    assertThat(result.path("onnx").path("maxAbsDifference").doubleValue()).isLessThan(1e-3);
    assertThat(result.path("after").path("information").path("testBits").doubleValue())
        .isGreaterThan(
            result.path("before").path("information").path("testBits").doubleValue() - 0.05);
    return result;
  }

  private JsonNode predicted(Path model, Path data, String target) throws IOException {
    Pithy.Outcome outcome =
        Pithy.run("predict", model, "--data", data, "--target", target, "--json");
    assertThat(outcome.exit()).as(outcome.err()).isZero();
    return JsonMapper.shared().readTree(outcome.out());
  }

  /** What was pruned says how it was fed, so it is predicted with, in the order of its own columns, under the names of its classes. */
  @Test
  void whatWasPrunedPredicts() throws IOException {
    Path data = rows("word", (a, b) -> a + b, "down", "up");
    halved(model("logit", 1, 0), data, "word");
    Path pruned = folder.resolve("out-logit.onnx").resolve("model.onnx");
    assertThat(predicted(pruned, data, "word").get("accuracy").asDouble()).isGreaterThan(0.8);
    List<String> lines = Files.readAllLines(data);
    Path turned = folder.resolve("turned.csv");
    Files.write(
        turned,
        lines.stream()
            .map(line -> line.split(","))
            .map(c -> String.join(",", c[3], c[1], c[0], c[2]))
            .toList());
    String straight = Pithy.run("predict", pruned, "--data", data).out();
    assertThat(Pithy.run("predict", pruned, "--data", turned).out()).isEqualTo(straight);
    assertThat(straight.lines().findFirst()).contains("label,p(down),p(up)");
    assertThat(straight.lines().skip(1).map(l -> l.split(",")[0]).distinct())
        .containsExactlyInAnyOrder("down", "up");

    // Once more, with a column that it does not take, and on another scale of those that it does.
    Path wider = folder.resolve("wider.csv");
    Files.write(
        wider,
        lines.stream()
            .map(line -> line.split(","))
            .map(c -> String.join(",", c[3], c[1], c[0], "e" + c[2], c[2], c[4]))
            .toList());
    for (String scale : List.of("raw", "standard")) {
      Pithy.Outcome again =
          prune(
              pruned,
              wider,
              "word",
              "--scale",
              scale,
              "--budget",
              "params=20",
              "--finetune",
              "0",
              "--column",
              "word=category",
              "--out",
              folder.resolve("again-" + scale));
      assertThat(again.exit()).as(again.err()).isZero();
    }

    for (String wrong : List.of("down", "down\nup\nleft")) {
      Network model = OnnxFile.read(pruned);
      Map<String, String> damaged = new LinkedHashMap<>(model.metadata());
      damaged.put(Feeding.CLASSES, wrong);
      Path file = folder.resolve("damaged.onnx");
      OnnxFile.write(model.withMetadata(damaged), file);
      Pithy.Outcome outcome = Pithy.run("predict", file, "--data", data);
      assertThat(outcome.exit()).isEqualTo(2);
      assertThat(outcome.err()).contains("gives 1 score a row, but its metadata name ");
    }

    Path numbers = rows("number", (a, b) -> 10 + 3 * (a + b), null, null);
    halved(model("line", 3, 10), numbers, "number");
    Path line = folder.resolve("out-line.onnx").resolve("model.onnx");
    assertThat(Files.readString(line.resolveSibling("report.html"))).doesNotContain("temperature");
    assertThat(predicted(line, numbers, "number").get("rmse").asDouble())
        .isCloseTo(0.3, within(0.05));
  }

  /** Rows, a dense layer of eight, its layer normalisation in nine nodes, a score; beside it a node that nothing depends on. */
  private Path writtenOut() throws IOException {
    Network.Builder b = Network.builder("written");
    String x = b.input("x", ElementType.FLOAT, Shape.of(Shape.BATCH, 4));
    Random random = new Random(2);
    float[] first = new float[32];
    float[] last = new float[8];
    for (int i = 0; i < 32; i++) {
      first[i] = (float) random.nextGaussian();
      last[i / 4] = (float) random.nextGaussian();
    }
    b.constant("w1", Tensor.of(Shape.of(8, 4), first));
    b.constant("w2", Tensor.of(Shape.of(1, 8), last));
    b.constant("two", Tensor.of(Shape.of(), 2));
    b.constant("epsilon", Tensor.of(Shape.of(), 1e-5f));
    b.constant("axes", Tensor.longs(-1));
    b.constant("scale", Tensor.vector(1, 1, 1, 1, 1, 1, 1, 1));
    b.constant("shift", Tensor.vector(0, 0, 0, 0, 0, 0, 0, 0));
    Operator mean = new Operator.Reduce(Operator.Reduce.Kind.MEAN, true);
    String hidden = b.add("hidden", Operator.Gemm.TRANSPOSED, x, "w1");
    String centred = b.add("sub", binary("SUB"), hidden, b.add("mean", mean, hidden, "axes"));
    String variance = b.add("var", mean, b.add("pow", binary("POW"), centred, "two"), "axes");
    String deviation =
        b.add(
            "root",
            new Operator.Unary(Operator.Unary.Function.SQRT),
            b.add("plus", binary("ADD"), variance, "epsilon"));
    String normal = b.add("div", binary("DIV"), centred, deviation);
    normal = b.add("norm", binary("ADD"), b.add("mul", binary("MUL"), normal, "scale"), "shift");
    b.add("dangling", new Operator.Unary(Operator.Unary.Function.RELU), hidden);
    b.output(b.add("said", Operator.Gemm.TRANSPOSED, normal, "w2"));
    Path file = folder.resolve("written.onnx");
    OnnxFile.write(b.build(), file);
    return file;
  }

  private static Operator binary(String function) {
    return new Operator.Binary(Operator.Binary.Function.valueOf(function));
  }

  /** ONNX Runtime has it, but nothing of Pith's can train around it. */
  @Test
  void anOperatorThatCannotBeTrainedIsNamedInOneLine() throws IOException {
    Network.Builder b = Network.builder("odd");
    String x = b.input("x", ElementType.FLOAT, Shape.of(Shape.BATCH, 4));
    b.constant("w1", Tensor.of(Shape.of(3, 4), 1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3));
    b.constant("w2", Tensor.of(Shape.of(1, 3), 1, 2, 3));
    String hidden = b.add("hidden", Operator.Gemm.TRANSPOSED, x, "w1");
    Operator sine = new Operator.Unknown("", "Sin", 17, sine());
    b.add(new Node("odd", sine, List.of(hidden), List.of("waves")));
    b.add(new Node("said", Operator.Gemm.TRANSPOSED, List.of("waves", "w2"), List.of("said")));
    b.outputAs(new Port("said", ElementType.FLOAT, Shape.of(Shape.BATCH, 1)));
    Path file = folder.resolve("odd.onnx");
    OnnxFile.write(b.build(), file);
    Path data = rows("side", (p, q) -> p + q, "left", "right");
    Pithy.Outcome outcome =
        prune(file, data, "side", "--budget", "params=6", "--out", folder.resolve("never"));
    assertThat(outcome.exit()).isNotZero();
    assertThat(outcome.err().strip())
        .startsWith("pith: odd.onnx: operator Sin of node odd cannot be trained")
        .hasLineCount(1);
  }

  /** A node of protocol buffers whose fourth field, the operator, is Sin. */
  private static List<Byte> sine() {
    return List.of((byte) 0x22, (byte) 3, (byte) 'S', (byte) 'i', (byte) 'n');
  }

  @Test
  void layerNormalisationThatIsWrittenOutIsCutAndWhatDanglesIsLeftOut() throws IOException {
    Path data = rows("side", (a, b) -> a + b, "left", "right");
    Path out = folder.resolve("out");
    Pithy.Outcome outcome =
        prune(writtenOut(), data, "side", "--budget", "params=40", "--finetune", 0, "--out", out);
    assertThat(outcome.exit()).as(outcome.err()).isZero();
    Network pruned = OnnxFile.read(out.resolve("model.onnx"));
    assertThat(pruned.nodes())
        .extracting(n -> n.operator().type())
        .contains("LayerNormalization")
        .doesNotContain("Relu");
    assertThat(pruned.shape("hidden").dim(1)).isLessThan(8);
  }

  /** PyTorch's encoder, which has its steps before rows where heads are: a twelfth is left, and heads are among what went. */
  @Test
  void headsWithStepsBeforeRowsGo() throws IOException {
    Path model = Path.of("../network/src/test/resources/torch/transformer-13.onnx");
    Random random = new Random(3);
    StringBuilder text =
        new StringBuilder(
            IntStream.range(0, 45).mapToObj(i -> "x" + i).collect(Collectors.joining(","))
                + ",y\n");
    for (int row = 0; row < 240; row++) {
      for (int i = 0; i < 45; i++) {
        text.append(String.format(Locale.ROOT, "%.3f,", random.nextGaussian()));
      }
      text.append(row % 4).append('\n');
    }
    Path data = Files.writeString(folder.resolve("steps.csv"), text);
    Path out = folder.resolve("out");
    Pithy.Outcome outcome =
        prune(model, data, "y", "--budget", "params=400", "--finetune", 0, "--out", out);
    assertThat(outcome.exit()).as(outcome.err()).isZero();
    JsonNode result = JsonMapper.shared().readTree(outcome.out());
    assertThat(result.path("after").path("network").path("params").intValue()).isLessThan(401);
    assertThat(result.path("onnx").path("maxAbsDifference").doubleValue()).isLessThan(1e-4);
    Network pruned = OnnxFile.read(out.resolve("model.onnx"));
    assertThat(pruned.shape("/encoder/layers.0/self_attn/Reshape_3_output_0").dim(1))
        .isLessThan(16);
    assertThat(Files.readString(out.resolve("report.html"))).doesNotContain("What stays whole");
  }

  /** Two dense layers of eight, the first of them normalised. */
  @Test
  void whatACriterionFindsNothingOfStaysWhole() throws IOException {
    Network.Builder b = Network.builder("half");
    String x = b.input("x", ElementType.FLOAT, Shape.of(Shape.BATCH, 4));
    Random random = new Random(2);
    for (String weight : List.of("w1 8 4", "w2 8 8", "w3 1 8", "scale 8 1", "variance 8 1")) {
      String[] parts = weight.split(" ");
      int units = Integer.parseInt(parts[1]);
      int inputs = Integer.parseInt(parts[2]);
      float[] values = new float[units * inputs];
      for (int i = 0; i < values.length; i++) {
        values[i] = inputs == 1 ? 1 + random.nextFloat() : (float) random.nextGaussian();
      }
      b.constant(
          parts[0],
          new Tensor.Floats(inputs == 1 ? Shape.of(units) : Shape.of(units, inputs), values));
    }
    b.constant("shift", Tensor.vector(new float[8]));
    b.constant("mean", Tensor.vector(new float[8]));
    Operator relu = new Operator.Unary(Operator.Unary.Function.RELU);
    b.add("first", Operator.Gemm.TRANSPOSED, x, "w1");
    b.add(
        "norm", Operator.BatchNormalization.DEFAULT, "first", "scale", "shift", "mean", "variance");
    b.add("second", Operator.Gemm.TRANSPOSED, b.add("a", relu, "norm"), "w2");
    b.output(b.add("said", Operator.Gemm.TRANSPOSED, b.add("b", relu, "second"), "w3"));
    Path model = folder.resolve("half.onnx");
    OnnxFile.write(b.build(), model);
    Path out = folder.resolve("out");
    Pithy.Outcome outcome =
        prune(
            model,
            rows("side", (a, c) -> a + c, "left", "right"),
            "side",
            "--criterion",
            "bn",
            "--budget",
            "params=80",
            "--finetune",
            0,
            "--out",
            out);
    assertThat(outcome.exit()).as(outcome.err()).isZero();
    assertThat(Files.readString(out.resolve("report.html")))
        .contains(
            "What stays whole: second (8 units), since --criterion bn finds nothing to tell their units apart by.");
  }

  /** Units five to eight carry next to nothing: they go although nearly all is to stay. */
  @Test
  void nearlyAllIsKeptWithoutWhatCarriesNothing() throws IOException {
    Path data = rows("number", (a, b) -> 500 + 30 * (a + b), null, null);
    Path out = folder.resolve("out");
    Pithy.Outcome outcome =
        prune(
            model("regressor", 30, 500),
            data,
            "number",
            "--keep",
            "99.9%",
            "--finetune",
            0,
            "--out",
            out);
    assertThat(outcome.exit()).as(outcome.err()).isZero();
    assertThat(OnnxFile.read(out.resolve("model.onnx")).shape("hidden").dim(1))
        .isLessThanOrEqualTo(4);
  }

  /** It is written without a word on where it comes from, so nothing smaller can be. */
  @Test
  void aFileThatIsSmallestItselfIsNamedAsThat() throws IOException {
    Path data = rows("number", (a, b) -> 500 + 30 * (a + b), null, null);
    Path model = model("regressor", 30, 500);
    Pithy.Outcome refused = prune(model, data, "number", "--budget", "bytes=300");
    assertThat(refused.exit()).isEqualTo(3);
    assertThat(refused.messages())
        .singleElement()
        .asString()
        .contains("the smallest needs %d B".formatted(Files.size(model)));
  }

  @Test
  void aTimeThatNoCutKeepsIsRefusedWithTheOneThatCanBe() throws IOException {
    Path data = rows("number", (a, b) -> 500 + 30 * (a + b), null, null);
    Pithy.Outcome refused =
        prune(model("regressor", 30, 500), data, "number", "--budget", "latency=0.5us");
    assertThat(refused.exit()).isEqualTo(3);
    assertThat(refused.messages())
        .singleElement()
        .asString()
        .contains("does not fit latency=0.5 us: the smallest needs ");
  }

  @Test
  void aNumberInItsOwnUnit() throws IOException {
    Path data = rows("number", (a, b) -> 500 + 30 * (a + b), null, null);
    JsonNode result = halved(model("regressor", 30, 500), data, "number");
    assertThat(result.path("before").path("test").path("r2").doubleValue()).isGreaterThan(0.99);
    assertThat(result.path("after").path("test").path("rmse").doubleValue()).isLessThan(1);
  }

  @Test
  void aNumberWithoutADimensionOfItsOwn() throws IOException {
    Path squeezed = folder.resolve("squeezed.onnx");
    Network network = OnnxFile.read(model("regressor", 30, 500));
    Network.Builder b = Network.builder("squeezed");
    network.inputs().forEach(b::input);
    network.constants().forEach(b::constant);
    network.nodes().forEach(b::add);
    b.constant("flat", Tensor.longs(-1));
    b.output(b.add("flattened", new Operator.Reshape(), "said", "flat"));
    b.metadata("author", "somebody");
    OnnxFile.write(b.build(), squeezed);
    halved(squeezed, rows("number", (x, y) -> 500 + 30 * (x + y), null, null), "number");
  }

  @Test
  void oneLogitAndOneProbability() throws IOException {
    Path data = rows("side", (a, b) -> a + b, "left", "right");
    JsonNode logit = halved(model("logit", 3, 0), data, "side");
    assertThat(logit.path("before").path("test").path("accuracy").doubleValue()).isGreaterThan(0.9);
    Operator sigmoid = new Operator.Unary(Operator.Unary.Function.SIGMOID);
    JsonNode share = halved(model("share", 3, 0, sigmoid), data, "side");
    assertThat(share.path("before").path("information").path("testBits").doubleValue())
        .isCloseTo(
            logit.path("before").path("information").path("testBits").doubleValue(), within(1e-5));
    assertThat(Files.readString(folder.resolve("out-share.onnx/report.html")))
        .contains("a high one is taken for &#39;right&#39;");
  }

  /** The same rows, the same answer, the same bits. */
  @Test
  void inspectReadsOneScoreAsPruneDoes() throws IOException {
    Path data = rows("side", (a, b) -> a + b, "left", "right");
    double pruned =
        halved(model("logit", 3, 0), data, "side")
            .path("before")
            .path("information")
            .path("testBits")
            .doubleValue();
    Operator sigmoid = new Operator.Unary(Operator.Unary.Function.SIGMOID);
    for (Path model : List.of(model("logit", 3, 0), model("share", 3, 0, sigmoid))) {
      Pithy.Outcome outcome =
          Pithy.run(
              "inspect",
              model,
              "--data",
              data,
              "--target",
              "side",
              "--json",
              "--threads",
              1,
              "--out",
              folder.resolve("inspected-" + model.getFileName()),
              "--store",
              folder.resolve("store"));
      assertThat(outcome.exit()).as(outcome.err()).isZero();
      JsonNode result = JsonMapper.shared().readTree(outcome.out());
      assertThat(result.path("information").path("testBits").doubleValue())
          .isCloseTo(pruned, within(1e-5));
      assertThat(result.path("jointOrder").get(0).path("name").asString()).isIn("a", "b");
      assertThat(result.path("features").get(0).path("name").asString()).isEqualTo("right");
    }
  }

  @Test
  void aHighScoreMayMeanTheFirstClass() throws IOException {
    Path data = rows("side", (a, b) -> -a - b, "left", "right");
    JsonNode result = halved(model("turned", 3, 0), data, "side");
    assertThat(result.path("before").path("test").path("accuracy").doubleValue())
        .isGreaterThan(0.9);
    assertThat(result.path("data").path("classes").get(1).asString()).isEqualTo("left");
  }

  @Test
  void wordsOfAVocabulary() throws IOException {
    Path model = Path.of("..", "network", "src", "test", "resources", "torch", "tokens-13.onnx");
    Network network = OnnxFile.read(model);
    int words = (int) network.inputs().getFirst().shape().elements();
    int classes = network.outputs().getFirst().shape().dim(1);
    Path out = folder.resolve("out");
    Pithy.Outcome outcome =
        prune(
            model,
            words(words, 20, classes),
            "y",
            "--column",
            "y=category",
            "--budget",
            "params=" + org.pith.network.cost.Cost.of(network).params() * 2 / 3,
            "--finetune",
            "1",
            "--out",
            out);
    assertThat(outcome.exit()).as(outcome.err()).isZero();
    Network after = OnnxFile.read(out.resolve("model.onnx"));
    assertThat(after.inputs()).isEqualTo(network.inputs());
    Path unknown = words(words, 25, classes);
    refused("looks up whole numbers from 0 to 19", model, unknown, "y");
    for (Pithy.Outcome refused :
        List.of(
            Pithy.run("predict", out.resolve("model.onnx"), "--data", unknown),
            Pithy.run("inspect", model, "--data", unknown, "--target", "y"))) {
      assertThat(refused.exit()).isEqualTo(2);
      assertThat(refused.err()).contains("onnx looks up whole numbers from 0 to 19.");
      assertThat(refused.err().lines()).hasSize(1);
    }
  }

  private Path words(int length, int vocabulary, int classes) throws IOException {
    Random random = new Random(5);
    StringBuilder text = new StringBuilder();
    for (int j = 0; j < length; j++) {
      text.append('w').append(j).append(',');
    }
    text.append("y\n");
    for (int row = 0; row < 200; row++) {
      for (int j = 0; j < length; j++) {
        text.append(random.nextInt(vocabulary)).append(',');
      }
      text.append(row % classes).append('\n');
    }
    return Files.writeString(folder.resolve("words%d.csv".formatted(vocabulary)), text);
  }

  private void refused(String words, Path model, Path data, String target, Object... more) {
    Path out = folder.resolve("made/out");
    Object[] all =
        Stream.concat(
                Arrays.stream(more),
                Stream.of("--budget", "params=31", "--finetune", "0", "--out", out))
            .toArray();
    Pithy.Outcome outcome = prune(model, data, target, all);
    assertThat(outcome.messages()).singleElement().asString().startsWith("pith: ").contains(words);
    assertThat(outcome.exit()).isEqualTo(2);
    assertThat(out.getParent()).doesNotExist();
  }

  @Test
  void whatIsUnclearIsRefusedInOneLine() throws IOException {
    Path scaled = rows("number", (a, b) -> 500 + 30 * (a + b), null, null);
    refused("Maybe the target was scaled", model("standard", 1, 0), scaled, "number");
    Path side = rows("side", (a, b) -> a + b, "left", "right");
    Operator clipped = new Operator.HardSigmoid(0.2f, 0.5f);
    refused("neither a logit nor surely a probability", model("hard", 1, 0, clipped), side, "side");
    Path three = folder.resolve("three.csv");
    Files.writeString(three, Files.readString(side).replaceAll("1,right", "1,middle"));
    refused("gives 1 score a row, but the target has 3 classes", model("one", 1, 0), three, "side");
  }

  @Test
  void nothingToPruneNothingThereAndNothingThatFits() throws IOException {
    Path side = rows("side", (a, b) -> a + b, "left", "right");
    Network.Builder image = Network.builder("single");
    String x = image.input("x", ElementType.FLOAT, Shape.of(Shape.BATCH, 4));
    image.constant("w", Tensor.of(Shape.of(2, 4), 1, 1, 0, 0, -1, -1, 0, 0));
    image.constant("b", Tensor.vector(0, 0));
    String turned = image.add("turned", new Operator.Softmax(1), x);
    image.output(image.add("scores", Operator.Gemm.TRANSPOSED, turned, "w", "b"));
    Path single = folder.resolve("single.onnx");
    OnnxFile.write(image.build(), single);
    refused("Nothing of single.onnx can be pruned", single, side, "side");

    Path away = folder.resolve("away.onnx");
    Files.write(away, External.model());
    refused("another file", away, side, "side");

    Path narrow = folder.resolve("narrow.csv");
    Files.writeString(narrow, Files.readString(side).replaceAll("(?m)^[^,]*,", ""));
    refused(
        "takes [N,4], 4 numbers a row, but narrow.csv has 3 columns",
        model("logit", 3, 0),
        narrow,
        "side");
  }

  /** A dense layer of four inputs and two units whose numbers all lie in another file, written field by field. */
  private static final class External {

    static byte[] model() {
      byte[] node =
          all(
              text(1, "x"),
              text(1, "w"),
              text(1, "b"),
              text(2, "y"),
              text(3, "dense"),
              text(4, "Gemm"),
              field(5, all(text(1, "transB"), number(3, 1), number(20, 2))));
      byte[] graph =
          all(
              field(1, node),
              text(2, "graph"),
              field(5, all(number(1, 2), number(1, 4), weights("w"))),
              field(5, all(number(1, 2), weights("b"))),
              field(11, port("x", 4)),
              field(12, port("y", 2)));
      return all(number(1, 8), field(8, number(2, 17)), field(7, graph));
    }

    private static byte[] weights(String name) {
      return all(
          number(2, 1),
          text(8, name),
          field(13, all(text(1, "location"), text(2, "weights.bin"))),
          number(14, 1));
    }

    private static byte[] port(String name, int width) {
      byte[] shape = all(field(1, text(2, "N")), field(1, number(1, width)));
      return all(text(1, name), field(2, field(1, all(number(1, 1), field(2, shape)))));
    }

    private static byte[] text(int number, String text) {
      return field(number, text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private static byte[] field(int number, byte[] content) {
      return all(varint(number << 3 | 2), varint(content.length), content);
    }

    private static byte[] number(int number, int value) {
      return all(varint(number << 3), varint(value));
    }

    private static byte[] varint(int value) {
      return value < 128
          ? new byte[] {(byte) value}
          : new byte[] {(byte) ((value & 127) | 128), (byte) (value >> 7)};
    }

    private static byte[] all(byte[]... parts) {
      java.io.ByteArrayOutputStream joined = new java.io.ByteArrayOutputStream();
      for (byte[] part : parts) {
        joined.writeBytes(part);
      }
      return joined.toByteArray();
    }
  }
}
