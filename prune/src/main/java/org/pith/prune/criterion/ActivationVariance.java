package org.pith.prune.criterion;

/**
 * Keeps the units whose activations vary most, as their consumers see them: the sum of the
 * variances of a unit's features.
 */
public record ActivationVariance() implements Criterion {

  @Override
  public String name() {
    return "variance";
  }

  @Override
  public int[] order(Evidence evidence) {
    double[] scores = new double[evidence.group().size()];
    for (Reading reading : evidence.readings()) {
      for (int f = 0; f < reading.unit().length; f++) {
        if (reading.unit()[f] != Reading.OTHER) {
          scores[reading.unit()[f]] += reading.covariance().get(f, f);
        }
      }
    }
    return Scores.descending(scores);
  }
}
