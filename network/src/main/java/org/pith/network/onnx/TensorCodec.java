package org.pith.network.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.pith.network.ElementType;
import org.pith.network.Precision;
import org.pith.network.Shape;
import org.pith.network.Tensor;

/** Tensors and element types between ONNX and the network. */
final class TensorCodec {

  private TensorCodec() {}

  /**
   * The network's type for an ONNX data type; half precision becomes float.
   *
   * @return empty for a type that networks do not know
   */
  static Optional<ElementType> elementType(int dataType) {
    return Optional.ofNullable(
        switch (DataType.forNumber(dataType)) {
          case FLOAT, FLOAT16 -> ElementType.FLOAT;
          case DOUBLE -> ElementType.DOUBLE;
          case INT32 -> ElementType.INT32;
          case INT64 -> ElementType.INT64;
          case BOOL -> ElementType.BOOL;
          case STRING -> ElementType.STRING;
          case null, default -> null;
        });
  }

  /** The ONNX data type of a network's type in a file that holds floats in a precision. */
  static DataType dataType(ElementType type, Precision precision) {
    return switch (type) {
      case FLOAT -> floats(precision);
      case DOUBLE -> DataType.DOUBLE;
      case INT32 -> DataType.INT32;
      case INT64 -> DataType.INT64;
      case BOOL -> DataType.BOOL;
      case STRING -> DataType.STRING;
    };
  }

  private static DataType floats(Precision precision) {
    return switch (precision) {
      case SINGLE -> DataType.FLOAT;
      case HALF, HALF_WITHIN -> DataType.FLOAT16;
      case DOUBLE -> DataType.DOUBLE;
    };
  }

  /** Reads a tensor; half and double precision become float, int32 becomes int64. */
  static Tensor decode(TensorProto proto, String name) {
    requireInside(proto, name);
    Shape shape = shape(proto, name);
    return switch (DataType.forNumber(proto.getDataType())) {
      case FLOAT, FLOAT16, DOUBLE -> new Tensor.Floats(shape, floats(proto, name, shape));
      case INT32, INT64 -> new Tensor.Longs(shape, longs(proto, name, shape));
      case BOOL -> new Tensor.Bools(shape, bools(proto, name, shape));
      case STRING -> new Tensor.Strings(shape, strings(proto, name, shape));
      case null, default ->
          throw new OnnxException(
              "Constant %s has the element type %s, which Pith does not read. Maybe export the model"
                      .formatted(name, typeName(proto.getDataType()))
                  + " in float32, without quantisation.");
    };
  }

  /** Writes a tensor, floats in a precision, to which they are rounded to the nearest and to even. */
  static TensorProto encode(String name, Tensor tensor, Precision precision) {
    TensorProto.Builder proto =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(dataType(tensor.type(), precision).getNumber());
    tensor.shape().dims().forEach(proto::addDims);
    switch (tensor) {
      case Tensor.Floats(_, float[] values) ->
          proto.setRawData(ByteString.copyFrom(rounded(values, precision)));
      case Tensor.Longs(_, long[] values) -> {
        ByteBuffer buffer = buffer(values.length, Long.BYTES);
        buffer.asLongBuffer().put(values);
        proto.setRawData(ByteString.copyFrom(buffer));
      }
      case Tensor.Bools(_, boolean[] values) -> {
        byte[] bytes = new byte[values.length];
        IntStream.range(0, bytes.length).forEach(i -> bytes[i] = (byte) (values[i] ? 1 : 0));
        proto.setRawData(ByteString.copyFrom(bytes));
      }
      case Tensor.Strings(_, String[] values) ->
          List.of(values).forEach(v -> proto.addStringData(ByteString.copyFromUtf8(v)));
    }
    return proto.build();
  }

  /** The name of an ONNX data type, or its number where it has none. */
  static String typeName(int dataType) {
    DataType type = DataType.forNumber(dataType);
    return type == null ? Integer.toString(dataType) : type.name();
  }

  private static ByteBuffer rounded(float[] values, Precision precision) {
    ByteBuffer buffer = buffer(values.length, precision.bytes());
    for (float value : values) {
      switch (precision) {
        case SINGLE -> buffer.putFloat(value);
        case HALF, HALF_WITHIN -> buffer.putShort(Float.floatToFloat16(value));
        case DOUBLE -> buffer.putDouble(value);
      }
    }
    return buffer.flip();
  }

