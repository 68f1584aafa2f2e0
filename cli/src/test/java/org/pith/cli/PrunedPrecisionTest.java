package org.pith.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pith.network.ElementType;
import org.pith.network.Network;
import org.pith.network.Node;
import org.pith.network.Operator;
import org.pith.network.Precision;
import org.pith.network.Shape;
import org.pith.network.Tensor;
import org.pith.network.cost.Cost;
import org.pith.network.onnx.OnnxFile;
import org.pith.network.onnx.OnnxSession;
import tools.jackson.databind.JsonNode;

/**
 * {@code pith prune} on models of other precisions. Their weights are written by hand: a number is told by the first two of four
 * columns, of which each hidden unit holds one, several of them the same.
 */
class PrunedPrecisionTest {

  private static final int UNITS = 64;
  private static final String ROUNDED =
      "sum.onnx holds numbers in double precision; they are rounded to single precision, and written as doubles.";

  @TempDir Path folder;
  private Path data;

  @BeforeEach
  void rows() throws IOException {
    Random random = new Random(4);
    StringBuilder text = new StringBuilder("a,b,c,d,number\n");
    for (int row = 0; row < 300; row++) {
      double[] x = random.doubles(4, -1, 1).toArray();
      text.append(
          String.format(
              Locale.ROOT,
              "%.4f,%.4f,%.4f,%.4f,%.5f%n",
              x[0],
              x[1],
              x[2],
              x[3],
              x[0] + x[1] + 0.1 * random.nextGaussian()));
    }
    data = Files.writeString(folder.resolve("rows.csv"), text);
  }

  /** Units hold relu(a), relu(-a), relu(b), relu(-b), UNITS / 4 each; their sum is a + b. */
  private static Network network(Precision precision, float first, float last) {
    Network.Builder b = Network.builder("sum");
    String x = b.input("x", ElementType.FLOAT, Shape.of(Shape.BATCH, 4));
    float[] w1 = new float[UNITS * 4];
    float[] w2 = new float[UNITS];
    for (int unit = 0; unit < UNITS; unit++) {
      int sign = unit % 2 == 0 ? 1 : -1;
      w1[unit * 4 + unit / 2 % 2] = sign * first;
      w2[unit] = sign * last;
    }
    b.constant("w1", Tensor.of(Shape.of(UNITS, 4), w1));
    b.constant("b1", Tensor.vector(new float[UNITS]));
    b.constant("w2", Tensor.of(Shape.of(1, UNITS), w2));
    b.constant("b2", Tensor.vector(0.25f));
    boolean within = precision == Precision.HALF_WITHIN;
    String read = within ? b.add("narrowed", new Operator.Cast(ElementType.FLOAT), x) : x;
    String hidden = b.add("hidden", Operator.Gemm.TRANSPOSED, read, "w1", "b1");
    String active = b.add("active", new Operator.Unary(Operator.Unary.Function.RELU), hidden);
    String said = b.add("said", Operator.Gemm.TRANSPOSED, active, "w2", "b2");
    b.output(within ? b.add("widened", new Operator.Cast(ElementType.FLOAT), said) : said);
    return b.build().withPrecision(precision);
  }

  private Path file(Network network) throws IOException {
    Path file = folder.resolve("sum.onnx");
    OnnxFile.write(network, file);
    return file;
  }

  private JsonNode pruned(Path model, String target, Object... more) {
    Pithy.Outcome outcome =
        Pithy.run(
            Stream.of(
                    Stream.of("prune", model, "--data", data, "--target", target),
                    Stream.of("--json", "--finetune", 0),
                    Stream.of("--store", folder.resolve("store"), "--out", folder.resolve("out")),
                    Arrays.stream(more))
                .flatMap(s -> s)
                .toArray());
    assertThat(outcome.exit()).as(outcome.err()).isZero();
    return Pithy.json(outcome.out());
  }

  private Path written() {
    return folder.resolve("out").resolve("model.onnx");
  }

  private String report() throws IOException {
    return Files.readString(folder.resolve("out").resolve("report.html"));
  }

  /** Half the units of four alike go, so the file is smaller by that, and of the types of the given one. */
  @ParameterizedTest
  @EnumSource(names = {"HALF", "HALF_WITHIN", "DOUBLE"})
  void aModelStaysInItsPrecision(Precision precision) throws IOException {
    Path model = file(network(precision, 1, 4f / UNITS));
    JsonNode result = pruned(model, "number", "--budget", "params=200");
    Network after = OnnxFile.read(written());
    assertThat(after.precision()).isEqualTo(precision);
    assertThat(after.inputs()).isEqualTo(OnnxFile.read(model).inputs());
    assertThat(after.outputs()).isEqualTo(OnnxFile.read(model).outputs());
    assertThat(Files.size(written())).isLessThan(Files.size(model));
    long smaller = OnnxFile.size(after.withPrecision(Precision.SINGLE)) - Files.size(written());
    long numbers = after.constants().values().stream().mapToLong(t -> t.shape().elements()).sum();
    assertThat(smaller).isCloseTo((4 - precision.bytes()) * numbers, within(16L));
    assertThat(report()).doesNotContain("written is in single precision");
    assertThat(report().contains(ROUNDED)).isEqualTo(precision == Precision.DOUBLE);
    assertFiguresAreOfTheFile(result, precision);
  }

