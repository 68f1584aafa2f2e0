package org.pith.network.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pith.network.Network;
import org.pith.network.Shape;
import org.pith.network.Tensor;

/**
 * A model loaded into ONNX Runtime: what serves, and what checks that a network computes what it was trained to. Close it to free
 * its native memory. One session may be run from several threads.
 */
public final class OnnxSession implements AutoCloseable {

  private final OrtSession session;

  private OnnxSession(OrtSession session) {
    this.session = session;
  }

  /** A network, run on one thread. */
  public static OnnxSession of(Network network) {
    return of(OnnxFile.encode(network));
  }

  /**
   * The bytes of a model file, run on one thread.
   *
   * @throws OnnxException where ONNX Runtime does not accept the model
   */
  public static OnnxSession of(byte[] model) {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
      return new OnnxSession(OrtEnvironment.getEnvironment().createSession(model, options));
    } catch (OrtException failure) {
      throw new OnnxException("ONNX Runtime refuses the model: " + line(failure), failure);
    }
  }

  /**
   * Runs the model.
   *
   * @param inputs by name
   * @return all outputs by name, in the model's order
   * @throws OnnxException where an input is missing or has another shape than the model takes
   */
  public Map<String, Tensor> run(Map<String, Tensor> inputs) {
    Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
    try {
      for (Map.Entry<String, Tensor> input : inputs.entrySet()) {
        tensors.put(input.getKey(), tensor(input.getValue()));
      }
      try (OrtSession.Result result = session.run(tensors)) {
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        for (Map.Entry<String, OnnxValue> output : result) {
          outputs.put(output.getKey(), tensor((OnnxTensor) output.getValue()));
        }
        return outputs;
      }
    } catch (OrtException failure) {
      throw new OnnxException("ONNX Runtime cannot run the model: " + line(failure), failure);
    } finally {
      tensors.values().forEach(OnnxTensor::close);
    }
  }

  private static OnnxTensor tensor(Tensor value) throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    long[] shape = value.shape().dims().stream().mapToLong(Integer::longValue).toArray();
    return switch (value) {
      case Tensor.Floats floats ->
          OnnxTensor.createTensor(environment, FloatBuffer.wrap(floats.values()), shape);
      case Tensor.Longs longs ->
          OnnxTensor.createTensor(environment, LongBuffer.wrap(longs.values()), shape);
      case Tensor.Strings strings ->
          OnnxTensor.createTensor(environment, strings.values(), shape);
      case Tensor.Bools bools ->
          throw new OnnxException("A model cannot be fed booleans (%s).".formatted(bools));
    };
  }

  private static Tensor tensor(OnnxTensor output) throws OrtException {
    TensorInfo info = output.getInfo();
    Shape shape = Shape.of(Arrays.stream(info.getShape()).mapToInt(Math::toIntExact).toArray());
    return switch (info.type) {
      case FLOAT -> new Tensor.Floats(shape, floats(output.getFloatBuffer()));
      case INT64 -> new Tensor.Longs(shape, longs(output.getLongBuffer()));
      case STRING -> new Tensor.Strings(shape, strings(output.getValue()));
      default ->
          throw new OnnxException("An output of type %s cannot be read.".formatted(info.type));
    };
  }

  private static float[] floats(FloatBuffer buffer) {
    float[] values = new float[buffer.remaining()];
    buffer.get(values);
    return values;
  }

  private static long[] longs(LongBuffer buffer) {
    long[] values = new long[buffer.remaining()];
    buffer.get(values);
    return values;
  }

  /** Nested arrays of strings, flattened. */
  private static String[] strings(Object value) {
    return value instanceof Object[] parts && !(value instanceof String[])
        ? Arrays.stream(parts).flatMap(p -> Arrays.stream(strings(p))).toArray(String[]::new)
        : (String[]) value;
  }

  /** The names of the inputs, in the model's order. */
  public List<String> inputs() {
    return List.copyOf(session.getInputNames());
  }

  /** The shape of an input as the model states it, -1 where it is open. */
  public int[] inputShape(String name) {
    try {
      NodeInfo info = session.getInputInfo().get(name);
      return Arrays.stream(((TensorInfo) info.getInfo()).getShape())
          .mapToInt(Math::toIntExact)
          .toArray();
    } catch (OrtException failure) {
      throw new OnnxException("ONNX Runtime does not know input " + name, failure);
    }
  }

  /**
   * How long one row takes: {@code repetitions} timed calls after a tenth as many untimed ones, creation of the input tensors
   * included.
   *
   * @param row one row for every input
   */
  public Latency latency(Map<String, Tensor> row, int repetitions) {
    for (int i = 0; i < repetitions / 10; i++) {
      run(row);
    }
    double[] micros = new double[repetitions];
    for (int i = 0; i < repetitions; i++) {
      long start = System.nanoTime();
      run(row);
      micros[i] = (System.nanoTime() - start) / 1e3;
    }
    Arrays.sort(micros);
    return new Latency(
        micros[repetitions / 2], micros[(int) (0.95 * (repetitions - 1))], repetitions);
  }

  /**
   * Time of single-row inference on one thread.
   *
   * @param medianMicros median
   * @param p95Micros 95th percentile
   * @param repetitions how often it was timed
   */
  public record Latency(double medianMicros, double p95Micros, int repetitions) {}

  private static String line(Exception failure) {
    return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException failure) {
      throw new OnnxException("ONNX Runtime cannot close the model", failure);
    }
  }
}
