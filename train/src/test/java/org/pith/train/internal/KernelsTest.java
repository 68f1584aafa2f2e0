package org.pith.train.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.pith.network.ElementType;
import org.pith.network.Network;
import org.pith.network.Operator;
import org.pith.network.Operator.Binary;
import org.pith.network.Operator.Pool;
import org.pith.network.Operator.Unary.Function;
import org.pith.network.Shape;
import org.pith.network.onnx.OnnxSession;
import org.pith.train.Nets.Body;

class KernelsTest {

  private static final int ROWS = 4;

  static Stream<Arguments> networks() {
    List<Arguments> networks = new ArrayList<>();
    for (Function f : Function.values()) {
      switch (f) {
        case LOG, SQRT ->
            add(networks, f.name(), b -> b.dense(5).then(Function.SIGMOID).then(f).dense(3), 6);
        case NOT, IS_NAN -> {} // Without a gradient; in conditional().
        default -> add(networks, f.name(), b -> b.dense(5).then(f).dense(3), 6);
      }
    }
    for (Binary.Function f : Binary.Function.values()) {
      switch (f) {
        case EQUAL, LESS, GREATER -> {} // Without a gradient; in conditional().
        default -> add(networks, f.name(), b -> joined(b, f), 6);
      }
    }
    add(
        networks,
        "LeakyRelu",
        b -> b.dense(5).then("leaky", new Operator.LeakyRelu(0.1f)).dense(3),
        6);
    add(networks, "Softmax", b -> b.dense(5).then("softmax", new Operator.Softmax(-1)).dense(3), 6);
    add(networks, "Clip", b -> clip(b.dense(5)).dense(3), 6);
    add(
        networks,
        "MatMul",
        b -> b.dense(5).then(Function.TANH).matMul(4).then(Function.TANH).matMul(3),
        6);
    add(networks, "MatMul first", b -> b.matMul(4).then(Function.TANH).matMul(3), 6);
    add(networks, "Gemm scaled", b -> scaledGemm(b.dense(5)), 6);
    add(networks, "Gemm plain", b -> plainGemm(b), 6);
    add(networks, "BatchNormalization", b -> b.dense(5).norm().then(Function.TANH).dense(3), 6);
    add(networks, "Where", b -> conditional(b.dense(5)).dense(3), 6);
    add(networks, "Concat", b -> skip(b.dense(5), new Operator.Concat(1)).dense(3), 6);
    add(networks, "Gather", b -> gather(b.dense(5)).dense(3), 6);
    for (Operator.Reduce.Kind kind : Operator.Reduce.Kind.values()) {
      add(networks, "Reduce " + kind, b -> reduce(b.dense(6), kind, true).dense(3), 6);
    }
    add(networks, "Reshape", b -> reshape(b.dense(6)).dense(3), 6);
    add(
        networks,
        "convolution strided",
        b -> head(conv(b, 3, 2, List.of(1, 0, 2, 1), 1, 1)),
        2,
        6,
        6);
    add(
        networks,
        "convolution grouped",
        b -> head(b.conv(4, 3, 1).then(Function.TANH).conv(6, 3, 2)),
        2,
        6,
        6);
    add(
        networks,
        "convolution dilated",
        b -> head(conv(b, 3, 1, List.of(2, 2, 2, 2), 2, 1)),
        2,
        6,
        6);
    add(
        networks,
        "depthwise",
        b -> head(b.conv(5, 3, 1).then(Function.TANH).conv(5, 3, 5)),
        2,
        6,
        6);
    add(networks, "depthwise first", b -> head(b.conv(4, 3, 2)), 2, 6, 6);
    add(networks, "image norm", b -> head(b.conv(5, 3, 1).norm()), 2, 6, 6);
    add(
        networks,
        "max pool",
        b -> head(b.conv(5, 3, 1).then("pool", Pool.square(Pool.Kind.MAX, 2))),
        2,
        6,
        6);
    add(
        networks,
        "average pool",
        b -> head(b.conv(5, 3, 1).then("pool", Pool.square(Pool.Kind.AVERAGE, 3))),
        2,
        6,
        6);
    add(
        networks,
        "max pool padded",
        b -> head(b.conv(5, 3, 1).then("pool", padded(Pool.Kind.MAX, false))),
        2,
        6,
        6);
    add(
        networks,
        "average pool padded",
        b -> head(b.conv(5, 3, 1).then("pool", padded(Pool.Kind.AVERAGE, false))),
        2,
        6,
        6);
    add(
        networks,
        "average pool counted",
        b -> head(b.conv(5, 3, 1).then("pool", padded(Pool.Kind.AVERAGE, true))),
        2,
        6,
        6);
    add(
        networks,
        "GlobalAveragePool",
        b -> head(b.conv(5, 3, 1).then("gap", new Operator.GlobalAveragePool())),
        2,
        6,
        6);
    add(
        networks,
        "image residual",
        b -> head(skip(b.conv(5, 3, 1), new Binary(Binary.Function.ADD))),
        2,
        6,
        6);
    add(
        networks,
        "image concat",
        b -> head(skip(b.conv(5, 3, 1), new Operator.Concat(1))),
        2,
        6,
        6);
    add(
        networks,
        "channel gains",
        b ->
            head(
                b.conv(5, 3, 1)
                    .with("gains", new Binary(Binary.Function.MUL), b.constant("gains", 5, 1, 1))),
        2,
        6,
        6);
    add(
        networks,
        "channel mean",
        b -> head(reduce(b.conv(5, 3, 1), Operator.Reduce.Kind.MEAN, true)),
        2,
        6,
        6);
    add(
        networks,
        "pool first",
        b ->
            b.then("pool", Pool.square(Pool.Kind.MAX, 2))
                .then("flatten", new Operator.Flatten(1))
                .dense(3),
        2,
        6,
        6);
    return networks.stream();
  }

