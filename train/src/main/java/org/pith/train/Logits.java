package org.pith.train;

/**
 * What a network says about one row: a score for each class, log probabilities up to a constant. The
 * probability of class k at temperature T is {@code exp((s_k - m) / T) / sum_j exp((s_j - m) / T)}
 * with m the largest score, so that no finite scores overflow.
 *
 * <p>A score of negative infinity is a class of probability 0. All of them negative infinity, or one
 * positive infinity or NaN, is no distribution: probabilities and losses are NaN then.
 *
 * @param scores of all rows, row-major; shared, not copied
 * @param start where the row begins
 * @param classes how many scores it has, at least 1
 */
public record Logits(float[] scores, int start, int classes) {

  /** Row {@code row} of n x classes scores. */
  public static Logits ofRow(float[] scores, int row, int classes) {
    return new Logits(scores, row * classes, classes);
  }

  /** The class of the largest score, the first of equals. */
  public int answer() {
    int best = 0;
    for (int k = 1; k < classes; k++) {
      if (scores[start + k] > scores[start + best]) {
        best = k;
      }
    }
    return best;
  }

  /** {@code ln sum_k exp(s_k)}: what scores exceed log probabilities by. */
  public double logOfSum() {
    double largest = largest();
    return largest + Math.log(sum(largest, 1));
  }

  /** {@code -ln p(label)} at a temperature, in nats. */
  public double logLoss(int label, double temperature) {
    double largest = largest();
    return Math.log(sum(largest, temperature)) - exponent(label, largest, temperature);
  }

  /** The probability of each class at a temperature. */
  public double[] probabilities(double temperature) {
    double largest = largest();
    double sum = sum(largest, temperature);
    double[] probabilities = new double[classes];
    for (int k = 0; k < classes; k++) {
      probabilities[k] = Math.exp(exponent(k, largest, temperature)) / sum;
    }
    return probabilities;
  }

  /** The probabilities of all rows of n x classes scores, at temperature 1. */
  public static float[] probabilities(float[] scores, int classes) {
    float[] probabilities = new float[scores.length];
    for (int start = 0; start < scores.length; start += classes) {
      double[] row = new Logits(scores, start, classes).probabilities(1);
      for (int k = 0; k < classes; k++) {
        probabilities[start + k] = (float) row[k];
      }
    }
    return probabilities;
  }

  /**
   * The entropy of the probabilities at a temperature, in nats: {@code ln sum_k w_k - sum_k w_k e_k /
   * sum_k w_k} with the exponents e above and w their exponentials, where 0 times negative infinity
   * is 0.
   */
  public double entropy(double temperature) {
    double largest = largest();
    double sum = 0;
    double weighted = 0;
    for (int k = 0; k < classes; k++) {
      double exponent = exponent(k, largest, temperature);
      double weight = Math.exp(exponent);
      sum += weight;
      weighted += weight == 0 ? 0 : weight * exponent;
    }
    return Math.log(sum) - weighted / sum;
  }

  private double largest() {
    double largest = Double.NEGATIVE_INFINITY;
    for (int k = start; k < start + classes; k++) {
      largest = Math.max(largest, scores[k]);
    }
    return largest;
  }

  private double sum(double largest, double temperature) {
    double sum = 0;
    for (int k = 0; k < classes; k++) {
      sum += Math.exp(exponent(k, largest, temperature));
    }
    return sum;
  }

  private double exponent(int k, double largest, double temperature) {
    return (scores[start + k] - largest) / temperature;
  }
}
