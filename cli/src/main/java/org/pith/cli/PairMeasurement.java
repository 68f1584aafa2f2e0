package org.pith.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.pith.data.Column;
import org.pith.data.Table;
import org.pith.measure.Estimate;
import org.pith.measure.Unit;

/**
 * {@code pith measure --pair A B [--given C]}: one amount of information between named columns.
 *
 * <p>Missing cells of categories are a level of their own; rows that miss a number are left out, and the settings say how many.
 */
final class PairMeasurement {

  /** JSON of an estimate: exactly these keys. */
  record Result(
      double nats,
      double bits,
      Double standardErrorNats,
      List<Double> intervalNats,
      long n,
      String estimator,
      String settings,
      String verdict,
      String reason) {

    static Result of(Estimate e) {
      return new Result(
          e.value(),
          e.bits(),
          Json.finite(e.standardError()),
          Arrays.asList(Json.finite(e.low()), Json.finite(e.high())),
          e.n(),
          e.estimator(),
          e.settings(),
          e.verdict().name(),
          e.reason());
    }
  }

  private final Path file;
  private final PairOptions options;
  private final CommonOptions common;

  PairMeasurement(Path file, PairOptions options, CommonOptions common) {
    this.file = file;
    this.options = options;
    this.common = common;
  }

  Result run() {
    List<List<String>> names =
        Stream.concat(options.pair.stream(), Optional.ofNullable(options.given).stream())
            .map(PairMeasurement::names)
            .toList();
    requireOnce(names);
    List<String> all = names.stream().flatMap(List::stream).toList();
    Table table = LoadedData.table(file, common, all);
    List<PairSide> sides = names.stream().map(side -> side(table, side)).toList();
    int[] complete =
        new PairSide(sides.stream().flatMap(s -> s.columns().stream()).toList()).completeRows();
    if (complete.length == 0) {
      throw new InputException(
          "%s has no row in which none of %s is missing."
              .formatted(table.source(), String.join(", ", all)));
    }
    List<PairSide> kept = sides.stream().map(side -> side.rows(complete)).toList();
    kept.forEach(side -> requireVaried(table, side));
    return Result.of(withoutRows(estimate(kept, complete.length), table.rows() - complete.length));
  }

  private static List<String> names(String list) {
    List<String> names = Arrays.stream(list.split(",", -1)).map(String::strip).toList();
    if (names.isEmpty() || names.stream().anyMatch(String::isEmpty)) {
      throw new InputException("--pair: '%s' names no column in some place.".formatted(list));
    }
    return names;
  }

  private static void requireOnce(List<List<String>> sides) {
    Set<String> seen = new HashSet<>();
    for (String name : sides.stream().flatMap(List::stream).toList()) {
      if (!seen.add(name)) {
        throw new InputException(
            "--pair names column '%s' twice; what it says about itself is its entropy."
                .formatted(name));
      }
    }
  }

  private static PairSide side(Table table, List<String> names) {
    List<Column> columns = new ArrayList<>();
    for (String name : names) {
      Column column = Pixels.column(table, name);
      if (column instanceof Column.Text) {
        throw new InputException(
            "Column '%s' of %s is text, of which there is no measure. Maybe say --column '%s=category'."
                .formatted(name, table.source(), name));
      }
      if (column.missing() == column.rows()) {
        throw new InputException(
            "Column '%s' of %s has no value in any row.".formatted(name, table.source()));
      }
      columns.add(column);
    }
    return new PairSide(columns);
  }

  private static void requireVaried(Table table, PairSide side) {
    side.constant()
        .ifPresent(
            column -> {
              throw new InputException(
                  "Column '%s' of %s is '%s' in every row: it says nothing about anything."
                      .formatted(column.name(), table.source(), column.text(0)));
            });
  }

  private Estimate estimate(List<PairSide> sides, int rows) {
    PairEstimator.Asked asked =
        new PairEstimator.Asked(
            sides.get(0),
            sides.get(1),
            sides.size() > 2 ? Optional.of(sides.get(2)) : Optional.empty(),
            options.neighbours(),
            options.raw,
            common.threads,
            common.seed);
    if (options.neighbours() >= rows) {
      throw new InputException(
          "--k (%d) must be below the number of rows, %d. Maybe 4."
              .formatted(options.neighbours(), rows));
    }
    try {
      if (options.estimator == null) {
        return DefaultPair.estimate(asked);
      }
      PairEstimator named = PairEstimator.named(options.estimator, asked);
      if (options.k != null && !named.hasNeighbours()) {
        System.err.println(
            "pith: --k is not used: %s has no neighbours.".formatted(options.estimator));
      }
      Estimate e = named.estimate(asked);
      return e.by(options.estimator, e.settings() + named.preparation(asked));
    } catch (IllegalArgumentException unfit) {
      throw new InputException("--pair: " + unfit.getMessage());
    }
  }

  private static Estimate withoutRows(Estimate e, int missing) {
    return missing == 0
        ? e
        : e.by(e.estimator(), e.settings() + ", rows left out for missing numbers=" + missing);
  }

  /** What a terminal shows. */
  List<String> summary(Result r) {
    String about = String.join("; ", options.pair);
    return List.of(
        String.format(
            Locale.ROOT,
            "I(%s%s) = %.4f bits, 95 %% interval %s, from %,d rows.",
            about,
            options.given == null ? "" : " | " + options.given,
            r.bits(),
            interval(r),
            r.n()),
        "",
        "  %-9s %s".formatted("verdict", r.verdict() + ": " + r.reason()),
        String.format(Locale.ROOT, "  %-9s %.6f", "nats", r.nats()),
        "  %-9s %s".formatted("estimator", r.estimator()),
        "  %-9s %s".formatted("settings", r.settings()));
  }

  private static String interval(Result r) {
    Double low = r.intervalNats().get(0);
    Double high = r.intervalNats().get(1);
    return low == null
        ? "unknown"
        : String.format(
            Locale.ROOT, "%.4f to %.4f", Unit.BITS.fromNats(low), Unit.BITS.fromNats(high));
  }
}