  static Stream<Arguments> servedNetworks() {
    List<Arguments> networks = new ArrayList<>();
    add(networks, "whole quotient", KernelsTest::wholeQuotient, 6);
    add(networks, "sequence norm", b -> head(reshape(b.dense(6), 2, 3).norm()), 6);
    for (Pool.Kind kind : Pool.Kind.values()) {
      Pool wide = new Pool(kind, List.of(3, 3), List.of(2, 2), List.of(2, 2, 2, 2), false, false);
      add(networks, "wide padding " + kind, b -> head(b.conv(5, 3, 1).then("pool", wide)), 2, 6, 6);
      // Rounded up where the last window starts in the image: elsewhere ONNX Runtime keeps one
      // more.
      Pool up = new Pool(kind, List.of(3, 3), List.of(2, 2), List.of(2, 2, 1, 1), true, false);
      add(networks, "rounded up " + kind, b -> head(b.conv(5, 3, 1).then("pool", up)), 2, 7, 7);
    }
    return Stream.concat(networks.stream(), networks());
  }

  /** Whole numbers of either sign divided by whole numbers, which are cut towards zero. */
  private static Body wholeQuotient(Body body) {
    body.with("spread", new Operator.Gemm(20, 1, false, true), body.constant("wide", 5, 6));
    body.then("whole", new Operator.Cast(ElementType.INT64));
    String divisors = body.longs("divisors", 2, -3, 4, 5, -7);
    body.with("quotient", new Binary(Binary.Function.DIV), divisors);
    return body.then("real", new Operator.Cast(ElementType.FLOAT)).dense(3);
  }

  private static Body reshape(Body body, long... row) {
    long[] dims = LongStream.concat(LongStream.of(0), LongStream.of(row)).toArray();
    return body.with("sequences", new Operator.Reshape(), body.longs("sequence", dims));
  }

  private static void add(
      List<Arguments> networks, String name, UnaryOperator<Body> grow, int... row) {
    networks.add(Arguments.of(name, grow.apply(new Body(row)).network(), Shape.of(row)));
  }

  private static Body head(Body body) {
    return body.then(Function.TANH).then("flatten", new Operator.Flatten(1)).dense(3);
  }

  private static Body joined(Body body, Binary.Function function) {
    body.dense(5).then(Function.SIGMOID);
    String other = body.last();
    return body.dense(5).then(Function.SIGMOID).with("join", new Binary(function), other).dense(3);
  }

  private static Body skip(Body body, Operator operator) {
    String before = body.last();
    return body.then(Function.TANH).with("skip", operator, before);
  }

  private static Body clip(Body body) {
    String low = body.scalar("low", -0.4f);
    String high = body.scalar("high", 0.6f);
    return body.with("clip", new Operator.Clip(), low, high);
  }

  private static Body conditional(Body body) {
    String values = body.last();
    String zero = body.scalar("zero", 0.1f);
    body.with("less", new Binary(Binary.Function.LESS), zero)
        .then("not", new Operator.Unary(Function.NOT));
    String condition = body.last();
    String squashed = body.at(values).then(Function.TANH).last();
    return body.at(condition).with("where", new Operator.Where(), values, squashed);
  }

