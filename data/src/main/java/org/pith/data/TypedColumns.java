package org.pith.data;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Tells the types of a file's columns, by the rules of {@link TableReader}, and fetches their
 * cells.
 */
final class TypedColumns {

  /**
   * From this share of numbers on, a column of names looks like numbers with slips, and is
   * reported.
   */
  private static final double NEARLY_ALL = 0.9;

  private final String source;
  private final Sql sql;
  private final Map<String, ColumnType> declared;
  private final List<Finding> findings;

  private TypedColumns(String source, Sql sql, TableReader reader, List<Finding> findings) {
    this.source = source;
    this.sql = sql;
    this.declared = reader.types();
    this.findings = findings;
  }

  /** The table with every column that can be held. */
  static Table read(String source, Sql sql, TableReader reader, List<Finding> findings)
      throws SQLException {
    return new TypedColumns(source, sql, reader, findings).table();
  }

  private Table table() throws SQLException {
    int rows = sql.rows();
    Map<Integer, ColumnType> types = types();
    List<CellCollector> collectors = new ArrayList<>();
    List<String> expressions = new ArrayList<>();
    types.forEach(
        (index, type) -> {
          String name = sql.names().get(index);
          collectors.add(CellCollector.of(name, type, declared.containsKey(name), rows));
          expressions.add(sql.expression(index, type));
        });
    if (!expressions.isEmpty()) {
      sql.fetch(expressions, collectors);
    }
    List<Column> columns =
        collectors.stream().map(collector -> collector.column(findings)).toList();
    return new Table(source, rows, columns, Optional.empty(), findings);
  }

  /**
   * The type of each column that can be held; names are told apart only when their cells are at
   * hand.
   */
  private Map<Integer, ColumnType> types() throws SQLException {
    Map<Integer, ColumnType> types = new TreeMap<>();
    List<Integer> texts = new ArrayList<>();
    for (int i = 0; i < sql.names().size(); i++) {
      ColumnType said = declared.get(sql.names().get(i));
      if (said != null) {
        types.put(i, said);
      }
      switch (sql.family(i)) {
        case TEXT -> texts.add(i);
        case NUMBER -> types.putIfAbsent(i, ColumnType.NUMERIC);
        case TRUTH -> types.putIfAbsent(i, ColumnType.BOOLEAN);
        case TIME -> types.putIfAbsent(i, ColumnType.DATE);
        case OTHER -> {
          if (said == null) {
            findings.add(unsupported(i));
          }
        }
      }
    }
    tellTexts(texts, types);
    return types;
  }

  private void tellTexts(List<Integer> texts, Map<Integer, ColumnType> types) throws SQLException {
    Map<Integer, Sql.CellKinds> others = new HashMap<>();
    List<Sql.CellKinds> kinds = sql.cellKinds(texts);
    for (int i = 0; i < texts.size(); i++) {
      int index = texts.get(i);
      Sql.CellKinds cells = kinds.get(i);
      if (types.get(index) == ColumnType.NUMERIC) {
        reportNonNumbers(index, cells);
      } else if (cells.present() == 0 || cells.isNumeric()) {
        types.putIfAbsent(index, ColumnType.NUMERIC);
      } else if (cells.isBoolean()) {
        types.putIfAbsent(index, ColumnType.BOOLEAN);
      } else if (!types.containsKey(index)) {
        others.put(index, cells);
      }
    }
    tellDates(others, types);
  }

  private void tellDates(Map<Integer, Sql.CellKinds> texts, Map<Integer, ColumnType> types)
      throws SQLException {
    List<Integer> columns = List.copyOf(texts.keySet());
    long[] dates = sql.dates(columns);
    for (int i = 0; i < dates.length; i++) {
      int index = columns.get(i);
      Sql.CellKinds cells = texts.get(index);
      types.put(index, dates[i] == cells.present() ? ColumnType.DATE : ColumnType.CATEGORY);
      if (cells.numbers() >= NEARLY_ALL * cells.present()) {
        reportSlips(index, cells);
      }
    }
  }

  private void reportNonNumbers(int index, Sql.CellKinds cells) throws SQLException {
    long others = cells.present() - cells.numbers();
    if (others > 0) {
      findings.add(
          notANumber(index, others, "%,d cells of '%s' are no number, the first %s; missing now."));
    }
  }

  private void reportSlips(int index, Sql.CellKinds cells) throws SQLException {
    findings.add(
        notANumber(
            index,
            cells.present() - cells.numbers(),
            "%1$,d cells of '%2$s' are no number, the first %3$s, so it was read as names;"
                + " '%2$s=numeric' would take them as missing."));
  }

  private Finding notANumber(int index, long count, String message) throws SQLException {
    String name = sql.names().get(index);
    return new Finding(
        Finding.Kind.NOT_A_NUMBER,
        name,
        count,
        message.formatted(count, name, sql.firstOther(index)));
  }

  private Finding unsupported(int index) {
    String name = sql.names().get(index);
    return new Finding(
        Finding.Kind.UNSUPPORTED_COLUMN,
        name,
        1,
        "Column '%s' of %s holds %s values, which cannot be learned from, and was left out."
            .formatted(name, source, sql.type(index)));
  }
}
