package org.pith.network.rewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pith.network.ElementType;
import org.pith.network.Network;
import org.pith.network.Operator;
import org.pith.network.Operator.Binary;
import org.pith.network.Shape;
import org.pith.network.Tensor;

class CoolingTest {

  private static final Operator ADD = new Binary(Binary.Function.ADD);
  private static final Operator MUL = new Binary(Binary.Function.MUL);

  private final Network.Builder builder = Network.builder("scores");
  private final String x = builder.input("features", ElementType.FLOAT, Shape.of(Shape.BATCH, 2));

  @Property(tries = 100)
  void dividesTheScoresAndAddsNoNode(
      @ForAll long seed, @ForAll @DoubleRange(min = 0.1, max = 10) double temperature) {
    Network network = RandomNetworks.draw(seed);
    float[] rows = Served.rows(network, seed);
    Network cooled = Cooling.of(network, temperature).orElseThrow();
    Served.assertSame(Served.run(cooled, rows), divided(Served.run(network, rows), temperature));
    assertThat(cooled.nodes()).isEqualTo(network.nodes());
  }

  @Test
  void goesThroughSumsProductsAndShapes() {
    String wide = dense("wide", x, 1, 2, 3, 4);
    String narrow = dense("narrow", x, -1, 0, 2, 1);
    String sum = builder.add("sum", ADD, wide, narrow);
    String half =
        builder.add("half", MUL, builder.constant("half/by", Tensor.of(Shape.of(), 0.5f)), sum);
    String shifted =
        builder.add(
            "shifted",
            new Binary(Binary.Function.SUB),
            half,
            builder.constant("shift", Tensor.of(Shape.of(2), 1, -1)));
    builder.output(
        builder.add("same", new Operator.Unary(Operator.Unary.Function.IDENTITY), shifted));
    assertDivided(builder.build());
  }

  @Test
  void aScoreBesideItsProductWithZeroStaysOne() {
    String score =
        builder.add(
            "score",
            Operator.Gemm.TRANSPOSED,
            x,
            builder.constant("score/weight", Tensor.of(Shape.of(1, 2), 2, -3)));
    builder.output(score);
    assertDivided(new Restatement.Pair().forth(builder.build()));
  }

  /** Of log-shares the shares at a temperature are those of the scores at it, so these take it in. */
  @ParameterizedTest
  @ValueSource(longs = {-1, 1})
  void goesAroundALogSoftmax(long axis) {
    Network network = logSoftmax(axis);
    float[] rows = {1, 2, -1, 0.5f, 3, -2};
    float[] expected = divided(Served.run(network, rows), 2);
    float[] found = Served.run(Cooling.of(network, 2).orElseThrow(), rows);
    for (int i = 0; i < rows.length; i += 2) {
      // The difference of two scores says their shares.
      assertThat(found[i] - found[i + 1]).isCloseTo(expected[i] - expected[i + 1], within(1e-5f));
      assertThat(Math.exp(found[i]) + Math.exp(found[i + 1])).isCloseTo(1, within(1e-6));
    }
  }

  @Test
  void aLogSoftmaxOverRowsIsNone() {
    assertThat(Cooling.of(logSoftmax(0), 2)).isEmpty();
  }

  private Network logSoftmax(long axis) {
    String axes = builder.constant("axes", Tensor.longs(axis));
    String scores = dense("scores", x, 1, 2, 3, 4);
    String max =
        builder.add("max", new Operator.Reduce(Operator.Reduce.Kind.MAX, true), scores, axes);
    String less = builder.add("less", new Binary(Binary.Function.SUB), scores, max);
    String exp = builder.add("exp", new Operator.Unary(Operator.Unary.Function.EXP), less);
    String sum = builder.add("sum", new Operator.Reduce(Operator.Reduce.Kind.SUM, true), exp, axes);
    String log = builder.add("log", new Operator.Unary(Operator.Unary.Function.LOG), sum);
    builder.output(builder.add("shares", new Binary(Binary.Function.SUB), less, log));
    return builder.build();
  }

  @Test
  void takesScaleAndShiftOfANormalisation() {
    String normed =
        builder.add(
            "norm",
            new Operator.BatchNormalization(1e-5f, 0.9f),
            dense("layer", x, 1, 2, 3, 4),
            builder.constant("norm/scale", Tensor.of(Shape.of(2), 2, 3)),
            builder.constant("norm/bias", Tensor.of(Shape.of(2), 1, -1)),
            builder.constant("norm/mean", Tensor.of(Shape.of(2), 0.5f, 0)),
            builder.constant("norm/variance", Tensor.of(Shape.of(2), 4, 1)));
    builder.output(normed);
    Network network = builder.build();
    assertDivided(network);
    assertThat(Cooling.of(network, 2).orElseThrow().constant("norm/variance"))
        .isEqualTo(network.constant("norm/variance"));
  }

  @Test
  void leavesWhatIsNotLinearOrReadElsewhere() {
    String hidden = dense("hidden", x, 1, 2, 3, 4);
    String bent = builder.add("bent", new Operator.Unary(Operator.Unary.Function.RELU), hidden);
    builder.output(bent);
    assertThat(Cooling.of(builder.build(), 2)).isEmpty();

    Network.Builder other = Network.builder("shared");
    String input = other.input("features", ElementType.FLOAT, Shape.of(Shape.BATCH, 2));
    String weight = other.constant("weight", Tensor.of(Shape.of(2, 2), 1, 2, 3, 4));
    String first = other.add("first", Operator.Gemm.TRANSPOSED, input, weight);
    String relu = other.add("relu", new Operator.Unary(Operator.Unary.Function.RELU), first);
    other.output(other.add("second", Operator.Gemm.TRANSPOSED, relu, weight));
    assertThat(Cooling.of(other.build(), 2)).isEmpty();
  }

  @Test
  void leavesAScoreThatItsOwnTermReads() {
    String first = dense("first", x, 1, 2, 3, 4);
    String second = dense("second", first, 4, 3, 2, 1);
    builder.output(builder.add("sum", ADD, first, second));
    assertThat(Cooling.of(builder.build(), 2)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void refusesOtherTemperatures(double temperature) {
    builder.output(dense("layer", x, 1, 2, 3, 4));
    Network network = builder.build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Cooling.of(network, temperature))
        .withMessageContaining(Double.toString(temperature));
  }

  private String dense(String name, String reads, float... weights) {
    return builder.add(
        name,
        Operator.Gemm.TRANSPOSED,
        reads,
        builder.constant(name + "/weight", Tensor.of(Shape.of(2, 2), weights)),
        builder.constant(name + "/bias", Tensor.of(Shape.of(2), 0.5f, -0.25f)));
  }

  private static void assertDivided(Network network) {
    float[] rows = {1, -2, 0.5f, 3};
    Network cooled = Cooling.of(network, 4).orElseThrow();
    Served.assertSame(Served.run(cooled, rows), divided(Served.run(network, rows), 4));
  }

  private static float[] divided(float[] scores, double temperature) {
    float[] divided = scores.clone();
    for (int i = 0; i < divided.length; i++) {
      divided[i] /= (float) temperature;
    }
    return divided;
  }
}
