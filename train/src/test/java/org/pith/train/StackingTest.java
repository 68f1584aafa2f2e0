package org.pith.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.pith.network.Network;
import org.pith.network.Operator;
import org.pith.network.Operator.Binary;
import org.pith.network.Operator.Pool;
import org.pith.network.Operator.Unary.Function;
import org.pith.network.Shape;
import org.pith.network.Tensor;
import org.pith.train.Nets.Body;
import org.pith.train.internal.Stack;

class StackingTest {

  static final int[] WIDTHS = {5, 12, 8};

  static Network mlp(int width) {
    return Nets.mlp(6, width, width + 3, 3);
  }

  static Network activated(Function function, int width) {
    return new Body(6)
        .dense(width)
        .then(function)
        .dense(2 * width)
        .then(function)
        .dense(3)
        .network();
  }

  static Network normed(int width) {
    return new Body(6)
        .dense(width)
        .norm()
        .then(Function.RELU)
        .dense(width)
        .norm()
        .then(Function.SIGMOID)
        .dense(3)
        .network();
  }

  static Network residual(int width) {
    Body body = new Body(6).dense(width).then(Function.RELU);
    String skip = body.last();
    return body.dense(width)
        .then(Function.TANH)
        .with("add", new Binary(Binary.Function.ADD), skip)
        .dense(3)
        .network();
  }

  static Network concatenated(int width) {
    Body body = new Body(6).dense(width).then(Function.RELU);
    String skip = body.last();
    return body.dense(2 * width)
        .then(Function.SIGMOID)
        .with("concat", new Operator.Concat(1), skip)
        .then("drop", new Operator.Dropout(0.3f))
        .dense(3)
        .network();
  }

  static Network scaled(int width) {
    Body body = new Body(6).dense(width).then(Function.RELU);
    return body.with("scale", new Binary(Binary.Function.MUL), body.constant("gains", 1, width))
        .dense(3)
        .network();
  }

  static Network cnn(int width) {
    return new Body(2, 6, 6)
        .conv(width, 3, 1)
        .norm()
        .then(Function.RELU)
        .then("pool", Pool.square(Pool.Kind.MAX, 2))
        .conv(width + 1, 3, 1)
        .then(Function.RELU)
        .then("gap", new Operator.GlobalAveragePool())
        .then("flatten", new Operator.Flatten(1))
        .dense(3)
        .network();
  }

  static Network depthwise(int width) {
    return new Body(2, 6, 6)
        .conv(width, 3, 1)
        .then(Function.RELU)
        .conv(2 * width, 3, width)
        .norm()
        .then(Function.GELU)
        .then("pool", Pool.square(Pool.Kind.AVERAGE, 2))
        .conv(width, 1, 1)
        .then(Function.RELU)
        .then("flatten", new Operator.Flatten(1))
        .dense(width)
        .then(Function.RELU)
        .dense(3)
        .network();
  }

  static Network residualCnn(int width) {
    Body body = new Body(2, 6, 6).conv(width, 3, 1).then(Function.RELU);
    String skip = body.last();
    return body.conv(width, 3, 1)
        .then("drop", new Operator.Dropout(0.2f))
        .with("add", new Binary(Binary.Function.ADD), skip)
        .with("concat", new Operator.Concat(1), skip)
        .conv(width, 1, 1)
        .then("flatten", new Operator.Flatten(1))
        .dense(3)
        .network();
  }

  static Stream<Arguments> topologies() {
    return Stream.of(
        named("mlp", StackingTest::mlp, 6),
        named("gelu", w -> activated(Function.GELU, w), 6),
        named("sigmoid", w -> activated(Function.SIGMOID, w), 6),
        named("norm", StackingTest::normed, 6),
        named("residual", StackingTest::residual, 6),
        named("concat", StackingTest::concatenated, 6),
        named("scaled", StackingTest::scaled, 6),
        named("cnn", StackingTest::cnn, 2, 6, 6),
        named("depthwise", StackingTest::depthwise, 2, 6, 6),
        named("residual cnn", StackingTest::residualCnn, 2, 6, 6));
  }

  private static Arguments named(String name, IntFunction<Network> topology, int... row) {
    return Arguments.of(name, topology, Shape.of(row));
  }

  /**
   * Weights after 24 steps agree to 1e-4: sums of the same numbers in another order differ by some 1e-7, which the optimiser's large
   * epsilon keeps from being blown up where a gradient is zero but for rounding.
   */
  @ParameterizedTest(name = "{0}")
  @MethodSource("topologies")
  void stackedTrainingEqualsSeparateTrainings(
      String name, IntFunction<Network> topology, Shape row) {
    Recipe recipe =
        Recipe.defaults()
            .withEpochs(4)
            .withBatchSize(10)
            .withClipNorm(0.5)
            .withAveraging(new Recipe.Averaging.Exponential(0.8))
            .withAdam(new Recipe.Adam(0.9, 0.99, 1e-2));
    Examples train = random(60, row, 1);
    Examples validation = random(20, row, 2);
    List<Network> networks = networks(topology);
    assertThat(Stack.obstacle(networks)).isEmpty();
    List<Trained> together = Trainer.train(networks, train, validation, recipe, 5);
    for (int k = 0; k < networks.size(); k++) {
      Trained alone =
          Trainer.train(networks.subList(k, k + 1), train, validation, recipe, 5).getFirst();
      assertThat(distance(alone.network(), together.get(k).network())).isLessThan(1e-4);
      assertThat(distance(alone.network(), networks.get(k))).isGreaterThan(1e-2);
      assertThat(together.get(k).best().validationLoss())
          .isCloseTo(alone.best().validationLoss(), within(1e-4));
      assertThat(together.get(k).best().trainLoss())
          .isCloseTo(alone.best().trainLoss(), within(1e-4));
    }
  }

  static List<Network> networks(IntFunction<Network> topology) {
    return IntStream.range(0, WIDTHS.length)
        .mapToObj(k -> perturbed(Initialization.draw(topology.apply(WIDTHS[k]), k), k))
        .toList();
  }

  /** Biases and scales away from their neutral values, so that nothing is hidden by a zero. */
  static Network perturbed(Network network, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, Tensor> changed = new java.util.HashMap<>();
    List<String> names = new ArrayList<>(network.trainable());
    names.addAll(network.runningStatistics());
    for (String name : names) {
      Tensor.Floats floats = network.floats(name);
      float[] values = floats.values().clone();
      for (int i = 0; i < values.length; i++) {
        values[i] += (float) random.nextDouble(0.05, 0.3);
      }
      changed.put(name, new Tensor.Floats(floats.shape(), values));
    }
    return network.withConstants(changed);
  }

  static Examples random(int rows, Shape row, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] inputs = new float[rows * (int) row.elements()];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = (float) random.nextGaussian();
    }
    return new Examples(row, inputs, new Target.Classes(random.ints(rows, 0, 3).toArray(), 3));
  }

  static double distance(Network a, Network b) {
    double largest = 0;
    List<String> names = new ArrayList<>(a.trainable());
    names.addAll(a.runningStatistics());
    for (String name : names) {
      float[] x = a.floats(name).values();
      float[] y = b.floats(name).values();
      for (int i = 0; i < x.length; i++) {
        largest = Math.max(largest, Math.abs(x[i] - y[i]));
      }
    }
    return largest;
  }
}
