package org.pith.prune;

/** How well one network's scores reproduce another's. */
final class Agreement {

  private Agreement() {}

  /**
   * {@code 1 - sum |b - a|^2 / sum |a - mean a|^2} over rows and outputs; 1 where {@code a} never
   * varies and b equals it.
   */
  static double of(float[] a, float[] b, int outputs) {
    double[] means = new double[outputs];
    for (int i = 0; i < a.length; i++) {
      means[i % outputs] += a[i] * (double) outputs / a.length;
    }
    double error = 0;
    double variance = 0;
    for (int i = 0; i < a.length; i++) {
      double centred = a[i] - means[i % outputs];
      double difference = (double) b[i] - a[i];
      error += difference * difference;
      variance += centred * centred;
    }
    return error == 0 ? 1 : 1 - error / variance;
  }
}
