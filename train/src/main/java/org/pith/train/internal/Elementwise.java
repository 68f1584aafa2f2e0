package org.pith.train.internal;

import java.util.Arrays;
import java.util.Comparator;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.pith.network.Operator;

/**
 * Kernels that compute each element from the elements at its place, and the NumPy broadcasting that
 * brings those together.
 */
final class Elementwise {

  private Elementwise() {}

  static Kernel unary(Operator.Unary.Function function) {
    UnaryOperator<Tensor> operation =
        switch (function) {
          case RELU -> torch::relu;
          case TANH -> torch::tanh;
          case SIGMOID -> torch::sigmoid;
          case GELU -> torch::gelu;
          case IDENTITY -> x -> x;
          case NEG -> torch::neg;
          case ABS -> torch::abs;
          case EXP -> torch::exp;
          case LOG -> torch::log;
          case SQRT -> torch::sqrt;
          case ERF -> torch::erf;
          case RECIPROCAL -> torch::reciprocal;
          case SOFTPLUS -> torch::softplus;
          case HARD_SWISH -> torch::hardswish;
          case NOT -> torch::logical_not;
          case IS_NAN -> torch::isnan;
        };
    return (in, _) -> in[0].with(operation.apply(in[0].tensor()));
  }

  static Kernel hardSigmoid(float alpha, float beta) {
    Scalar slope = new Scalar(alpha);
    Scalar shift = new Scalar(beta);
    ScalarOptional zero = new ScalarOptional(new Scalar(0));
    ScalarOptional one = new ScalarOptional(new Scalar(1));
    return (in, _) -> in[0].with(torch.clamp(in[0].tensor().mul(slope).add(shift), zero, one));
  }

  static Kernel leakyRelu(float alpha) {
    Scalar slope = new Scalar(alpha);
    return (in, _) -> in[0].with(torch.leaky_relu(in[0].tensor(), slope));
  }

  /** The bounds are scalars. */
  static Kernel clip() {
    return (in, _) -> in[0].with(torch.clamp(in[0].tensor(), bound(in, 1), bound(in, 2)));
  }

  private static TensorOptional bound(Value[] in, int index) {
    return index < in.length && in[index] != null
        ? new TensorOptional(in[index].tensor())
        : new TensorOptional();
  }

  static Kernel binary(Operator.Binary.Function function) {
    BinaryOperator<Tensor> operation =
        switch (function) {
          case ADD -> torch::add;
          case SUB -> torch::sub;
          case MUL -> torch::mul;
          case DIV -> Elementwise::quotient;
          case POW -> torch::pow;
          case MIN -> torch::minimum;
          case MAX -> torch::maximum;
          case EQUAL -> torch::eq;
          case LESS -> torch::lt;
          case GREATER -> torch::gt;
        };
    return (in, _) -> {
      Aligned aligned = Aligned.of(in);
      return aligned.with(operation.apply(aligned.tensors[0], aligned.tensors[1]));
    };
  }

  /** Of whole numbers cut towards zero, as ONNX has it: what fmod leaves is divisible. */
  private static Tensor quotient(Tensor dividend, Tensor divisor) {
    return dividend.is_floating_point() || divisor.is_floating_point()
        ? torch.div(dividend, divisor)
        : torch.floor_divide(dividend.sub(torch.fmod(dividend, divisor)), divisor);
  }

  static Kernel where() {
    return (in, _) -> {
      Aligned aligned = Aligned.of(in);
      return aligned.with(torch.where(aligned.tensors[0], aligned.tensors[1], aligned.tensors[2]));
    };
  }

  /** Tensors of one layout, ready to be broadcast against each other. */
  private record Aligned(Value.Layout layout, int networks, Tensor[] tensors) {

    static Aligned of(Value[] values) {
      int rank = Arrays.stream(values).mapToInt(Value::rank).max().orElseThrow();
      Value.Layout layout = layout(values);
      Tensor[] tensors =
          Arrays.stream(values).map(v -> aligned(v, layout, rank)).toArray(Tensor[]::new);
      return new Aligned(layout, values[0].networks(), tensors);
    }

    Value with(Tensor result) {
      return new Value(result, layout, networks);
    }

    /** The one that all have; otherwise the channels of images if there are any, else K first. */
    private static Value.Layout layout(Value[] values) {
      return Arrays.stream(values).map(Value::layout).max(Comparator.naturalOrder()).orElseThrow();
    }

    private static Tensor aligned(Value value, Value.Layout layout, int rank) {
      if (value.layout() == layout && value.rank() == rank) {
        return value.tensor();
      }
      return switch (layout) {
        case SHARED -> value.tensor();
        case STACKED ->
            value.layout() == Value.Layout.SHARED ? value.tensor() : value.asStacked(rank);
        case CHANNELS ->
            value.rank() == 0 && value.layout() == Value.Layout.SHARED
                ? value.tensor()
                : channels(value, rank);
      };
    }

    /**
     * Channels of something that broadcasts against images: a channel alone stands for all of its
     * network.
     */
    private static Tensor channels(Value value, int rank) {
      return Value.stacked(value.asStacked(rank), value.networks()).asChannels();
    }
  }
}
