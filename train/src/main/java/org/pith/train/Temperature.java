package org.pith.train;

/**
 * Temperature scaling (Guo, Pleiss, Sun and Weinberger 2017, arXiv:1706.04599): the one number that
 * class logits are divided by so that the cross-entropy on held-out rows is least.
 */
final class Temperature {

  private static final double COLDEST = 0.05;
  private static final double HOTTEST = 20;

  private Temperature() {}

  /** The temperature at which the cross-entropy of these rows is least. */
  static double fit(Target.Classes target, float[] scores) {
    return fit(target, scores, 0);
  }

  /**
   * The temperature for rows like these, most probable where one row's worth was believed beforehand to need none: the inverse
   * temperature b has the prior density {@code b * exp(-b)}, whose mode is 1. Without it a few rows that are all answered right would
   * ask for certainty.
   */
  static double expected(Target.Classes target, float[] scores) {
    return fit(target, scores, 1);
  }

  /**
   * By golden section on the logarithm. The cross-entropy and {@code b - ln b} are both convex in b, so their sum has one minimum.
   */
  private static double fit(Target.Classes target, float[] scores, double belief) {
    double low = Math.log(COLDEST);
    double high = Math.log(HOTTEST);
    double ratio = (Math.sqrt(5) - 1) / 2;
    double a = high - ratio * (high - low);
    double b = low + ratio * (high - low);
    double atA = loss(target, scores, Math.exp(a), belief);
    double atB = loss(target, scores, Math.exp(b), belief);
    for (int i = 0; i < 40; i++) {
      if (atA <= atB) {
        high = b;
        b = a;
        atB = atA;
        a = high - ratio * (high - low);
        atA = loss(target, scores, Math.exp(a), belief);
      } else {
        low = a;
        a = b;
        atA = atB;
        b = low + ratio * (high - low);
        atB = loss(target, scores, Math.exp(b), belief);
      }
    }
    return Math.exp((low + high) / 2);
  }

  private static double loss(
      Target.Classes target, float[] scores, double temperature, double belief) {
    double sum = belief * (1 / temperature + Math.log(temperature));
    for (int row = 0; row < target.rows(); row++) {
      sum += Logits.ofRow(scores, row, target.classes()).logLoss(target.labels()[row], temperature);
    }
    return sum;
  }
}
