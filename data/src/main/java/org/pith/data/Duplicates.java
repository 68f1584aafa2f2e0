package org.pith.data;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Rows and columns that say the same thing twice. */
final class Duplicates {

  private Duplicates() {}

  /** How many rows repeat another one in every cell, target included. */
  static Optional<Finding> rows(Dataset data) {
    long[] hashes = new long[data.rows()];
    data.features().columns().forEach(column -> mix(hashes, column));
    mix(hashes, data.target());
    data.features().images().ifPresent(images -> mix(hashes, images));
    Set<Long> seen = new HashSet<>();
    long repeated = Arrays.stream(hashes).filter(hash -> !seen.add(hash)).count();
    return repeated == 0
        ? Optional.empty()
        : Optional.of(
            new Finding(
                Finding.Kind.DUPLICATE_ROWS,
                "",
                repeated,
                "%,d of %,d rows repeat another row in every cell; they were kept."
                    .formatted(repeated, data.rows())));
  }

  /** Whether two columns have the same cells. */
  static boolean same(Column a, Column b) {
    return switch (a) {
      case Column.Numbers numbers ->
          b instanceof Column.Numbers others && Arrays.equals(numbers.values(), others.values());
      case Column.Category category ->
          b instanceof Column.Category other
              && category.levels().equals(other.levels())
              && Arrays.equals(category.codes(), other.codes());
      case Column.Text text ->
          b instanceof Column.Text other && Arrays.equals(text.values(), other.values());
    };
  }

  /** A hash that is the same for columns that are the {@linkplain #same same}. */
  static int hash(Column column) {
    return switch (column) {
      case Column.Numbers numbers -> Arrays.hashCode(numbers.values());
      case Column.Category category -> Arrays.hashCode(category.codes());
      case Column.Text text -> Arrays.hashCode(text.values());
    };
  }

  private static void mix(long[] hashes, Column column) {
    for (int row = 0; row < hashes.length; row++) {
      long cell =
          switch (column) {
            case Column.Numbers numbers -> Double.doubleToLongBits(numbers.values()[row]);
            case Column.Category category -> category.codes()[row];
            case Column.Text text -> text.values()[row].hashCode();
          };
      hashes[row] = mixed(hashes[row], cell);
    }
  }

  private static void mix(long[] hashes, Images images) {
    int size = images.shape().elements();
    for (int row = 0; row < hashes.length; row++) {
      for (int i = 0; i < size; i++) {
        hashes[row] = mixed(hashes[row], images.pixel(row, i));
      }
    }
  }

  /**
   * One round of a 64-bit mixer; equal rows always, different ones almost never, end in the same
   * value.
   */
  private static long mixed(long hash, long cell) {
    long z = (hash ^ cell) * 0x9E3779B97F4A7C15L;
    return (z ^ (z >>> 29)) + 0xBF58476D1CE4E5B9L;
  }
}
