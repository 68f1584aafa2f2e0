package org.pith.measure;

import java.util.Arrays;

/**
 * Rows of real vectors, kept column by column: n rows, d dimensions. Immutable; every door copies.
 *
 * <p>Values must be finite: a NaN or an infinite cell is an error that names its row and column,
 * because no estimator has an honest answer to it. Constant columns are allowed; they carry no
 * information.
 */
public final class Samples {
  private final double[][] columns;

  private Samples(double[][] columns) {
    this.columns = columns;
  }

  /**
   * Samples from columns of equal length.
   *
   * @param columns d columns of n values each, d and n at least 1
   */
  public static Samples of(double[]... columns) {
    if (columns.length == 0 || columns[0].length == 0) {
      throw new IllegalArgumentException(
          "Samples need at least one column with at least one row. Maybe the data were filtered to"
              + " nothing.");
    }
    int n = columns[0].length;
    double[][] copy = new double[columns.length][];
    for (int j = 0; j < columns.length; j++) {
      if (columns[j].length != n) {
        throw new IllegalArgumentException(
            "Column %d has %d rows, column 0 has %d. Maybe rows were dropped from one of them."
                .formatted(j, columns[j].length, n));
      }
      copy[j] = finite(columns[j].clone(), j);
    }
    return new Samples(copy);
  }

  /** Samples from n rows of d values each. */
  public static Samples ofRows(double[][] rows) {
    if (rows.length == 0) {
      throw new IllegalArgumentException(
          "Samples need at least one row. Maybe the data were filtered to nothing.");
    }
    double[][] columns = new double[rows[0].length][rows.length];
    for (int i = 0; i < rows.length; i++) {
      if (rows[i].length != columns.length) {
        throw new IllegalArgumentException(
            "Row %d has %d values, row 0 has %d. Maybe a row is ragged."
                .formatted(i, rows[i].length, columns.length));
      }
      for (int j = 0; j < columns.length; j++) {
        columns[j][i] = rows[i][j];
      }
    }
    return of(columns);
  }

  /**
   * Samples from a row-major block, as networks return their activations.
   *
   * @param rowMajor n · {@code dimensions} values, row after row
   */
  public static Samples ofRows(float[] rowMajor, int dimensions) {
    if (dimensions < 1 || rowMajor.length % dimensions != 0) {
      throw new IllegalArgumentException(
          "%d values do not make rows of %d. Maybe the number of dimensions is that of another tensor."
              .formatted(rowMajor.length, dimensions));
    }
    double[][] columns = new double[dimensions][rowMajor.length / dimensions];
    for (int i = 0; i < rowMajor.length; i++) {
      columns[i % dimensions][i / dimensions] = rowMajor[i];
    }
    return of(columns);
  }

  private static double[] finite(double[] column, int j) {
    for (int i = 0; i < column.length; i++) {
      if (!Double.isFinite(column[i])) {
        throw new IllegalArgumentException(
            "Row %d of column %d is %s; samples must be finite. Maybe fill or drop missing cells first."
                .formatted(i, j, column[i]));
      }
    }
    return column;
  }

  /** The number of rows. */
  public int size() {
    return columns[0].length;
  }

  /** The number of columns. */
  public int dimensions() {
    return columns.length;
  }

  /** A copy of column {@code j}. */
  public double[] column(int j) {
    return columns[j].clone();
  }

  /** A copy of all columns, the layout the kernels work on. */
  public double[][] columns() {
    return Arrays.stream(columns).map(double[]::clone).toArray(double[][]::new);
  }

  /** The value in row {@code i} of column {@code j}. */
  public double value(int i, int j) {
    return columns[j][i];
  }

  /** Whether no column varies. */
  public boolean isConstant() {
    for (double[] column : columns) {
      for (double v : column) {
        if (v != column[0]) {
          return false;
        }
      }
    }
    return true;
  }

  /** These columns followed by those of {@code other}, which must have as many rows. */
  public Samples join(Samples other) {
    requireSameSize(other);
    double[][] both = Arrays.copyOf(columns, columns.length + other.columns.length);
    System.arraycopy(other.columns, 0, both, columns.length, other.columns.length);
    return new Samples(both);
  }

  /** The rows that {@code index} names, in its order. */
  public Samples rows(int[] index) {
    if (index.length == 0) {
      throw new IllegalArgumentException(
          "No row is named; samples need at least one. Maybe a filter left nothing.");
    }
    double[][] chosen = new double[columns.length][index.length];
    for (int j = 0; j < columns.length; j++) {
      for (int i = 0; i < index.length; i++) {
        chosen[j][i] = columns[j][index[i]];
      }
    }
    return new Samples(chosen);
  }

  /** The columns that {@code index} names, in its order. */
  public Samples select(int... index) {
    if (index.length == 0) {
      throw new IllegalArgumentException(
          "No column is named; samples need at least one. Maybe nothing was selected.");
    }
    return new Samples(Arrays.stream(index).mapToObj(j -> columns[j]).toArray(double[][]::new));
  }

  /** Refuses samples of another length. */
  public void requireSameSize(Samples other) {
    if (other.size() != size()) {
      throw new IllegalArgumentException(
          "The samples have %d and %d rows; they must be paired. Maybe rows were dropped from one of them."
              .formatted(size(), other.size()));
    }
  }

  @Override
  public String toString() {
    return "Samples[%d rows, %d dimensions]".formatted(size(), dimensions());
  }
}
