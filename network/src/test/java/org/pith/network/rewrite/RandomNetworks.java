package org.pith.network.rewrite;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.pith.network.ElementType;
import org.pith.network.Network;
import org.pith.network.Operator;
import org.pith.network.Operator.Unary.Function;
import org.pith.network.Shape;
import org.pith.network.Tensor;

/** Draws networks of every pattern that couples channels, with random weights and statistics. */
public final class RandomNetworks {
  private final Random random;
  private final Network.Builder builder = Network.builder("random");
  private int layers;

  private RandomNetworks(long seed) {
    random = new Random(seed);
  }

  /** Blocks of convolutions, or of matrix products on rows, then a head of three scores. */
  public static Network draw(long seed) {
    RandomNetworks networks = new RandomNetworks(seed);
    return networks.random.nextBoolean() ? networks.images() : networks.rows();
  }

  private Network images() {
    String x = builder.input("features", ElementType.FLOAT, Shape.of(Shape.BATCH, 2, 6, 6));
    x = conv(x, 2 * (1 + random.nextInt(3)), 1);
    for (int block = 2 + random.nextInt(3); block > 0; block--) {
      x = imageBlock(x);
    }
    return head(rowsOf(x));
  }

  private Network rows() {
    String x = builder.input("features", ElementType.FLOAT, Shape.of(Shape.BATCH, 5));
    for (int block = 2 + random.nextInt(3); block > 0; block--) {
      x = rowBlock(x);
    }
    return head(x);
  }

  private Network head(String x) {
    builder.output(dense(x, 3));
    return builder.build();
  }

  private String imageBlock(String x) {
    int channels = builder.shape(x).dim(1);
    int even = 2 * (1 + random.nextInt(3));
    return switch (random.nextInt(7)) {
      case 0 -> activation(norm(conv(x, even, 1)));
      case 1 -> binary(Operator.Binary.Function.ADD, x, activation(conv(x, channels, 1)));
      case 2 -> concat(activation(conv(x, even, 1)), x);
      case 3 ->
          conv(activation(norm(conv(x, channels * (1 + random.nextInt(2)), channels))), even, 1);
      case 4 -> conv(even(x), even, 2);
      case 5 -> perChannel(x);
      default ->
          builder.shape(x).dim(2) < 2
              ? x
              : builder.add(name("pool"), Operator.Pool.square(Operator.Pool.Kind.MAX, 2), x);
    };
  }

  private String rowBlock(String x) {
    int width = builder.shape(x).dim(1);
    int even = 2 * (1 + random.nextInt(3));
    return switch (random.nextInt(6)) {
      case 0 -> activation(norm(dense(x, even)));
      case 1 -> binary(Operator.Binary.Function.ADD, x, activation(dense(x, width)));
      case 2 -> concat(activation(dense(x, even)), x, activation(dense(x, 3)));
      case 3 -> binary(Operator.Binary.Function.MUL, activation(dense(x, even)), dense(x, even));
      case 4 -> gathered(activation(matMul(x, even)));
      default -> activation(dense(x, even));
    };
  }

  /** A layer that gives an even number of channels, so that groups of two can follow. */
  private String even(String x) {
    return builder.shape(x).dim(1) % 2 == 0 ? x : conv(x, 4, 1);
  }

  private String perChannel(String x) {
    String scale = constant(name("scale"), builder.shape(x).dim(1), 1, 1);
    return binary(Operator.Binary.Function.MUL, x, scale);
  }

  private String rowsOf(String x) {
    return switch (random.nextInt(3)) {
      case 0 -> builder.add(name("flatten"), new Operator.Flatten(1), x);
      case 1 -> {
        String shape = builder.constant(name("shape"), Tensor.longs(0, -1));
        yield builder.add(name("reshape"), new Operator.Reshape(), x, shape);
      }
      default ->
          builder.add(
              name("flatten"),
              new Operator.Flatten(1),
              builder.add(name("mean"), new Operator.GlobalAveragePool(), x));
    };
  }

  private String gathered(String x) {
    int width = builder.shape(x).dim(1);
    String indices = builder.constant(name("indices"), Tensor.longs(width - 1, 0, width - 1, 1));
    return builder.add(name("gather"), new Operator.Gather(1), x, indices);
  }

  private String conv(String x, int out, int groups) {
    int kernel = random.nextBoolean() ? 1 : 3;
    String weight = constant(name("weight"), out, builder.shape(x).dim(1) / groups, kernel, kernel);
    Operator operator = Operator.Conv.same(kernel, 1, groups);
    return random.nextBoolean()
        ? builder.add(name("conv"), operator, x, weight)
        : builder.add(name("conv"), operator, x, weight, constant(name("bias"), out));
  }

  private String dense(String x, int out) {
    int in = builder.shape(x).dim(1);
    return random.nextBoolean()
        ? builder.add(
            name("gemm"),
            Operator.Gemm.TRANSPOSED,
            x,
            constant(name("weight"), out, in),
            constant(name("bias"), out))
        : builder.add(
            name("gemm"),
            new Operator.Gemm(2, 0.5f, false, false),
            x,
            constant(name("weight"), in, out));
  }

  private String matMul(String x, int out) {
    String product =
        builder.add(
            name("matmul"),
            new Operator.MatMul(),
            x,
            constant(name("weight"), builder.shape(x).dim(1), out));
    return random.nextBoolean()
        ? norm(product)
        : binary(Operator.Binary.Function.ADD, product, constant(name("bias"), out));
  }

  private String norm(String x) {
    int channels = builder.shape(x).dim(1);
    float[] variance = new float[channels];
    for (int c = 0; c < channels; c++) {
      variance[c] = 0.5f + random.nextFloat();
    }
    return builder.add(
        name("norm"),
        Operator.BatchNormalization.DEFAULT,
        x,
        constant(name("scale"), channels),
        constant(name("shift"), channels),
        constant(name("runningMean"), channels),
        builder.constant(name("runningVariance"), Tensor.vector(variance)));
  }

  private String activation(String x) {
    return switch (random.nextInt(4)) {
      case 0 -> builder.add(name("tanh"), new Operator.Unary(Function.TANH), x);
      case 1 -> builder.add(name("leaky"), new Operator.LeakyRelu(0.1f), x);
      case 2 -> builder.add(name("sigmoid"), new Operator.Unary(Function.SIGMOID), x);
      default ->
          builder.add(
              name("relu"),
              new Operator.Unary(Function.RELU),
              builder.add(name("dropout"), new Operator.Dropout(0.1f), x));
    };
  }

  private String binary(Operator.Binary.Function function, String a, String b) {
    return builder.add(name("binary"), new Operator.Binary(function), a, b);
  }

  private String concat(String... parts) {
    List<String> shuffled = new ArrayList<>(List.of(parts));
    Collections.shuffle(shuffled, random);
    return builder.add(name("concat"), new Operator.Concat(1), shuffled.toArray(String[]::new));
  }

  private String name(String kind) {
    return kind + ++layers;
  }

  private String constant(String name, int... dims) {
    Shape shape = Shape.of(dims);
    float[] values = new float[(int) shape.elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian() / 2;
    }
    return builder.constant(name, new Tensor.Floats(shape, values));
  }
}
