package org.pith.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pith.data.Fingerprint;
import org.pith.data.TableReader;
import org.pith.network.ElementType;
import org.pith.network.Network;
import org.pith.network.Node;
import org.pith.network.Operator;
import org.pith.network.Shape;
import org.pith.network.Tensor;
import org.pith.network.onnx.OnnxFile;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code pith inspect} from end to end, and what it says where it cannot. */
class InspectTest {

  private static final Path MODELS = Path.of("..", "network", "src", "test", "resources", "torch");

  @TempDir Path folder;

  /** Three classes of rows of eight numbers. */
  private Path rows(int columns) throws IOException {
    Random random = new Random(1);
    StringBuilder csv = new StringBuilder();
    for (int j = 0; j < columns; j++) {
      csv.append("c").append(j).append(',');
    }
    csv.append("y\n");
    for (int i = 0; i < 400; i++) {
      int y = random.nextInt(3);
      for (int j = 0; j < columns; j++) {
        double mean = j % 3 == y ? 2 : 0;
        csv.append(String.format(Locale.ROOT, "%.4f,", mean + random.nextGaussian()));
      }
      csv.append(List.of("low", "middle", "up").get(y)).append('\n');
    }
    return Files.writeString(folder.resolve("rows%d.csv".formatted(columns)), csv);
  }

  private Pithy.Outcome inspect(Object... args) {
    return Pithy.run(
        Stream.of(
                Stream.of("inspect"),
                Arrays.stream(args),
                Stream.of("--store", folder.resolve("store"), "--threads", 1))
            .flatMap(s -> s)
            .toArray());
  }

  /** With what a model says that learned from a fraction of these rows. */
  private Path learned(Path model, Path data) throws IOException {
    String fingerprint = Fingerprint.of(TableReader.defaults().expecting("y").read(data));
    Path file = folder.resolve("learned.onnx");
    OnnxFile.write(
        OnnxFile.read(model)
            .withMetadata(Map.of("pith.fingerprint", fingerprint, "pith.seed", "1")),
        file);
    return file;
  }

  @Test
  void writesTheInventoryOfAModelMadeElsewhere() throws IOException {
    Path out = folder.resolve("out");
    Path data = rows(8);
    Pithy.Outcome outcome =
        inspect(
            learned(MODELS.resolve("mlp-17.onnx"), data),
            "--data",
            data,
            "--target",
            "y",
            "--json",
            "--out",
            out);
    assertThat(outcome.exit()).as(outcome.err()).isZero();
    JsonNode json = JsonMapper.shared().readTree(outcome.out());
    assertThat(json.get("verb").asString()).isEqualTo("inspect");
    assertThat(json.get("network").get("params").asInt())
        .isEqualTo(8 * 16 + 16 + 16 * 12 + 12 + 39);
    assertThat(json.get("network").get("bytes").asLong())
        .isEqualTo(Files.size(folder.resolve("learned.onnx")));
    assertThat(json.get("information").get("inputBits").asDouble()).isGreaterThan(1);
    double known = 0;
    assertThat(json.at("/ledger/0/place").asString()).startsWith("H(Y)");
    assertThat(json.at("/ledger/0/bits")).isEqualTo(json.at("/information/targetEntropyBits"));
    assertThat(json.at("/ledger/0/change").isNull()).isTrue();
    for (JsonNode line : json.get("ledger")) {
      known += line.get("change").asDouble(0);
    }
    assertThat(known).isCloseTo(json.get("information").get("testBits").asDouble(), within(1e-9));
    assertThat(json.get("groups")).hasSize(2);
    assertThat(json.get("inputs")).hasSize(8);
    assertThat(json.get("inputs").get(0).has("aloneLossBits")).isTrue();
    // The weights never saw these rows: the answer knows nothing of what a decoder of the columns
    // knows more than a bit of.
    assertThat(json.at("/information/testBits").asDouble()).isNegative();
    assertThat(json.get("jointOrder").isEmpty()).isTrue();
    assertThat(json.at("/diagnosis/next").asString()).isEqualTo("model");
    double energy = 0;
    for (JsonNode layer : json.at("/network/layers")) {
      energy += layer.get("energyMicrojoules").asDouble();
    }
    assertThat(energy).isPositive().isLessThan(json.at("/network/energyMicrojoules").asDouble());
    List<String> csv = Files.readAllLines(out.resolve("inventory.csv"));
    assertThat(csv).hasSize(1 + 3 + 2);
    assertThat(csv.getFirst())
        .contains(
            "params",
            "macs",
            "bitsBefore",
            "bitsAfter",
            "redundancyBits",
            "energyShare",
            "activationsShare");
    assertThat(Files.readString(out.resolve("result.json")).strip())
        .isEqualTo(outcome.out().strip());
    assertThat(Files.readString(out.resolve("report.html")))
        .contains("Where the bits are", "Channels that go together", "Dry run")
        .contains("Rows are divided as when the model was made (seed 1)")
        .contains("All figures of the layers", "All figures of the groups", "Where to tap")
        .contains("Prequential bits a row", "H(Y), by the classes’ frequencies alone, is 1.5")
        .contains("H(Y), the entropy of the target");
    assertThat(Pithy.run("runs", "list", "--store", folder.resolve("store")).out())
        .contains("inspect");
  }

