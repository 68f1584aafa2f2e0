package org.pith.benchmarks;

import java.util.List;
import java.util.function.DoubleFunction;
import org.pith.measure.StudentInterval;

/** The mean of a few independent runs with its {@linkplain StudentInterval interval}, in words. */
record Statistics(StudentInterval interval) {

  /** Sums up 1 to 10 values. */
  static Statistics of(List<Double> values) {
    return new Statistics(StudentInterval.of(values));
  }

  double mean() {
    return interval.mean();
  }

  /** Half the interval's width; NaN for a single run. */
  double half() {
    return interval.half();
  }

  /** Mean and interval of shares, in percent: an interval of them ends where shares do. */
  String describeShares() {
    return describe(share -> "%.2f %%".formatted(100 * Math.clamp(share, 0, 1)));
  }

  /** Mean and interval in words. */
  String describe(DoubleFunction<String> format) {
    return interval.count() == 1
        ? format.apply(interval.mean()) + " in one run"
        : "%s (%s to %s) over %d runs"
            .formatted(
                format.apply(interval.mean()),
                format.apply(interval.low()),
                format.apply(interval.high()),
                interval.count());
  }
}
