package org.pith.train;

import org.pith.network.Network;

/** Draws the weights a training starts from. */
public final class Initialization {

  private Initialization() {}

  /**
   * The network with fresh trainable constants: matrices and filters Gaussian, scaled by their
   * fan-in and the activation that follows (He et al. 2015, arXiv:1502.01852), biases 0,
   * normalisation scale 1 and shift 0, running mean 0 and variance 1.
   *
   * @param seed the same seed gives the same weights, whatever else is drawn elsewhere
   */
  public static Network draw(Network network, long seed) {
    throw new UnsupportedOperationException("The engine is in the next commits.");
  }
}
