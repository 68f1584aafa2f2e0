package org.pith.measure;

import java.util.Objects;

/**
 * An estimated amount of information: never a bare number. Values are in nats; {@link #in} states
 * them in another unit. Nothing is clipped: an estimate of a quantity that cannot be negative may
 * be, by its noise, and says so in its interval.
 *
 * @param value the estimate, in nats
 * @param standardError of the value, in nats; NaN where the estimator was asked not to state one
 * @param low lower end of the 95 % interval, in nats
 * @param high upper end of the 95 % interval, in nats
 * @param n how many samples it rests on
 * @param estimator the estimator's name, as the command line knows it
 * @param settings the estimator's settings, for example {@code "k=4, norm=max"}
 * @param verdict whether the value can be trusted
 * @param reason why the verdict, in one sentence
 */
public record Estimate(
    double value,
    double standardError,
    double low,
    double high,
    long n,
    String estimator,
    String settings,
    Verdict verdict,
    String reason) {

  /** Whether an estimate can be trusted. */
  public enum Verdict {
    /**
     * Consistent under subsampling, away from every ceiling, and its noise is within {@link
     * Estimate#tolerance}.
     */
    TRUSTED,
    /** Its systematic error is larger than its noise. */
    BIASED,
    /** It sits at a ceiling such as log n or H(Y), so the truth may be higher. */
    SATURATED,
    /** Too few samples for this estimator and dimension. */
    UNDERSAMPLED
  }

  /** The two-sided 95 % point of the standard normal distribution. */
  private static final double Z95 = 1.959963984540054;

  /** Checks that the parts that name things are present. */
  public Estimate {
    Objects.requireNonNull(estimator, "estimator");
    Objects.requireNonNull(settings, "settings");
    Objects.requireNonNull(verdict, "verdict");
    Objects.requireNonNull(reason, "reason");
  }

  /** An estimate whose 95 % interval is the value ± 1.96 standard errors. */
  public static Estimate normal(
      double value,
      double standardError,
      long n,
      String estimator,
      String settings,
      Verdict verdict,
      String reason) {
    double margin = Z95 * standardError;
    return new Estimate(
        value,
        standardError,
        value - margin,
        value + margin,
        n,
        estimator,
        settings,
        verdict,
        reason);
  }

  /**
   * The error, in nats, that a {@link Verdict#TRUSTED} estimate may have: 10 % of the value, or
   * 0.02 where that is more.
   */
  public static double tolerance(double value) {
    return Math.max(0.02, 0.1 * Math.abs(value));
  }

  /** The same numbers with another verdict. */
  public Estimate judged(Verdict verdict, String reason) {
    return new Estimate(value, standardError, low, high, n, estimator, settings, verdict, reason);
  }

  /** The same numbers and verdict, said to be another estimator's or made with other settings. */
  public Estimate by(String estimator, String settings) {
    return new Estimate(value, standardError, low, high, n, estimator, settings, verdict, reason);
  }

  /** The value in {@code unit}. */
  public double in(Unit unit) {
    return unit.fromNats(value);
  }

  /** The value in bits. */
  public double bits() {
    return in(Unit.BITS);
  }

  /** Whether the interval contains {@code nats}. */
  public boolean covers(double nats) {
    return low <= nats && nats <= high;
  }
}
