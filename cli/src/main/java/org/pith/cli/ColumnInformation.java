package org.pith.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.pith.data.Column;
import org.pith.data.Dataset;
import org.pith.measure.Estimate;
import org.pith.measure.Estimate.Verdict;
import org.pith.measure.Labels;
import org.pith.measure.Samples;
import org.pith.measure.route.MutualInformation;

/**
 * How much each raw column by itself knows about the target, by the default route. Columns alone, one at a time: two that say the
 * same both count, and what only shows in company does not.
 *
 * <p>Nothing is filled in. A category's missing cells are a level of their own; of a number X with missing cells, M saying which,
 * {@code I(X;Y) = I(M;Y) + p(present) I(X;Y | present)}, which is exact since M is a function of X.
 *
 * @param column its name
 * @param type its type in words
 * @param information in nats
 */
record ColumnInformation(String column, String type, Estimate information) {

  /** Rows of a listing that is not the job itself: an error of a hundredth of a bit is good enough there. */
  private static final int MOST_ROWS = 3_000;

  /** Images have more pixels than this; their columns are not listed. */
  private static final int MOST_COLUMNS = 1_100;

  /** The least that the default route takes of two numbers. */
  static final int LEAST_ROWS = 24;

  /** A listing of all columns from a part of the rows, the column that knows most first. */
  static List<ColumnInformation> of(Dataset development) {
    if (development.features().columns().size() > MOST_COLUMNS) {
      return List.of();
    }
    Dataset rows = thinned(development);
    MutualInformation route = MutualInformation.withDefaults();
    List<ColumnInformation> all = new ArrayList<>();
    rows.features().columns().forEach(c -> all.add(of(c, rows.target(), route)));
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

  /**
   * What one column knows.
   *
   * @param target classes or numbers, none missing
   */
  static ColumnInformation of(Column column, Column target, MutualInformation route) {
    return new ColumnInformation(
        column.name(), column.type().word(), estimate(column, target, route));
  }

  private static Estimate estimate(Column column, Column target, MutualInformation route) {
    return switch (column) {
      case Column.Category names -> ofStates(PairSide.labels(names), target, route);
      case Column.Text text -> ofStates(PairSide.labels(text), target, route);
      case Column.Numbers numbers when numbers.missing() == 0 ->
          ofNumbers(numbers.values(), target, route);
      case Column.Numbers numbers -> withMissing(numbers, target, route);
    };
  }

  private static Estimate ofStates(Labels states, Column target, MutualInformation route) {
    return target instanceof Column.Numbers numbers
        ? route.estimate(Samples.of(numbers.values()), states)
        : route.estimate(states, PairSide.labels(target));
  }

  private static Estimate ofNumbers(double[] values, Column target, MutualInformation route) {
    if (values.length < LEAST_ROWS) {
      return Estimate.normal(
          Double.NaN,
          Double.NaN,
          values.length,
          "default",
          "route=none",
          Verdict.UNDERSAMPLED,
          "fewer than %d rows".formatted(LEAST_ROWS));
    }
    return target instanceof Column.Numbers numbers
        ? route.estimate(Samples.of(values), Samples.of(numbers.values()))
        : route.estimate(Samples.of(values), PairSide.labels(target));
  }

  private static Estimate withMissing(
      Column.Numbers column, Column target, MutualInformation route) {
    int[] present =
        IntStream.range(0, column.rows()).filter(row -> !column.isMissing(row)).toArray();
    Labels missing =
        Labels.of(
            IntStream.range(0, column.rows()).map(r -> column.isMissing(r) ? 1 : 0).toArray());
    Estimate which = ofStates(missing, target, route);
    if (present.length < LEAST_ROWS) {
      return which;
    }
    Estimate known = estimate(column.select(present), target.select(present), route);
    return sum(which, known, (double) present.length / column.rows());
  }

  private static Estimate sum(Estimate which, Estimate known, double share) {
    Estimate doubtful = known.verdict() == Verdict.TRUSTED ? which : known;
    return Estimate.normal(
        which.value() + share * known.value(),
        Math.hypot(which.standardError(), share * known.standardError()),
        which.n(),
        known.estimator(),
        "%s; %.4f nats of it from which cells are missing"
            .formatted(known.settings(), which.value()),
        doubtful.verdict(),
        doubtful.reason());
  }

  /** The places of the columns that know most, in that order. */
  static int[] best(List<ColumnInformation> columns, int most) {
    return IntStream.range(0, columns.size())
        .boxed()
        .sorted(Comparator.comparingDouble((Integer i) -> -known(columns.get(i).information())))
        .limit(most)
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static double known(Estimate e) {
    return Double.isNaN(e.value()) ? Double.NEGATIVE_INFINITY : e.value();
  }
}
