package org.pith.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Gathers the cells of one column, row by row, and makes a {@link Column} of them. */
sealed interface CellCollector {

  /** The column, once every cell has arrived. */
  Column column(List<Finding> findings);

  /** Cells that are numbers, NaN where missing. */
  final class Numbers implements CellCollector {

    private final String name;
    private final ColumnType type;
    private double[] values;
    private int rows;
    private boolean hasValue;

    Numbers(String name, ColumnType type) {
      this.name = name;
      this.type = type;
      this.values = new double[64];
    }

    /** A collector that holds these cells already. */
    Numbers(String name, ColumnType type, double[] values) {
      this.name = name;
      this.type = type;
      this.values = values;
      this.rows = values.length;
    }

    /** How many cells have arrived. */
    int rows() {
      return rows;
    }

    /** Whether a cell that is not missing has arrived as text. */
    boolean hasValue() {
      return hasValue;
    }

    /** Takes the next cell; NaN is missing. */
    void add(double value) {
      if (rows == values.length) {
        values = Arrays.copyOf(values, 2 * rows);
      }
      values[rows++] = value;
    }

    /** Takes the next cell as text, unless it is neither a number nor missing: then false. */
    boolean add(char[] text, int length) {
      double value = Cells.simpleNumber(text, length);
      if (Double.isNaN(value)) {
        String cell = new String(text, 0, length).strip();
        if (Cells.isMissing(cell)) {
          add(Double.NaN);
          return true;
        }
        value = Cells.number(cell);
      }
      if (Double.isNaN(value)) {
        return false;
      }
      hasValue = true;
      add(value);
      return true;
    }

    @Override
    public Column column(List<Finding> findings) {
      values = Arrays.copyOf(values, rows);
      return switch (type) {
        case BOOLEAN -> new Column.Bool(name, values);
        case DATE -> new Column.Date(name, values);
        default -> finite(findings);
      };
    }

    private Column finite(List<Finding> findings) {
      long infinite = DoubleStream.of(values).filter(Double::isInfinite).count();
      if (infinite > 0) {
        double low = DoubleStream.of(values).filter(Double::isFinite).min().orElse(Double.NaN);
        double high = DoubleStream.of(values).filter(Double::isFinite).max().orElse(Double.NaN);
        Arrays.setAll(
            values, i -> Double.isInfinite(values[i]) ? (values[i] < 0 ? low : high) : values[i]);
        findings.add(
            new Finding(
                Finding.Kind.INFINITE_CELLS,
                name,
                infinite,
                "%,d cells of '%s' are infinite and were clipped to its range of %s to %s."
                    .formatted(infinite, name, low, high)));
      }
      return new Column.Numeric(name, values);
    }
  }

  /**
   * Cells that arrive as text: a code for each distinct one, so that what it says is asked once.
   */
  final class Texts implements CellCollector {

    /** With at most this many distinct values, cells are names whatever else. */
    private static final int FEW_LEVELS = 20;

    /** Cells that are longer on average are texts. */
    private static final int LONGEST_NAMES = 64;

    /** From this share of numbers on, names look like numbers with slips, and are reported. */
    private static final double NEARLY_ALL = 0.9;

    private final String name;
    private final Optional<ColumnType> declared;
    private final Map<String, Integer> codeOf = new HashMap<>();
    private final List<String> levels = new ArrayList<>();
    private final Map<String, Integer> rawCode = new HashMap<>();
    private int[] codes = new int[64];
    private int rows;

    Texts(String name, Optional<ColumnType> declared) {
      this.name = name;
      this.declared = declared;
    }

    /** Takes the next cell as it stands; null is missing. */
    void add(String raw) {
      if (rows == codes.length) {
        codes = Arrays.copyOf(codes, 2 * rows);
      }
      codes[rows++] =
          raw == null ? Column.Category.MISSING : rawCode.computeIfAbsent(raw, this::code);
    }

    private int code(String raw) {
      String cell = raw.strip();
      if (Cells.isMissing(cell)) {
        return Column.Category.MISSING;
      }
      return codeOf.computeIfAbsent(
          cell,
          level -> {
            levels.add(level);
            return levels.size() - 1;
          });
    }

