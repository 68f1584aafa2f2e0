package org.pith.train.encode;

/**
 * The quantile function of the standard normal distribution: a rational start (Abramowitz and
 * Stegun 1964, 26.2.23), then Newton steps on the logarithm of the upper tail, to near double
 * precision.
 */
final class NormalQuantile {

  private NormalQuantile() {}

  /** The value that a standard normal variable stays below with probability {@code p} in (0, 1). */
  static double of(double p) {
    if (!(p > 0 && p < 1)) {
      throw new IllegalArgumentException(
          "A probability (%s) must lie between 0 and 1 to have a normal quantile.".formatted(p));
    }
    return p < 0.5 ? -upper(p) : upper(1 - p);
  }

  /** The quantile of {@code 1 - q} for q up to a half, by Newton steps on ln of the upper tail. */
  private static double upper(double q) {
    // Abramowitz and Stegun 26.2.23, absolute error below 4.5e-4: a start.
    double t = Math.sqrt(-2 * Math.log(q));
    double z =
        t
            - (2.515517 + t * (0.802853 + t * 0.010328))
                / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
    for (int i = 0; i < 4; i++) {
      double tail = tail(z);
      double density = Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
      z += (Math.log(tail) - Math.log(q)) * tail / density;
    }
    return z;
  }

  /** The upper tail, by its series below 3 and Lentz's continued fraction from there on. */
  private static double tail(double z) {
    double density = Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
    if (z < 3) {
      double term = z;
      double sum = z;
      for (int k = 1; k < 100; k++) {
        term *= z * z / (2 * k + 1);
        sum += term;
      }
      return 0.5 - density * sum;
    }
    double fraction = z;
    for (int k = 60; k > 0; k--) {
      fraction = z + k / fraction;
    }
    return density / fraction;
  }
}
