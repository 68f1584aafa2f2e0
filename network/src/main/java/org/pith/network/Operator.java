package org.pith.network;

import java.util.List;

/**
 * What a {@link Node} computes, with the attributes of its ONNX operator. The set is closed: shape rules, cost rules,
 * training kernels and coupling rules are exhaustive switches over it, so an operator without one of them does not compile.
 * Inputs are positional as in the ONNX specification; weights arrive as inputs that name initializers.
 */
public sealed interface Operator {

  /** The name in the ONNX specification, for example {@code "Gemm"}. */
  String type();

  /** {@code alpha * A' * B' + beta * C}: A [N,F], B [F,U] or [U,F] when transposed, C [U] (optional). */
  record Gemm(float alpha, float beta, boolean transA, boolean transB) implements Operator {
    /** {@code A * B + C}, B stored [F,U]. */
    public static final Gemm PLAIN = new Gemm(1, 1, false, false);

    /** {@code A * B' + C}, B stored [U,F], one row a unit. */
    public static final Gemm TRANSPOSED = new Gemm(1, 1, false, true);

    @Override
    public String type() {
      return "Gemm";
    }
  }

  /** Matrix product over the last two dimensions, NumPy broadcasting over the others. */
  record MatMul() implements Operator {
    @Override
    public String type() {
      return "MatMul";
    }
  }

  /** An element-wise function of one tensor. */
  record Unary(Unary.Function function) implements Operator {
    /** The functions, each with its ONNX name. */
    public enum Function {
      RELU("Relu"),
      TANH("Tanh"),
      SIGMOID("Sigmoid"),
      /** Exact form, with the error function. */
      GELU("Gelu"),
      IDENTITY("Identity"),
      NEG("Neg"),
      ABS("Abs"),
      EXP("Exp"),
      LOG("Log"),
      SQRT("Sqrt"),
      ERF("Erf"),
      NOT("Not"),
      IS_NAN("IsNaN");

      private final String onnx;

      Function(String onnx) {
        this.onnx = onnx;
      }
    }

    @Override
    public String type() {
      return function.onnx;
    }
  }

  /** {@code x < 0 ? alpha * x : x}. */
  record LeakyRelu(float alpha) implements Operator {
    @Override
    public String type() {
      return "LeakyRelu";
    }
  }

  /** Limits to [min, max], given as the optional second and third input. */
  record Clip() implements Operator {
    @Override
    public String type() {
      return "Clip";
    }
  }

  /** An element-wise function of two tensors with NumPy broadcasting. */
  record Binary(Binary.Function function) implements Operator {
    /** The functions, each with its ONNX name. */
    public enum Function {
      ADD("Add"),
      SUB("Sub"),
      MUL("Mul"),
      DIV("Div"),
      POW("Pow"),
      MIN("Min"),
      MAX("Max"),
      EQUAL("Equal"),
      LESS("Less"),
      GREATER("Greater");

      private final String onnx;

      Function(String onnx) {
        this.onnx = onnx;
      }
    }

    @Override
    public String type() {
      return function.onnx;
    }
  }

  /** {@code condition ? a : b}, element-wise with broadcasting. */
  record Where() implements Operator {
    @Override
    public String type() {
      return "Where";
    }
  }

  /** Softmax along one axis. */
  record Softmax(int axis) implements Operator {
    @Override
    public String type() {
      return "Softmax";
    }
  }

  /**
   * Two-dimensional convolution: X [N,C,H,W], W [M,C/groups,kh,kw], B [M] (optional). {@code groups == C} is depthwise.
   *
   * @param pads top, left, bottom, right
   */
  record Conv(
      List<Integer> kernel,
      List<Integer> strides,
      List<Integer> pads,
      List<Integer> dilations,
      int groups)
      implements Operator {
    /** Checks that the numbers describe windows of two dimensions. */
    public Conv {
      kernel = Window.positive("kernel", kernel);
      strides = Window.positive("strides", strides);
      pads = Window.pads(pads);
      dilations = Window.positive("dilations", dilations);
      if (groups < 1) {
        throw new IllegalArgumentException("groups (%d) must be positive.".formatted(groups));
      }
    }

    /** A square kernel with the padding that keeps the size at stride 1 (odd kernels). */
    public static Conv same(int kernel, int stride, int groups) {
      int pad = kernel / 2;
      return new Conv(
          List.of(kernel, kernel),
          List.of(stride, stride),
          List.of(pad, pad, pad, pad),
          List.of(1, 1),
          groups);
    }

    /** This convolution with other padding. */
    public Conv withPads(int top, int left, int bottom, int right) {
      return new Conv(kernel, strides, List.of(top, left, bottom, right), dilations, groups);
    }

    @Override
    public String type() {
      return "Conv";
    }
  }

  /**
   * {@code scale * (x - mean) / sqrt(variance + epsilon) + bias} per channel (axis 1), the inputs in the order X, scale,
   * bias, mean, variance. Training replaces mean and variance by those of the batch and tracks them.
   *
   * @param momentum share of the running statistic that is kept at each step, as in ONNX (PyTorch's is one minus it)
   */
  record BatchNormalization(float epsilon, float momentum) implements Operator {
    /** The customary constants. */
    public static final BatchNormalization DEFAULT = new BatchNormalization(1e-5f, 0.9f);

