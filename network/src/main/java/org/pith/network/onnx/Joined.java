package org.pith.network.onnx;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.pith.network.Shape;
import org.pith.network.Tensor;

/** What comes out for some rows after the other, put together along the first axis. */
final class Joined {

  private final int rows;
  private final SequencedMap<String, Tensor> wholes = new LinkedHashMap<>();

  /** Room for so many rows. */
  Joined(int rows) {
    this.rows = rows;
  }

  /**
   * Copies the outputs for {@code count} rows to where they belong.
   *
   * @throws OnnxException if an output does not have that many rows
   */
  void add(OnnxSession.Outputs part, int from, int count) {
    part.values().forEach((name, tensor) -> add(name, tensor, from, count));
  }

  OnnxSession.Outputs outputs() {
    return new OnnxSession.Outputs(wholes);
  }

  private void add(String name, Tensor part, int from, int count) {
    if (part.shape().rank() == 0 || part.shape().dim(0) != count) {
      throw new OnnxException(
          "Output %s is %s for %d rows. Maybe its number of rows is fixed."
              .formatted(name, part, count));
    }
    Tensor whole = wholes.computeIfAbsent(name, _ -> room(part));
    int width = (int) (part.shape().elements() / Math.max(1, count));
    System.arraycopy(values(part), 0, values(whole), from * width, count * width);
  }

  private Tensor room(Tensor part) {
    Shape shape = part.shape().with(0, rows);
    int size = (int) shape.elements();
    return switch (part) {
      case Tensor.Floats _ -> new Tensor.Floats(shape, new float[size]);
      case Tensor.Longs _ -> new Tensor.Longs(shape, new long[size]);
      case Tensor.Bools _ -> new Tensor.Bools(shape, new boolean[size]);
      case Tensor.Strings _ -> new Tensor.Strings(shape, new String[size]);
    };
  }

  private static Object values(Tensor tensor) {
    return switch (tensor) {
      case Tensor.Floats(_, float[] values) -> values;
      case Tensor.Longs(_, long[] values) -> values;
      case Tensor.Bools(_, boolean[] values) -> values;
      case Tensor.Strings(_, String[] values) -> values;
    };
  }
}
