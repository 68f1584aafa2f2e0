package org.pith.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.pith.data.Column;
import org.pith.data.Dataset;
import org.pith.measure.Estimate;
import org.pith.measure.Labels;
import org.pith.measure.Samples;
import org.pith.measure.discrete.DiscreteInformation;
import org.pith.measure.knn.Kraskov;
import org.pith.measure.knn.Ross;

/**
 * How much each raw column by itself knows about the target. Columns alone, one at a time: two that say the same both count, and what
 * only shows in company does not.
 *
 * @param column its name
 * @param type its type in words
 * @param information in nats
 */
record ColumnInformation(String column, String type, Estimate information) {

  /** Rows beyond these are left out, evenly: the estimate's own error is below a hundredth of a bit by then. */
  private static final int MOST_ROWS = 3_000;

  /** Images have more pixels than this; their columns are not listed. */
  private static final int MOST_COLUMNS = 1_100;

  /** All columns, the one that knows most first. */
  static List<ColumnInformation> of(Dataset development) {
    Dataset rows = thinned(development);
    List<ColumnInformation> all = new ArrayList<>();
    List<Column> columns = rows.features().columns();
    if (columns.size() > MOST_COLUMNS) {
      return all;
    }
    for (Column column : columns) {
      all.add(
          new ColumnInformation(
              column.name(), column.type().word(), estimate(column, rows.target())));
    }
    all.sort(
        Comparator.comparingDouble((ColumnInformation c) -> c.information().value()).reversed());
    return all;
  }

  private static Dataset thinned(Dataset data) {
    if (data.rows() <= MOST_ROWS) {
      return data;
    }
    double step = (double) data.rows() / MOST_ROWS;
    return data.select(IntStream.range(0, MOST_ROWS).map(i -> (int) (i * step)).toArray());
  }

  private static Estimate estimate(Column column, Column target) {
    boolean words = column instanceof Column.Category;
    boolean classes = target instanceof Column.Category;
    if (words && classes) {
      return DiscreteInformation.withDefaults()
          .mutualInformation(labels((Column.Category) column), labels((Column.Category) target));
    }
    if (classes) {
      return isDiscrete((Column.Numbers) column)
          ? DiscreteInformation.withDefaults()
              .mutualInformation(
                  Labels.of(filled((Column.Numbers) column)), labels((Column.Category) target))
          : Ross.withDefaults()
              .estimate(
                  Samples.of(filled((Column.Numbers) column)), labels((Column.Category) target));
    }
    double[] numbers = filled((Column.Numbers) target);
    return words
        ? Ross.withDefaults().estimate(Samples.of(numbers), labels((Column.Category) column))
        : Kraskov.withDefaults()
            .estimate(Samples.of(filled((Column.Numbers) column)), Samples.of(numbers));
  }

  /** Few distinct values, each often: counted exactly, where neighbours would only see ties. */
  private static boolean isDiscrete(Column.Numbers column) {
    long distinct = java.util.Arrays.stream(column.values()).distinct().count();
    return distinct <= 32 && distinct * 20 <= column.rows();
  }

  private static Labels labels(Column.Category column) {
    // A missing cell is a level of its own.
    return Labels.of(
        java.util.Arrays.stream(column.codes())
            .map(c -> c < 0 ? column.levels().size() : c)
            .toArray());
  }

  /** Missing cells at the median, as the encoding fills them. */
  private static double[] filled(Column.Numbers column) {
    double[] values = column.values().clone();
    double[] known =
        java.util.Arrays.stream(values).filter(v -> !Double.isNaN(v)).sorted().toArray();
    double median = known.length == 0 ? 0 : known[known.length / 2];
    for (int i = 0; i < values.length; i++) {
      values[i] = Double.isNaN(values[i]) ? median : values[i];
    }
    return values;
  }
}