  /** The sum of the three columns that are high in a class, for each of the three. */
  private Path knowing() throws IOException {
    float[] weights = new float[3 * 8];
    for (int k = 0; k < 3; k++) {
      for (int j = 0; j < 8; j++) {
        weights[8 * k + j] = j % 3 == k ? 2 : 0;
      }
    }
    Network.Builder sums = Network.builder("sums");
    String x = sums.input("x", ElementType.FLOAT, Shape.of(Shape.BATCH, 8));
    sums.constant("weights", Tensor.of(Shape.of(3, 8), weights));
    sums.constant("biases", Tensor.vector(0, 0, 4));
    sums.output(sums.add("logits", Operator.Gemm.TRANSPOSED, x, "weights", "biases"));
    Path file = folder.resolve("sums.onnx");
    OnnxFile.write(sums.build(), file);
    return file;
  }

  @Test
  void theJointOrderNamesEachInputOnceAndAddsUp() throws IOException {
    Pithy.Outcome outcome =
        inspect(
            knowing(),
            "--data",
            rows(8),
            "--target",
            "y",
            "--json",
            "--out",
            folder.resolve("sums"));
    assertThat(outcome.exit()).as(outcome.err()).isZero();
    JsonNode json = Pithy.json(outcome.out());
    assertThat(json.at("/information/testBits").asDouble()).isGreaterThan(1);
    jointOrderAddsUp(json);
    // A sum of the columns is all that there is to know of such rows.
    assertThat(json.at("/diagnosis/next").asString()).isEqualTo("nothing");
  }

  /** Eight numbers to sixteen, two, twelve, three: the two hold the differences of the sums by which the classes differ. */
  private Path narrowing() throws IOException {
    Random random = new Random(2);
    float[] wide = new float[16 * 8];
    float[] narrow = new float[2 * 16];
    for (int i = 0; i < 16; i++) {
      wide[8 * i + i % 8] = i < 8 ? 1 : 0.5f;
    }
    for (int j = 0; j < 8; j++) {
      narrow[j] = j % 3 == 0 ? 1 : j % 3 == 2 ? -1 : 0;
      narrow[16 + j] = j % 3 == 1 ? 1 : j % 3 == 2 ? -1 : 0;
    }
    Network.Builder net = Network.builder("narrowing");
    String x = net.input("x", ElementType.FLOAT, Shape.of(Shape.BATCH, 8));
    x = dense(net, "wide", x, wide, 16);
    x = dense(net, "narrow", x, narrow, 2);
    x = dense(net, "again", x, random(random, 12 * 2), 12);
    net.output(dense(net, "logits", x, random(random, 3 * 12), 3));
    Path file = folder.resolve("narrowing.onnx");
    OnnxFile.write(net.build(), file);
    return file;
  }

