package org.pith.train;

import java.util.List;
import org.pith.network.Network;

/**
 * A network after training.
 *
 * @param network the same graph with learned constants
 * @param history one record per epoch up to the one that training stopped at
 * @param bestEpoch the epoch, from 1, whose weights the network carries: the last, or with early
 *     stopping the one of lowest validation loss; 0 for a training of no epochs
 * @param steps optimiser steps taken
 * @param cpuSeconds CPU time of the training thread; networks trained in one call share its time in
 *     proportion to their steps
 */
public record Trained(
    Network network, List<EpochRecord> history, int bestEpoch, long steps, double cpuSeconds) {

  /** Copies the history. */
  public Trained {
    history = List.copyOf(history);
  }

  /**
   * The record of the epoch whose weights the network carries.
   *
   * @throws IllegalStateException after a training of no epochs
   */
  public EpochRecord best() {
    if (bestEpoch == 0) {
      throw new IllegalStateException("A training of no epochs has no best one.");
    }
    return history.get(bestEpoch - 1);
  }
}
