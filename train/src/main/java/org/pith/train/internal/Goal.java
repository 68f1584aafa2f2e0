package org.pith.train.internal;

import java.util.List;

/**
 * What the scores of a stack are compared with, for rows in a fixed order. The arrays are not
 * copied.
 */
public sealed interface Goal {

  /**
   * Class distributions: the loss of a row is the sum over the terms of {@code scale * CE(target ||
   * softmax(scores / temperature))}.
   *
   * @param classes the number of classes, C
   * @param terms at least one
   */
  record Distributions(int classes, List<Term> terms) implements Goal {
    /**
     * A comparison with one distribution for each row.
     *
     * @param targets n x C, row-major; the rows sum to 1
     * @param scale of the term
     * @param temperature of the scores
     */
    public record Term(float[] targets, double scale, double temperature) {}
  }

  /** Numbers: the loss of a row is the squared error. */
  record Values(float[] values) implements Goal {}
}
