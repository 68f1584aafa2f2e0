package org.pith.search;

import org.pith.train.HeldOut;

/**
 * What a rung found out about a candidate.
 *
 * @param candidate which
 * @param rung the stage that trained it
 * @param score on the held-out rows of all folds together
 * @param cpuSeconds its share of the rung's CPU time
 */
public record Outcome(Candidate candidate, String rung, HeldOut score, double cpuSeconds) {

  /** Usable information in bits. */
  public double bits() {
    return score.information().bits();
  }
}
