package org.pith.network.rewrite;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import org.pith.network.Network;
import org.pith.network.Node;
import org.pith.network.Operator;
import org.pith.network.Shape;
import org.pith.network.Tensor;

/**
 * Computes one row through a network with loops that follow the ONNX text word by word, in double
 * precision.
 */
public final class PlainEvaluator {
  private final Network network;
  private final Map<String, double[]> values = new HashMap<>();

  private PlainEvaluator(Network network) {
    this.network = network;
  }

  public static double[] run(Network network, double[] row) {
    PlainEvaluator evaluator = new PlainEvaluator(network);
    evaluator.values.put(network.inputs().getFirst().name(), row);
    network.constants().forEach(evaluator::constant);
    network.nodes().forEach(n -> evaluator.values.put(n.output(), evaluator.compute(n)));
    return evaluator.values.get(network.outputs().getFirst().name());
  }

  private void constant(String name, Tensor tensor) {
    switch (tensor) {
      case Tensor.Floats(_, float[] v) -> {
        double[] copy = new double[v.length];
        Arrays.setAll(copy, i -> v[i]);
        values.put(name, copy);
      }
      case Tensor.Longs(_, long[] v) ->
          values.put(name, Arrays.stream(v).asDoubleStream().toArray());
      case Tensor.Bools _, Tensor.Strings _ -> throw new AssertionError(name);
    }
  }

  private double[] compute(Node node) {
    return switch (node.operator()) {
      case Operator.Gemm gemm -> gemm(node, gemm);
      case Operator.MatMul _ -> gemm(node, Operator.Gemm.PLAIN);
      case Operator.Conv conv -> conv(node, conv);
      case Operator.BatchNormalization norm -> norm(node, norm);
      case Operator.Unary(var f) -> Arrays.stream(in(node, 0)).map(v -> unary(f, v)).toArray();
      case Operator.LeakyRelu(float a) ->
          Arrays.stream(in(node, 0)).map(v -> v < 0 ? a * v : v).toArray();
      case Operator.Binary(var f) ->
          binary(node, f == Operator.Binary.Function.ADD ? Double::sum : (a, b) -> a * b);
      case Operator.Pool pool -> pool(node, pool);
      case Operator.GlobalAveragePool _ -> {
        Shape in = shape(node, 0);
        double[] out = new double[in.dim(1)];
        for (int i = 0; i < in.elements(); i++) {
          out[i / (in.dim(2) * in.dim(3))] += in(node, 0)[i] / (in.dim(2) * in.dim(3));
        }
        yield out;
      }
      case Operator.Flatten _, Operator.Reshape _, Operator.Dropout _ -> in(node, 0);
      case Operator.Concat concat -> concat(node, concat.axis());
      case Operator.Gather gather -> gather(node, gather.axis());
      default -> throw new AssertionError(node);
    };
  }

  private double[] in(Node node, int index) {
    return values.get(node.input(index));
  }

  private Shape shape(Node node, int index) {
    return network.shape(node.input(index));
  }

  private static double unary(Operator.Unary.Function function, double v) {
    return switch (function) {
      case RELU -> Math.max(0, v);
      case TANH -> Math.tanh(v);
      case SIGMOID -> 1 / (1 + Math.exp(-v));
      case IDENTITY -> v;
      default -> throw new AssertionError(function);
    };
  }

  private double[] gemm(Node node, Operator.Gemm gemm) {
    Shape weight = shape(node, 1);
    int inputs = weight.dim(gemm.transB() ? 1 : 0);
    int units = weight.dim(gemm.transB() ? 0 : 1);
    double[] out = new double[units];
    for (int u = 0; u < units; u++) {
      for (int i = 0; i < inputs; i++) {
        out[u] +=
            gemm.alpha()
                * in(node, 0)[i]
                * in(node, 1)[gemm.transB() ? u * inputs + i : i * units + u];
      }
      if (!node.input(2).isEmpty()) {
        out[u] += gemm.beta() * in(node, 2)[in(node, 2).length == 1 ? 0 : u];
      }
    }
    return out;
  }

