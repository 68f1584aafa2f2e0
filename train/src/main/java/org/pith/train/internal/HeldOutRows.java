package org.pith.train.internal;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.pith.network.Shape;

/** Rows in native memory that a stack is judged by. */
final class HeldOutRows {

  private final Tensor inputs;
  private final Tensor targets;
  private final boolean isClasses;
  private final int rows;

  /** Uploads rows with class labels. */
  HeldOutRows(ScalarType type, Shape rowShape, float[] inputs, int[] labels) {
    this.rows = labels.length;
    this.inputs = Binding.rows(type, rowShape, inputs, rows);
    long[] values = new long[rows];
    for (int i = 0; i < rows; i++) {
      values[i] = labels[i];
    }
    this.targets = Binding.tensor(values, rows);
    this.isClasses = true;
  }

  /** Uploads rows with numbers. */
  HeldOutRows(ScalarType type, Shape rowShape, float[] inputs, float[] numbers) {
    this.rows = numbers.length;
    this.inputs = Binding.rows(type, rowShape, inputs, rows);
    this.targets = Binding.tensor(type, numbers, rows, 1);
    this.isClasses = false;
  }

  /** Judges each network of the stack as it serves. */
  Judgement[] judge(Stack stack) {
    int networks = stack.size();
    double[] losses = new double[networks];
    double[] right = new double[networks];
    int chunk = stack.chunkRows();
    for (int from = 0; from < rows; from += chunk) {
      try (PointerScope _ = new PointerScope();
          NoGradGuard _ = new NoGradGuard()) {
        int count = Math.min(chunk, rows - from);
        Tensor scores = stack.scores(inputs.narrow(0, from, count), Pass.SERVING);
        Tensor aims = targets.narrow(0, from, count);
        add(losses, isClasses ? crossEntropies(scores, aims) : squares(scores, aims));
        if (isClasses) {
          add(right, hits(scores, aims));
        }
      }
    }
    Judgement[] judgements = new Judgement[networks];
    for (int k = 0; k < networks; k++) {
      judgements[k] = new Judgement(losses[k] / rows, isClasses ? right[k] / rows : Double.NaN);
    }
    return judgements;
  }

  private static Tensor crossEntropies(Tensor scores, Tensor labels) {
    Tensor places = labels.view(1, -1, 1).expand(scores.size(0), labels.size(0), 1);
    return torch.log_softmax(scores, 2).gather(2, places).neg().to(ScalarType.Double).sum(1, 2);
  }

  private static Tensor hits(Tensor scores, Tensor labels) {
    return torch.argmax(scores, new LongOptional(2), false).eq(labels).sum(1);
  }

  private static Tensor squares(Tensor scores, Tensor numbers) {
    return scores.sub(numbers).to(ScalarType.Double).square().sum(1, 2);
  }

  private static void add(double[] sums, Tensor values) {
    double[] more = Binding.doubles(values);
    for (int k = 0; k < sums.length; k++) {
      sums[k] += more[k];
    }
  }
}
