package org.pith.network.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import java.util.Arrays;
import java.util.stream.Stream;
import org.pith.network.Port;
import org.pith.network.Shape;
import org.pith.network.Tensor;

/** Copies tensors into and out of ONNX Runtime, and makes those that a network is tried on. */
final class RuntimeTensors {

  private RuntimeTensors() {}

  /** A native copy of the wanted element type; the caller closes it. */
  static OnnxTensor toNative(Tensor tensor, OnnxJavaType wanted) throws OrtException {
    OrtEnvironment env = OrtEnvironment.getEnvironment();
    long[] dims = tensor.shape().dims().stream().mapToLong(Integer::longValue).toArray();
    return switch (tensor) {
      case Tensor.Floats(_, float[] v) when wanted == OnnxJavaType.FLOAT ->
          OnnxTensor.createTensor(env, FloatBuffer.wrap(v), dims);
      case Tensor.Floats(_, float[] v) when wanted == OnnxJavaType.FLOAT16 ->
          OnnxTensor.createTensor(env, halves(v), dims, wanted);
      case Tensor.Floats(_, float[] v) when wanted == OnnxJavaType.DOUBLE ->
          OnnxTensor.createTensor(env, DoubleBuffer.wrap(widened(v)), dims);
      case Tensor.Longs(_, long[] v) when wanted == OnnxJavaType.INT64 ->
          OnnxTensor.createTensor(env, LongBuffer.wrap(v), dims);
      case Tensor.Longs(_, long[] v) when wanted == OnnxJavaType.INT32 ->
          OnnxTensor.createTensor(env, IntBuffer.wrap(narrowed(v)), dims);
      case Tensor.Bools(_, boolean[] v) when wanted == OnnxJavaType.BOOL ->
          OnnxTensor.createTensor(env, bytes(v), dims, OnnxJavaType.BOOL);
      case Tensor.Strings(_, String[] v) when wanted == OnnxJavaType.STRING ->
          OnnxTensor.createTensor(env, v, dims);
      default ->
          throw new IllegalArgumentException(
              "%s cannot be fed to an input of type %s.".formatted(tensor, wanted));
    };
  }

  /** A copy in the Java heap. */
  static Tensor fromNative(String output, OnnxTensor tensor) throws OrtException {
    Shape shape =
        Shape.of(Arrays.stream(tensor.getInfo().getShape()).mapToInt(Math::toIntExact).toArray());
    return switch (tensor.getInfo().type) {
      case FLOAT -> new Tensor.Floats(shape, floats(tensor.getFloatBuffer()));
      case FLOAT16 -> new Tensor.Floats(shape, widened(tensor.getShortBuffer()));
      case DOUBLE -> new Tensor.Floats(shape, narrowed(tensor.getDoubleBuffer()));
      case INT64 -> new Tensor.Longs(shape, longs(tensor.getLongBuffer()));
      case INT32 -> new Tensor.Longs(shape, widened(tensor.getIntBuffer()));
      case BOOL -> new Tensor.Bools(shape, truths(tensor.getByteBuffer()));
      case STRING -> new Tensor.Strings(shape, strings(tensor.getValue()));
      default ->
          throw new OnnxException(
              "Output %s has the element type %s, which Pith does not read."
                  .formatted(output, tensor.getInfo().type));
    };
  }

  /** So many rows of zeros, of false, or of empty texts, as an input takes them. */
  static Tensor zeros(Port input, int rows) {
    Shape shape = input.shape().atBatch(rows);
    int size = Math.toIntExact(shape.elements());
    return switch (input.type()) {
      case FLOAT, DOUBLE -> new Tensor.Floats(shape, new float[size]);
      case INT32, INT64 -> new Tensor.Longs(shape, new long[size]);
      case BOOL -> new Tensor.Bools(shape, new boolean[size]);
      case STRING -> {
        String[] texts = new String[size];
        Arrays.fill(texts, "");
        yield new Tensor.Strings(shape, texts);
      }
    };
  }

  /** To the nearest half and to even; what is beyond 65,504 becomes infinite. */
  private static ShortBuffer halves(float[] values) {
    ShortBuffer buffer = ShortBuffer.allocate(values.length);
    for (float value : values) {
      buffer.put(Float.floatToFloat16(value));
    }
    return buffer.flip();
  }

  private static float[] widened(ShortBuffer halves) {
    float[] values = new float[halves.remaining()];
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.float16ToFloat(halves.get(i));
    }
    return values;
  }

  private static double[] widened(float[] values) {
    double[] copy = new double[values.length];
    Arrays.setAll(copy, i -> values[i]);
    return copy;
  }

  private static int[] narrowed(long[] values) {
    return Arrays.stream(values).mapToInt(Math::toIntExact).toArray();
  }

  private static ByteBuffer bytes(boolean[] values) {
    ByteBuffer buffer = ByteBuffer.allocateDirect(values.length);
    for (boolean value : values) {
      buffer.put((byte) (value ? 1 : 0));
    }
    return buffer.flip();
  }

  private static float[] floats(FloatBuffer buffer) {
    float[] values = new float[buffer.remaining()];
    buffer.get(values);
    return values;
  }

  private static float[] narrowed(DoubleBuffer buffer) {
    float[] values = new float[buffer.remaining()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) buffer.get(i);
    }
    return values;
  }

  private static long[] longs(LongBuffer buffer) {
    long[] values = new long[buffer.remaining()];
    buffer.get(values);
    return values;
  }

  private static long[] widened(IntBuffer buffer) {
    long[] values = new long[buffer.remaining()];
    Arrays.setAll(values, buffer::get);
    return values;
  }

  private static boolean[] truths(ByteBuffer buffer) {
    boolean[] values = new boolean[buffer.remaining()];
    for (int i = 0; i < values.length; i++) {
      values[i] = buffer.get(i) != 0;
    }
    return values;
  }

  /** Strings arrive as nested arrays of the tensor's rank. */
  private static String[] strings(Object value) {
    return leaves(value).toArray(String[]::new);
  }

  private static Stream<String> leaves(Object value) {
    return value instanceof Object[] nested && !(value instanceof String[])
        ? Arrays.stream(nested).flatMap(RuntimeTensors::leaves)
        : value instanceof String[] row ? Arrays.stream(row) : Stream.of((String) value);
  }
}
