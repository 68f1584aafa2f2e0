package org.pith.prune;

import java.util.List;
import java.util.Random;
import org.pith.network.ElementType;
import org.pith.network.Network;
import org.pith.network.Operator;
import org.pith.network.Operator.Binary.Function;
import org.pith.network.Shape;
import org.pith.network.Tensor;

/**
 * One transformer encoder layer without normalisation, from one set of weights in two layouts: rows first throughout, and steps first
 * as PyTorch exports {@code nn.MultiheadAttention}, where [T,N,F] is flattened to [T*N,F] before the heads are mixed. Nodes with
 * weights of their own have the same names in both.
 */
final class Encoders {
  private static final int STEPS = 5;
  private static final int INPUTS = 6;
  private static final int WIDTH = 8;
  private static final int HEADS = 4;
  private static final int EACH = WIDTH / HEADS;

  private final Network.Builder builder = Network.builder("encoder");
  private final Random random = new Random(7);
  private final boolean stepsFirst;

  private Encoders(boolean stepsFirst) {
    this.stepsFirst = stepsFirst;
  }

  /** [N,5,6] to three scores; 4 heads of 2, a hidden layer of 12. */
  static Network of(boolean stepsFirst) {
    return new Encoders(stepsFirst).network();
  }

  private Network network() {
    String x = builder.input("x", ElementType.FLOAT, Shape.of(Shape.BATCH, STEPS, INPUTS));
    x = product("embed", stepsFirst ? transposed("steps", x, 1, 0, 2) : x, INPUTS, WIDTH);
    x = sum("attended", x, attention(x));
    String hidden = product("wide", x, WIDTH, 12);
    hidden = builder.add("active", new Operator.Unary(Operator.Unary.Function.RELU), hidden);
    x = sum("summed", x, product("narrow", hidden, 12, WIDTH));
    String mean =
        builder.add(
            "mean",
            new Operator.Reduce(Operator.Reduce.Kind.MEAN, false),
            x,
            builder.constant("mean/axes", Tensor.longs(stepsFirst ? 0 : 1)));
    builder.output(
        builder.add(
            "head",
            Operator.Gemm.PLAIN,
            mean,
            gaussian("head/weight", WIDTH, WIDTH, 3),
            gaussian("head/bias", 4, 3)));
    return builder.build();
  }

  private String attention(String x) {
    String qkv = product("qkv", x, WIDTH, 3 * WIDTH);
    String query = heads("query", slice("q", qkv, 0), false);
    String key = heads("key", slice("k", qkv, 1), true);
    String value = heads("value", slice("v", qkv, 2), false);
    String attended = builder.add("scores", new Operator.MatMul(), query, key);
    attended = builder.add("shares", new Operator.Softmax(-1), attended);
    attended = builder.add("mixed", new Operator.MatMul(), attended, value);
    if (!stepsFirst) {
      attended = reshaped("joined", transposed("back", attended, 0, 2, 1, 3), 0, STEPS, WIDTH);
      return product("out", attended, WIDTH, WIDTH);
    }
    attended = reshaped("joined", transposed("back", attended, 1, 0, 2), -1, WIDTH);
    attended =
        builder.add(
            "out",
            Operator.Gemm.PLAIN,
            attended,
            gaussian("out/weight", WIDTH, WIDTH, WIDTH),
            gaussian("out/bias", 4, WIDTH));
    return reshaped("apart", attended, STEPS, -1, WIDTH);
  }

  private String slice(String name, String qkv, int part) {
    return builder.add(name, new Operator.Slice(2, part * WIDTH, (part + 1) * WIDTH), qkv);
  }

  /** [N,H,T,E] or [H*N,T,E]; of a key the last two exchanged. */
  private String heads(String name, String x, boolean key) {
    if (stepsFirst) {
      String apart = reshaped(name + "/heads", x, STEPS, -1, EACH);
      return key ? transposed(name, apart, 1, 2, 0) : transposed(name, apart, 1, 0, 2);
    }
    String apart = reshaped(name + "/heads", x, 0, STEPS, HEADS, EACH);
    return key ? transposed(name, apart, 0, 2, 3, 1) : transposed(name, apart, 0, 2, 1, 3);
  }

  private String reshaped(String name, String x, long... dims) {
    return builder.add(
        name, new Operator.Reshape(), x, builder.constant(name + "/dims", Tensor.longs(dims)));
  }

  private String transposed(String name, String x, Integer... order) {
    return builder.add(name, new Operator.Transpose(List.of(order)), x);
  }

  private String product(String name, String x, int inputs, int units) {
    String y =
        builder.add(
            name, new Operator.MatMul(), x, gaussian(name + "/weight", inputs, inputs, units));
    return sum(name + "/sum", y, gaussian(name + "/bias", 4, units));
  }

  private String sum(String name, String a, String b) {
    return builder.add(name, new Operator.Binary(Function.ADD), a, b);
  }

  private String gaussian(String name, int fanIn, int... dims) {
    Shape shape = Shape.of(dims);
    float[] values = new float[(int) shape.elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() / Math.sqrt(fanIn));
    }
    return builder.constant(name, new Tensor.Floats(shape, values));
  }
}
