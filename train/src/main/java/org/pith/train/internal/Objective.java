package org.pith.train.internal;

import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** The goals of all training rows in native memory, and the loss of a batch. */
final class Objective {

  /**
   * With fewer classes than this innermost in memory libtorch's softmax does without vectors, so
   * rows come innermost; {@code benchmarks/run batched-training} shows what that is worth.
   */
  private static final int LANES = 16;

  private record Term(Tensor targets, Scalar scale, Scalar coolness) {}

  private final List<Term> terms;
  private final boolean isSquared;

  Objective(Goal goal, ScalarType type) {
    this.isSquared = goal instanceof Goal.Values;
    this.terms =
        switch (goal) {
          case Goal.Values(float[] values) ->
              List.of(term(Binding.tensor(type, values, values.length, 1), 1, 1));
          case Goal.Distributions(int classes, var targets) ->
              targets.stream()
                  .map(
                      t ->
                          term(
                              Binding.tensor(
                                  type, t.targets(), t.targets().length / classes, classes),
                              -t.scale(),
                              1 / t.temperature()))
                  .toList();
        };
  }

  private static Term term(Tensor targets, double scale, double coolness) {
    return new Term(
        targets,
        scale == 1 ? null : new Scalar(scale),
        coolness == 1 ? null : new Scalar(coolness));
  }

  /**
   * The loss of each network summed over the rows of a batch, [K].
   *
   * @param scores [K,N,outputs]
   * @param rows the batch's rows, [N]
   * @param mix how the batch is mixed with itself
   */
  Tensor loss(Tensor scores, Tensor rows, Mix mix) {
    Tensor sum = null;
    for (Term term : terms) {
      Tensor loss = loss(scores, mix.apply(term.targets.index_select(0, rows)), term);
      sum = sum == null ? loss : sum.add(loss);
    }
    return sum;
  }

  private Tensor loss(Tensor scores, Tensor targets, Term term) {
    Tensor loss = isSquared ? squares(scores, targets) : products(scores, targets, term.coolness);
    return term.scale == null ? loss : loss.mul(term.scale);
  }

  private static Tensor squares(Tensor scores, Tensor targets) {
    return scores.sub(targets).square().sum(1, 2);
  }

  private static Tensor products(Tensor scores, Tensor targets, Scalar coolness) {
    Tensor cooled = coolness == null ? scores : scores.mul(coolness);
    return cooled.size(2) < LANES
        ? torch.log_softmax(cooled.transpose(1, 2), 1).mul(targets.t()).sum(1, 2)
        : torch.log_softmax(cooled, 2).mul(targets).sum(1, 2);
  }
}
