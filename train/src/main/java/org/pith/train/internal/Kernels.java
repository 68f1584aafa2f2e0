package org.pith.train.internal;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.pith.network.ElementType;
import org.pith.network.Node;
import org.pith.network.Operator;
import org.pith.network.Tensor.Longs;

/**
 * The training kernel of each operator.
 *
 * @param alignment how the networks lie in the stack
 * @param weights the float constants, [K, dims]
 * @param constants the whole numbers of the graph
 * @param type the type of its floats
 */
record Kernels(
    Alignment alignment,
    int networks,
    Map<String, Tensor> weights,
    Function<String, org.pith.network.Tensor> constants,
    ScalarType type) {

  /**
   * The kernel of a node.
   *
   * @param index the node's place in its network
   * @throws IllegalArgumentException for an operator on strings, and one outside the table
   */
  Kernel of(Node node, int index) {
    return switch (node.operator()) {
      case Operator.Gemm gemm -> gemm(node, gemm);
      case Operator.MatMul _ -> matMul(node);
      case Operator.Conv conv -> convolution(node, conv);
      case Operator.ConvTranspose conv ->
          new TransposedConvolutionKernel(conv, weight(node, 1), weightOrNull(node, 2));
      case Operator.Recurrent layer ->
          new RecurrentKernel(layer, weight(node, 1), weight(node, 2), weightOrNull(node, 3));
      case Operator.LayerNormalization(int axis, float epsilon) ->
          new TrailingNormalizationKernel(
              axis, axis, epsilon, weight(node, 1), weightOrNull(node, 2));
      case Operator.InstanceNormalization(float epsilon) ->
          new TrailingNormalizationKernel(2, 1, epsilon, weight(node, 1), weight(node, 2));
      case Operator.Transpose(var order) -> Rearrangement.transposed(order);
      case Operator.Slice slice -> Rearrangement.sliced(slice);
      case Operator.Pad pad -> Rearrangement.padded(pad);
      case Operator.Expand(var dims) -> Rearrangement.expanded(dims, networks);
      case Operator.Resize resize -> Rearrangement.resized(resize, networks);
      case Operator.BatchNormalization norm ->
          new NormalizationKernel(
              norm, weight(node, 1), weight(node, 2), weight(node, 3), weight(node, 4));
      case Operator.Unary(var function) -> Elementwise.unary(function);
      case Operator.HardSigmoid(float alpha, float beta) -> Elementwise.hardSigmoid(alpha, beta);
      case Operator.LeakyRelu(float alpha) -> Elementwise.leakyRelu(alpha);
      case Operator.Clip _ -> Elementwise.clip();
      case Operator.Binary(var function) -> Elementwise.binary(function);
      case Operator.Where _ -> Elementwise.where();
      case Operator.Dropout(float ratio) ->
          new DropoutKernel(ratio, index, alignment.units(node.input(0)), type);
      case Operator.Pool pool -> new PoolKernel(pool);
      case Operator.GlobalAveragePool _ -> globalAveragePool();
      case Operator.Softmax(int axis) -> flat(x -> x.with(torch.softmax(x.tensor(), x.axis(axis))));
      case Operator.Flatten(int axis) -> axis == 1 ? flattenRows() : flatten(axis);
      case Operator.Reshape _ -> reshape(node);
      case Operator.Concat(int axis) -> concat(axis);
      case Operator.Gather(int axis) -> gather(axis);
      case Operator.Reduce reduce -> reduce(node, reduce);
      case Operator.ArgMax(int axis, boolean keepDims) ->
          flat(x -> x.with(torch.argmax(x.tensor(), new LongOptional(x.axis(axis)), keepDims)));
      case Operator.Cast(ElementType to) -> cast(node, to);
      case Operator.StringToIndex _, Operator.IndexToString _, Operator.OneHot _ ->
          throw untrainable(
              node,
              "works on strings, which belong to preprocessing. Maybe encode the columns first");
      case Operator.Unknown _ ->
          throw untrainable(
              node,
              "is not in Pith's table of operators, so the network can be inspected but not run");
    };
  }

  private Kernel gemm(Node node, Operator.Gemm gemm) {
    if (!gemm.transA()
        && weights.containsKey(node.input(1))
        && (!node.hasInput(2) || weights.containsKey(node.input(2)))) {
      return new DenseKernel(
          weight(node, 1), gemm.transB(), weightOrNull(node, 2), gemm.alpha(), gemm.beta());
    }
    Scalar alpha = new Scalar(gemm.alpha());
    Scalar beta = new Scalar(gemm.beta());
    Kernel add = Elementwise.binary(Operator.Binary.Function.ADD);
    return (in, pass) -> {
      Tensor a = gemm.transA() ? in[0].asStacked().transpose(1, 2) : in[0].asStacked();
      Tensor b = gemm.transB() ? in[1].asStacked().transpose(1, 2) : in[1].asStacked();
      Value product = Value.stacked(torch.matmul(a, b).mul(alpha), networks);
      return node.hasInput(2)
          ? add.apply(new Value[] {product, in[2].with(in[2].tensor().mul(beta))}, pass)
          : product;
    };
  }

  private Kernel matMul(Node node) {
    Tensor weight = weights.get(node.input(1));
    int left = alignment.rank(node.input(0));
    int right = alignment.rank(node.input(1));
    if (weight != null && left == 2 && right == 2) {
      return new DenseKernel(weight, false, null, 1, 1);
    }
    if (left < 2 || right < 2) {
      throw untrainable(node, "multiplies by a vector. Maybe give it a second dimension");
    }
    int rank = Math.max(left, right);
    return (in, _) ->
        Value.stacked(torch.matmul(in[0].asStacked(rank), in[1].asStacked(rank)), networks);
  }

  private Kernel convolution(Node node, Operator.Conv conv) {
    Tensor filters = weight(node, 1);
    long groups = alignment.units(node.input(0)).length() / filters.size(2);
    return new ConvolutionKernel(conv, filters, weightOrNull(node, 2), Math.toIntExact(groups));
  }

  private Kernel globalAveragePool() {
    long[] image = {2, 3};
    ScalarTypeOptional sameType = new ScalarTypeOptional();
    return (in, _) ->
        Value.channels(torch.mean(in[0].asChannels(), image, true, sameType), networks);
  }

  /** [N,K*C,H,W] to [K,N,C*H*W]. */
  private Kernel flattenRows() {
    return (in, _) ->
        switch (in[0].layout()) {
          case SHARED -> in[0].with(in[0].tensor().flatten(1, -1));
          case STACKED -> in[0].with(in[0].tensor().flatten(2, -1));
          case CHANNELS ->
              Value.stacked(
                  in[0].tensor().reshape(in[0].tensor().size(0), networks, -1).transpose(0, 1),
                  networks);
        };
  }

  private static Kernel flatten(int axis) {
    return flat(
        x -> {
          long[] dims = dims(x);
          int split = axis < 0 ? axis + dims.length : axis;
          long outer = LongStream.of(dims).limit(split).reduce(1, Math::multiplyExact);
          long inner = LongStream.of(dims).skip(split).reduce(1, Math::multiplyExact);
          return reshaped(x, outer, inner);
        });
  }

  private Kernel reshape(Node node) {
    long[] asked = longs(node, 1);
    return flat(
        x -> {
          long[] dims = dims(x);
          long[] target = asked.clone();
          for (int i = 0; i < target.length; i++) {
            target[i] = target[i] == 0 ? dims[i] : target[i];
          }
          return reshaped(x, target);
        });
  }

  private Kernel concat(int axis) {
    return (in, _) -> {
      boolean shared = Arrays.stream(in).allMatch(v -> v.layout() == Value.Layout.SHARED);
      TensorVector parts = new TensorVector();
      for (Value part : in) {
        parts.push_back(shared ? part.tensor() : part.asStacked());
      }
      int counted = axis < 0 ? axis + in[0].rank() : axis;
      Tensor joined = torch.cat(parts, shared ? counted : counted + 1);
      return new Value(joined, shared ? Value.Layout.SHARED : Value.Layout.STACKED, networks);
    };
  }

  private static Kernel gather(int axis) {
    return (in, _) -> {
      Value data = in[0].flat();
      Tensor indices = in[1].tensor().to(ScalarType.Long);
      long at = data.axis(axis);
      long[] before = data.tensor().shape();
      Tensor wrapped = indices.reshape(-1).remainder(new Scalar(before[(int) at]));
      LongStream after =
          LongStream.concat(
              LongStream.concat(LongStream.of(before).limit(at), LongStream.of(indices.shape())),
              LongStream.of(before).skip(at + 1));
      return data.with(data.tensor().index_select(at, wrapped).reshape(after.toArray()));
    };
  }

  private Kernel reduce(Node node, Operator.Reduce reduce) {
    long[] axes = node.hasInput(1) ? longs(node, 1) : null;
    ScalarTypeOptional sameType = new ScalarTypeOptional();
    return flat(
        x -> {
          long[] along =
              (axes == null ? LongStream.range(0, x.rank()) : LongStream.of(axes))
                  .map(a -> x.axis((int) a))
                  .toArray();
          return x.with(
              switch (reduce.kind()) {
                case SUM -> torch.sum(x.tensor(), along, reduce.keepDims(), sameType);
                case MEAN -> torch.mean(x.tensor(), along, reduce.keepDims(), sameType);
                case MAX -> torch.amax(x.tensor(), along, reduce.keepDims());
                case MIN -> torch.amin(x.tensor(), along, reduce.keepDims());
              });
        });
  }

  private Kernel cast(Node node, ElementType to) {
    ScalarType target =
        switch (to) {
          case FLOAT -> type;
          case DOUBLE -> ScalarType.Double;
          case INT32 -> ScalarType.Int;
          case INT64 -> ScalarType.Long;
          case BOOL -> ScalarType.Bool;
          case STRING -> throw untrainable(node, "makes strings");
        };
    return (in, _) -> in[0].with(in[0].tensor().to(target));
  }

  private static Kernel flat(UnaryOperator<Value> operation) {
    return (in, _) -> operation.apply(in[0].flat());
  }

  /** The dimensions one network sees, of a value that is flat. */
  private static long[] dims(Value value) {
    long[] shape = value.tensor().shape();
    return value.layout() == Value.Layout.STACKED
        ? Arrays.copyOfRange(shape, 1, shape.length)
        : shape;
  }

  private static Value reshaped(Value value, long... dims) {
    return value.with(
        value
            .tensor()
            .reshape(
                value.layout() == Value.Layout.STACKED
                    ? Value.prepended(value.networks(), dims)
                    : dims));
  }

  private Tensor weightOrNull(Node node, int index) {
    return node.hasInput(index) ? weight(node, index) : null;
  }

  private Tensor weight(Node node, int index) {
    Tensor tensor = weights.get(node.input(index));
    if (tensor == null) {
      throw untrainable(
          node, "computes the weight %s. Maybe make it a constant".formatted(node.input(index)));
    }
    return tensor;
  }

  private long[] longs(Node node, int index) {
    if (constants.apply(node.input(index)) instanceof Longs longs) {
      return longs.values();
    }
    throw untrainable(
        node, "reads %s, which is not a constant of whole numbers".formatted(node.input(index)));
  }

  private static IllegalArgumentException untrainable(Node node, String reason) {
    return new IllegalArgumentException("Node %s %s.".formatted(node, reason));
  }
}