    @Override
    public Column column(List<Finding> findings) {
      codes = Arrays.copyOf(codes, rows);
      return switch (declared.orElseGet(this::type)) {
        case NUMERIC -> {
          reportOthers(
              findings, "%1$,d cells of '%2$s' are no number, the first %3$s; missing now.");
          yield new Numbers(name, ColumnType.NUMERIC, values(Cells::number)).column(findings);
        }
        case BOOLEAN -> new Column.Bool(name, values(Cells::truth));
        case DATE -> new Column.Date(name, values(Cells::days));
        case CATEGORY -> {
          if (declared.isEmpty()) {
            reportSlips(findings);
          }
          yield category();
        }
        case TEXT -> text();
      };
    }

    private ColumnType type() {
      if (all(Cells::number)) {
        return ColumnType.NUMERIC;
      }
      if (all(Cells::truth)) {
        return ColumnType.BOOLEAN;
      }
      if (all(Cells::days)) {
        return ColumnType.DATE;
      }
      return isNames() ? ColumnType.CATEGORY : ColumnType.TEXT;
    }

    private boolean all(ToDoubleFunction<String> reading) {
      return levels.stream().noneMatch(level -> Double.isNaN(reading.applyAsDouble(level)));
    }

    private boolean isNames() {
      long present = Arrays.stream(codes).filter(code -> code != Column.Category.MISSING).count();
      long characters =
          Arrays.stream(codes)
              .filter(code -> code != Column.Category.MISSING)
              .mapToLong(code -> levels.get(code).length())
              .sum();
      boolean repeated = levels.size() <= FEW_LEVELS || 2L * levels.size() <= present;
      return repeated && characters <= LONGEST_NAMES * present;
    }

    private double[] values(ToDoubleFunction<String> reading) {
      double[] byLevel = levels.stream().mapToDouble(reading).toArray();
      return Arrays.stream(codes)
          .mapToDouble(code -> code == Column.Category.MISSING ? Double.NaN : byLevel[code])
          .toArray();
    }

    private void reportSlips(List<Finding> findings) {
      long numbers =
          DoubleStream.of(values(Cells::number)).filter(value -> !Double.isNaN(value)).count();
      long present = Arrays.stream(codes).filter(code -> code != Column.Category.MISSING).count();
      if (numbers >= NEARLY_ALL * present) {
        reportOthers(
            findings,
            "%1$,d cells of '%2$s' are no number, the first %3$s, so it was read as names;"
                + " '%2$s=numeric' would take them as missing.");
      }
    }

    private void reportOthers(List<Finding> findings, String message) {
      int[] others =
          IntStream.range(0, codes.length)
              .filter(row -> codes[row] != Column.Category.MISSING)
              .filter(row -> Double.isNaN(Cells.number(levels.get(codes[row]))))
              .toArray();
      if (others.length > 0) {
        String cell = levels.get(codes[others[0]]);
        String shown = cell.length() > 40 ? cell.substring(0, 40) + "…" : cell;
        String first = "'%s' in row %d".formatted(shown, others[0] + 1);
        findings.add(
            new Finding(
                Finding.Kind.NOT_A_NUMBER,
                name,
                others.length,
                message.formatted(others.length, name, first)));
      }
    }

    private Column.Category category() {
      Comparator<String> byLetters = Comparator.naturalOrder();
      Comparator<String> order =
          all(Cells::number)
              ? Comparator.comparingDouble(Cells::number).thenComparing(byLetters)
              : byLetters;
      List<String> sorted = levels.stream().sorted(order).toList();
      int[] rank = new int[sorted.size()];
      IntStream.range(0, rank.length).forEach(i -> rank[codeOf.get(sorted.get(i))] = i);
      int[] ranked =
          Arrays.stream(codes)
              .map(code -> code == Column.Category.MISSING ? code : rank[code])
              .toArray();
      return new Column.Category(name, sorted, ranked);
    }

    private Column.Text text() {
      String[] values = new String[codes.length];
      Arrays.setAll(
          values, row -> codes[row] == Column.Category.MISSING ? "" : levels.get(codes[row]));
      return new Column.Text(name, values);
    }
  }
}
