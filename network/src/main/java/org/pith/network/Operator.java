package org.pith.network;

import java.util.List;
import java.util.stream.IntStream;

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
      RECIPROCAL("Reciprocal"),
      SOFTPLUS("Softplus"),
      /** {@code x * clip(x / 6 + 1 / 2, 0, 1)}. */
      HARD_SWISH("HardSwish"),
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

  /** {@code clip(alpha * x + beta, 0, 1)}. */
  record HardSigmoid(float alpha, float beta) implements Operator {
    @Override
    public String type() {
      return "HardSigmoid";
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

  /**
   * The adjoint of a convolution: X [N,C,H,W], W [C,M/groups,kh,kw], B [M] (optional).
   *
   * @param pads top, left, bottom, right, cut from the result
   * @param added rows and columns added at the bottom and right of the result
   */
  record ConvTranspose(
      List<Integer> kernel,
      List<Integer> strides,
      List<Integer> pads,
      List<Integer> dilations,
      List<Integer> added,
      int groups)
      implements Operator {
    /** Checks that the numbers describe windows of two dimensions. */
    public ConvTranspose {
      kernel = Window.positive("kernel", kernel);
      strides = Window.positive("strides", strides);
      pads = Window.pads(pads);
      dilations = Window.positive("dilations", dilations);
      added = List.copyOf(added);
      if (groups < 1 || added.size() != 2 || added.stream().anyMatch(a -> a < 0)) {
        throw new IllegalArgumentException(
            "groups (%d) must be positive, and the padding of the output %s two numbers of at least 0."
                .formatted(groups, added));
      }
    }

    @Override
    public String type() {
      return "ConvTranspose";
    }
  }

  /**
   * {@code scale * (x - mean) / sqrt(variance + epsilon) + bias} over the dimensions from {@code axis} on, whose shape scale
   * and bias (optional) have; the inputs in the order X, scale, bias.
   */
  record LayerNormalization(int axis, float epsilon) implements Operator {
    @Override
    public String type() {
      return "LayerNormalization";
    }
  }

  /** As {@link LayerNormalization} over the positions of each channel: X [N,C,...], scale [C], bias [C]. */
  record InstanceNormalization(float epsilon) implements Operator {
    @Override
    public String type() {
      return "InstanceNormalization";
    }
  }

  /**
   * A recurrent layer over X [T,N,F]: W [D,G*H,F], R [D,G*H,H], B [D,2*G*H] (optional) give Y [T,D,N,H], from states that are
   * zero, with the customary activations; D directions, G gates of H units each, in the order of ONNX. The states after the
   * last step are slices of Y, and a reader makes them such.
   *
   * @param hidden H
   * @param resetsProduct of GRU alone: whether the reset gate multiplies the product with R rather than the state
   */
  record Recurrent(
      Recurrent.Kind kind, int hidden, Recurrent.Direction direction, boolean resetsProduct)
      implements Operator {
    /** Checks the number of units. */
    public Recurrent {
      if (hidden < 1) {
        throw new IllegalArgumentException("hidden (%d) must be positive.".formatted(hidden));
      }
    }

    /** Which cell. */
    public enum Kind {
      LSTM(4),
      GRU(3);

      private final int gates;

      Kind(int gates) {
        this.gates = gates;
      }

      /** G. */
      public int gates() {
        return gates;
      }
    }

    /** In which order the steps are read. */
    public enum Direction {
      FORWARD,
      REVERSE,
      BIDIRECTIONAL
    }

    /** D. */
    public int directions() {
      return direction == Direction.BIDIRECTIONAL ? 2 : 1;
    }

    /** This layer with another number of units. */
    public Recurrent withHidden(int changed) {
      return new Recurrent(kind, changed, direction, resetsProduct);
    }

    @Override
    public String type() {
      return kind.name();
    }
  }

  /** X [N,C,H,W] to [N,C,height,width]. */
  record Resize(Resize.Mode mode, int height, int width) implements Operator {
    /** Checks the size. */
    public Resize {
      if (height < 1 || width < 1) {
        throw new IllegalArgumentException(
            "The size %d x %d must be positive.".formatted(height, width));
      }
    }

    /** How a pixel of the result gets its value. */
    public enum Mode {
      /** From pixel {@code floor(i * H / height)}. */
      NEAREST,
      /** Between pixels, whose centres are at halves. */
      LINEAR,
      /** Between pixels, the corners of both images in one place. */
      LINEAR_CORNERS
    }

    @Override
    public String type() {
      return "Resize";
    }
  }

  /** Moves dimensions: dimension i of the result is dimension {@code order.get(i)} of the input. */
  record Transpose(List<Integer> order) implements Operator {
    /** Checks that each dimension is named once. */
    public Transpose {
      order = List.copyOf(order);
      if (!order.stream()
          .sorted()
          .toList()
          .equals(IntStream.range(0, order.size()).boxed().toList())) {
        throw new IllegalArgumentException("%s is no order of dimensions.".formatted(order));
      }
    }

    @Override
    public String type() {
      return "Transpose";
    }
  }

  /** Positions {@code start} to {@code end}, exclusive, along {@code axis}. */
  record Slice(int axis, int start, int end) implements Operator {
    /** Checks the positions. */
    public Slice {
      if (start < 0 || end < start) {
        throw new IllegalArgumentException(
            "Positions %d to %d are no range.".formatted(start, end));
      }
    }

    @Override
    public String type() {
      return "Slice";
    }
  }

  /**
   * Adds elements around a tensor.
   *
   * @param pads for each dimension how many before, then for each how many after; negative ones cut
   * @param value of {@link Mode#CONSTANT}
   */
  record Pad(Pad.Mode mode, List<Integer> pads, float value) implements Operator {
    /** Copies the list. */
    public Pad {
      pads = List.copyOf(pads);
      if (pads.size() % 2 != 0) {
        throw new IllegalArgumentException("pads %s must come in pairs.".formatted(pads));
      }
    }

    /** What the added elements are. */
    public enum Mode {
      CONSTANT,
      REFLECT,
      EDGE
    }

    @Override
    public String type() {
      return "Pad";
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

  /**
   * Repeats a tensor, as NumPy broadcasting does, to these dimensions. The second input is read for its number of rows alone,
   * its first dimension.
   */
  record Expand(List<Integer> dims) implements Operator {
    /** Checks that rows are the only open dimension. */
    public Expand {
      dims = List.copyOf(dims);
      if (dims.stream().anyMatch(d -> d < Shape.BATCH) || !new Shape(dims).isOpen()) {
        throw new IllegalArgumentException("%s must hold the number of rows.".formatted(dims));
      }
    }

    @Override
    public String type() {
      return "Expand";
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

  /** A statistic over the axes of the second input. */
  record Reduce(Reduce.Kind kind, boolean keepDims) implements Operator {
    /** The statistics, each with its ONNX name. */
    public enum Kind {
      SUM("ReduceSum"),
      MEAN("ReduceMean"),
      MAX("ReduceMax"),
      MIN("ReduceMin");

      private final String onnx;

      Kind(String onnx) {
        this.onnx = onnx;
      }
    }

    @Override
    public String type() {
      return kind.onnx;
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
   * @param makes the types of its outputs, where a run has shown them; otherwise empty
   */
  record Unknown(
      String domain, String name, int version, List<Byte> encoded, List<TensorType> makes)
      implements Operator {
    /** Copies the lists. */
    public Unknown {
      encoded = List.copyOf(encoded);
      makes = List.copyOf(makes);
    }

    /** An operator of which nothing but the name is known. */
    public Unknown(String domain, String name, int version, List<Byte> encoded) {
      this(domain, name, version, encoded, List.of());
    }

    /** This operator, its outputs known. */
    public Unknown making(List<TensorType> types) {
      return new Unknown(domain, name, version, encoded, types);
    }

    /** Whether a run has shown what it makes. */
    public boolean isObserved() {
      return !makes.isEmpty();
    }

    /** Its name after its domain, where that is another than the default. */
    public String qualifiedName() {
      return domain.isEmpty() ? name : domain + "." + name;
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
