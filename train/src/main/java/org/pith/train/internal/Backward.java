package org.pith.train.internal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.pith.network.Network;
import org.pith.network.Shape;

/** A backward pass through a network that serves, a chunk of rows at a time. */
public final class Backward {

  private Backward() {}

  /**
   * Derivatives of each row's loss.
   *
   * @param goal what the scores of the rows are to be
   * @param tensors what to differentiate by
   * @return by tensor the derivatives of all rows, row-major, rows moved to the front
   */
  public static Map<String, float[]> of(
      Network network, Shape rowShape, float[] rows, Goal goal, List<String> tensors) {
    int width = Math.toIntExact(rowShape.elements());
    int count = rows.length / width;
    Map<String, float[]> slopes = new LinkedHashMap<>();
    tensors.forEach(
        t -> slopes.put(t, new float[Math.toIntExact(count * network.shape(t).elements())]));
    try (Stack stack = new Stack(List.of(network))) {
      Objective objective = new Objective(goal, stack.type());
      int chunk = stack.chunkRows();
      for (int from = 0; from < count; from += chunk) {
        int to = Math.min(count, from + chunk);
        float[] part = java.util.Arrays.copyOfRange(rows, from * width, to * width);
        try (PointerScope _ = new PointerScope()) {
          Tensor inputs = Binding.rows(stack.type(), rowShape, part, to - from);
          differentiate(stack, objective, inputs.requires_grad_(true), from, slopes);
        }
      }
    }
    return slopes;
  }

  private static void differentiate(
      Stack stack, Objective objective, Tensor inputs, int from, Map<String, float[]> slopes) {
    long count = inputs.size(0);
    Value[] values = stack.run(inputs, Pass.SERVING);
    long[] rows = LongStream.range(from, from + count).toArray();
    Tensor loss =
        objective.loss(
            stack.value(values, stack.output()).asStacked(),
            Binding.tensor(rows, count),
            new Mix(1));
    TensorVector by =
        new TensorVector(
            slopes.keySet().stream()
                .map(t -> stack.value(values, t).tensor())
                .toArray(Tensor[]::new));
    TensorVector found =
        torch.grad(
            new TensorVector(loss.sum()),
            by,
            new TensorVector(),
            new BoolOptional(false),
            false,
            false);
    int next = 0;
    for (Map.Entry<String, float[]> slope : slopes.entrySet()) {
      Value like = stack.value(values, slope.getKey());
      stack.copy(
          slope.getKey(),
          like.with(found.get(next++)),
          from,
          (int) count,
          List.of(slope.getValue()));
    }
  }
}
