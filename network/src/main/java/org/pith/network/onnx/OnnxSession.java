package org.pith.network.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.IntStream;
import org.pith.network.ElementType;
import org.pith.network.Network;
import org.pith.network.Port;
import org.pith.network.Shape;
import org.pith.network.Tensor;

/**
 * A network at work in ONNX Runtime. Holds native memory until it is closed; what a run takes is released when the run ends.
 * Several threads may run one session at once.
 *
 * <p>Inputs are given as tensors by name: floats for float, half and double inputs, longs for int32 and int64, texts for strings,
 * truth values for bool. Outputs come in the same kinds.
 */
public final class OnnxSession implements AutoCloseable {

  /** About how many values of the inputs are fed at once, where rows are fed in parts. */
  private static final long AT_ONCE = 1 << 21;

  private static final int MOST_ROWS = 2_000;

  /** Held for reading while native code of ONNX Runtime is at work, and for good by who ends the process. */
  private static final ReentrantReadWriteLock AT_WORK = new ReentrantReadWriteLock();

  private final String source;
  private final OrtSession session;
  private final List<Port> inputs;
  private final Map<String, OnnxJavaType> inputTypes = new HashMap<>();

  private OnnxSession(String source, OrtSession session) throws OrtException {
    this.source = source;
    this.session = session;
    List<Port> ports = new ArrayList<>();
    for (NodeInfo info : session.getInputInfo().values()) {
      ports.add(port(info));
    }
    this.inputs = List.copyOf(ports);
  }

  /**
   * Loads a network.
   *
   * @param threads threads that work on one operator
   * @throws OnnxException if ONNX Runtime refuses it
   */
  public static OnnxSession open(Network network, int threads) {
    return open(OnnxFile.encode(network), network.name(), threads);
  }

  /**
   * Loads a file, which may hold operators that {@link OnnxFile} does not know.
   *
   * @throws IOException if the file cannot be read
   * @throws OnnxException if ONNX Runtime refuses it
   */
  public static OnnxSession open(Path file, int threads) throws IOException {
    return open(Files.readAllBytes(file), file.getFileName().toString(), threads);
  }