    @Override
    public String type() {
      return "BatchNormalization";
    }
  }

  /** Largest or mean value of each window of X [N,C,H,W]; {@code pads} as in {@link Conv}. */
  record Pool(
      Pool.Kind kind,
      List<Integer> kernel,
      List<Integer> strides,
      List<Integer> pads,
      boolean ceilMode,
      boolean countIncludePad)
      implements Operator {
    /** Checks that the numbers describe windows of two dimensions. */
    public Pool {
      kernel = Window.positive("kernel", kernel);
      strides = Window.positive("strides", strides);
      pads = Window.pads(pads);
      for (int i = 0; i < 4; i++) {
        if (pads.get(i) >= kernel.get(i % 2)) {
          throw new IllegalArgumentException(
              "pads %s must be smaller than the kernel %s.".formatted(pads, kernel));
        }
      }
    }

    /** Which statistic of the window. */
    public enum Kind {
      MAX,
      AVERAGE
    }

    /** Square windows that do not overlap, without padding. */
    public static Pool square(Pool.Kind kind, int size) {
      return new Pool(
          kind, List.of(size, size), List.of(size, size), List.of(0, 0, 0, 0), false, false);
    }

    @Override
    public String type() {
      return kind == Pool.Kind.MAX ? "MaxPool" : "AveragePool";
    }
  }

  /** Mean over H and W: [N,C,H,W] to [N,C,1,1]. */
  record GlobalAveragePool() implements Operator {
    @Override
    public String type() {
      return "GlobalAveragePool";
    }
  }

  /** Joins the dimensions before {@code axis} and those from it on: at 1, [N,C,H,W] to [N,C*H*W]. */
  record Flatten(int axis) implements Operator {
    @Override
    public String type() {
      return "Flatten";
    }
  }

  /** To the shape given as the second input (int64; 0 keeps a dimension, -1 is inferred). */
  record Reshape() implements Operator {
    @Override
    public String type() {
      return "Reshape";
    }
  }

  /** Joins tensors along {@code axis}. */
  record Concat(int axis) implements Operator {
    @Override
    public String type() {
      return "Concat";
    }
  }

  /** Picks the indices of the second input along {@code axis}. */
  record Gather(int axis) implements Operator {
    @Override
    public String type() {
      return "Gather";
    }
  }

  /** Sum or mean over the axes of the second input. */
  record Reduce(Reduce.Kind kind, boolean keepDims) implements Operator {
    /** Which statistic. */
    public enum Kind {
      SUM,
      MEAN
    }

    @Override
    public String type() {
      return kind == Reduce.Kind.SUM ? "ReduceSum" : "ReduceMean";
    }
  }

  /** Index of the largest value along {@code axis}. */
  record ArgMax(int axis, boolean keepDims) implements Operator {
    @Override
    public String type() {
      return "ArgMax";
    }
  }

  /** Zeroes a share {@code ratio} of the elements while training, nothing when the network serves. */
  record Dropout(float ratio) implements Operator {
    @Override
    public String type() {
      return "Dropout";
    }
  }

  /** Converts to another element type. */
  record Cast(ElementType to) implements Operator {
    @Override
    public String type() {
      return "Cast";
    }
  }

  /** {@code ai.onnx.ml}: strings to numbers; {@code fallback} for a string that is not among the keys. */
  record StringToIndex(List<String> keys, List<Long> values, long fallback) implements Operator {
    /** Copies the lists, which must be of one length. */
    public StringToIndex {
      keys = List.copyOf(keys);
      values = List.copyOf(values);
      requireSameSize(keys, values);
    }

    @Override
    public String type() {
      return "LabelEncoder";
    }
  }

  /** {@code ai.onnx.ml}: numbers to strings; {@code fallback} for a number that is not among the keys. */
  record IndexToString(List<Long> keys, List<String> values, String fallback) implements Operator {
    /** Copies the lists, which must be of one length. */
    public IndexToString {
      keys = List.copyOf(keys);
      values = List.copyOf(values);
      requireSameSize(keys, values);
    }

    @Override
    public String type() {
      return "LabelEncoder";
    }
  }

  /** {@code ai.onnx.ml}: one-hot of strings, all zero for a string that is not a category. [N,1] to [N,1,categories]. */
  record OneHot(List<String> categories) implements Operator {
    /** Copies the list. */
    public OneHot {
      categories = List.copyOf(categories);
    }

    @Override
    public String type() {
      return "OneHotEncoder";
    }
  }

  /**
   * An operator that is not in the table. Networks that hold one can be read, inspected around it and written back, but not
   * trained.
   *
   * @param domain ONNX domain, empty for the default one
   * @param name the operator's ONNX name
   * @param version the version of the domain's operator set that its file declared
   * @param encoded the node's protobuf bytes, so that nothing is lost
   */
  record Unknown(String domain, String name, int version, List<Byte> encoded) implements Operator {
    /** Copies the bytes. */
    public Unknown {
      encoded = List.copyOf(encoded);
    }

    @Override
    public String type() {
      return name;
    }
  }

  private static void requireSameSize(List<?> keys, List<?> values) {
    if (keys.size() != values.size()) {
      throw new IllegalArgumentException(
          "%d keys cannot be paired with %d values.".formatted(keys.size(), values.size()));
    }
  }
}