  private double[] conv(Node node, Operator.Conv conv) {
    Shape x = shape(node, 0);
    Shape w = shape(node, 1);
    Shape y = network.shape(node.output());
    double[] out = new double[(int) y.elements()];
    int perGroup = w.dim(0) / conv.groups();
    for (int m = 0; m < w.dim(0); m++) {
      for (int oy = 0; oy < y.dim(2); oy++) {
        for (int ox = 0; ox < y.dim(3); ox++) {
          double sum = node.input(2).isEmpty() ? 0 : in(node, 2)[m];
          for (int c = 0; c < w.dim(1); c++) {
            for (int ky = 0; ky < w.dim(2); ky++) {
              for (int kx = 0; kx < w.dim(3); kx++) {
                int iy =
                    oy * conv.strides().get(0) - conv.pads().get(0) + ky * conv.dilations().get(0);
                int ix =
                    ox * conv.strides().get(1) - conv.pads().get(1) + kx * conv.dilations().get(1);
                if (iy >= 0 && iy < x.dim(2) && ix >= 0 && ix < x.dim(3)) {
                  int channel = m / perGroup * w.dim(1) + c;
                  sum +=
                      in(node, 0)[(channel * x.dim(2) + iy) * x.dim(3) + ix]
                          * in(node, 1)[((m * w.dim(1) + c) * w.dim(2) + ky) * w.dim(3) + kx];
                }
              }
            }
          }
          out[(m * y.dim(2) + oy) * y.dim(3) + ox] = sum;
        }
      }
    }
    return out;
  }

  private double[] norm(Node node, Operator.BatchNormalization norm) {
    Shape x = shape(node, 0);
    int inner = (int) (x.elements() / x.dim(1));
    double[] out = new double[(int) x.elements()];
    for (int i = 0; i < out.length; i++) {
      int c = i / inner;
      out[i] =
          in(node, 1)[c]
                  * (in(node, 0)[i] - in(node, 3)[c])
                  / Math.sqrt(in(node, 4)[c] + norm.epsilon())
              + in(node, 2)[c];
    }
    return out;
  }

  private double[] pool(Node node, Operator.Pool pool) {
    Shape x = shape(node, 0);
    Shape y = network.shape(node.output());
    double[] out = new double[(int) y.elements()];
    for (int c = 0; c < y.dim(1); c++) {
      for (int oy = 0; oy < y.dim(2); oy++) {
        for (int ox = 0; ox < y.dim(3); ox++) {
          double best = Double.NEGATIVE_INFINITY;
          for (int ky = 0; ky < pool.kernel().get(0); ky++) {
            for (int kx = 0; kx < pool.kernel().get(1); kx++) {
              int iy = oy * pool.strides().get(0) + ky;
              int ix = ox * pool.strides().get(1) + kx;
              best = Math.max(best, in(node, 0)[(c * x.dim(2) + iy) * x.dim(3) + ix]);
            }
          }
          out[(c * y.dim(2) + oy) * y.dim(3) + ox] = best;
        }
      }
    }
    return out;
  }

  /** NumPy broadcasting: dimensions aligned at the end, ones repeated. */
  private double[] binary(Node node, DoubleBinaryOperator function) {
    Shape out = network.shape(node.output());
    double[] result = new double[(int) out.elements()];
    for (int i = 0; i < result.length; i++) {
      result[i] =
          function.applyAsDouble(
              in(node, 0)[broadcastIndex(out, shape(node, 0), i)],
              in(node, 1)[broadcastIndex(out, shape(node, 1), i)]);
    }
    return result;
  }

  private static int broadcastIndex(Shape out, Shape operand, int index) {
    int result = 0;
    int stride = 1;
    int rest = index;
    for (int back = 1; back <= out.rank(); back++) {
      int dim = Math.abs(out.dim(out.rank() - back));
      int coordinate = rest % dim;
      rest /= dim;
      if (back <= operand.rank()) {
        int own = Math.abs(operand.dim(operand.rank() - back));
        result += (own == 1 ? 0 : coordinate) * stride;
        stride *= own;
      }
    }
    return result;
  }

  /** Along axis 1 the parts of one row lie one after the other. */
  private double[] concat(Node node, int axis) {
    if (axis != 1) {
      throw new AssertionError(node);
    }
    List<double[]> parts = node.inputs().stream().map(values::get).toList();
    return parts.stream().flatMapToDouble(Arrays::stream).toArray();
  }

  private double[] gather(Node node, int axis) {
    Shape x = shape(node, 0);
    int inner = (int) (x.elements() / x.dim(1));
    if (axis != 1) {
      throw new AssertionError(node);
    }
    return Arrays.stream(in(node, 1))
        .flatMap(
            i ->
                Arrays.stream(
                    Arrays.copyOfRange(in(node, 0), ((int) i) * inner, ((int) i + 1) * inner)))
        .toArray();
  }
}
