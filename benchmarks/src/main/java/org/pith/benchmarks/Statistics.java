package org.pith.benchmarks;

import java.util.List;
import java.util.function.DoubleFunction;

/**
 * The mean of a few independent runs with its 95 % Student interval, {@code mean ± t * s / sqrt(n)}.
 *
 * @param count runs
 * @param mean their mean
 * @param half half the interval's width; NaN for a single run, which says nothing about its spread
 */
record Statistics(int count, double mean, double half) {

  /** 97.5 % points of Student's t with 1, 2, ... degrees of freedom. */
  private static final double[] STUDENT = {
    12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.3060, 2.2622
  };

  /** Sums up 1 to 10 values. */
  static Statistics of(List<Double> values) {
    int n = values.size();
    if (n < 1 || n > STUDENT.length + 1) {
      throw new IllegalArgumentException(
          "Statistics take 1 to %d values, not %d.".formatted(STUDENT.length + 1, n));
    }
    double mean = values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    if (n == 1) {
      return new Statistics(1, mean, Double.NaN);
    }
    double squares = values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
    return new Statistics(n, mean, STUDENT[n - 2] * Math.sqrt(squares / (n - 1) / n));
  }

  /** Mean and interval in words. */
  String describe(DoubleFunction<String> format) {
    return count == 1
        ? format.apply(mean) + " in one run"
        : "%s (%s to %s) over %d runs"
            .formatted(
                format.apply(mean), format.apply(mean - half), format.apply(mean + half), count);
  }
}
