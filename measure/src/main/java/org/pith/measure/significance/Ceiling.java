package org.pith.measure.significance;

/**
 * What an amount of information allows a classifier to do: Fano's inequality bounds the error from
 * below, that of Hellman and Raviv bounds the error of the best decision from above.
 *
 * <p>Negative information, as noise may leave it, counts as none of it known; more than the entropy
 * counts as the entropy.
 *
 * <p>References: Fano (1961); Hellman and Raviv (1970), doi:10.1109/TIT.1970.1054466.
 */
public final class Ceiling {
  private Ceiling() {}

  /**
   * The best accuracy that {@code information} nats about a class of entropy {@code entropy} over
   * {@code classes} classes permit: one minus the error at which {@code h(e) + e ln(K − 1) =
   * H(Y|X)}.
   */
  public static double mostAccuracy(double information, double entropy, int classes) {
    require(information, entropy, classes);
    double left = Math.max(0, entropy - information);
    double low = 0;
    double high = 1 - 1.0 / classes;
    for (int i = 0; i < 100; i++) {
      double e = (low + high) / 2;
      if (fano(e, classes) < left) {
        low = e;
      } else {
        high = e;
      }
    }
    return 1 - low;
  }

  /**
   * The accuracy that the best decision is sure to reach: {@code 1 − H(Y|X) / 2 ln 2}, and never
   * below 1/K.
   */
  public static double leastAccuracy(double information, double entropy, int classes) {
    require(information, entropy, classes);
    double left = Math.max(0, entropy - information);
    return Math.max(1.0 / classes, 1 - left / (2 * Math.log(2)));
  }

  private static double fano(double e, int classes) {
    double binary = e == 0 || e == 1 ? 0 : -e * Math.log(e) - (1 - e) * Math.log1p(-e);
    return binary + e * Math.log(classes - 1.0);
  }

  private static void require(double information, double entropy, int classes) {
    if (Double.isNaN(information)) {
      throw new IllegalArgumentException(
          "The information is NaN, which allows no accuracy. Maybe its estimate failed.");
    }
    if (classes < 2 || !(entropy >= 0 && entropy <= Math.log(classes) + 1e-9)) {
      throw new IllegalArgumentException(
          "An entropy of %s nats does not fit %d classes. Maybe it is in bits."
              .formatted(entropy, classes));
    }
  }
}