  private static Body gather(Body body) {
    return body.with("gather", new Operator.Gather(1), body.longs("indices", 4, 0, -2));
  }

  private static Body reduce(Body body, Operator.Reduce.Kind kind, boolean keep) {
    return body.with(
        "reduce", new Operator.Reduce(kind, keep), body.longs("axes", body.rank() - 1));
  }

  private static Body reshape(Body body) {
    body.with("reshape", new Operator.Reshape(), body.longs("images", 0, 2, 3));
    return body.then(Function.TANH).with("back", new Operator.Reshape(), body.longs("rows", 0, -1));
  }

  private static Body scaledGemm(Body body) {
    return body.with(
        "scaled",
        new Operator.Gemm(0.5f, 2, false, true),
        body.constant("w", 3, 5),
        body.constant("b", 3));
  }

  private static Body plainGemm(Body body) {
    body.with("plain1", Operator.Gemm.PLAIN, body.constant("w1", 6, 5), body.constant("b1", 1, 5))
        .then(Function.TANH);
    return body.with(
        "plain2", Operator.Gemm.PLAIN, body.constant("w2", 5, 3), body.constant("b2", 3));
  }

  private static Body conv(
      Body body, int filters, int stride, List<Integer> pads, int dilation, int groups) {
    Operator.Conv conv =
        new Operator.Conv(
            List.of(3, 3), List.of(stride, stride), pads, List.of(dilation, dilation), groups);
    return body.with(
        "conv",
        conv,
        body.constant("filters", filters, 2 / groups, 3, 3),
        body.constant("shift", filters));
  }

  private static Pool padded(Pool.Kind kind, boolean counted) {
    return new Pool(kind, List.of(3, 3), List.of(2, 2), List.of(1, 0, 0, 1), false, counted);
  }

  /**
   * Three networks of the same widths and different weights; the middle one is checked as a part of
   * the stack.
   */
  private static List<Network> drawn(Network network) {
    return IntStream.range(0, 3).mapToObj(k -> filled(network, 31 + k)).toList();
  }

  private static Network filled(Network network, int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, org.pith.network.Tensor> changed = new HashMap<>();
    Stream.concat(network.trainable().stream(), network.runningStatistics().stream())
        .forEach(
            name -> {
              Shape shape = network.shape(name);
              float[] values = new float[(int) shape.elements()];
              for (int i = 0; i < values.length; i++) {
                values[i] =
                    (float)
                        (name.endsWith("variance")
                            ? random.nextDouble(0.5, 2)
                            : 0.5 * random.nextGaussian());
              }
              changed.put(name, new org.pith.network.Tensor.Floats(shape, values));
            });
    return network.withConstants(changed);
  }

