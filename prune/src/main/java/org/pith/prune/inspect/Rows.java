package org.pith.prune.inspect;

import java.util.LinkedHashMap;
import java.util.Map;
import org.pith.network.Tensor;
import org.pith.train.Target;

/**
 * Rows of data as a model takes them, and their truth.
 *
 * @param inputs by input name, rows as the first dimension
 * @param target one value a row
 */
public record Rows(Map<String, Tensor> inputs, Target target) {

  /** Copies the map and checks that every input has as many rows as the target. */
  public Rows {
    inputs = Map.copyOf(inputs);
    for (Map.Entry<String, Tensor> input : inputs.entrySet()) {
      if (input.getValue().shape().dim(0) != target.rows()) {
        throw new IllegalArgumentException(
            "Input %s has %s for %d rows."
                .formatted(input.getKey(), input.getValue().shape(), target.rows()));
      }
    }
  }

  /** How many. */
  public int count() {
    return target.rows();
  }

  /** These rows, in this order. */
  public Rows select(int[] rows) {
    Map<String, Tensor> selected = new LinkedHashMap<>();
    inputs.forEach((name, tensor) -> selected.put(name, select(tensor, rows)));
    return new Rows(selected, target.rows(rows));
  }

  private static Tensor select(Tensor tensor, int[] rows) {
    int width = (int) (tensor.shape().elements() / Math.max(1, tensor.shape().dim(0)));
    return switch (tensor) {
      case Tensor.Floats(var shape, float[] values) -> {
        float[] taken = new float[rows.length * width];
        for (int i = 0; i < rows.length; i++) {
          System.arraycopy(values, rows[i] * width, taken, i * width, width);
        }
        yield new Tensor.Floats(shape.with(0, rows.length), taken);
      }
      case Tensor.Longs(var shape, long[] values) -> {
        long[] taken = new long[rows.length * width];
        for (int i = 0; i < rows.length; i++) {
          System.arraycopy(values, rows[i] * width, taken, i * width, width);
        }
        yield new Tensor.Longs(shape.with(0, rows.length), taken);
      }
      case Tensor.Strings(var shape, String[] values) -> {
        String[] taken = new String[rows.length * width];
        for (int i = 0; i < rows.length; i++) {
          System.arraycopy(values, rows[i] * width, taken, i * width, width);
        }
        yield new Tensor.Strings(shape.with(0, rows.length), taken);
      }
      case Tensor.Bools(var shape, boolean[] values) -> {
        boolean[] taken = new boolean[rows.length * width];
        for (int i = 0; i < rows.length; i++) {
          System.arraycopy(values, rows[i] * width, taken, i * width, width);
        }
        yield new Tensor.Bools(shape.with(0, rows.length), taken);
      }
    };
  }
}
