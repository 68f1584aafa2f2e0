package org.pith.prune.schedule;

import java.util.function.Function;
import java.util.stream.Stream;
import org.pith.network.Network;
import org.pith.search.Budget;
import org.pith.search.Footprint;

/**
 * How heavily a network loads what it may cost: its cost as a multiple of what is allowed, of
 * several limits the largest multiple. At most 1 where every limit holds. Removing units must never
 * raise it.
 */
@FunctionalInterface
public interface Load {

  /** The load of a network. */
  double of(Network network);

  /**
   * The load of a budget.
   *
   * @param footprint what a network costs as it ships, every amount that the budget limits known
   */
  static Load of(Budget budget, Function<Network, Footprint> footprint) {
    return network -> {
      Footprint cost = footprint.apply(network);
      return budget.limits().entrySet().stream()
          .mapToDouble(limit -> cost.amount(limit.getKey()) / limit.getValue())
          .max()
          .orElse(0);
    };
  }

  /** The load of the one limit that a network, as it is, has at most so many parameters. */
  static Load params(long most) {
    if (most < 1) {
      throw new IllegalArgumentException(
          "The limit on parameters (%d) must be at least 1.".formatted(most));
    }
    return network ->
        Stream.concat(network.trainable().stream(), network.runningStatistics().stream())
                .mapToLong(name -> network.constant(name).shape().elements())
                .sum()
            / (double) most;
  }
}
