package org.pith.train;

import java.util.List;
import org.pith.network.Network;

/** Learns the constants of networks from examples. */
public final class Trainer {

  private Trainer() {}

  /**
   * Trains networks of one topology (the same operators, attributes and edges; widths may differ)
   * in one batched call. Each starts from the weights it carries and ends as it would have ended
   * alone, up to rounding in single precision: all see the same batches in the same order, and
   * their objectives do not mix.
   *
   * @param networks at least one; each with one float input of the examples' row shape and one
   *     output [N, outputs]
   * @param train rows to learn from; at least one
   * @param validation rows to record and stop by; may be empty without early stopping
   * @param recipe how
   * @param seed of batch order, dropout and augmentation; the same seed gives bitwise the same
   *     weights on one machine at any number of threads
   * @return the trained networks in the order of {@code networks}
   * @throws IllegalArgumentException where the networks do not fit each other, the examples or the
   *     recipe
   * @throws java.util.concurrent.CancellationException when the thread is interrupted, at the end
   *     of the epoch
   */
  public static List<Trained> train(
      List<Network> networks, Examples train, Examples validation, Recipe recipe, long seed) {
    throw new UnsupportedOperationException("The engine is in the next commits.");
  }
}