  /**
   * Loads the bytes of a file.
   *
   * @param source name of the bytes for messages
   * @throws OnnxException if ONNX Runtime refuses them
   */
  public static OnnxSession open(byte[] bytes, String source, int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads (%d) must be positive.".formatted(threads));
    }
    AT_WORK.readLock().lock();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      options.setInterOpNumThreads(1);
      // What goes wrong is said by an exception, once.
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
      OrtSession session = OrtEnvironment.getEnvironment().createSession(bytes, options);
      return adopt(source, session);
    } catch (OrtException e) {
      throw refused(source, e);
    } finally {
      AT_WORK.readLock().unlock();
    }
  }

  /** What the network takes. */
  public List<Port> inputs() {
    return inputs;
  }

  /** Names of what the network returns. */
  public List<String> outputs() {
    return List.copyOf(session.getOutputNames());
  }

  /**
   * Runs rows through a network of one float input.
   *
   * @param rows the rows one after the other; their number follows from the input's shape
   * @throws IllegalArgumentException if there is more than one input, or the values do not fill whole rows
   */
  public Outputs run(float[] rows) {
    Port input = onlyInput();
    return run(Map.of(input.name(), new Tensor.Floats(rowsOf(input, rows.length), rows)));
  }

  /**
   * Runs the network once.
   *
   * @param values by input name, all with the same number of rows
   * @throws IllegalArgumentException if an input is missing, unknown, of another kind or of a shape that does not fit
   * @throws OnnxException if ONNX Runtime fails
   */
  public Outputs run(Map<String, Tensor> values) {
    check(values);
    Map<String, OnnxTensor> natives = new LinkedHashMap<>();
    AT_WORK.readLock().lock();
    try {
      for (Port input : inputs) {
        String name = input.name();
        natives.put(name, RuntimeTensors.toNative(values.get(name), inputTypes.get(name)));
      }
      try (OrtSession.Result result = session.run(natives)) {
        return outputs(result);
      }
    } catch (OrtException e) {
      throw new OnnxException("%s failed in ONNX Runtime: %s".formatted(source, e.getMessage()), e);
    } finally {
      natives.values().forEach(OnnxTensor::close);
      AT_WORK.readLock().unlock();
    }
  }

  /**
   * Waits until no session is at work and lets none work again, in any thread. For who is about to end the process: ONNX Runtime
   * crashes where its environment is closed, as it is when the virtual machine ends, while a session runs.
   *
   * @param patience how long to wait at most
   */
  public static void endAll(Duration patience) {
    try {
      AT_WORK.writeLock().tryLock(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException impatient) {
      Thread.currentThread().interrupt();
    }
  }

  /** Gives rows to a network when they are needed. */
  @FunctionalInterface
  public interface Feed {

    /**
     * The values of these rows.
     *
     * @param rows their numbers, counted from 0
     * @return by input name
     */
    Map<String, Tensor> rows(int[] rows);
  }

  /**
   * Runs a network that answers every row apart over many rows, some at a time, so that little more than the answers is held at
   * once.
   *
   * @param rows how many
   * @param feed gives the values of those that come next
   * @return the outputs of all rows, in order, along the first axis of each
   * @throws IllegalArgumentException as {@link #run(Map)}
   * @throws OnnxException if ONNX Runtime fails, or an output does not have the number of rows for its first dimension
   */
  public Outputs run(int rows, Feed feed) {
    long width = inputs.stream().mapToLong(p -> p.shape().elements()).sum();
    int most = (int) Math.clamp(AT_ONCE / Math.max(1, width), 1, MOST_ROWS);
    Joined joined = new Joined(rows);
    int from = 0;
    do { // No rows are a run too: it says what comes out.
      int count = Math.min(most, rows - from);
      joined.add(run(feed.rows(IntStream.range(from, from + count).toArray())), from, count);
      from += count;
    } while (from < rows);
    return joined.outputs();
  }

  /** Frees the native memory. */
  @Override
  public void close() {
    AT_WORK.readLock().lock();
    try {
      session.close();
    } catch (OrtException e) {
      throw new OnnxException("%s could not be closed: %s".formatted(source, e.getMessage()), e);
    } finally {
      AT_WORK.readLock().unlock();
    }
  }

  /**
   * The outputs of a run.
   *
   * @param values by output name, in the network's order
   */
  public record Outputs(SequencedMap<String, Tensor> values) {

    /** Wraps the values. */
    public Outputs {
      values = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(values));
    }

    /** The first output. */
    public Tensor first() {
      return values.firstEntry().getValue();
    }

    /**
     * The output of this name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public Tensor get(String output) {
      Tensor value = values.get(output);
      if (value == null) {
        throw new IllegalArgumentException(
            "There is no output %s, only %s.".formatted(output, values.keySet()));
      }
      return value;
    }

    /** The values of a float output. */
    public float[] floats(String output) {
      return ofKind(output, Tensor.Floats.class).values();
    }

    /** The values of an output of whole numbers. */
    public long[] longs(String output) {
      return ofKind(output, Tensor.Longs.class).values();
    }

    /** The values of an output of texts. */
    public String[] strings(String output) {
      return ofKind(output, Tensor.Strings.class).values();
    }

    private <T extends Tensor> T ofKind(String output, Class<T> kind) {
      if (!kind.isInstance(get(output))) {
        throw new IllegalArgumentException(
            "Output %s is %s, not %s."
                .formatted(output, get(output), kind.getSimpleName().toLowerCase(Locale.ROOT)));
      }
      return kind.cast(get(output));
    }
  }

  private static OnnxSession adopt(String source, OrtSession session) throws OrtException {
    try {
      return new OnnxSession(source, session);
    } catch (OrtException | RuntimeException e) {
      session.close();
      throw e;
    }
  }

  private static OnnxException refused(String source, OrtException e) {
    return new OnnxException("ONNX Runtime refuses %s: %s".formatted(source, e.getMessage()), e);
  }

  private Port port(NodeInfo info) {
    if (!(info.getInfo() instanceof TensorInfo tensor)) {
      throw new OnnxException("Input %s of %s is not a tensor.".formatted(info.getName(), source));
    }
    int[] dims =
        Arrays.stream(tensor.getShape())
            .mapToInt(d -> d < 0 ? Shape.BATCH : Math.toIntExact(d))
            .toArray();
    if (Arrays.stream(dims).filter(d -> d == Shape.BATCH).count() > 1) {
      throw new OnnxException(
          "Input %s of %s leaves more open than the number of rows: %s."
              .formatted(info.getName(), source, Arrays.toString(tensor.getDimensionNames())));
    }
    inputTypes.put(info.getName(), tensor.type);
    return new Port(info.getName(), elementType(info.getName(), tensor.type), Shape.of(dims));
  }

  private ElementType elementType(String input, OnnxJavaType type) {
    return switch (type) {
      case FLOAT, FLOAT16 -> ElementType.FLOAT;
      case DOUBLE -> ElementType.DOUBLE;
      case INT32 -> ElementType.INT32;
      case INT64 -> ElementType.INT64;
      case BOOL -> ElementType.BOOL;
      case STRING -> ElementType.STRING;
      default ->
          throw new OnnxException(
              "Input %s of %s has the element type %s, which Pith does not feed."
                  .formatted(input, source, type));
    };
  }

  private Port onlyInput() {
    if (inputs.size() != 1) {
      throw new IllegalArgumentException(
          "%s has the inputs %s; give each by name."
              .formatted(source, inputs.stream().map(Port::name).toList()));
    }
    return inputs.getFirst();
  }

  private static Shape rowsOf(Port input, int values) {
    long perRow = Math.max(1, input.shape().elements());
    if (values % perRow != 0) {
      throw new IllegalArgumentException(
          "%d values do not fill whole rows of input %s %s."
              .formatted(values, input.name(), input.shape()));
    }
    return input.shape().atBatch((int) (values / perRow));
  }

  private void check(Map<String, Tensor> values) {
    for (Port input : inputs) {
      Tensor value = values.get(input.name());
      if (value == null) {
        throw new IllegalArgumentException(
            "Input %s of %s is missing.".formatted(input.name(), source));
      }
      if (!fits(value.shape(), input.shape())) {
        throw new IllegalArgumentException(
            "Input %s of %s takes %s, not %s."
                .formatted(input.name(), source, input.shape(), value.shape()));
      }
    }
    values.keySet().stream()
        .filter(name -> inputs.stream().noneMatch(p -> p.name().equals(name)))
        .findFirst()
        .ifPresent(
            name -> {
              throw new IllegalArgumentException(
                  "%s has no input %s, only %s."
                      .formatted(source, name, inputs.stream().map(Port::name).toList()));
            });
  }

  private static boolean fits(Shape given, Shape wanted) {
    if (!wanted.isOpen() || given.rank() != wanted.rank()) {
      return given.equals(wanted);
    }
    int rows = given.dim(wanted.dims().indexOf(Shape.BATCH));
    return given.equals(wanted.atBatch(rows));
  }

  private static Outputs outputs(OrtSession.Result result) throws OrtException {
    SequencedMap<String, Tensor> values = new LinkedHashMap<>();
    for (Map.Entry<String, OnnxValue> entry : result) {
      if (!(entry.getValue() instanceof OnnxTensor tensor)) {
        throw new OnnxException("Output %s is not a tensor.".formatted(entry.getKey()));
      }
      values.put(entry.getKey(), RuntimeTensors.fromNative(entry.getKey(), tensor));
    }
    return new Outputs(values);
  }
}
