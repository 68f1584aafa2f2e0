package org.pith.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pith.network.ElementType;
import org.pith.network.Network;
import org.pith.network.Operator;
import org.pith.network.Operator.Unary.Function;
import org.pith.network.Shape;
import org.pith.network.Tensor;

class InitializationTest {

  private static final Operator ADD = new Operator.Binary(Operator.Binary.Function.ADD);
  private static final Operator MULTIPLY = new Operator.Binary(Operator.Binary.Function.MUL);

  @Test
  void sameSeedSameWeights() {
    Network network = Nets.mlp(8, 16, 3);
    assertThat(Initialization.draw(network, 1)).isEqualTo(Initialization.draw(network, 1));
    assertThat(Initialization.draw(network, 1)).isNotEqualTo(Initialization.draw(network, 2));
  }

  @Test
  void varianceFollowsFanInAndActivation() {
    Nets.Body body = new Nets.Body(50).dense(200).norm().then(Function.RELU);
    Network dense = Initialization.draw(body.dense(100).then(Function.TANH).dense(40).network(), 3);
    requireVariance(dense, "layer1/weight", 2.0 / 50);
    requireVariance(dense, "layer2/weight", 1.0 / 200);
    requireVariance(dense, "layer3/weight", 1.0 / 100);
    Nets.Body image = new Nets.Body(8, 6, 6).conv(64, 3, 1);
    Network filters = image.then("leaky", new Operator.LeakyRelu(0.5f)).network();
    requireVariance(Initialization.draw(filters, 3), "layer1/weight", 1.6 / 72);
  }

  /**
   * The variance of n Gaussian draws has a relative standard error of sqrt(2 / n); four of those.
   */
  private static void requireVariance(Network network, String constant, double expected) {
    double sum = 0;
    float[] values = network.floats(constant).values();
    for (float value : values) {
      sum += (double) value * value;
    }
    assertThat(sum / values.length)
        .isCloseTo(expected, within(4 * expected * Math.sqrt(2.0 / values.length)));
  }

  @Test
  void biasesAndNormalisationStartNeutral() {
    Network network = Initialization.draw(StackingTest.perturbed(StackingTest.normed(5), 3), 1);
    assertThat(network.floats("layer1/bias").values()).containsOnly(0);
    assertThat(network.floats("layer1/scale").values()).containsOnly(1);
    assertThat(network.floats("layer1/shift").values()).containsOnly(0);
    assertThat(network.floats("layer1/mean").values()).containsOnly(0);
    assertThat(network.floats("layer1/variance").values()).containsOnly(1);
  }

  /**
   * Numbers of this class before it drew anything but products and their biases: published figures
   * rest on them.
   */
  @Test
  void productsDrawWhatTheyAlwaysDrew() {
    Nets.Body image = new Nets.Body(2, 6, 6).conv(4, 3, 1).norm().then(Function.RELU);
    image.then("pool", Operator.Pool.square(Operator.Pool.Kind.MAX, 2));
    image.then("flatten", new Operator.Flatten(1)).dense(5).then(Function.RELU).matMul(3);
    Network network = image.with("bias", ADD, image.constant("last/bias", 3)).network();
    assertThat(hash(Initialization.draw(network, 7))).isEqualTo(502519260);
  }

  private static int hash(Network network) {
    int hash = 0;
    for (String constant : network.trainable()) {
      hash = 31 * hash + Arrays.hashCode(network.floats(constant).values());
    }
    return hash;
  }

  @Test
  void layerNormalisationStartsAsTheIdentity() {
    Nets.Body body = new Nets.Body(6);
    Network network =
        anew(
            body.with(
                "norm",
                new Operator.LayerNormalization(-1, 1e-5f),
                body.constant("scale", 6),
                body.constant("shift", 6)));
    assertThat(network.floats("scale").values()).containsOnly(1);
    assertThat(network.floats("shift").values()).containsOnly(0);
  }

  @Test
  void instanceNormalisationStartsAsTheIdentity() {
    Nets.Body body = new Nets.Body(2, 4, 4);
    Network network =
        anew(
            body.with(
                "norm",
                new Operator.InstanceNormalization(1e-5f),
                body.constant("scale", 2),
                body.constant("shift", 2)));
    assertThat(network.floats("scale").values()).containsOnly(1);
    assertThat(network.floats("shift").values()).containsOnly(0);
  }

