package org.pith.studio;

import java.util.ArrayList;
import java.util.List;

/**
 * Maps values to shares of a drawing's width or height.
 *
 * @param low value at 0
 * @param high value at 1
 * @param log whether equal distances are equal ratios
 */
record Axis(double low, double high, boolean log) {

  /** A linear axis over the values with a little room at both ends. */
  static Axis linear(double min, double max) {
    double room = max > min ? 0.04 * (max - min) : Math.max(0.5 * Math.abs(max), 0.5);
    return new Axis(min - room, max + room, false);
  }

  /** A linear axis from zero. */
  static Axis fromZero(double max) {
    return new Axis(0, max > 0 ? 1.04 * max : 1, false);
  }

  /** A logarithmic axis over positive values. */
  static Axis log(double min, double max) {
    double room = max > min ? Math.pow(max / min, 0.04) : 2;
    return new Axis(min / room, max * room, true);
  }

  /** Where {@code value} lies: 0 at the low end, 1 at the high end. */
  double share(double value) {
    return log ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
  }

  boolean contains(double value) {
    return value >= low && value <= high;
  }

  /** Round values inside the axis, at most about {@code most} of them. */
  List<Double> ticks(int most) {
    List<Double> logarithmic = log ? logTicks(most) : List.of();
    return logarithmic.size() >= 2 ? logarithmic : linearTicks(most);
  }

  private List<Double> linearTicks(int most) {
    double step = niceStep((high - low) / most);
    List<Double> ticks = new ArrayList<>();
    for (long i = (long) Math.ceil(low / step); i * step <= high; i++) {
      ticks.add(i * step);
    }
    return ticks;
  }

  /** The smallest of 1, 2, 5 times a power of ten that is at least {@code least}. */
  private static double niceStep(double least) {
    double power = Math.pow(10, Math.floor(Math.log10(least)));
    for (double digit : new double[] {1, 2, 5}) {
      if (digit * power >= least) {
        return digit * power;
      }
    }
    return 10 * power;
  }

  /** The densest of three ladders that does not give too many. */
  private List<Double> logTicks(int most) {
    for (double[] digits : new double[][] {{1, 2, 5}, {1, 3}, {1}}) {
      List<Double> ticks = logTicks(digits);
      if (ticks.size() <= most) {
        return ticks;
      }
    }
    List<Double> decades = logTicks(new double[] {1});
    int every = (decades.size() + most - 1) / most;
    List<Double> some = new ArrayList<>();
    for (int i = 0; i < decades.size(); i += every) {
      some.add(decades.get(i));
    }
    return some;
  }

  private List<Double> logTicks(double[] digits) {
    List<Double> ticks = new ArrayList<>();
    for (int power = (int) Math.floor(Math.log10(low)); Math.pow(10, power) <= high; power++) {
      for (double digit : digits) {
        double tick = digit * Math.pow(10, power);
        if (contains(tick)) {
          ticks.add(tick);
        }
      }
    }
    return ticks;
  }
}
