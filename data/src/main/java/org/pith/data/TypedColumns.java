package org.pith.data;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Tells the types of a file's columns, by the rules of {@link TableReader}, and fetches their
 * cells.
 */
final class TypedColumns {

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
    List<CellCollector> collectors = new ArrayList<>();
    List<String> expressions = new ArrayList<>();
    fetched()
        .forEach(
            (index, numbers) -> {
              String name = sql.names().get(index);
              Optional<ColumnType> type = Optional.ofNullable(declared.get(name));
              collectors.add(
                  numbers
                      ? new CellCollector.Numbers(name, type.orElse(told(index)), new double[rows])
                      : new CellCollector.Texts(name, type, rows));
              expressions.add(numbers ? sql.asNumber(index) : sql.asText(index));
            });
    if (!expressions.isEmpty()) {
      sql.fetch(expressions, collectors);
    }
    List<Column> columns =
        collectors.stream().map(collector -> collector.column(findings)).toList();
    return new Table(source, rows, columns, Optional.empty(), findings);
  }

  /**
   * The columns that can be held, and for each whether it is fetched as numbers rather than as
   * text.
   */
  private Map<Integer, Boolean> fetched() throws SQLException {
    Map<Integer, Boolean> fetched = new TreeMap<>();
    List<Integer> texts = new ArrayList<>();
    for (int i = 0; i < sql.names().size(); i++) {
      ColumnType said = declared.get(sql.names().get(i));
      boolean asNames = said == ColumnType.CATEGORY || said == ColumnType.TEXT;
      if (sql.family(i) == Sql.Family.OTHER && !asNames) {
        findings.add(unsupported(i));
      } else {
        fetched.put(i, sql.family(i) != Sql.Family.TEXT && !asNames);
        if (sql.family(i) == Sql.Family.TEXT && (said == null || said == ColumnType.NUMERIC)) {
          texts.add(i);
        }
      }
    }
    Set<Integer> numeric = sql.numeric(texts);
    numeric.forEach(index -> fetched.put(index, true));
    return fetched;
  }

  /** The type of a column that is fetched as numbers. */
  private ColumnType told(int index) {
    return switch (sql.family(index)) {
      case TRUTH -> ColumnType.BOOLEAN;
      case TIME -> ColumnType.DATE;
      default -> ColumnType.NUMERIC;
    };
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
