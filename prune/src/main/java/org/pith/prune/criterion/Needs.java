package org.pith.prune.criterion;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What the consumers of a group need, while units are kept and dropped: the share of the variance
 * of their pre-activations that the kept units explain, averaged over the consumers, given whatever
 * else the consumers read from other groups.
 */
final class Needs {
  private final List<Consumer> consumers = new ArrayList<>();

  /**
   * Starts with no unit kept.
   *
   * @param size how many units the group has
   * @param shrinkage of the covariances, see {@link Sweep}
   */
  Needs(List<Reading> readings, int size, double shrinkage) {
    Map<String, Double> totals = new HashMap<>();
    for (Reading reading : readings) {
      Consumer consumer = new Consumer(reading, size, shrinkage);
      totals.merge(reading.layer(), consumer.total, Double::sum);
      consumers.add(consumer);
    }
    long living = totals.values().stream().filter(total -> total > 0).count();
    consumers.removeIf(c -> totals.get(c.layer) <= 0);
    consumers.forEach(c -> c.weight = 1 / (living * totals.get(c.layer)));
  }

  /** What keeping a dropped unit would add. */
  double gain(int unit) {
    return consumers.stream().mapToDouble(c -> c.weight * c.sweep.gain(c.features[unit])).sum();
  }

  /** What dropping a kept unit would lose. */
  double loss(int unit) {
    return consumers.stream().mapToDouble(c -> c.weight * c.sweep.loss(c.features[unit])).sum();
  }

  void keep(int unit) {
    consumers.forEach(c -> Arrays.stream(c.features[unit]).forEach(c.sweep::add));
  }

  void drop(int unit) {
    consumers.forEach(c -> Arrays.stream(c.features[unit]).forEach(c.sweep::drop));
  }

  /** One regression of a consumer, what it reads from other groups given. */
  private static final class Consumer {
    private final String layer;
    private final Sweep sweep;
    private final int[][] features;
    private final double total;
    private double weight;

    Consumer(Reading reading, int size, double shrinkage) {
      layer = reading.layer();
      sweep = new Sweep(reading.covariance(), reading.crossCovariance(), shrinkage);
      features = new int[size][];
      for (int unit = 0; unit < size; unit++) {
        features[unit] = featuresOf(reading, unit);
      }
      Arrays.stream(featuresOf(reading, Reading.OTHER)).forEach(sweep::add);
      total = sweep.gain(IntStream.range(0, reading.unit().length).toArray());
    }

    private static int[] featuresOf(Reading reading, int unit) {
      return IntStream.range(0, reading.unit().length)
          .filter(f -> reading.unit()[f] == unit)
          .toArray();
    }
  }
}
