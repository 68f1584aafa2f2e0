package org.pith.prune.inspect;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.pith.network.ElementType;
import org.pith.network.Network;
import org.pith.network.Precision;
import org.pith.network.RowAxis;
import org.pith.network.Shape;
import org.pith.network.Tensor;
import org.pith.network.onnx.OnnxSession;

/**
 * The values of named tensors while a network serves, in ONNX Runtime: so they are what a user of the file would get, whatever
 * operators it holds, but for the roundings of a file that is not of single precision.
 */
final class Taps {

  /** About how many numbers the taps of one chunk of rows may have together. */
  private static final long CHUNK = 1 << 22;

  private static final int MOST_ROWS = 1_000;

  /** The longest array that every Java virtual machine gives. */
  private static final int MOST_VALUES = Integer.MAX_VALUE - 8;

  private Taps() {}

  /** Whether a tensor holds numbers of each row apart: floats, among which {@linkplain RowAxis rows are found}. */
  static boolean isTappable(Network network, String tensor) {
    return network
        .type(tensor)
        .filter(t -> t.type() == ElementType.FLOAT && t.shape().rank() > 1)
        .filter(t -> t.shape().elements() > 0)
        .flatMap(_ -> RowAxis.of(network, tensor))
        .isPresent();
  }

  /** The shape of a tappable tensor with rows moved to the front. */
  static Shape shape(Network network, String tensor) {
    return RowAxis.require(network, tensor).toFront(network.shape(tensor));
  }

  /** Where an axis of a tappable tensor, another than that of the rows, is once rows are in front. */
  static int axis(Network network, String tensor, int axis) {
    Shape shape = network.shape(tensor);
    return axis < shape.openAxis() ? axis + 1 : axis + shape(network, tensor).rank() - shape.rank();
  }

  /**
   * Runs the network.
   *
   * @param tensors tappable ones, inputs among them
   * @return by name: rows x elements of a row, row-major, rows first
   * @throws IllegalArgumentException before anything is run, if the values of a tensor do not fit into an array, or those of all into
   *     the memory of this Java
   */
  static Map<String, float[]> of(Network network, Rows rows, List<String> tensors, int threads) {
    requireRoom(network, rows.count(), tensors);
    Map<String, float[]> tapped = new LinkedHashMap<>();
    long width = 1;
    for (String tensor : tensors) {
      long elements = network.shape(tensor).elements();
      tapped.put(tensor, new float[(int) (rows.count() * elements)]);
      width += elements;
    }
    List<String> made = tensors.stream().filter(t -> network.producer(t).isPresent()).toList();
    for (String tensor : tensors) {
      if (!made.contains(tensor)) {
        copy(network, tensor, rows.inputs().get(tensor), tapped.get(tensor), 0, rows.count());
      }
    }
    if (!made.isEmpty()) {
      int chunk = (int) Math.clamp(CHUNK / width, 1, MOST_ROWS);
      try (OnnxSession session = open(network, made, threads)) {
        for (int from = 0; from < rows.count(); from += chunk) {
          int to = Math.min(rows.count(), from + chunk);
          Rows part = rows.select(IntStream.range(from, to).toArray());
          OnnxSession.Outputs outputs = session.run(part.inputs());
          for (String tensor : made) {
            copy(network, tensor, outputs.get(tensor), tapped.get(tensor), from, to - from);
          }
        }
      }
    }
    return tapped;
  }

  /** A session that serves one tensor again and again; the caller closes it. */
  static OnnxSession open(Network network, String tensor, int threads) {
    return open(network, List.of(tensor), threads);
  }

  /** In single precision, in which values that differ little stay apart. */
  private static OnnxSession open(Network network, List<String> tensors, int threads) {
    Network watched = network.withOutputs(tensors).withPrecision(Precision.SINGLE);
    return OnnxSession.open(watched, threads);
  }

  /** As {@link #of(Network, Rows, List, int)} for the tensor of an open session. */
  static float[] of(OnnxSession open, Network network, Rows rows, String tensor) {
    requireRoom(network, rows.count(), List.of(tensor));
    float[] tapped = new float[(int) (rows.count() * network.shape(tensor).elements())];
    for (int from = 0; from < rows.count(); from += MOST_ROWS) {
      int to = Math.min(rows.count(), from + MOST_ROWS);
      Rows part = rows.select(IntStream.range(from, to).toArray());
      copy(network, tensor, open.run(part.inputs()).get(tensor), tapped, from, to - from);
    }
    return tapped;
  }

  private static void requireRoom(Network network, int rows, List<String> tensors) {
    long all = 0;
    for (String tensor : tensors) {
      long elements = network.shape(tensor).elements();
      if (rows * elements > MOST_VALUES) {
        throw new IllegalArgumentException(
            "Tensor %s has %d values a row, more than can be held for %d rows. Maybe inspect fewer rows."
                .formatted(tensor, elements, rows));
      }
      all += rows * elements;
    }
    long most = Runtime.getRuntime().maxMemory();
    if (all > most / Float.BYTES) {
      throw new IllegalArgumentException(
          "What is read of %s takes %d MB for %d rows, and this Java may use %d MB. Maybe inspect fewer rows, or give it more with -Xmx."
              .formatted(network.name(), all * Float.BYTES >> 20, rows, most >> 20));
    }
  }

  private static void copy(
      Network network, String tensor, Tensor values, float[] into, int from, int rows) {
    RowAxis.require(network, tensor).toFront(((Tensor.Floats) values).values(), rows, into, from);
  }
}