  /** What is said of the pruned model is what its file gives, its roundings included. */
  private void assertFiguresAreOfTheFile(JsonNode result, Precision precision) throws IOException {
    assertThat(result.at("/after/network/bytes").longValue()).isEqualTo(Files.size(written()));
    assertThat(result.at("/after/network/memoryBytes").longValue())
        .isEqualTo(Cost.of(OnnxFile.read(written())).memoryBytes());
    try (OnnxSession session = OnnxSession.open(written(), 1)) {
      float[] answer =
          session.run(Map.of("x", Tensor.of(Shape.of(1, 4), 0.5f, -0.25f, 1, -1))).floats(output());
      // 0.5 and up to 0.25 from each of four kinds of units, each product rounded to a half.
      assertThat(answer[0]).isCloseTo(0.5f, within(0.01f));
    }
    double difference = result.at("/onnx/maxAbsDifference").doubleValue();
    assertThat(difference).isLessThan(precision == Precision.DOUBLE ? 1e-5 : 0.02);
    if (precision != Precision.DOUBLE) {
      assertThat(difference).as("the roundings of halves show").isGreaterThan(1e-5);
    }
  }

  private String output() throws IOException {
    return OnnxFile.read(written()).outputs().getFirst().name();
  }

  /** The columns that say nothing go: those that stay are picked before they are cast. */
  @Test
  void inputsAreStillSingleWhereColumnsGo() throws IOException {
    pruned(file(network(Precision.HALF_WITHIN, 1, 4f / UNITS)), "number", "--budget", "params=17");
    Network after = OnnxFile.read(written());
    assertThat(after.precision()).isEqualTo(Precision.HALF_WITHIN);
    assertThat(after.consumers("x"))
        .extracting(Node::operator)
        .containsExactly(new Operator.Gather(1));
  }

  /** The units that stay take on the weights of those alike that go: 4 * 40,000 is no half. */
  @Test
  void aWeightBeyondTheLargestHalfIsWrittenSingle() throws IOException {
    float first = 1 / 160_000f;
    Path model = file(network(Precision.HALF, first, 40_000 * 16f / UNITS));
    JsonNode result = pruned(model, "number", "--budget", "params=25");
    assertThat(OnnxFile.read(written()).precision()).isEqualTo(Precision.SINGLE);
    assertThat(report())
        .contains(
            "A weight of what is left is too large for half precision and would become infinite; what is written is in single precision.");
    assertThat(result.at("/after/network/bytes").longValue()).isEqualTo(Files.size(written()));
  }

  /** A single input that halves read without a cast. */
  @Test
  void whereHalvesAndSinglesMixTheFileIsSingleAndSaysSo() throws IOException {
    Path model =
        file(network(Precision.SINGLE, 1, 4f / UNITS).withPrecision(Precision.HALF_WITHIN));
    pruned(model, "number", "--budget", "params=200");
    assertThat(OnnxFile.read(written()).precision()).isEqualTo(Precision.SINGLE);
    assertThat(report())
        .contains(
            "sum.onnx holds numbers in half precision beside others; what is written is in single precision.");
  }

  /** Scores of 100 and more for the class that one row in ten is not: softmax in halves rounds its share to 0, which counts as 2^-24. */
  @Test
  void aShareThatHalvesRoundToZeroCountsAsTheLeastHalf() throws IOException {
    Random random = new Random(5);
    StringBuilder text = new StringBuilder("a,b,c,d,side\n");
    for (int row = 0; row < 300; row++) {
      boolean right = random.nextBoolean();
      int a = right ? 1 : -1;
      boolean stated = row % 10 == 0 ? !right : right;
      text.append("%d,%d,0,0,%s%n".formatted(a, a, stated ? "right" : "left"));
    }
    data = Files.writeString(folder.resolve("sides.csv"), text);
    Network sum = network(Precision.HALF, 1, 400f / UNITS);
    Tensor.Floats said = sum.floats("w2");
    float[] both = new float[2 * UNITS];
    System.arraycopy(said.values(), 0, both, UNITS, UNITS);
    Map<String, Tensor> constants = new LinkedHashMap<>(sum.constants());
    constants.put("w2", Tensor.of(Shape.of(2, UNITS), both));
    constants.put("b2", Tensor.vector(0, 0));
    List<Node> nodes = new ArrayList<>(sum.nodes());
    nodes.add(new Node("shares", new Operator.Softmax(1), List.of("said"), List.of("shares")));
    Path model = file(sum.withNodes(nodes, constants).withOutputs(List.of("shares")));
    JsonNode result = pruned(model, "side", "--budget", "params=200");
    assertThat(result.at("/before/test/crossEntropyBits").doubleValue())
        .isCloseTo(24 * (1 - result.at("/before/test/accuracy").doubleValue()), within(0.01));
  }
}
