package org.pith.measure.internal;

/**
 * Quantiles of Student's t at the levels {@code (i + ½) / n}, which ranks need: one Simpson pass
 * over the density in {@code t = sinh s}, inverted by linear interpolation; absolute error in the
 * level below 1e-8.
 */
public final class StudentQuantiles {
  private static final int STEPS = 6000;

  private StudentQuantiles() {}

  /** The quantiles for i = 0 to n − 1, symmetric about 0. */
  public static double[] atRanks(int n, double degrees) {
    double[] upper = new double[STEPS + 1];
    double reach = reach(n, degrees);
    double step = reach / STEPS;
    double normalizer =
        Math.exp(
            SpecialFunctions.logGamma((degrees + 1) / 2)
                - SpecialFunctions.logGamma(degrees / 2)
                - 0.5 * Math.log(degrees * Math.PI));
    for (int s = 1; s <= STEPS; s++) {
      double a = (s - 1) * step;
      upper[s] =
          upper[s - 1]
              + normalizer
                  * step
                  / 6
                  * (rate(a, degrees) + 4 * rate(a + step / 2, degrees) + rate(a + step, degrees));
    }
    double[] quantiles = new double[n];
    int s = 0;
    for (int i = n / 2; i < n; i++) {
      double level = (i + 0.5) / n - 0.5;
      while (s < STEPS - 1 && upper[s + 1] < level) {
        s++;
      }
      double share = Math.min(1, (level - upper[s]) / (upper[s + 1] - upper[s]));
      quantiles[i] = Math.sinh((s + share) * step);
      quantiles[n - 1 - i] = -quantiles[i];
    }
    return quantiles;
  }

  private static double rate(double s, double degrees) {
    double t = Math.sinh(s);
    return Math.exp(-(degrees + 1) / 2 * Math.log1p(t * t / degrees)) * Math.cosh(s);
  }

  /**
   * Beyond the highest level: the tail probability falls as {@code t^−degrees}, at worst as slowly
   * as {@code 1/t} times a few.
   */
  private static double reach(int n, double degrees) {
    double normal = Math.sqrt(2 * Math.log(4.0 * n)) + 1;
    double tail = Math.exp(Math.log(4.0 * n) / degrees) * Math.sqrt(degrees) * 2;
    return Math.log(2 * Math.max(normal, Math.min(tail, 1e30)));
  }
}
