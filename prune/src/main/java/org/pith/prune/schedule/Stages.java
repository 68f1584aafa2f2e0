package org.pith.prune.schedule;

import org.pith.network.Network;

/**
 * Comes down to a limit in several cuts of equal ratio, so that training can heal in between: of n
 * stages, stage i is allowed {@code load^((n - i) / n)} times the limit, with {@code load} that of
 * the network to start from.
 *
 * @param count n, at least 1; 1 is one cut
 */
public record Stages(int count) {

  /** Checks the count. */
  public Stages {
    if (count < 1) {
      throw new IllegalArgumentException(
          "The number of stages (%d) must be at least 1.".formatted(count));
    }
  }

  /**
   * The limit of one stage.
   *
   * @param limit the final one
   * @param original the network that the first stage starts from
   * @param stage from 1 to {@code count}
   */
  public Load limit(Load limit, Network original, int stage) {
    double start = Math.max(1, limit.of(original));
    double allowed = Math.pow(start, (double) (count - stage) / count);
    return network -> limit.of(network) / allowed;
  }
}
