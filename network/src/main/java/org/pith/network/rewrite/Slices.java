package org.pith.network.rewrite;

import java.util.Arrays;
import org.pith.network.Shape;
import org.pith.network.Tensor;

/** Parts of tensors. */
final class Slices {

  private Slices() {}

  /** The tensor at these positions along an axis. */
  static Tensor take(Tensor tensor, int axis, int[] positions) {
    if (positions.length == tensor.shape().dim(axis)) {
      return tensor;
    }
    Shape shape = tensor.shape().with(axis, positions.length);
    int[] index = index(tensor.shape(), axis, positions);
    return switch (tensor) {
      case Tensor.Floats(_, float[] values) -> {
        float[] taken = new float[index.length];
        for (int i = 0; i < index.length; i++) {
          taken[i] = values[index[i]];
        }
        yield new Tensor.Floats(shape, taken);
      }
      case Tensor.Longs(_, long[] values) ->
          new Tensor.Longs(shape, Arrays.stream(index).mapToLong(i -> values[i]).toArray());
      case Tensor.Bools(_, boolean[] values) -> {
        boolean[] taken = new boolean[index.length];
        for (int i = 0; i < index.length; i++) {
          taken[i] = values[index[i]];
        }
        yield new Tensor.Bools(shape, taken);
      }
      case Tensor.Strings(_, String[] values) ->
          new Tensor.Strings(
              shape, Arrays.stream(index).mapToObj(i -> values[i]).toArray(String[]::new));
    };
  }

  /** Where the elements of the slice lie in the whole, in row-major order. */
  private static int[] index(Shape whole, int axis, int[] positions) {
    int inner = whole.inner(axis);
    int dim = whole.dim(axis);
    int outer = Math.toIntExact(whole.elements() / Math.max(1, (long) inner * dim));
    int[] index = new int[outer * positions.length * inner];
    int next = 0;
    for (int o = 0; o < outer; o++) {
      for (int position : positions) {
        for (int i = 0; i < inner; i++) {
          index[next++] = (o * dim + position) * inner + i;
        }
      }
    }
    return index;
  }
}