  private static float[] random(Random random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static String dense(
      Network.Builder net, String name, String x, float[] weights, int units) {
    net.constant(name + ".w", Tensor.of(Shape.of(units, weights.length / units), weights));
    net.constant(name + ".b", Tensor.vector(new float[units]));
    return net.add(name, Operator.Gemm.TRANSPOSED, x, name + ".w", name + ".b");
  }

  @Test
  void tapsWhereALinearProbeTellsMostForEachNumber() throws IOException {
    Path model = narrowing();
    Path data = rows(8);
    Path out = folder.resolve("taps");
    Pithy.Outcome outcome = inspect(model, "--data", data, "--target", "y", "--json", "--out", out);
    assertThat(outcome.exit()).as(outcome.err()).isZero();
    List<String> ranked = new ArrayList<>();
    double before = Double.POSITIVE_INFINITY;
    for (JsonNode latent : Pithy.json(outcome.out()).get("latents")) {
      ranked.add(latent.get("name").asString());
      double perBit = latent.get("bitsPerDescriptionBit").asDouble();
      assertThat(perBit)
          .isCloseTo(
              latent.get("linearBits").asDouble() / (32 * latent.get("width").asInt()),
              within(1e-12))
          .isLessThanOrEqualTo(before);
      before = perBit;
    }
    assertThat(ranked).containsExactlyInAnyOrder("wide", "narrow", "again", "logits");
    assertThat(ranked.getFirst()).isEqualTo(LinearProbe.best(OnnxFile.read(model), data, ranked));
    assertThat(Files.readString(out.resolve("report.html"))).contains("Bits per number");
    List<String> csv = Files.readAllLines(out.resolve("inventory.csv"));
    assertThat(csv.stream().filter(line -> line.startsWith("group,wide")))
        .as("sixteen units of eight numbers")
        .singleElement()
        .asString()
        .contains(",inf,");
  }

  /** Each column once, and each step adds what it says. */
  private static void jointOrderAddsUp(JsonNode json) {
    List<String> names = new ArrayList<>();
    double known = 0;
    for (JsonNode step : json.get("jointOrder")) {
      names.add(step.get("name").asString());
      known += step.get("gainBits").asDouble();
      assertThat(step.get("knownBits").asDouble()).isCloseTo(known, within(1e-9));
    }
    assertThat(names).isNotEmpty().doesNotHaveDuplicates().allMatch(n -> n.matches("c[0-7]"));
    assertThat(known).isPositive().isLessThan(Math.log(3) / Math.log(2));
  }

  /** With an operator that nobody has in the place of the last activation; the bytes are its type and domain as a file has them. */
  private Path strange() throws IOException {
    Network network = OnnxFile.read(MODELS.resolve("mlp-17.onnx"));
    List<Byte> encoded = new ArrayList<>();
    for (byte b : "\"\u0007Mystery:\u0008com.acme".getBytes(StandardCharsets.US_ASCII)) {
      encoded.add(b);
    }
    Operator unknown = new Operator.Unknown("com.acme", "Mystery", 1, encoded);
    List<Node> nodes = new ArrayList<>(network.nodes());
    Node last =
        nodes.stream().filter(n -> n.operator() instanceof Operator.Unary).toList().getLast();
    nodes.set(nodes.indexOf(last), last.withOperator(unknown));
    Path file = folder.resolve("strange.onnx");
    OnnxFile.write(network.withNodes(nodes), file);
    return file;
  }

  @Test
  void inspectsWhatComesBeforeAnOperatorThatCannotBeRun() throws IOException {
    Path model = strange();
    Path data = rows(8);
    Path out = folder.resolve("strange");
    Pithy.Outcome outcome = inspect(model, "--data", data, "--target", "y", "--out", out);
    assertThat(outcome.exit()).as(outcome.err()).isZero();
    assertThat(outcome.out())
        .contains("strange.onnx as far as it can be run, decoded linearly, knows ")
        .contains("ONNX Runtime cannot run operator com.acme.Mystery of node ")
        .contains("(2 nodes, 39 parameters)")
        .contains("a linear decoder in place of the answer");
    JsonNode json = JsonMapper.shared().readTree(out.resolve("result.json").toFile());
    assertThat(json.at("/unreached/params").asInt()).isEqualTo(39);
    assertThat(json.at("/unreached/answerDecodedFrom")).hasSize(1);
    assertThat(json.get("diagnosis").isNull()).isTrue();
    assertThat(json.at("/information/testBits").asDouble()).isGreaterThan(0.5);
    assertThat(json.at("/groups/0/dryRun")).isNotEmpty();
    assertThat(json.get("latents").findValuesAsString("name")).doesNotContain("linear decoder");
    assertThat(Files.readString(out.resolve("report.html")))
        .contains("cannot run operator")
        .contains("bits; a linear decoder in place of the answer knows ")
        .contains("is no part of the network: it stands in place of the answer")
        .doesNotContain("goes around a place");
    // Nobody can say what cutting it would lose.
    Pithy.Outcome pruned =
        Pithy.run(
            "prune",
            model,
            "--data",
            data,
            "--target",
            "y",
            "--budget",
            "params=200",
            "--out",
            folder.resolve("none"));
    assertThat(pruned.exit()).isEqualTo(2);
    assertThat(pruned.messages())
        .singleElement()
        .asString()
        .contains("cannot run operator com.acme.Mystery", "so nobody can say what is lost");
  }

  private void refused(String words, Object... args) {
    Path out = folder.resolve("none/out");
    Pithy.Outcome outcome =
        inspect(Stream.concat(Arrays.stream(args), Stream.of("--out", out)).toArray());
    assertThat(outcome.messages()).singleElement().asString().startsWith("pith: ").contains(words);
    assertThat(outcome.exit()).isEqualTo(2);
    assertThat(outcome.out()).isEmpty();
    assertThat(out.getParent()).doesNotExist();
  }

  @Test
  void saysWhatIsWrongInOneLine() throws IOException {
    Path model = MODELS.resolve("mlp-17.onnx");
    refused(
        "takes [N,8], 8 numbers a row, but rows5.csv has 5 columns",
        model,
        "--data",
        rows(5),
        "--target",
        "y");
    refused("--target is missing", model, "--data", rows(8));
    refused("does not exist", folder.resolve("no.onnx"), "--data", rows(8), "--target", "y");
    Path cut =
        Files.write(folder.resolve("cut.onnx"), Arrays.copyOf(Files.readAllBytes(model), 1000));
    refused("cut.onnx", cut, "--data", rows(8), "--target", "y");
    Network network = OnnxFile.read(model);
    String bias = network.trainable().getLast();
    float[] sick = network.floats(bias).values().clone();
    sick[0] = Float.NaN;
    Path nan = folder.resolve("nan.onnx");
    OnnxFile.write(
        network.withConstants(Map.of(bias, new Tensor.Floats(network.shape(bias), sick))), nan);
    refused("holds NaN in 1 of", nan, "--data", rows(8), "--target", "y");
    refused(
        "No output of the model has the shape [N,1]",
        model,
        "--data",
        rows(9),
        "--target",
        "c0",
        "--column",
        "y=drop");
  }
}
