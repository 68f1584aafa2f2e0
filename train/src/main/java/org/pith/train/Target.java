package org.pith.train;

import java.util.Arrays;
import java.util.Objects;

/** What a network is to predict, one value a row. The arrays are shared, not copied. */
public sealed interface Target {

  /** The number of rows. */
  int rows();

  /** How many scores a network gives per row for this target: the number of classes, or 1. */
  int outputs();

  /** The target of the rows at {@code indices}, in that order. */
  Target rows(int[] indices);

  /**
   * One of {@code classes} classes per row.
   *
   * @param labels the class of each row, from 0 to {@code classes - 1}
   * @param classes at least 2
   */
  record Classes(int[] labels, int classes) implements Target {
    /** Checks the labels. */
    public Classes {
      if (classes < 2) {
        throw new IllegalArgumentException(
            "The number of classes (%d) must be at least 2.".formatted(classes));
      }
      for (int row = 0; row < labels.length; row++) {
        if (labels[row] < 0 || labels[row] >= classes) {
          throw new IllegalArgumentException(
              "Label %d of row %d is not among the classes 0 to %d."
                  .formatted(labels[row], row, classes - 1));
        }
      }
    }

    @Override
    public int rows() {
      return labels.length;
    }

    @Override
    public int outputs() {
      return classes;
    }

    @Override
    public Classes rows(int[] indices) {
      return new Classes(Arrays.stream(indices).map(i -> labels[i]).toArray(), classes);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Classes that
          && classes == that.classes
          && Arrays.equals(labels, that.labels);
    }

    @Override
    public int hashCode() {
      return Objects.hash(classes, Arrays.hashCode(labels));
    }

    @Override
    public String toString() {
      return "Classes[rows=%d, classes=%d]".formatted(labels.length, classes);
    }
  }

  /**
   * One number per row, standardised by whoever prepares the data so that its variance is near 1.
   *
   * @param values finite numbers
   */
  record Numbers(float[] values) implements Target {
    /** Checks that the values are finite. */
    public Numbers {
      for (int row = 0; row < values.length; row++) {
        if (!Float.isFinite(values[row])) {
          throw new IllegalArgumentException(
              "Target %s of row %d is not a finite number. Maybe the row should be left out."
                  .formatted(values[row], row));
        }
      }
    }

    @Override
    public int rows() {
      return values.length;
    }

    @Override
    public int outputs() {
      return 1;
    }

    @Override
    public Numbers rows(int[] indices) {
      float[] picked = new float[indices.length];
      for (int i = 0; i < indices.length; i++) {
        picked[i] = values[indices[i]];
      }
      return new Numbers(picked);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Numbers that && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
      return "Numbers[rows=%d]".formatted(values.length);
    }
  }
}
