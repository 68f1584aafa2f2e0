package org.pith.cli;

import java.util.Locale;
import org.pith.network.Network;
import org.pith.prune.Sparsity;

/**
 * How many single weights are zero: of the matrices and kernels of a network's linear layers, biases left out.
 *
 * @param asked share that was to become zero
 * @param weights how many there are
 * @param zerosBefore how many of them were zero already
 * @param zeros how many are zero now
 * @param smallerFile that the file is not smaller: zeros are stored like any other number
 * @param faster that it is not faster: zeros are multiplied like any other number
 */
record Zeros(
    double asked, long weights, long zerosBefore, long zeros, boolean smallerFile, boolean faster) {

  /** Counts them. */
  static Zeros of(double asked, Network before, Network after) {
    Sparsity.Weights now = Sparsity.Weights.of(after);
    return new Zeros(
        asked, now.all(), Sparsity.Weights.of(before).zeros(), now.zeros(), false, false);
  }

  /** What it is good for, and what not. */
  String words() {
    return String.format(
        Locale.ROOT,
        "%,d of %,d weights are zero, %,d before. Neither the file nor the time gets smaller by that: zeros are stored and multiplied like any other number.",
        zeros,
        weights,
        zerosBefore);
  }
}
