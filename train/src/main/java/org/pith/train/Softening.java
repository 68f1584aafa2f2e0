package org.pith.train;

/**
 * Softening of what a teacher says about a row: {@code p^(1/T) / Z}, which is {@code softmax(logits /
 * T)} since logits are log probabilities up to a constant.
 *
 * <p>It is a softening operator in the sense of Flouro and Chadwick (2026, arXiv:2601.03195): it keeps
 * the ranks of the classes; it is continuous in p and T; entropy never falls as T rises; T = 1 changes
 * nothing; as T goes to 0 all is on the most probable class, equals sharing it, and as T goes to
 * infinity the classes that are possible at all share it evenly. And T then T' is T T'.
 *
 * <p>A logit of negative infinity is a class of probability 0, at any temperature; all of them
 * negative infinity, or one positive infinity or NaN, is no distribution and gives NaN. The largest
 * logit is taken off before the exponential, so no finite logits overflow; a probability below the
 * smallest float becomes 0.
 */
final class Softening {

  private Softening() {}

  /**
   * Turns the logits of one row into softened probabilities in place.
   *
   * @param logits of all rows, row-major
   * @param start of the row
   * @param classes how many numbers the row has
   * @param temperature T, positive
   * @return the entropy of the row, in nats
   */
  static double apply(float[] logits, int start, int classes, double temperature) {
    Logits row = new Logits(logits, start, classes);
    double entropy = row.entropy(temperature);
    double[] softened = row.probabilities(temperature);
    for (int c = 0; c < classes; c++) {
      logits[start + c] = (float) softened[c];
    }
    return entropy;
  }
}
