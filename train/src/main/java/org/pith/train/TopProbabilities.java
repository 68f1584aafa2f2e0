package org.pith.train;

import java.util.Arrays;

/**
 * A teacher that gives each row's k largest probabilities and no more, as served models often do.
 *
 * <p>What they leave of 1 is shared evenly among the other classes. Of all distributions that agree
 * with what was given that is the one of largest entropy, so nothing is made up; and it keeps the
 * ranks, since a share is at most the mean of the others, none of which exceeds the least one given.
 * To scale the k up to 1 instead would say that every other class is impossible, which a student
 * comes nearer to only by ever larger weights. With one class left out nothing is lost.
 */
final class TopProbabilities {

  /** By how much a row may miss what probabilities are, as served ones are rounded. */
  private static final double ROUNDING = 1e-3;

  private final int classes;
  private final int[] labels;
  private final float[] probabilities;

  private TopProbabilities(int classes, int[] labels, float[] probabilities) {
    this.classes = classes;
    this.labels = labels;
    this.probabilities = probabilities;
  }

  /**
   * Log probabilities of all classes, n x classes, row-major; negative infinity where nothing is left
   * for a class.
   *
   * @param labels n x k
   * @param probabilities n x k
   */
  static float[] logits(int rows, int classes, int[] labels, float[] probabilities) {
    int given = rows == 0 ? 0 : labels.length / rows;
    if (labels.length != probabilities.length || labels.length != rows * given || given > classes) {
      throw new IllegalArgumentException(
          "%d labels and %d probabilities are not equally many of %d classes for each of %d rows."
              .formatted(labels.length, probabilities.length, classes, rows));
    }
    TopProbabilities top = new TopProbabilities(classes, labels, probabilities);
    float[] logits = new float[rows * classes];
    for (int row = 0; row < rows; row++) {
      top.fill(logits, row, given);
    }
    return logits;
  }

  private void fill(float[] logits, int row, int given) {
    int start = row * classes;
    double sum = 0;
    double least = 1;
    Arrays.fill(logits, start, start + classes, Float.NaN);
    for (int i = row * given; i < (row + 1) * given; i++) {
      require(labels[i] >= 0 && labels[i] < classes, row, "label %d is not a class", labels[i]);
      require(Float.isNaN(logits[start + labels[i]]), row, "label %d comes twice", labels[i]);
      require(
          probabilities[i] >= 0 && probabilities[i] <= 1,
          row,
          "%s is not a probability",
          probabilities[i]);
      logits[start + labels[i]] = (float) Math.log(probabilities[i]);
      sum += probabilities[i];
      least = Math.min(least, probabilities[i]);
    }
    require(sum <= 1 + ROUNDING, row, "the probabilities add up to %.4f", sum);
    if (given < classes) {
      double share = Math.max(0, 1 - sum) / (classes - given);
      require(
          share <= least + ROUNDING,
          row,
          "the others would have %.4f each, more than the least one given",
          share);
      for (int c = start; c < start + classes; c++) {
        logits[c] = Float.isNaN(logits[c]) ? (float) Math.log(share) : logits[c];
      }
    }
  }

  private static void require(boolean holds, int row, String problem, Object value) {
    if (!holds) {
      throw new IllegalArgumentException(
          "Row %d: %s. Maybe the numbers are not a model's largest probabilities."
              .formatted(row, problem.formatted(value)));
    }
  }
}
