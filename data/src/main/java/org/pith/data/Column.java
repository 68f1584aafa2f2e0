package org.pith.data;

import java.util.List;

/**
 * The cells of one named column, one per row, any of which may be missing. Columns are immutable;
 * their arrays are shared, not copied: whoever hands one over gives it away, and readers must not
 * write. Equality is that of the arrays' identity; compare contents by {@link Fingerprint}.
 */
public sealed interface Column {

  /** The column's name, unique in its {@link Table}. */
  String name();

  /** What the cells are. */
  ColumnType type();

  /** How many cells there are. */
  int rows();

  /** Whether the cell of {@code row} is missing. */
  boolean isMissing(int row);

  /** The cell of {@code row} as people read it; empty where it is missing. */
  String text(int row);

  /** The cells of {@code rows}, in that order; a row may be asked for more than once. */
  Column select(int[] rows);

  /** How many cells are missing. */
  default int missing() {
    int count = 0;
    for (int row = 0; row < rows(); row++) {
      count += isMissing(row) ? 1 : 0;
    }
    return count;
  }

  /** Columns that are numbers: the cells in row order, NaN where missing, never infinite. */
  sealed interface Numbers extends Column {

    /** The cells in row order; NaN where missing, never infinite. */
    double[] values();

    @Override
    default int rows() {
      return values().length;
    }

    @Override
    default boolean isMissing(int row) {
      return Double.isNaN(values()[row]);
    }

    @Override
    default String text(int row) {
      return isMissing(row) ? "" : plain(values()[row]);
    }
  }

  /** Numbers whose order and distance mean something. */
  record Numeric(String name, double[] values) implements Numbers {
    /** Checks that no value is infinite. */
    public Numeric {
      for (int row = 0; row < values.length; row++) {
        if (Double.isInfinite(values[row])) {
          throw new IllegalArgumentException(
              "Row %d of column %s is infinite. Maybe clip it to the largest finite value."
                  .formatted(row, name));
        }
      }
    }

    @Override
    public ColumnType type() {
      return ColumnType.NUMERIC;
    }

    @Override
    public Numeric select(int[] rows) {
      return new Numeric(name, gather(values, rows));
    }
  }

  /** Truth values: 1 for true, 0 for false, NaN where missing. */
  record Bool(String name, double[] values) implements Numbers {
    @Override
    public ColumnType type() {
      return ColumnType.BOOLEAN;
    }

    @Override
    public String text(int row) {
      return isMissing(row) ? "" : values[row] == 1 ? "true" : "false";
    }

    @Override
    public Bool select(int[] rows) {
      return new Bool(name, gather(values, rows));
    }
  }

  /**
   * Calendar dates or times: days since 1970-01-01 (UTC where the cell names a zone), the time of
   * day as a fraction; NaN where missing. Single precision tells days apart, and times of day to
   * about three minutes.
   */
  record Date(String name, double[] values) implements Numbers {
    @Override
    public ColumnType type() {
      return ColumnType.DATE;
    }

    @Override
    public Date select(int[] rows) {
      return new Date(name, gather(values, rows));
    }
  }

  /**
   * One of a moderate number of names per row.
   *
   * @param levels the distinct names: in the order of the numbers they spell where all do, else in
   *     that of their characters
   * @param codes for each row the index of its level, {@link #MISSING} where it has none
   */
  record Category(String name, List<String> levels, int[] codes) implements Column {

    /** The code of a missing cell. */
    public static final int MISSING = -1;

    /** Copies the levels and checks the codes. */
    public Category {
      levels = List.copyOf(levels);
      for (int row = 0; row < codes.length; row++) {
        if (codes[row] < MISSING || codes[row] >= levels.size()) {
          throw new IllegalArgumentException(
              "Row %d of column %s has code %d, but there are %d levels."
                  .formatted(row, name, codes[row], levels.size()));
        }
      }
    }

    @Override
    public ColumnType type() {
      return ColumnType.CATEGORY;
    }

    @Override
    public int rows() {
      return codes.length;
    }

    @Override
    public boolean isMissing(int row) {
      return codes[row] == MISSING;
    }

    @Override
    public String text(int row) {
      return isMissing(row) ? "" : levels.get(codes[row]);
    }

    /** How many rows have each level. */
    public int[] counts() {
      int[] counts = new int[levels.size()];
      for (int code : codes) {
        if (code != MISSING) {
          counts[code]++;
        }
      }
      return counts;
    }

    /** Selects rows; the levels stay, even those that no row has any more. */
    @Override
    public Category select(int[] rows) {
      int[] selected = new int[rows.length];
      for (int i = 0; i < rows.length; i++) {
        selected[i] = codes[rows[i]];
      }
      return new Category(name, levels, selected);
    }
  }

  /**
   * Free text or identifiers: recognised and reported, not yet something to learn from. Empty where
   * missing.
   */
  record Text(String name, String[] values) implements Column {
    @Override
    public ColumnType type() {
      return ColumnType.TEXT;
    }

    @Override
    public int rows() {
      return values.length;
    }

    @Override
    public boolean isMissing(int row) {
      return values[row].isEmpty();
    }

    @Override
    public String text(int row) {
      return values[row];
    }

    @Override
    public Text select(int[] rows) {
      String[] selected = new String[rows.length];
      for (int i = 0; i < rows.length; i++) {
        selected[i] = values[rows[i]];
      }
      return new Text(name, selected);
    }
  }

  private static double[] gather(double[] values, int[] rows) {
    double[] selected = new double[rows.length];
    for (int i = 0; i < rows.length; i++) {
      selected[i] = values[rows[i]];
    }
    return selected;
  }

  /** A number without a needless fraction: {@code 3} rather than {@code 3.0}. */
  private static String plain(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