  /** PyTorch's: all uniform within 1 / sqrt(hidden), whose variance is a third of the square. */
  @Test
  void recurrentLayersAreUniform() {
    Nets.Body body =
        new Nets.Body(5, 8).then("steps first", new Operator.Transpose(List.of(1, 0, 2)));
    Operator.Recurrent.Kind kind = Operator.Recurrent.Kind.LSTM;
    int hidden = 16;
    Network network =
        anew(
            body.with(
                "lstm",
                new Operator.Recurrent(kind, hidden, Operator.Recurrent.Direction.FORWARD, false),
                body.constant("W", 1, 4 * hidden, 8),
                body.constant("R", 1, 4 * hidden, hidden),
                body.constant("B", 1, 8 * hidden)));
    for (String weight : List.of("W", "R", "B")) {
      requireVariance(network, weight, 1.0 / (3 * hidden));
      for (float value : network.floats(weight).values()) {
        assertThat(Math.abs(value)).isLessThanOrEqualTo((float) (1 / Math.sqrt(hidden)));
      }
    }
  }

  /** A position of the result sums kernel / stride positions of C / groups channels: 4 * 9 / 4. */
  @Test
  void transposedConvolutionsFollowWhatAPositionSums() {
    Nets.Body body = new Nets.Body(8, 5, 5);
    Operator up =
        new Operator.ConvTranspose(
            List.of(3, 3), List.of(2, 2), List.of(0, 0, 0, 0), List.of(1, 1), List.of(0, 0), 2);
    body.with("up", up, body.constant("filters", 8, 16, 3, 3), body.constant("shift", 32));
    Network network = anew(body.then(Function.RELU));
    requireVariance(network, "filters", 2.0 / 9);
    assertThat(network.floats("shift").values()).containsOnly(0);
  }

  @Test
  void embeddingsAreStandardNormal() {
    Network.Builder builder = Network.builder("embedding");
    builder.input("tokens", ElementType.INT64, Shape.of(Shape.BATCH));
    builder.constant("embedding", Tensor.of(Shape.of(40, 16), trained(640)));
    builder.output(builder.add("scores", new Operator.Gather(0), "embedding", "tokens"));
    requireVariance(Initialization.draw(builder.build(), 3), "embedding", 1);
  }

  /** As PyTorch writes a linear layer: the bias is the first input of Add. */
  @Test
  void aBiasThatIsAddedFirstStartsAtZero() {
    Nets.Body body = new Nets.Body(6).matMul(4);
    String product = body.last();
    Network network = anew(body.at(body.constant("bias", 4)).with("sum", ADD, product));
    assertThat(network.floats("bias").values()).containsOnly(0);
  }

  @Test
  void gainsStartAtOneWhicheverSideTheyAreOn() {
    Nets.Body body = new Nets.Body(6).dense(4);
    String product = body.last();
    body.at(body.constant("gains", 4)).with("gained", MULTIPLY, product);
    Network network = anew(body);
    assertThat(network.floats("gains").values()).containsOnly(1);
  }

  /** What Keras' Normalization layer exports, and GELU written out: neither is what was learned. */
  @Test
  void unitsOfTheInputAndNumbersOfFormulasStay() {
    Nets.Body body = new Nets.Body(6);
    body.with(
        "centred", new Operator.Binary(Operator.Binary.Function.SUB), body.constant("mean", 6));
    body.with(
            "scaled",
            new Operator.Binary(Operator.Binary.Function.DIV),
            body.constant("deviation", 6))
        .dense(4);
    body.with("half", MULTIPLY, body.constant("one half", 1));
    Network before = filled(body.network());
    Network after = Initialization.draw(before, 3);
    for (String kept : List.of("mean", "deviation", "one half")) {
      assertThat(after.floats(kept)).isEqualTo(before.floats(kept));
    }
  }

  @Test
  void gainLooksThroughRegrouping() {
    Nets.Body body = new Nets.Body(50).dense(200);
    body.with("images", new Operator.Reshape(), body.longs("dims", 0, 20, 10));
    body.then("turned", new Operator.Transpose(List.of(0, 2, 1)));
    Network network = body.then("flat", new Operator.Flatten(1)).then(Function.RELU).network();
    requireVariance(Initialization.draw(network, 3), "layer1/weight", 2.0 / 50);
  }

  /** Draws a network whose constants are all neither 0 nor 1 and requires every trainable one to change. */
  private static Network anew(Nets.Body body) {
    Network before = filled(body.network());
    Network after = Initialization.draw(before, 3);
    for (String constant : before.trainable()) {
      assertThat(after.floats(constant)).as(constant).isNotEqualTo(before.floats(constant));
    }
    return after;
  }

  private static Network filled(Network network) {
    Map<String, Tensor> filled = new LinkedHashMap<>();
    for (String constant : network.trainable()) {
      Shape shape = network.shape(constant);
      filled.put(constant, new Tensor.Floats(shape, trained((int) shape.elements())));
    }
    return network.withConstants(filled);
  }

  private static float[] trained(int length) {
    float[] values = new float[length];
    Arrays.fill(values, 0.3f);
    return values;
  }
}
