package org.pith.prune.criterion;

import java.util.Arrays;

/**
 * How much of what the consumers of a group compute its units explain, as they are kept one after
 * the other.
 *
 * @param shares {@code shares[k]} is the share of explained variance of the consumers'
 *     pre-activations with the first k units of the order; from 0 to 1, never falling
 */
public record RetainedShare(double[] shares) {

  /** The share with {@code count} units. */
  public double with(int count) {
    return shares[count];
  }

  /**
   * The curve of an order of units, whichever criterion made it. A group that nobody reads retains
   * everything at any count.
   *
   * @param evidence the same as the order was made from
   */
  public static RetainedShare along(Evidence evidence, int[] order) {
    Needs needs =
        new Needs(evidence.readings(), order.length, JointInformation.DEFAULT.shrinkage());
    double[] shares = new double[order.length + 1];
    for (int k = 0; k < order.length; k++) {
      shares[k + 1] = shares[k] + needs.gain(order[k]);
      needs.keep(order[k]);
    }
    double total = shares[order.length];
    Arrays.setAll(shares, k -> total > 0 ? Math.min(1, shares[k] / total) : 1);
    return new RetainedShare(shares);
  }
}
