package org.pith.train.internal;

/**
 * A part of the epoch's order of rows and how it is varied.
 *
 * @param from first place in the order
 * @param to the place after the last
 * @param inputs the rows at these places, row-major, where they are not to be taken as they are;
 *     {@code null} otherwise
 * @param noise standard deviation of Gaussian noise on the inputs
 * @param share of each row when the batch is mixed with itself; 1 for no mixing
 * @param seed of what is drawn in this step
 */
public record Batch(int from, int to, float[] inputs, double noise, double share, long seed) {

  int rows() {
    return to - from;
  }
}
