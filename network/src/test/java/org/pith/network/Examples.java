package org.pith.network;

import java.util.List;
import java.util.Random;

/** Networks that tests share. */
public final class Examples {

  private Examples() {}

  /** F - hidden... - K with Relu between, transposed Gemm, weights drawn uniformly. */
  public static Network mlp(int... widths) {
    Random random = new Random(7);
    Network.Builder b = Network.builder("mlp");
    String x = b.input("features", ElementType.FLOAT, Shape.of(Shape.BATCH, widths[0]));
    for (int layer = 1; layer < widths.length; layer++) {
      String prefix = "layer" + layer;
      b.constant(prefix + "/weight", draw(random, widths[layer], widths[layer - 1]));
      b.constant(prefix + "/bias", draw(random, widths[layer]));
      boolean last = layer == widths.length - 1;
      x =
          b.add(
              last ? "scores" : prefix + "/gemm",
              Operator.Gemm.TRANSPOSED,
              x,
              prefix + "/weight",
              prefix + "/bias");
      if (!last) {
        x = b.add(prefix + "/relu", new Operator.Unary(Operator.Unary.Function.RELU), x);
      }
    }
    return b.output(x).build();
  }

  /** LeNet-5 as Caffe has it: 20 and 50 maps of 5x5 without padding, 500 units, 10 classes. */
  public static Network leNet5() {
    Random random = new Random(7);
    Network.Builder b = Network.builder("lenet5");
    String x = b.input("features", ElementType.FLOAT, Shape.of(Shape.BATCH, 1, 28, 28));
    int channels = 1;
    for (int layer = 1; layer <= 2; layer++) {
      int maps = layer == 1 ? 20 : 50;
      String prefix = "layer" + layer;
      b.constant(prefix + "/weight", draw(random, maps, channels, 5, 5));
      b.constant(prefix + "/bias", draw(random, maps));
      x = b.add(prefix + "/conv", valid(5), x, prefix + "/weight", prefix + "/bias");
      x = b.add(prefix + "/pool", Operator.Pool.square(Operator.Pool.Kind.MAX, 2), x);
      channels = maps;
    }
    x = b.add("flatten", new Operator.Flatten(1), x);
    b.constant("layer3/weight", draw(random, 500, 800));
    b.constant("layer3/bias", draw(random, 500));
    x = b.add("layer3/gemm", Operator.Gemm.TRANSPOSED, x, "layer3/weight", "layer3/bias");
    x = b.add("layer3/relu", new Operator.Unary(Operator.Unary.Function.RELU), x);
    b.constant("layer4/weight", draw(random, 10, 500));
    b.constant("layer4/bias", draw(random, 10));
    return b.output(b.add("scores", Operator.Gemm.TRANSPOSED, x, "layer4/weight", "layer4/bias"))
        .build();
  }

  /** Uniform in [-0.5, 0.5). */
  public static Tensor.Floats draw(Random random, int... dims) {
    Shape shape = Shape.of(dims);
    float[] values = new float[(int) shape.elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat() - 0.5f;
    }
    return new Tensor.Floats(shape, values);
  }

  /** A convolution in one group with a square kernel, the same stride both ways, and so much padding on every side. */
  static Operator.Conv padded(int kernel, int stride, int pad) {
    return new Operator.Conv(
        List.of(kernel, kernel),
        List.of(stride, stride),
        List.of(pad, pad, pad, pad),
        List.of(1, 1),
        1);
  }

  private static Operator.Conv valid(int kernel) {
    return padded(kernel, 1, 0);
  }
}
