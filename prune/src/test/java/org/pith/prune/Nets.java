package org.pith.prune;

import java.util.Random;
import org.pith.network.ElementType;
import org.pith.network.Network;
import org.pith.network.Operator;
import org.pith.network.Operator.Unary.Function;
import org.pith.network.Shape;
import org.pith.network.Tensor;
import org.pith.train.Examples;
import org.pith.train.Target;

/** Small networks with random weights, and rows for them. */
public final class Nets {
  private final Network.Builder builder = Network.builder("net");
  private final Random random;
  private int layer;

  private Nets(long seed) {
    random = new Random(seed);
  }

  /** Dense layers of these widths, the first of them the inputs, ReLU between. */
  public static Network mlp(long seed, int... widths) {
    Nets nets = new Nets(seed);
    String x = nets.builder.input("features", ElementType.FLOAT, Shape.of(Shape.BATCH, widths[0]));
    for (int i = 1; i < widths.length; i++) {
      x = nets.dense(x, widths[i], i < widths.length - 1);
    }
    return nets.finish(x);
  }

  /**
   * [N,2,6,6] through two convolutions, a depthwise one between them, pooling and a dense head of
   * 3.
   */
  public static Network cnn(long seed, int width) {
    Nets nets = new Nets(seed);
    String x = nets.builder.input("features", ElementType.FLOAT, Shape.of(Shape.BATCH, 2, 6, 6));
    x = nets.conv(x, width, 1);
    x = nets.conv(x, width, width);
    x = nets.builder.add("pool", Operator.Pool.square(Operator.Pool.Kind.MAX, 2), x);
    x = nets.conv(x, 4, 1);
    x = nets.builder.add("flatten", new Operator.Flatten(1), x);
    return nets.finish(nets.dense(x, 3, false));
  }

  /**
   * [N,3,8], at each place a product "bare" to 6, ReLU, a product "summed" to 4 with a bias, ReLU; then of all the product "scores"
   * to 3.
   */
  public static Network places(long seed) {
    Nets nets = new Nets(seed);
    String x = nets.builder.input("features", ElementType.FLOAT, Shape.of(Shape.BATCH, 3, 8));
    x = nets.relu(nets.product("bare", x, 8, 6));
    String summed = nets.product("summed", x, 6, 4);
    String bias = nets.gaussian("summed/bias", 4, 4);
    x =
        nets.relu(
            nets.builder.add(
                "summed/sum", new Operator.Binary(Operator.Binary.Function.ADD), summed, bias));
    x = nets.builder.add("flatten", new Operator.Flatten(1), x);
    return nets.finish(nets.product("scores", x, 12, 3));
  }

  private String product(String name, String x, int inputs, int units) {
    return builder.add(
        name, new Operator.MatMul(), x, gaussian(name + "/weight", inputs, inputs, units));
  }

  private String relu(String x) {
    return builder.add(x + "/relu", new Operator.Unary(Function.RELU), x);
  }

  /** Standard normal rows with labels of three classes. */
  public static Examples rows(Network network, int count, long seed) {
    Shape shape = network.inputs().getFirst().shape();
    Shape row = new Shape(shape.dims().subList(1, shape.rank()));
    Random random = new Random(seed);
    float[] inputs = new float[count * (int) row.elements()];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = (float) random.nextGaussian();
    }
    int[] labels = random.ints(count, 0, 3).toArray();
    return new Examples(row, inputs, new Target.Classes(labels, 3));
  }

  private Network finish(String scores) {
    builder.output(scores);
    return builder.build();
  }

  private String dense(String x, int units, boolean active) {
    String name = "layer" + ++layer;
    int inputs = builder.shape(x).dim(1);
    String y =
        builder.add(
            name + "/gemm",
            Operator.Gemm.TRANSPOSED,
            x,
            gaussian(name + "/weight", inputs, units, inputs),
            gaussian(name + "/bias", 4, units));
    return active ? builder.add(name + "/relu", new Operator.Unary(Function.RELU), y) : y;
  }

  private String conv(String x, int channels, int groups) {
    String name = "layer" + ++layer;
    int inputs = builder.shape(x).dim(1) / groups;
    String y =
        builder.add(
            name + "/conv",
            Operator.Conv.same(3, 1, groups),
            x,
            gaussian(name + "/weight", 9 * inputs, channels, inputs, 3, 3),
            gaussian(name + "/bias", 4, channels));
    return builder.add(name + "/relu", new Operator.Unary(Function.RELU), y);
  }

  private String gaussian(String name, int fanIn, int... dims) {
    Shape shape = Shape.of(dims);
    float[] values = new float[(int) shape.elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() * Math.sqrt(2.0 / fanIn));
    }
    return builder.constant(name, new Tensor.Floats(shape, values));
  }
}
