package org.pith.studio.report;

/**
 * A measured number with its 95 % interval, all in the same unit.
 *
 * @param value the number
 * @param low lower end of the interval; NaN where there is none
 * @param high upper end of the interval; NaN where there is none
 */
public record Measured(double value, double low, double high) {

  /** Checks that the ends are both there or both absent, and in order. */
  public Measured {
    if (Double.isNaN(low) != Double.isNaN(high) || low > high) {
      throw new IllegalArgumentException(
          "The interval [%s, %s] of %s must have both ends in order, or none (NaN)."
              .formatted(low, high, value));
    }
  }

  /** A number without an interval. */
  public static Measured exactly(double value) {
    return new Measured(value, Double.NaN, Double.NaN);
  }

  /** Whether an interval is stated. */
  public boolean hasInterval() {
    return !Double.isNaN(low);
  }

  /** The lower end, or the value itself where there is no interval. */
  public double lowest() {
    return hasInterval() ? Math.min(low, value) : value;
  }

  /** The upper end, or the value itself where there is no interval. */
  public double highest() {
    return hasInterval() ? Math.max(high, value) : value;
  }
}
