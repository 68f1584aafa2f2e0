package org.pith.cli;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.pith.data.Column;
import org.pith.measure.Labels;
import org.pith.measure.density.Bins;

/**
 * Columns as a few states each, for what is counted over pairs and triples of them: numbers in equally frequent bins, the rarest
 * names of a category together, missing cells a state of their own.
 */
final class Coarse {

  private static final int MOST_LEVELS = 32;
  private static final int MOST_BINS = 16;
  private static final int ROWS_PER_CELL = 20;

  private Coarse() {}

  /** The column's states. */
  static Labels of(Column column) {
    return switch (column) {
      case Column.Category category -> frequent(category);
      case Column.Numbers numbers -> bins(numbers);
      case Column.Text text -> PairSide.labels(text);
    };
  }

  /** So many that a table of three columns has {@value #ROWS_PER_CELL} rows a cell: fewer would leave a bias of counts. */
  private static Labels bins(Column.Numbers column) {
    int count = Math.clamp((int) Math.cbrt((double) column.rows() / ROWS_PER_CELL), 2, MOST_BINS);
    int[] present =
        IntStream.range(0, column.rows()).filter(row -> !column.isMissing(row)).toArray();
    int[] codes = new int[column.rows()];
    Arrays.fill(codes, Column.Category.MISSING);
    if (present.length > 0) {
      Labels bins =
          Bins.equalCount(
              Arrays.stream(present).mapToDouble(r -> column.values()[r]).toArray(), count);
      for (int i = 0; i < present.length; i++) {
        codes[present[i]] = bins.code(i);
      }
    }
    return Labels.of(codes);
  }

  private static Labels frequent(Column.Category column) {
    int[] counts = column.counts();
    int[] ranked =
        IntStream.range(0, counts.length)
            .boxed()
            .sorted((a, b) -> Integer.compare(counts[b], counts[a]))
            .mapToInt(Integer::intValue)
            .toArray();
    int[] kept = new int[counts.length];
    for (int rank = 0; rank < ranked.length; rank++) {
      kept[ranked[rank]] = Math.min(rank, MOST_LEVELS - 1);
    }
    return Labels.of(
        Arrays.stream(column.codes())
            .map(code -> code == Column.Category.MISSING ? code : kept[code])
            .toArray());
  }
}