  private static ByteBuffer buffer(int elements, int bytes) {
    return ByteBuffer.allocate(Math.multiplyExact(elements, bytes)).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void requireInside(TensorProto proto, String name) {
    if (proto.getDataLocation() == TensorProto.DataLocation.EXTERNAL
        || proto.getExternalDataCount() > 0) {
      throw new OnnxException(
          "Constant %s keeps its values in another file, which Pith does not read. Maybe save the"
                  .formatted(name)
              + " model with its weights inside.");
    }
    if (proto.hasSegment()) {
      throw new OnnxException("Constant %s is stored in segments.".formatted(name));
    }
  }

  private static Shape shape(TensorProto proto, String name) {
    for (long dim : proto.getDimsList()) {
      if (dim < 0 || dim > Integer.MAX_VALUE) {
        throw new OnnxException(
            "Constant %s has the impossible shape %s.".formatted(name, proto.getDimsList()));
      }
    }
    return new Shape(proto.getDimsList().stream().map(Math::toIntExact).toList());
  }

  /** Checks that the file holds as many values as the shape claims, before memory is taken for them. */
  private static int held(String name, Shape shape, long given, String unit) {
    if (shape.elements() != given) {
      throw new OnnxException(
          "Constant %s claims the shape %s, %d values, but holds %d%s."
              .formatted(name, shape, shape.elements(), given, unit));
    }
    return (int) given;
  }

  private static ByteBuffer raw(TensorProto proto, String name, Shape shape, int bytes) {
    ByteString raw = proto.getRawData();
    if (raw.size() % bytes != 0) {
      throw new OnnxException(
          "Constant %s holds %d bytes, no multiple of %d.".formatted(name, raw.size(), bytes));
    }
    held(name, shape, raw.size() / bytes, "");
    return raw.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  private static float[] floats(TensorProto proto, String name, Shape shape) {
    return switch (DataType.forNumber(proto.getDataType())) {
      case FLOAT16 -> halves(proto, name, shape);
      case DOUBLE -> doubles(proto, name, shape);
      case null, default -> singles(proto, name, shape);
    };
  }

  private static float[] singles(TensorProto proto, String name, Shape shape) {
    if (proto.hasRawData()) {
      ByteBuffer raw = raw(proto, name, shape, Float.BYTES);
      float[] values = new float[raw.remaining() / Float.BYTES];
      raw.asFloatBuffer().get(values);
      return values;
    }
    float[] values = new float[held(name, shape, proto.getFloatDataCount(), "")];
    for (int i = 0; i < values.length; i++) {
      values[i] = proto.getFloatData(i);
    }
    return values;
  }

  private static float[] halves(TensorProto proto, String name, Shape shape) {
    ByteBuffer raw = proto.hasRawData() ? raw(proto, name, shape, Short.BYTES) : null;
    float[] values =
        new float
            [raw == null
                ? held(name, shape, proto.getInt32DataCount(), "")
                : raw.remaining() / Short.BYTES];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          Float.float16ToFloat(raw == null ? (short) proto.getInt32Data(i) : raw.getShort());
    }
    return values;
  }

  private static float[] doubles(TensorProto proto, String name, Shape shape) {
    ByteBuffer raw = proto.hasRawData() ? raw(proto, name, shape, Double.BYTES) : null;
    float[] values =
        new float
            [raw == null
                ? held(name, shape, proto.getDoubleDataCount(), "")
                : raw.remaining() / Double.BYTES];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (raw == null ? proto.getDoubleData(i) : raw.getDouble());
    }
    return values;
  }

  private static long[] longs(TensorProto proto, String name, Shape shape) {
    boolean wide = proto.getDataType() == DataType.INT64_VALUE;
    if (!proto.hasRawData()) {
      held(name, shape, wide ? proto.getInt64DataCount() : proto.getInt32DataCount(), "");
      return wide
          ? proto.getInt64DataList().stream().mapToLong(Long::longValue).toArray()
          : proto.getInt32DataList().stream().mapToLong(Integer::longValue).toArray();
    }
    ByteBuffer raw = raw(proto, name, shape, wide ? Long.BYTES : Integer.BYTES);
    long[] values = new long[raw.remaining() / (wide ? Long.BYTES : Integer.BYTES)];
    for (int i = 0; i < values.length; i++) {
      values[i] = wide ? raw.getLong() : raw.getInt();
    }
    return values;
  }

  private static boolean[] bools(TensorProto proto, String name, Shape shape) {
    ByteBuffer raw = proto.hasRawData() ? raw(proto, name, shape, 1) : null;
    boolean[] values =
        new boolean
            [raw == null ? held(name, shape, proto.getInt32DataCount(), "") : raw.remaining()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (raw == null ? proto.getInt32Data(i) : raw.get()) != 0;
    }
    return values;
  }

  private static String[] strings(TensorProto proto, String name, Shape shape) {
    held(name, shape, proto.getStringDataCount(), " strings");
    return proto.getStringDataList().stream().map(ByteString::toStringUtf8).toArray(String[]::new);
  }
}
