package org.pith.network.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.pith.network.ElementType;
import org.pith.network.Examples;
import org.pith.network.Network;
import org.pith.network.Operator;
import org.pith.network.Shape;
import org.pith.network.Tensor;
import org.pith.network.rewrite.PlainEvaluator;
import org.pith.network.rewrite.RandomNetworks;

class OnnxSessionTest {

  private static float[] floats(Tensor tensor) {
    return ((Tensor.Floats) tensor).values();
  }

  private static float[] draw(int size, long seed) {
    Random random = new Random(seed);
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  /** Float sums of some hundred terms of order one differ from double sums by less than 1e-4. */
  @Property(tries = 60, seed = "42")
  void computesWhatTheTextOfOnnxSays(@ForAll long seed) {
    Network network = RandomNetworks.draw(seed);
    int size = (int) network.inputs().getFirst().shape().elements();
    float[] rows = draw(2 * size, seed);
    try (OnnxSession session = OnnxSession.open(network, 1)) {
      float[] actual = floats(session.run(rows).first());
      for (int row = 0; row < 2; row++) {
        double[] one = new double[size];
        for (int i = 0; i < size; i++) {
          one[i] = rows[row * size + i];
        }
        double[] expected = PlainEvaluator.run(network, one);
        for (int k = 0; k < expected.length; k++) {
          assertThat((double) actual[row * expected.length + k])
              .isCloseTo(expected[k], within(1e-4 * Math.max(1, Math.abs(expected[k]))));
        }
      }
    }
  }

  @Property(tries = 60, seed = "42")
  void hasTheShapesThatAreInferred(@ForAll long seed) {
    assertShapesAgree(RandomNetworks.draw(seed));
  }

  @Property(tries = 150, seed = "42")
  void hasTheShapesThatAreInferredForWindows(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 12) int height) {
    Random random = new Random(seed);
    Network.Builder b = Network.builder("windows");
    String x = b.input("x", ElementType.FLOAT, Shape.of(Shape.BATCH, 2, height, 9));
    Operator operator = random.nextBoolean() ? conv(random) : pool(random);
    String[] inputs = {x};
    if (operator instanceof Operator.Conv conv) {
      Shape weight = Shape.of(4, 1, conv.kernel().get(0), conv.kernel().get(1));
      inputs = new String[] {x, b.constant("w", Examples.draw(random, weight.toArray()))};
    }
    try {
      b.output(b.add("y", operator, inputs));
    } catch (IllegalArgumentException tooLarge) {
      assertThat(tooLarge).hasMessageContaining("larger than its padded input");
      return;
    }
    assertShapesAgree(b.build());
  }

  private static Operator conv(Random random) {
    return new Operator.Conv(
        List.of(1 + random.nextInt(4), 1 + random.nextInt(4)),
        List.of(1 + random.nextInt(3), 1 + random.nextInt(3)),
        List.of(random.nextInt(3), random.nextInt(3), random.nextInt(3), random.nextInt(3)),
        List.of(1 + random.nextInt(2), 1 + random.nextInt(2)),
        2);
  }

  private static Operator pool(Random random) {
    int kernel = 1 + random.nextInt(4);
    return new Operator.Pool(
        random.nextBoolean() ? Operator.Pool.Kind.MAX : Operator.Pool.Kind.AVERAGE,
        List.of(kernel, kernel),
        List.of(1 + random.nextInt(4), 1 + random.nextInt(4)),
        List.of(
            random.nextInt(kernel),
            random.nextInt(kernel),
            random.nextInt(kernel),
            random.nextInt(kernel)),
        random.nextBoolean(),
        random.nextBoolean());
  }

  private static void assertShapesAgree(Network network) {
    Network watched = network.withOutputs(network.nodes().stream().map(n -> n.output()).toList());
    int size = (int) network.inputs().getFirst().shape().elements();
    try (OnnxSession session = OnnxSession.open(watched, 1)) {
      session
          .run(draw(3 * size, 1))
          .values()
          .forEach(
              (name, tensor) ->
                  assertThat(tensor.shape())
                      .as("%s of %s", name, network.producer(name).orElseThrow().operator())
                      .isEqualTo(network.shape(name).atBatch(3)));
    }
  }

  @Test
  void runsRawColumns() {
    Map<String, Tensor> columns =
        Map.of(
            "age",
            Tensor.of(Shape.of(2, 2), 45, Float.NaN, 35, 400),
            "colour",
            new Tensor.Strings(Shape.of(2, 1), new String[] {"green", "pink"}));
    try (OnnxSession session = OnnxSession.open(Preprocessing.network(), 1)) {
      var outputs = session.run(columns);
      assertThat(outputs.values().sequencedKeySet()).containsExactly("probabilities", "label");
      // Row 1: numbers 1, -0.25; green; index 7. Scores 1 + 0.25 + 2 + 0.7 + 0.25 and -1 - 0.25 -
      // 0.25.
      // Row 2: numbers 0, 3 (clipped); no colour; index -1. Scores -3 - 0.1 + 0.25 and 3 - 0.25.
      float[] scores = {4.2f, -1.5f, -2.85f, 2.75f};
      assertThat(floats(outputs.get("probabilities")))
          .containsExactly(softmax(scores), Offset.offset(1e-6f));
      assertThat(((Tensor.Strings) outputs.get("label")).values()).containsExactly("no", "yes");
    }
  }

