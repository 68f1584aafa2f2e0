package org.pith.search;

import java.util.List;
import org.pith.network.Network;
import org.pith.train.Examples;
import org.pith.train.Recipe;

/**
 * Networks of one topology to be trained in one batched call on the same rows, and asked about other rows afterwards.
 *
 * @param key names the trial within its run, the same in every repetition of the run
 * @param networks with their initial weights
 * @param train rows to learn from
 * @param heldOut rows to be asked about; training does not see them
 * @param recipe how to train
 * @param seed of batches, dropout and augmentation
 */
public record Trial(
    String key,
    List<Network> networks,
    Examples train,
    Examples heldOut,
    Recipe recipe,
    long seed) {

  /** Copies the list. */
  public Trial {
    networks = List.copyOf(networks);
  }
}
