package org.pith.prune.schedule;

import java.util.function.Function;
import java.util.stream.Stream;
import org.pith.network.Network;
import org.pith.network.Shape;
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
    requirePositive("parameters", most);
    return network ->
        Stream.concat(network.trainable().stream(), network.runningStatistics().stream())
                .mapToLong(name -> network.constant(name).shape().elements())
                .sum()
            / (double) most;
  }

  /**
   * The load of the one limit that a network has at most so many weights, biases and normalisation
   * not counted: published tables of pruned networks count so.
   */
  static Load weights(long most) {
    requirePositive("weights", most);
    return network -> weightsOf(network) / (double) most;
  }

  /** How many numbers the matrices and filters of a network hold. */
  static long weightsOf(Network network) {
    return network.trainable().stream()
        .map(name -> network.constant(name).shape())
        .filter(shape -> shape.rank() > 1)
        .mapToLong(Shape::elements)
        .sum();
  }

  private static void requirePositive(String what, long most) {
    if (most < 1) {
      throw new IllegalArgumentException(
          "The limit on %s (%d) must be at least 1.".formatted(what, most));
    }
  }
}
