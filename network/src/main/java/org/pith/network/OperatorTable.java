package org.pith.network;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The operators that Pith understands, one row each: how a file writes them, how many inputs they take, and in words how
 * shapes, cost, training and pruning treat them. {@code docs/operators.md} is {@link #toMarkdown()}; a test holds the two
 * together. The rules in words are carried out by {@link ShapeInference}, {@code network.cost}, {@code train} and {@code
 * network.rewrite}, each an exhaustive switch over {@link Operator}.
 */
public final class OperatorTable {

  /** Inputs of an operator that takes any number of them. */
  public static final int ANY = Integer.MAX_VALUE;

  /** The domain of the operators of classical machine learning. */
  public static final String ML = "ai.onnx.ml";

  private static final String AS_INPUT = "as the input";
  private static final String NO_PARAMETERS = "0 MACs";
  private static final String BROADCAST = "NumPy broadcasting";
  private static final String PASSES = "passes channels on";
  private static final String JOINS = "joins the channels of its operands";
  private static final String STOPS = "ends a group: inputs stay whole";
  private static final String SERVES = "none: serves only, under preprocess/";

  private static final Row GEMM =
      new Row(
          "Gemm",
          "",
          11,
          2,
          3,
          "A [N,F], B [U,F] or [F,U], C to [N,U] gives [N,U]",
          "F*U MACs; B and C are parameters",
          "addmm, in a batch baddbmm",
          "makes units: rows of B and C; reads units: columns of B");
  private static final Row MAT_MUL =
      new Row(
          "MatMul",
          "",
          13,
          2,
          2,
          "[...,n,k] and [...,k,m] give [...,n,m], leading dimensions broadcast",
          "outputs*k MACs; a constant operand is a parameter",
          "matmul",
          "makes units: columns of a constant B; reads units: its rows; of two tensors, joins what is summed over and"
              + " leading dimensions, or takes those of one where the other is shared, which stays whole");
  private static final Row UNARY =
      new Row(
          "Relu, Tanh, Sigmoid, Softplus, Identity, Neg, Abs, Reciprocal, Exp, Log, Sqrt, Erf, Not, IsNaN",
          "",
          13,
          1,
          1,
          AS_INPUT + "; IsNaN and Not give bool",
          NO_PARAMETERS,
          "the function of that name; Not and IsNaN without gradient",
          PASSES);
  private static final Row GELU =
      new Row("Gelu", "", 20, 1, 1, AS_INPUT, NO_PARAMETERS, "gelu (exact)", PASSES);
  private static final Row HARD_SWISH = GELU.variant("HardSwish", 14, "hardswish");
  private static final Row HARD_SIGMOID = GELU.variant("HardSigmoid", 11, "clamp");
  private static final Row LEAKY_RELU =
      new Row("LeakyRelu", "", 11, 1, 1, AS_INPUT, NO_PARAMETERS, "leaky_relu", PASSES);
  private static final Row CLIP =
      new Row("Clip", "", 12, 1, 3, AS_INPUT, NO_PARAMETERS, "clamp", PASSES);
  private static final Row ARITHMETIC =
      new Row(
          "Add, Sub, Mul, Div, Pow, Min, Max",
          "",
          13,
          2,
          2,
          BROADCAST,
          "0 MACs; in Add, Sub, Mul and Div a constant with dimensions is a parameter",
          "the function of that name",
          JOINS);
  private static final Row COMPARISON =
      new Row(
          "Equal, Less, Greater",
          "",
          13,
          2,
          2,
          BROADCAST + ", gives bool",
          NO_PARAMETERS,
          "the comparison, without gradient",
          JOINS);
  private static final Row WHERE =
      new Row("Where", "", 11, 3, 3, BROADCAST, NO_PARAMETERS, "where", JOINS);
  private static final Row SOFTMAX =
      new Row("Softmax", "", 13, 1, 1, AS_INPUT, NO_PARAMETERS, "softmax", STOPS);
  private static final Row CONV =
      new Row(
          "Conv",
          "",
          11,
          2,
          3,
          "X [N,C,H,W], W [M,C/g,kh,kw] give [N,M,oH,oW], oH = (H + pads - d*(kh-1) - 1)/s + 1",
          "oH*oW*M*(C/g)*kh*kw MACs; W and B are parameters",
          "conv2d",
          "makes channels: rows of W and B; reads channels: axis 1 of W; depthwise joins both;"
              + " otherwise grouped, it keeps groups of equal size");
  private static final Row BATCH_NORMALIZATION =
      new Row(
          "BatchNormalization",
          "",
          15,
          5,
          5,
          AS_INPUT + "; scale, bias, mean, variance are [C]",
          "0 MACs (folds into the layer before); 4*C parameters until folded",
          "batch_norm with the statistics of the batch; tracks mean and variance",
          PASSES + ", with its four vectors");
  private static final Row POOL =
      new Row(
          "MaxPool, AveragePool",
          "",
          12,
          1,
          1,
          "[N,C,H,W] gives [N,C,oH,oW], oH = (H + pads - kh)/s + 1, rounded down or up",
          NO_PARAMETERS,
          "max_pool2d, avg_pool2d",
          PASSES);
  private static final Row GLOBAL_AVERAGE_POOL =
      new Row(
          "GlobalAveragePool",
          "",
          11,
          1,
          1,
          "[N,C,H,W] gives [N,C,1,1]",
          NO_PARAMETERS,
          "mean",
          PASSES);
  private static final Row CONV_TRANSPOSE =
      new Row(
          "ConvTranspose",
          "",
          11,
          2,
          3,
          "X [N,C,H,W], W [C,M/g,kh,kw] give [N,M,oH,oW], oH = s*(H - 1) + d*(kh-1) + 1 + output_padding - pads",
          "H*W*C*(M/g)*kh*kw MACs; W and B are parameters",
          "conv_transpose2d",
          "makes channels: axis 1 of W, and B; reads channels: axis 0 of W; in groups, " + STOPS);
  private static final Row LAYER_NORMALIZATION =
      new Row(
          "LayerNormalization",
          "",
          17,
          2,
          3,
          AS_INPUT + "; scale and bias have the dimensions from the axis on",
          "0 MACs; scale and bias are parameters",
          "layer_norm",
          PASSES + ", with scale and bias; its statistics are of what is left");
  private static final Row INSTANCE_NORMALIZATION =
      new Row(
          "InstanceNormalization",
          "",
          11,
          3,
          3,
          AS_INPUT + "; scale and bias are [C]",
          "0 MACs; scale and bias are parameters",
          "instance_norm",
          PASSES
              + ", with scale and bias; within what is normalised together, as in GroupNorm, its statistics are of what is left");
  private static final Row RECURRENT =
      new Row(
          "LSTM, GRU",
          "",
          14,
          3,
          4,
          "X [T,N,F], W [D,G*U,F], R [D,G*U,U], B [D,2*G*U] give [T,D,N,U], G 4 or 3 gates, from states of zero",
          "T*D*G*U*(F + U) MACs; W, R and B are parameters",
          "lstm, gru",
          "makes units, in both directions alike: a row of each gate in W, R and B, a column of R; reads units: axis 2"
              + " of W");
  private static final Row RESIZE =
      new Row(
          "Resize",
          "",
          18,
          1,
          1,
          "[N,C,H,W] to [N,C] and the size",
          NO_PARAMETERS,
          "upsample_bilinear2d, index_select",
          PASSES);
  private static final Row TRANSPOSE =
      new Row(
          "Transpose",
          "",
          13,
          1,
          1,
          "the dimensions in the order of the attribute",
          NO_PARAMETERS,
          "permute",
          PASSES);
  private static final Row SLICE =
      new Row(
          "Slice",
          "",
          13,
          1,
          1,
          "a range along one axis",
          NO_PARAMETERS,
          "slice",
          "along the channels picks some of them");
  private static final Row EXPAND =
      new Row(
          "Expand",
          "",
          15,
          2,
          2,
          "broadcast to dimensions that hold the number of rows, which is that of the second input",
          "0 MACs; a constant first input is a parameter",
          "expand",
          "makes channels of a constant: its last axis; otherwise " + STOPS);
  private static final Row PAD =
      new Row(
          "Pad",
          "",
          13,
          1,
          1,
          "sizes grow by the pads",
          NO_PARAMETERS,
          "pad",
          PASSES + " where they are not padded");
  private static final Row FLATTEN =
      new Row(
          "Flatten",
          "",
          13,
          1,
          1,
          "joins the dimensions before the axis and from it on",
          NO_PARAMETERS,
          "flatten",
          "a channel becomes H*W features");
  private static final Row RESHAPE =
      new Row(
          "Reshape",
          "",
          14,
          2,
          2,
          "to the constant second input; 0 keeps, -1 infers",
          NO_PARAMETERS,
          "reshape",
          "followed element by element; what splits the last axis makes a unit of each part, so heads of attention go"
              + " whole");
  private static final Row CONCAT =
      new Row(
          "Concat",
          "",
          13,
          1,
          ANY,
          "sizes add up along the axis",
          NO_PARAMETERS,
          "cat",
          "along the channels shifts those of its operands");
  private static final Row GATHER =
      new Row(
          "Gather",
          "",
          13,
          2,
          2,
          "indices replace the axis",
          "0 MACs; a constant table of two or more dimensions is a parameter",
          "index_select",
          "along the channels picks some of them; of a constant table makes units: its columns");
  private static final Row REDUCE_SUM =
      new Row(
          "ReduceSum",
          "",
          13,
          1,
          2,
          "drops the axes of the constant second input, or keeps them as 1",
          NO_PARAMETERS,
          "sum",
          PASSES
              + " where they are not reduced; a statistic that comes back to the same channels is of what is left");
  private static final Row REDUCE_MEAN = REDUCE_SUM.variant("ReduceMean", 18, "mean");
  private static final Row REDUCE_MAX =
      new Row(
          "ReduceMax",
          "",
          18,
          1,
          2,
          REDUCE_SUM.shape(),
          NO_PARAMETERS,
          "amax",
          PASSES + " where they are not reduced");
  private static final Row REDUCE_MIN = REDUCE_MAX.variant("ReduceMin", 18, "amin");
  private static final Row ARG_MAX =
      new Row(
          "ArgMax",
          "",
          13,
          1,
          1,
          "drops the axis, or keeps it as 1; gives int64",
          NO_PARAMETERS,
          "argmax, without gradient",
          STOPS);
  private static final Row DROPOUT =
      new Row(
          "Dropout",
          "",
          13,
          1,
          1,
          AS_INPUT,
          NO_PARAMETERS,
          "dropout while training, nothing in evaluation",
          PASSES);
  private static final Row CAST =
      new Row("Cast", "", 13, 1, 1, AS_INPUT, NO_PARAMETERS, "to", PASSES);
  private static final Row LABEL_ENCODER =
      new Row("LabelEncoder", ML, 2, 1, 1, AS_INPUT, NO_PARAMETERS, SERVES, STOPS);
  private static final Row ONE_HOT =
      new Row(
          "OneHotEncoder",
          ML,
          1,
          1,
          1,
          "the categories become a last dimension",
          NO_PARAMETERS,
          SERVES,
          STOPS);
  private static final Row UNKNOWN =
      new Row(
          "any other",
          "",
          11,
          0,
          ANY,
          "unknown, as is what follows",
          "MACs not counted; float constants with dimensions are parameters",
          "none: named in one error",
          STOPS);

  private OperatorTable() {}

  /**
   * One row of the table.
   *
   * @param operators ONNX names
   * @param domain ONNX domain, empty for the default one
   * @param opset the oldest version of the domain's operator set in which Pith's form of the operator is valid
   * @param leastInputs inputs that must be given
   * @param mostInputs inputs that may be given, or {@link #ANY}
   * @param shape the shape rule
   * @param cost the cost rule
   * @param kernel how training computes it
   * @param coupling what pruning must remove together
   */
  public record Row(
      String operators,
      String domain,
      int opset,
      int leastInputs,
      int mostInputs,
      String shape,
      String cost,
      String kernel,
      String coupling) {

    private Row variant(String name, int since, String function) {
      return new Row(name, domain, since, leastInputs, mostInputs, shape, cost, function, coupling);
    }

    /** The number of inputs in words: {@code 2}, {@code 2 to 3} or {@code 1 or more}. */
    public String inputs() {
      return mostInputs == ANY
          ? leastInputs + " or more"
          : leastInputs == mostInputs ? "" + leastInputs : leastInputs + " to " + mostInputs;
    }
  }

  /** The row of an operator. */
  public static Row row(Operator operator) {
    return switch (operator) {
      case Operator.Gemm _ -> GEMM;
      case Operator.MatMul _ -> MAT_MUL;
      case Operator.Unary(var function) ->
          switch (function) {
            case GELU -> GELU;
            case HARD_SWISH -> HARD_SWISH;
            default -> UNARY;
          };
      case Operator.HardSigmoid _ -> HARD_SIGMOID;
      case Operator.LeakyRelu _ -> LEAKY_RELU;
      case Operator.Clip _ -> CLIP;
      case Operator.Binary(var function) ->
          switch (function) {
            case ADD, SUB, MUL, DIV, POW, MIN, MAX -> ARITHMETIC;
            case EQUAL, LESS, GREATER -> COMPARISON;
          };
      case Operator.Where _ -> WHERE;
      case Operator.Softmax _ -> SOFTMAX;
      case Operator.Conv _ -> CONV;
      case Operator.BatchNormalization _ -> BATCH_NORMALIZATION;
      case Operator.ConvTranspose _ -> CONV_TRANSPOSE;
      case Operator.LayerNormalization _ -> LAYER_NORMALIZATION;
      case Operator.InstanceNormalization _ -> INSTANCE_NORMALIZATION;
      case Operator.Recurrent _ -> RECURRENT;
      case Operator.Resize _ -> RESIZE;
      case Operator.Transpose _ -> TRANSPOSE;
      case Operator.Slice _ -> SLICE;
      case Operator.Expand _ -> EXPAND;
      case Operator.Pad _ -> PAD;
      case Operator.Pool _ -> POOL;
      case Operator.GlobalAveragePool _ -> GLOBAL_AVERAGE_POOL;
      case Operator.Flatten _ -> FLATTEN;
      case Operator.Reshape _ -> RESHAPE;
      case Operator.Concat _ -> CONCAT;
      case Operator.Gather _ -> GATHER;
      case Operator.Reduce(var kind, _) ->
          switch (kind) {
            case SUM -> REDUCE_SUM;
            case MEAN -> REDUCE_MEAN;
            case MAX -> REDUCE_MAX;
            case MIN -> REDUCE_MIN;
          };
      case Operator.ArgMax _ -> ARG_MAX;
      case Operator.Dropout _ -> DROPOUT;
      case Operator.Cast _ -> CAST;
      case Operator.StringToIndex _, Operator.IndexToString _ -> LABEL_ENCODER;
      case Operator.OneHot _ -> ONE_HOT;
      case Operator.Unknown _ -> UNKNOWN;
    };
  }

  /** All rows, in the order of the documentation. */
  public static List<Row> rows() {
    return List.of(
        GEMM,
        MAT_MUL,
        CONV,
        CONV_TRANSPOSE,
        RECURRENT,
        BATCH_NORMALIZATION,
        LAYER_NORMALIZATION,
        INSTANCE_NORMALIZATION,
        UNARY,
        GELU,
        HARD_SWISH,
        HARD_SIGMOID,
        LEAKY_RELU,
        CLIP,
        ARITHMETIC,
        COMPARISON,
        WHERE,
        SOFTMAX,
        POOL,
        GLOBAL_AVERAGE_POOL,
        FLATTEN,
        RESHAPE,
        TRANSPOSE,
        SLICE,
        EXPAND,
        PAD,
        RESIZE,
        CONCAT,
        GATHER,
        REDUCE_SUM,
        REDUCE_MEAN,
        REDUCE_MAX,
        REDUCE_MIN,
        ARG_MAX,
        DROPOUT,
        CAST,
        LABEL_ENCODER,
        ONE_HOT,
        UNKNOWN);
  }

  /** The table as a Markdown document. */
  public static String toMarkdown() {
    return rows().stream()
        .map(OperatorTable::markdownRow)
        .collect(
            Collectors.joining(
                "",
                """
                # Operators

                What Pith understands of ONNX. Files of operator sets 11 to 21 are read; the oldest set that holds every operator
                of the network, but at least 17, is written. `opset` is the oldest set in which Pith's form of the operator is
                valid. N rows, C channels, H height, W width, F features, U units, g groups, s stride, d dilation.

                A network with an operator that is not here can be read, checked, inspected around it and written back, but not
                trained. Attributes outside of what the rows say (three-dimensional convolution, the indices of MaxPool, the
                mask of Dropout, the cell states of LSTM, quantised types) count as such an operator.

                Reading brings several forms to one: Constant, Shape and what is computed from them alone become constants;
                Squeeze, Unsqueeze become Reshape; Split and slices along several axes become Slices,
                slices with steps become Gather; the last states of LSTM and GRU become Slices of their output. Where a shape
                is computed from the number of rows, as PyTorch exports it, Reshape gets -1 for the dimension that rows are
                in. Convolution and pooling along a line become those of an image of one row; PRelu, Elu, Selu, Celu, LogSoftmax,
                ReduceL2, DepthToSpace, SpaceToDepth, GlobalMaxPool and an Einsum that is one product of matrices become several
                nodes of the table that compute the same; Expand of what each row has becomes Gather of one place several times.

                A file whose floats are all float16 or all double, inputs and outputs too, or float16 between inputs and
                outputs of float32 that are cast, is written in the types it had. In memory its numbers are float32, to which
                doubles are rounded. Files that mix types of floats otherwise, or in which a weight would become infinite as a
                float16, are written in float32.

                | operator | opset | inputs | shape | cost of a row | training | coupling in pruning |
                | --- | --- | --- | --- | --- | --- | --- |
                """,
                """

                Cost counts multiply-accumulates of products and convolutions only. Normalisation, activations, pooling and
                element-wise arithmetic are counted as 0: their share is small, and they fold into or fuse with their neighbours.
                """));
  }

  private static String markdownRow(Row row) {
    return "| %s%s | %d | %s | %s | %s | %s | %s |\n"
        .formatted(
            row.operators,
            row.domain.isEmpty() ? "" : " (`" + row.domain + "`)",
            row.opset,
            row.inputs(),
            row.shape,
            row.cost,
            row.kernel,
            row.coupling);
  }
}
