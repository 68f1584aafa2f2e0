package org.pith.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.pith.data.Column;
import org.pith.measure.Labels;
import org.pith.measure.Samples;
import org.pith.measure.density.NormalScores;

/**
 * One side of {@code measure --pair}: named columns as estimators see them.
 *
 * @param columns without missing numbers; a category's missing cells are a level of their own
 */
record PairSide(List<Column> columns) {

  /** Numbers count as states if each value occurs this often on average. */
  private static final int LEAST_OCCURRENCES = 2;

  /** From here on the default route would rather count numbers than look for neighbours. */
  private static final int MANY_OCCURRENCES = 20;

  /** The names as they were given. */
  String words() {
    return String.join(",", columns.stream().map(Column::name).toList());
  }

  private static boolean isNumber(Column column) {
    return column instanceof Column.Numbers;
  }

  boolean isNumeric() {
    return columns.stream().allMatch(PairSide::isNumber);
  }

  /** Whether every column is of states: names, or numbers that repeat. */
  boolean isCountable() {
    return columns.stream().allMatch(c -> !isNumber(c) || occurrences(c) >= LEAST_OCCURRENCES);
  }

  /** Whether it has so few states that counting them is best. */
  boolean isCounted() {
    return isCountable()
        && (!isNumeric() || (long) MANY_OCCURRENCES * states().states() <= states().size());
  }

  private static double occurrences(Column column) {
    return (double) column.rows() / labels(column).states();
  }

  /** The joint states. */
  Labels states() {
    return columns.stream().map(PairSide::labels).reduce(Labels::join).orElseThrow();
  }

  /** One column as states, missing cells being one of them. */
  static Labels labels(Column column) {
    return switch (column) {
      case Column.Category category -> Labels.of(category.codes());
      case Column.Numbers numbers ->
          Labels.of(
              Arrays.stream(numbers.values())
                  .mapToObj(v -> v + 0.0) // One zero, whatever its sign.
                  .toList());
      case Column.Text text -> Labels.of(List.of(text.values()));
    };
  }

  /** The numbers as they are; a category as the places of its levels. */
  Samples numbers() {
    return Samples.of(columns.stream().map(PairSide::values).toArray(double[][]::new));
  }

  private static double[] values(Column column) {
    return switch (column) {
      case Column.Numbers numbers -> numbers.values();
      case Column.Category category -> Arrays.stream(category.codes()).asDoubleStream().toArray();
      case Column.Text text -> throw new IllegalArgumentException("Text has no numbers.");
    };
  }

  /** The numbers, prepared by their ranks unless they are to stay {@code raw}. */
  Samples numbers(boolean raw) {
    return raw || !isNumeric() ? numbers() : NormalScores.of(numbers());
  }

  PairSide rows(int[] rows) {
    return new PairSide(columns.stream().map(c -> c.select(rows)).toList());
  }

  /** A column that is the same in every row, if there is one. */
  Optional<Column> constant() {
    return columns.stream().filter(c -> labels(c).states() == 1).findFirst();
  }

  /** Whether no number of row {@code row} is missing. */
  boolean isComplete(int row) {
    return columns.stream().noneMatch(c -> isNumber(c) && c.isMissing(row));
  }

  int size() {
    return columns.getFirst().rows();
  }

  int[] completeRows() {
    return IntStream.range(0, size()).filter(this::isComplete).toArray();
  }
}
