package org.pith.train;

import java.util.Arrays;
import java.util.Objects;
import org.pith.network.Shape;

/**
 * Rows to learn from or to judge by: encoded inputs, the target, and optionally what a teacher says
 * about the same rows. The arrays are shared, not copied.
 *
 * @param rowShape the shape of one row without the batch: {@code [F]} or {@code [C,H,W]}
 * @param inputs n rows in row-major order, {@code n * rowShape.elements()} numbers
 * @param target what to predict, n rows
 * @param teacher the outputs of a teacher network, {@code n * target.outputs()} numbers in
 *     row-major order, or {@code null} for none; class logits (never probabilities, so that a
 *     temperature can be applied without loss) for {@link Target.Classes}, where negative infinity is
 *     a class that cannot be; values for {@link
 *     Target.Numbers}
 */
public record Examples(Shape rowShape, float[] inputs, Target target, float[] teacher) {

  /** Checks that the lengths agree. */
  public Examples {
    if (rowShape.isBatched()) {
      throw new IllegalArgumentException(
          "The row shape %s must not have an open dimension. Maybe its first dimension is too many."
              .formatted(rowShape));
    }
    long expected = target.rows() * rowShape.elements();
    if (inputs.length != expected) {
      throw new IllegalArgumentException(
          "%d rows of shape %s hold %d numbers, but %d inputs were given."
              .formatted(target.rows(), rowShape, expected, inputs.length));
    }
    int outputs = target.rows() * target.outputs();
    if (teacher != null && teacher.length != outputs) {
      throw new IllegalArgumentException(
          "A teacher of %d rows with %d outputs gives %d numbers, but %d were given."
              .formatted(target.rows(), target.outputs(), outputs, teacher.length));
    }
  }

  /** Examples without a teacher. */
  public Examples(Shape rowShape, float[] inputs, Target target) {
    this(rowShape, inputs, target, null);
  }

  /** The number of rows, n. */
  public int rows() {
    return target.rows();
  }

  /** How many numbers one row has. */
  public int rowElements() {
    return Math.toIntExact(rowShape.elements());
  }

  /** How many scores per row the target asks for: the number of classes, or 1. */
  public int outputs() {
    return target.outputs();
  }

  /** These examples with what a teacher says about them, row-major logits or values. */
  public Examples withTeacher(float[] outputs) {
    return new Examples(rowShape, inputs, target, outputs);
  }

  /**
   * These examples with a teacher that gives each row's k largest probabilities and no more, as served
   * models often do. What they leave of 1 is shared evenly among the other classes: of all
   * distributions that agree with what was given, the one of largest entropy.
   *
   * @param labels n x k, row-major; within a row different
   * @param probabilities n x k; a row may miss what probabilities are by a rounding of 0.001
   * @throws IllegalArgumentException where the target is numbers, the rows do not have equally many
   *     classes, a label is none or repeats, or a row's numbers are not the largest probabilities of a
   *     distribution
   */
  public Examples withTopProbabilities(int[] labels, float[] probabilities) {
    if (!(target instanceof Target.Classes)) {
      throw new IllegalArgumentException(
          "A teacher of numbers has no probabilities. Maybe give its values by withTeacher.");
    }
    return withTeacher(TopProbabilities.logits(rows(), outputs(), labels, probabilities));
  }

  /**
   * The rows at {@code indices}, in that order and with repetition where an index repeats. Copies.
   */
  public Examples rows(int[] indices) {
    float[] heard = teacher == null ? null : pick(teacher, outputs(), indices);
    return new Examples(
        rowShape, pick(inputs, rowElements(), indices), target.rows(indices), heard);
  }

  private static float[] pick(float[] rows, int width, int[] indices) {
    float[] picked = new float[indices.length * width];
    for (int i = 0; i < indices.length; i++) {
      System.arraycopy(rows, indices[i] * width, picked, i * width, width);
    }
    return picked;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Examples that
        && rowShape.equals(that.rowShape)
        && target.equals(that.target)
        && Arrays.equals(inputs, that.inputs)
        && Arrays.equals(teacher, that.teacher);
  }

  @Override
  public int hashCode() {
    return Objects.hash(rowShape, target, Arrays.hashCode(inputs), Arrays.hashCode(teacher));
  }

  @Override
  public String toString() {
    return "Examples[rows=%d, rowShape=%s, target=%s, teacher=%s]"
        .formatted(rows(), rowShape, target, teacher == null ? "none" : "given");
  }
}