  private static float[] rows(Shape row) {
    SplittableRandom random = new SplittableRandom(5);
    float[] rows = new float[ROWS * (int) row.elements()];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = (float) random.nextGaussian();
    }
    return rows;
  }

  /** 1e-4 relative to the largest score: sums of some hundred products in single precision. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("servedNetworks")
  void servesWhatOnnxRuntimeServes(String name, Network network, Shape row) {
    List<Network> drawn = drawn(network);
    String output = network.outputs().getFirst().name();
    try (Stack stack = new Stack(drawn)) {
      List<float[]> served = stack.serve(row, rows(row), List.of(output)).get(output);
      for (int k = 0; k < drawn.size(); k++) {
        try (OnnxSession session = OnnxSession.open(drawn.get(k), 1)) {
          float[] expected = session.run(rows(row)).floats(output);
          for (int i = 0; i < expected.length; i++) {
            assertThat(served.get(k)[i])
                .isCloseTo(expected[i], within(1e-4f * Math.max(1, Math.abs(expected[i]))));
          }
        }
      }
    }
  }

  /**
   * Central differences of a random combination of the scores in double precision; their error is
   * near 1e-8.
   */
  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void gradientsAgreeWithFiniteDifferences(String name, Network network, Shape row) {
    for (List<Network> networks : List.of(drawn(network).subList(0, 1), drawn(network))) {
      try (Stack stack = new Stack(networks, ScalarType.Double)) {
        Tensor input = Binding.rows(ScalarType.Double, row, rows(row), ROWS);
        Tensor mix =
            Binding.rows(
                ScalarType.Double,
                Shape.of(ROWS, 3),
                coefficients(networks.size()),
                networks.size());
        combined(stack, input, mix).backward();
        double[] gradient = Binding.doubles(stack.gradient());
        for (int i = 0; i < gradient.length; i += 1 + gradient.length / 60) {
          double numeric =
              (shifted(stack, i, 1e-5, input, mix) - shifted(stack, i, -1e-5, input, mix)) / 2e-5;
          assertThat(gradient[i]).isCloseTo(numeric, within(1e-6 + 1e-4 * Math.abs(numeric)));
        }
        assertThat(Arrays.stream(gradient).map(Math::abs).max().orElseThrow()).isGreaterThan(1e-3);
      }
    }
  }

  private static float[] coefficients(int networks) {
    SplittableRandom random = new SplittableRandom(9);
    float[] mix = new float[networks * ROWS * 3];
    for (int i = 0; i < mix.length; i++) {
      mix[i] = (float) random.nextGaussian();
    }
    return mix;
  }

  private static Tensor combined(Stack stack, Tensor input, Tensor mix) {
    return stack.scores(input, new Pass(true, 1)).mul(mix).sum();
  }

  private static double shifted(Stack stack, int element, double by, Tensor input, Tensor mix) {
    try (PointerScope _ = new PointerScope();
        DoublePointer flat = stack.learned().flat().data_ptr_double()) {
      double before = flat.get(element);
      flat.put(element, before + by);
      double value = combined(stack, input, mix).item_double();
      flat.put(element, before);
      return value;
    }
  }

  @Test
  void refusesStringsAndUnknownOperatorsByName() {
    Network.Builder builder = Network.builder("odd");
    builder.input("features", ElementType.FLOAT, Shape.of(Shape.BATCH, 2));
    builder.add(
        new org.pith.network.Node(
            "strange",
            new Operator.Unknown("", "Mystery", 17, List.of()),
            List.of("features"),
            List.of("scores")));
    builder.outputAs(
        new org.pith.network.Port("scores", ElementType.FLOAT, Shape.of(Shape.BATCH, 2)));
    assertThatThrownBy(() -> new Stack(List.of(builder.build())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("strange (Mystery)")
        .hasMessageContaining("not in Pith's table");
  }

  /** Division of whole numbers by 0 is refused by libtorch itself. */
  @Test
  void namesTheNodeThatLibtorchRefuses() {
    Body body = new Body(2).then("whole", new Operator.Cast(ElementType.INT64));
    Network network =
        body.with("quotient", new Binary(Binary.Function.DIV), body.longs("zero", 0, 0)).network();
    String output = network.outputs().getFirst().name();
    try (Stack stack = new Stack(List.of(network))) {
      assertThatThrownBy(() -> stack.serve(Shape.of(2), new float[] {1, 2}, List.of(output)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("quotient2 (Div) cannot be computed")
          .hasMessageContaining("Maybe");
    }
  }

  /** As the shape rule and libtorch's own padding have it. */
  @Test
  void roundingUpLeavesOutAWindowThatStartsInThePadding() {
    for (Pool.Kind kind : Pool.Kind.values()) {
      for (boolean counted : new boolean[] {false, true}) {
        Pool pool =
            new Pool(kind, List.of(3, 3), List.of(2, 2), List.of(2, 2, 2, 2), true, counted);
        Network network = new Body(1, 6, 6).then("pool", pool).network();
        String output = network.outputs().getFirst().name();
        float[] image = Arrays.copyOf(rows(Shape.of(1, 6, 6)), 36);
        try (Stack stack = new Stack(List.of(network))) {
          float[] served =
              stack.serve(Shape.of(1, 6, 6), image, List.of(output)).get(output).get(0);
          assertThat(served)
              .hasSize((int) network.shape(output).elements())
              .doesNotContain(Float.NaN);
        }
      }
    }
  }

  @Test
  void refusesMoreValuesThanAnArrayHolds() {
    Network network = new Body(1).dense(40_000).network();
    String output = network.outputs().getFirst().name();
    try (Stack stack = new Stack(List.of(network))) {
      assertThatThrownBy(() -> stack.serve(Shape.of(1), new float[70_000], List.of(output)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("70,000 rows of tensor " + output)
          .hasMessageContaining("2,800,000,000 values, more than an array holds");
    }
  }

  @Test
  void aLearnerThatFailsLeavesNoScopeOpen() {
    PointerScope before = PointerScope.getInnerScope();
    List<Network> networks = List.of(new Body(2).dense(2).network());
    assertThatThrownBy(() -> new Learner(networks, Shape.of(2), new float[4], null, null))
        .isInstanceOf(NullPointerException.class);
    assertThat(PointerScope.getInnerScope()).isSameAs(before);
  }
}
