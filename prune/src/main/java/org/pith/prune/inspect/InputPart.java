package org.pith.prune.inspect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.pith.network.Shape;
import org.pith.network.Tensor;

/**
 * A part of an input that is tried as one: a column, a feature of all steps of a sequence, or a square of pixels.
 *
 * @param name for people
 * @param places among a row's values
 */
record InputPart(String name, int[] places) {

  /** The parts of an input, at most {@code most} of them; none where there would be more columns. */
  static List<InputPart> of(Shape shape, List<String> columns, int most) {
    if (shape.rank() == 4) {
      return squares(shape);
    }
    int features = shape.dim(-1);
    if (features > most) {
      return List.of();
    }
    int elements = (int) shape.elements();
    return IntStream.range(0, features)
        .mapToObj(
            f ->
                new InputPart(
                    columns.size() == features ? columns.get(f) : "feature " + f,
                    IntStream.range(0, elements).filter(i -> i % features == f).toArray()))
        .toList();
  }

  private static List<InputPart> squares(Shape shape) {
    int height = shape.dim(2);
    int width = shape.dim(3);
    int side = Math.max(1, Math.ceilDiv(Math.max(height, width), 7));
    List<InputPart> parts = new ArrayList<>();
    for (int top = 0; top < height; top += side) {
      for (int left = 0; left < width; left += side) {
        int y = top;
        int x = left;
        parts.add(
            new InputPart(
                "rows %d-%d, columns %d-%d"
                    .formatted(y, Math.min(y + side, height) - 1, x, Math.min(x + side, width) - 1),
                IntStream.range(0, (int) shape.elements())
                    .filter(i -> i / width % height / side == y / side)
                    .filter(i -> i % width / side == x / side)
                    .toArray()));
      }
    }
    return parts;
  }

  /** The rows with this part's values moved between rows. */
  Rows shuffled(Rows rows, String input, long seed) {
    return shuffled(rows, input, seed, 1);
  }

  /** So many times these rows, one after another, the part's values moved between rows each time in another way. */
  Rows shuffled(Rows rows, String input, long seed, int times) {
    int count = rows.count();
    Rows all = rows.select(IntStream.range(0, times * count).map(i -> i % count).toArray());
    Tensor.Floats tensor = (Tensor.Floats) all.inputs().get(input);
    int width = tensor.values().length / all.count();
    float[] values = tensor.values().clone();
    for (int time = 0; time < times; time++) {
      int[] order = permutation(count, seed + time);
      for (int row = 0; row < count; row++) {
        for (int place : places) {
          values[(time * count + row) * width + place] =
              tensor.values()[order[row] * width + place];
        }
      }
    }
    Map<String, Tensor> inputs = new LinkedHashMap<>(all.inputs());
    inputs.put(input, new Tensor.Floats(tensor.shape(), values));
    return new Rows(inputs, all.target());
  }

  private static int[] permutation(int n, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] order = IntStream.range(0, n).toArray();
    for (int i = n - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
    return order;
  }
}
