package org.pith.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.duckdb.DuckDBReadableVector;

/** Gathers the cells of one column as they arrive and makes a {@link Column} of them. */
sealed interface CellCollector extends Sql.Receiver {

  /** The column, once every cell has arrived. */
  Column column(List<Finding> findings);

  /** A collector for {@code rows} cells. */
  static CellCollector of(String name, ColumnType type, boolean declared, int rows) {
    return switch (type) {
      case NUMERIC, BOOLEAN, DATE -> new Numbers(name, type, new double[rows]);
      case CATEGORY, TEXT -> new Names(name, type, declared, rows);
    };
  }

  /** Numbers, truth values and dates. */
  record Numbers(String name, ColumnType type, double[] values) implements CellCollector {
    @Override
    public void accept(DuckDBReadableVector vector, int row, int count) {
      for (int i = 0; i < count; i++) {
        values[row + i] = vector.getDouble(i);
      }
    }

    @Override
    public Column column(List<Finding> findings) {
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
   * Names and texts: a code for each distinct one, in the order of first appearance until the end.
   */
  final class Names implements CellCollector {

    /** With at most this many distinct values, cells are names whatever else. */
    private static final int FEW_LEVELS = 20;

    /** Cells that are longer on average are texts. */
    private static final int LONGEST_NAMES = 64;

    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d+(\\.\\d+)?");

    private final String name;
    private final ColumnType type;
    private final boolean declared;
    private final int[] codes;
    private final Map<String, Integer> codeOf = new HashMap<>();
    private final List<String> levels = new ArrayList<>();
    private long present;
    private long characters;

    private Names(String name, ColumnType type, boolean declared, int rows) {
      this.name = name;
      this.type = type;
      this.declared = declared;
      this.codes = new int[rows];
    }

    @Override
    public void accept(DuckDBReadableVector vector, int row, int count) {
      for (int i = 0; i < count; i++) {
        codes[row + i] = vector.isNull(i) ? Column.Category.MISSING : code(vector.getString(i));
      }
    }

    private int code(String cell) {
      present++;
      characters += cell.length();
      Integer known = codeOf.get(cell);
      if (known != null) {
        return known;
      }
      codeOf.put(cell, levels.size());
      levels.add(cell);
      return levels.size() - 1;
    }

    @Override
    public Column column(List<Finding> findings) {
      boolean names = declared ? type == ColumnType.CATEGORY : isNames();
      return names ? category() : text();
    }

    private boolean isNames() {
      boolean repeated = levels.size() <= FEW_LEVELS || 2L * levels.size() <= present;
      return repeated && characters <= LONGEST_NAMES * present;
    }

    private Column.Category category() {
      Comparator<String> byLetters = Comparator.naturalOrder();
      boolean numbers = levels.stream().allMatch(level -> NUMBER.matcher(level).matches());
      Comparator<String> order =
          numbers
              ? Comparator.comparingDouble(Double::parseDouble).thenComparing(byLetters)
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
