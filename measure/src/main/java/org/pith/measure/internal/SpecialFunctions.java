package org.pith.measure.internal;

/** The special functions that estimators of information need. */
public final class SpecialFunctions {
  private static final double LOG_SQRT_TWO_PI = 0.5 * Math.log(2 * Math.PI);

  private SpecialFunctions() {}

  /**
   * The digamma function for {@code x > 0}: recurrence up to 10, then the asymptotic series;
   * relative error near 1e-15.
   *
   * <p>Reference: Abramowitz and Stegun, 6.3.5 and 6.3.18.
   */
  public static double digamma(double x) {
    double shift = 0;
    double y = x;
    while (y < 10) {
      shift -= 1 / y;
      y++;
    }
    double r = 1 / (y * y);
    double series =
        r
            * (1 / 12.0
                - r
                    * (1 / 120.0
                        - r
                            * (1 / 252.0
                                - r
                                    * (1 / 240.0
                                        - r * (1 / 132.0 - r * (691 / 32760.0 - r / 12))))));
    return shift + Math.log(y) - 0.5 / y - series;
  }

  /** The trigamma function for {@code x > 0}, by the same route (6.4.6 and 6.4.12). */
  public static double trigamma(double x) {
    double shift = 0;
    double y = x;
    while (y < 12) {
      shift += 1 / (y * y);
      y++;
    }
    double r = 1 / (y * y);
    double series =
        r
            * (1 / 6.0
                - r
                    * (1 / 30.0
                        - r * (1 / 42.0 - r * (1 / 30.0 - r * (5 / 66.0 - r * 691 / 2730.0)))));
    return shift + 1 / y + r / 2 + series / y;
  }

  /** {@code ln Γ(x)} for {@code x > 0}: recurrence up to 10, then Stirling's series (6.1.41). */
  public static double logGamma(double x) {
    double product = 1;
    double y = x;
    while (y < 10) {
      product *= y;
      y++;
    }
    double r = 1 / (y * y);
    double series =
        (1 / 12.0
                - r
                    * (1 / 360.0
                        - r
                            * (1 / 1260.0
                                - r * (1 / 1680.0 - r * (1 / 1188.0 - r * 691 / 360360.0)))))
            / y;
    return (y - 0.5) * Math.log(y) - y + LOG_SQRT_TWO_PI + series - Math.log(product);
  }

  /** {@code ψ(1), ψ(2), …, ψ(n)} at indices 1 to n, by the exact recurrence's stable form. */
  public static double[] digammaTable(int n) {
    double[] table = new double[n + 1];
    table[0] = Double.NEGATIVE_INFINITY;
    for (int i = 1; i <= n; i++) {
      table[i] = digamma(i);
    }
    return table;
  }

  /**
   * The standard normal quantile for {@code 0 < p < 1}; absolute error below 1e-14 after one Halley
   * step.
   *
   * <p>Reference: the rational start is that of P. J. Acklam (relative error 1.15e-9).
   */
  public static double normalQuantile(double p) {
    if (p > 0.5) {
      return -normalQuantile(1 - p);
    }
    double x = quantileStart(p);
    double e = (normalCdf(x) - p) * Math.sqrt(2 * Math.PI) * Math.exp(x * x / 2);
    return x - e / (1 + x * e / 2);
  }

  private static double quantileStart(double p) {
    if (p < 0.02425) {
      double q = Math.sqrt(-2 * Math.log(p));
      return (((((-7.784894002430293e-03 * q - 3.223964580411365e-01) * q - 2.400758277161838e+00)
                                  * q
                              - 2.549732539343734e+00)
                          * q
                      + 4.374664141464968e+00)
                  * q
              + 2.938163982698783e+00)
          / ((((7.784695709041462e-03 * q + 3.224671290700398e-01) * q + 2.445134137142996e+00) * q
                      + 3.754408661907416e+00)
                  * q
              + 1);
    }
    double q = p - 0.5;
    double r = q * q;
    return (((((-3.969683028665376e+01 * r + 2.209460984245205e+02) * r - 2.759285104469687e+02) * r
                            + 1.383577518672690e+02)
                        * r
                    - 3.066479806614716e+01)
                * r
            + 2.506628277459239e+00)
        * q
        / (((((-5.447609879822406e+01 * r + 1.615858368580409e+02) * r - 1.556989798598866e+02) * r
                            + 6.680131188771972e+01)
                        * r
                    - 1.328068155288572e+01)
                * r
            + 1);
  }

  /** The standard normal distribution function, accurate in both tails. */
  public static double normalCdf(double x) {
    return 0.5 * erfc(-x / Math.sqrt(2));
  }

  /** The complementary error function: a power series near zero, a continued fraction beyond 2. */
  public static double erfc(double x) {
    if (x < 0) {
      return 2 - erfc(-x);
    }
    return x < 2 ? 1 - erfSeries(x) : erfcFraction(x);
  }

  private static double erfSeries(double x) {
    double term = x;
    double sum = x;
    for (int i = 1; Math.abs(term) > 1e-17 * Math.abs(sum); i++) {
      term *= 2 * x * x / (2 * i + 1);
      sum += term;
    }
    return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
  }

  private static double erfcFraction(double x) {
    double tail = x;
    for (int i = 60; i >= 1; i--) {
      tail = x + i / 2.0 / tail;
    }
    return Math.exp(-x * x) / (Math.sqrt(Math.PI) * tail);
  }

  /**
   * The upper tail of the chi-squared distribution, {@code Q(df/2, x/2)}, by series or continued
   * fraction.
   *
   * <p>Reference: Abramowitz and Stegun, 6.5.29 and 6.5.31.
   */
  public static double chiSquaredTail(double x, double df) {
    if (x <= 0) {
      return 1;
    }
    double a = df / 2;
    double z = x / 2;
    double scale = Math.exp(a * Math.log(z) - z - logGamma(a));
    return z < a + 1 ? 1 - scale * gammaSeries(a, z) : scale * gammaFraction(a, z);
  }

  private static double gammaSeries(double a, double z) {
    double term = 1 / a;
    double sum = term;
    for (int i = 1; term > 1e-17 * sum; i++) {
      term *= z / (a + i);
      sum += term;
    }
    return sum;
  }

  private static double gammaFraction(double a, double z) {
    double tiny = 1e-300;
    double b = z + 1 - a;
    double c = 1 / tiny;
    double d = 1 / b;
    double h = d;
    for (int i = 1; i < 10_000; i++) {
      double numerator = -i * (i - a);
      b += 2;
      d = 1 / notZero(numerator * d + b, tiny);
      c = notZero(b + numerator / c, tiny);
      h *= d * c;
      if (Math.abs(d * c - 1) < 1e-15) {
        break;
      }
    }
    return h;
  }

  private static double notZero(double value, double tiny) {
    return Math.abs(value) < tiny ? tiny : value;
  }
}
