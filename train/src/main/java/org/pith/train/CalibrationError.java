package org.pith.train;

/**
 * Expected calibration error: how far, on average, the confidence in an answer is from how often such
 * answers are right.
 *
 * <p>The confidence of a row is its largest probability, and what is right is its class. Rows fall
 * into {@link #BINS} bins of equal width, {@code (b/15, (b+1)/15]}, and the error is {@code sum_b n_b/n
 * * |right_b - confidence_b|} with the share of right answers and the mean confidence of each bin
 * (Guo, Pleiss, Sun and Weinberger 2017, arXiv:1706.04599), in [0,1]. Of the bin's n_b rows the share
 * that is right scatters by about {@code 1/(2 sqrt(n_b))}, so few rows show an error even where there
 * is none. Equal largest scores: the first class is the answer. A score that is NaN makes the error
 * NaN, as no rows do. One pass over the scores.
 */
final class CalibrationError {

  private static final int BINS = 15;

  private CalibrationError() {}

  /** The error of {@code softmax(scores / temperature)}, n x classes, row-major. */
  static double of(Target.Classes target, float[] scores, double temperature) {
    double[] excess = new double[BINS];
    for (int row = 0; row < target.rows(); row++) {
      Logits said = Logits.ofRow(scores, row, target.classes());
      int answer = said.answer();
      double confidence = Math.exp(-said.logLoss(answer, temperature));
      if (Double.isNaN(confidence)) {
        return Double.NaN;
      }
      excess[bin(confidence)] += (answer == target.labels()[row] ? 1 : 0) - confidence;
    }
    double sum = 0;
    for (double e : excess) {
      sum += Math.abs(e);
    }
    return sum / target.rows();
  }

  /** Rounding may take a confidence beyond 1. */
  private static int bin(double confidence) {
    return Math.clamp((int) Math.ceil(confidence * BINS) - 1, 0, BINS - 1);
  }
}