  private static float[] softmax(float[] pairs) {
    float[] shares = new float[pairs.length];
    for (int i = 0; i < pairs.length; i++) {
      shares[i] = (float) (1 / (1 + Math.exp(pairs[i ^ 1] - pairs[i])));
    }
    return shares;
  }

  @Test
  void runsGeluAndMeans() {
    Network.Builder b = Network.builder("n");
    String x = b.input("x", ElementType.FLOAT, Shape.of(Shape.BATCH, 2));
    x = b.add("gelu", new Operator.Unary(Operator.Unary.Function.GELU), x);
    b.constant("axes", Tensor.longs(1));
    x = b.add("mean", new Operator.Reduce(Operator.Reduce.Kind.MEAN, false), x, "axes");
    try (OnnxSession session = OnnxSession.open(b.output(x).build(), 1)) {
      // x * Phi(x): 0.841345 at 1, -0.158655 at -1 (tables of the normal distribution).
      assertThat(floats(session.run(new float[] {1, -1}).get("mean"))[0])
          .isCloseTo((0.841345f - 0.158655f) / 2, within(1e-5f));
    }
  }

  @Test
  void namesInputsThatDoNotFit() {
    try (OnnxSession session = OnnxSession.open(Examples.mlp(3, 2), 1)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> session.run(new float[4]))
          .withMessage("4 values do not fill whole rows of input features [N,3].");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> session.run(Map.of()))
          .withMessage("Input features of mlp is missing.");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> session.run(Map.of("features", Tensor.vector(1, 2, 3))))
          .withMessage("Input features of mlp takes [N,3], not [3].");
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  session.run(
                      Map.of(
                          "features",
                          Tensor.of(Shape.of(1, 3), 1, 2, 3),
                          "other",
                          Tensor.vector(1))))
          .withMessage("mlp has no input other, only [features].");
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  session.run(
                      Map.of(
                          "features",
                          new Tensor.Strings(Shape.of(1, 3), new String[] {"a", "b", "c"}))))
          .withMessage("string[1,3] cannot be fed to an input of type FLOAT.");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> session.run(new float[3]).longs("scores"))
          .withMessage("Output scores is float[1,2], not longs.");
    }
  }

  /** 5,000 rows are three parts; sums of three products, however many rows are at work, differ by rounding at most. */
  @Test
  void runsManyRowsInParts() {
    float[] rows = draw(3 * 5_000, 1);
    List<Integer> parts = new ArrayList<>();
    try (OnnxSession session = OnnxSession.open(Examples.mlp(3, 2), 1)) {
      OnnxSession.Feed feed =
          part -> {
            parts.add(part.length);
            float[] fed = new float[3 * part.length];
            for (int i = 0; i < fed.length; i++) {
              fed[i] = rows[3 * part[i / 3] + i % 3];
            }
            return Map.of("features", new Tensor.Floats(Shape.of(part.length, 3), fed));
          };
      var outputs = session.run(5_000, feed);
      assertThat(parts).containsExactly(2_000, 2_000, 1_000);
      assertThat(outputs.get("scores").shape()).isEqualTo(Shape.of(5_000, 2));
      assertThat(outputs.floats("scores"))
          .containsExactly(session.run(rows).floats("scores"), Offset.offset(1e-6f));
      assertThat(session.run(0, feed).get("scores").shape()).isEqualTo(Shape.of(0, 2));
    }
  }

  @Test
  void namesAnOutputThatHasNoRows() {
    Network.Builder b = Network.builder("n");
    String x = b.input("x", ElementType.FLOAT, Shape.of(Shape.BATCH, 2));
    b.constant("axes", Tensor.longs(0));
    x = b.add("mean", new Operator.Reduce(Operator.Reduce.Kind.MEAN, false), x, "axes");
    try (OnnxSession session = OnnxSession.open(b.output(x).build(), 1)) {
      assertThatExceptionOfType(OnnxException.class)
          .isThrownBy(
              () -> session.run(3, _ -> Map.of("x", Tensor.of(Shape.of(3, 2), 1, 2, 3, 4, 5, 6))))
          .withMessage("Output mean is float[2] for 3 rows. Maybe its number of rows is fixed.");
    }
  }

  @Test
  void refusesWhatOnnxRuntimeRefuses() {
    assertThatExceptionOfType(OnnxException.class)
        .isThrownBy(() -> OnnxSession.open(new byte[] {1, 2, 3}, "junk", 1))
        .withMessageStartingWith("ONNX Runtime refuses junk");
  }

  @Test
  void measuresLatency() {
    Latency latency = Latency.quietest(Examples.mlp(64, 32, 10));
    assertThat(latency.count()).isBetween(20, 2_000);
    assertThat(latency.medianMicros()).isPositive().isLessThanOrEqualTo(latency.p95Micros());
    assertThat(Latency.brief(Preprocessing.network()).count()).isBetween(20, 150);
  }

  @Test
  void runsFromSeveralThreads() {
    float[] rows = draw(64 * 5, 1);
    try (OnnxSession session = OnnxSession.open(Examples.mlp(64, 32, 10), 1)) {
      float[] expected = floats(session.run(rows).get("scores"));
      Arrays.asList(1, 2, 3, 4).parallelStream()
          .forEach(
              _ -> assertThat(floats(session.run(rows).get("scores"))).containsExactly(expected));
    }
  }
}
