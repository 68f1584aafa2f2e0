package org.pith.train;

import java.util.List;
import java.util.Map;
import org.pith.network.Network;
import org.pith.network.RowAxis;
import org.pith.train.internal.Backward;

/**
 * How the loss of each row answers to a small change of what a network computes on the way, as it
 * serves.
 */
public final class Gradients {

  private static final Recipe PLAIN = Recipe.defaults().withLabelSmoothing(0);

  private Gradients() {}

  /**
   * The derivative of each row's loss (cross-entropy in nats for classes, squared error for
   * numbers) with respect to the tensors it passes.
   *
   * @param tensors outputs of nodes or the input, float and with rows {@linkplain RowAxis
   *     wherever they lie}, that the output depends on
   * @return by name, in the order asked: n x elements of one row, row-major, rows moved to the front
   * @throws IllegalArgumentException if the network does not take these rows, or does not have such
   *     a tensor
   */
  public static Map<String, float[]> of(Network network, Examples examples, List<String> tensors) {
    Trainer.requireFit(network, examples);
    tensors.forEach(t -> RowAxis.require(network, t));
    return Backward.of(
        network,
        examples.rowShape(),
        examples.inputs(),
        Lesson.of(examples, PLAIN).goal(),
        tensors);
  }
}
