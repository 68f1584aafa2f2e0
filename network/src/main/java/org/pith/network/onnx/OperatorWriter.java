package org.pith.network.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.NodeProto;
import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Locale;
import org.pith.network.Operator;
import org.pith.network.OperatorTable;
import org.pith.network.Precision;

/** Writes the type, domain and attributes of one operator. */
final class OperatorWriter {

  private final NodeProto.Builder node = NodeProto.newBuilder();

  private final Precision precision;

  private OperatorWriter(Precision precision) {
    this.precision = precision;
  }

  /** The operator, one that makes floats of other numbers making them in a precision. */
  static NodeProto.Builder write(Operator operator, Precision precision) {
    OperatorWriter writer = new OperatorWriter(precision);
    writer.node.setOpType(operator.type());
    String domain = OperatorTable.row(operator).domain();
    if (!domain.isEmpty()) {
      writer.node.setDomain(domain);
    }
    writer.attributes(operator);
    return writer.node;
  }

  private void attributes(Operator operator) {
    switch (operator) {
      case Operator.Gemm gemm -> gemm(gemm);
      case Operator.LeakyRelu(float alpha) -> number("alpha", alpha);
      case Operator.Softmax(int axis) -> integer("axis", axis);
      case Operator.Conv conv -> conv(conv);
      case Operator.BatchNormalization(float epsilon, float momentum) -> {
        number("epsilon", epsilon);
        number("momentum", momentum);
      }
      case Operator.Pool pool -> pool(pool);
      case Operator.Flatten(int axis) -> integer("axis", axis);
      case Operator.Concat(int axis) -> integer("axis", axis);
      case Operator.Gather(int axis) -> integer("axis", axis);
      case Operator.Reduce(_, boolean keepDims) -> flag("keepdims", keepDims);
      case Operator.ArgMax(int axis, boolean keepDims) -> {
        integer("axis", axis);
        flag("keepdims", keepDims);
      }
      case Operator.Cast(var to) -> integer("to", TensorCodec.dataType(to, precision).getNumber());
      case Operator.StringToIndex(var keys, var values, long fallback) -> {
        texts("keys_strings", keys);
        longs("values_int64s", values);
        integer("default_int64", fallback);
      }
      case Operator.IndexToString(var keys, var values, String fallback) -> {
        longs("keys_int64s", keys);
        texts("values_strings", values);
        text("default_string", fallback);
      }
      case Operator.OneHot(var categories) -> {
        texts("cats_strings", categories);
        integer("zeros", 1);
      }
      case Operator.HardSigmoid(float alpha, float beta) -> {
        number("alpha", alpha);
        number("beta", beta);
      }
      case Operator.Transpose(var order) -> integers("perm", order);
      case Operator.Pad(var mode, _, _) -> text("mode", lower(mode));
      case Operator.LayerNormalization(int axis, float epsilon) -> {
        integer("axis", axis);
        number("epsilon", epsilon);
      }
      case Operator.InstanceNormalization(float epsilon) -> number("epsilon", epsilon);
      case Operator.ConvTranspose conv -> convTranspose(conv);
      case Operator.Resize(var mode, _, _) -> resize(mode);
      case Operator.Recurrent recurrent -> recurrent(recurrent);
      case Operator.MatMul _,
          Operator.Unary _,
          Operator.Clip _,
          Operator.Slice _,
          Operator.Expand _,
          Operator.Binary _,
          Operator.Where _,
          Operator.GlobalAveragePool _,
          Operator.Reshape _,
          Operator.Dropout _,
          Operator.Unknown _ -> {}
    }
  }

  private void gemm(Operator.Gemm gemm) {
    number("alpha", gemm.alpha());
    number("beta", gemm.beta());
    flag("transA", gemm.transA());
    flag("transB", gemm.transB());
  }

  private void conv(Operator.Conv conv) {
    integers("kernel_shape", conv.kernel());
    integers("strides", conv.strides());
    integers("pads", conv.pads());
    integers("dilations", conv.dilations());
    integer("group", conv.groups());
  }

  private void convTranspose(Operator.ConvTranspose conv) {
    integers("kernel_shape", conv.kernel());
    integers("strides", conv.strides());
    integers("pads", conv.pads());
    integers("dilations", conv.dilations());
    integers("output_padding", conv.added());
    integer("group", conv.groups());
  }

  /** Sizes are those of height and width alone, which needs no number of rows. */
  private void resize(Operator.Resize.Mode mode) {
    text("mode", mode == Operator.Resize.Mode.NEAREST ? "nearest" : "linear");
    text(
        "coordinate_transformation_mode",
        switch (mode) {
          case NEAREST -> "asymmetric";
          case LINEAR -> "half_pixel";
          case LINEAR_CORNERS -> "align_corners";
        });
    text("nearest_mode", "floor");
    integers("axes", List.of(2, 3));
  }

  private void recurrent(Operator.Recurrent recurrent) {
    integer("hidden_size", recurrent.hidden());
    text("direction", lower(recurrent.direction()));
    if (recurrent.kind() == Operator.Recurrent.Kind.GRU) {
      flag("linear_before_reset", recurrent.resetsProduct());
    }
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private void pool(Operator.Pool pool) {
    integers("kernel_shape", pool.kernel());
    integers("strides", pool.strides());
    integers("pads", pool.pads());
    flag("ceil_mode", pool.ceilMode());
    if (pool.kind() == Operator.Pool.Kind.AVERAGE) {
      flag("count_include_pad", pool.countIncludePad());
    }
  }

  private AttributeProto.Builder add(String name, AttributeType type) {
    return node.addAttributeBuilder().setName(name).setType(type);
  }

  private void number(String name, float value) {
    add(name, AttributeType.FLOAT).setF(value);
  }

  private void text(String name, String value) {
    add(name, AttributeType.STRING).setS(ByteString.copyFromUtf8(value));
  }

  private void integer(String name, long value) {
    add(name, AttributeType.INT).setI(value);
  }

  private void flag(String name, boolean value) {
    integer(name, value ? 1 : 0);
  }

  private void integers(String name, List<Integer> values) {
    longs(name, values.stream().map(Integer::longValue).toList());
  }

  private void longs(String name, List<Long> values) {
    add(name, AttributeType.INTS).addAllInts(values);
  }

  private void texts(String name, List<String> values) {
    add(name, AttributeType.STRINGS)
        .addAllStrings(values.stream().map(ByteString::copyFromUtf8).toList());
  }
}
