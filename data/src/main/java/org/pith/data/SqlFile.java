package org.pith.data;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.duckdb.DuckDBChunkedResult;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBPreparedStatement;
import org.duckdb.DuckDBReadableVector;

/** Files whose columns have types, read by an in-memory DuckDB: Parquet and JSON lines. */
final class SqlFile {

  private static final Pattern JSON_LINE = Pattern.compile("in line (\\d+)");

  private final String source;
  private final Map<String, ColumnType> declared;
  private final List<Finding> findings = new ArrayList<>();
  private final List<CellCollector> collectors = new ArrayList<>();
  private final List<String> expressions = new ArrayList<>();

  private SqlFile(Path file, TableReader reader) {
    this.source = file.getFileName().toString();
    this.declared = reader.types();
  }

  static Table parquet(Path file, TableReader reader) {
    SqlFile parquet = new SqlFile(file, reader);
    try {
      return parquet.table("read_parquet(%s)".formatted(literal(file)));
    } catch (SQLException e) {
      throw parquet.unreadable("as Parquet", e);
    }
  }

  static Table jsonLines(Path file, TableReader reader) {
    TextScan.scan(file, (block, length) -> true);
    SqlFile json = new SqlFile(file, reader);
    try {
      return json.table("read_json(%s, sample_size = -1)".formatted(literal(file)));
    } catch (SQLException e) {
      Matcher line = JSON_LINE.matcher(e.getMessage());
      throw line.find()
          ? new DataException(
              "%s: line %s is not a JSON object. Maybe a brace is missing."
                  .formatted(json.source, line.group(1)),
              e)
          : json.unreadable("as JSON lines", e);
    }
  }

  private Table table(String reading) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      // What is not built in must not be fetched from the network behind the user's back.
      statement.execute("SET autoinstall_known_extensions = false");
      statement.execute("SET TimeZone = 'UTC'");
      try (ResultSet none = statement.executeQuery("SELECT * FROM %s LIMIT 0".formatted(reading))) {
        choose(none.getMetaData());
      }
      int rows = fetch(connection, reading);
      List<Column> columns =
          collectors.stream().map(collector -> collector.column(findings)).toList();
      return new Table(source, rows, columns, Optional.empty(), findings);
    }
  }

  /** Decides for every column whether it is fetched as numbers, as text, or not at all. */
  private void choose(ResultSetMetaData columns) throws SQLException {
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      String name = columns.getColumnName(i);
      String type = columns.getColumnTypeName(i);
      String cell = '"' + name.replace("\"", "\"\"") + '"';
      Optional<ColumnType> said = Optional.ofNullable(declared.get(name));
      boolean asNames =
          said.filter(t -> t == ColumnType.CATEGORY || t == ColumnType.TEXT).isPresent();
      Family family = Family.of(type);
      if (asNames || family == Family.TEXT) {
        collectors.add(new CellCollector.Texts(name, said));
        expressions.add(
            type.equals("JSON") ? cell + " ->> '$'" : "CAST(%s AS VARCHAR)".formatted(cell));
      } else if (family == Family.OTHER) {
        findings.add(unsupported(name, type));
      } else {
        collectors.add(new CellCollector.Numbers(name, said.orElse(family.type)));
        expressions.add(family == Family.TIME ? days(cell) : number(cell));
      }
    }
  }

  private static String number(String cell) {
    return "coalesce(CAST(%s AS DOUBLE), 'nan'::DOUBLE)".formatted(cell);
  }

  private static String days(String cell) {
    return "coalesce(epoch_us(%s) / 86400e6, 'nan'::DOUBLE)".formatted(cell);
  }

  /** Adds every row's cells to the collectors; returns how many rows there are. */
  private int fetch(Connection connection, String reading) throws SQLException {
    String cells = expressions.isEmpty() ? "0" : String.join(", ", expressions);
    String query = "SELECT %s FROM %s".formatted(cells, reading);
    long rows = 0;
    try (DuckDBPreparedStatement statement =
            connection.prepareStatement(query).unwrap(DuckDBPreparedStatement.class);
        DuckDBChunkedResult result = statement.query()) {
      while (result.nextChunk()) {
        DuckDBDataChunkReader chunk = result.chunk();
        for (int i = 0; i < collectors.size(); i++) {
          add(chunk.vector(i), chunk.rowCount(), collectors.get(i));
        }
        rows += chunk.rowCount();
      }
    }
    return Math.toIntExact(rows);
  }

  private static void add(DuckDBReadableVector cells, long count, CellCollector collector) {
    switch (collector) {
      case CellCollector.Numbers numbers -> {
        for (long i = 0; i < count; i++) {
          numbers.add(cells.getDouble(i));
        }
      }
      case CellCollector.Texts texts -> {
        for (long i = 0; i < count; i++) {
          texts.add(cells.isNull(i) ? null : cells.getString(i));
        }
      }
    }
  }

  private Finding unsupported(String name, String type) {
    return new Finding(
        Finding.Kind.UNSUPPORTED_COLUMN,
        name,
        1,
        "Column '%s' of %s holds %s values, which cannot be learned from, and was left out."
            .formatted(name, source, type));
  }

  private DataException unreadable(String how, SQLException cause) {
    return new DataException(
        "%s cannot be read %s. Maybe it is damaged, or of another format than its name says."
            .formatted(source, how),
        cause);
  }

  /** A path as a string literal in which nothing is a pattern. */
  private static String literal(Path file) {
    String escaped =
        file.toAbsolutePath().toString().replaceAll("[\\[*?]", "[$0]").replace("'", "''");
    return "'" + escaped + "'";
  }

  /** Kinds of types that DuckDB has, and what columns of them are unless declared otherwise. */
  private enum Family {
    TEXT(ColumnType.TEXT),
    NUMBER(ColumnType.NUMERIC),
    TRUTH(ColumnType.BOOLEAN),
    TIME(ColumnType.DATE),
    OTHER(ColumnType.TEXT);

    private final ColumnType type;

    Family(ColumnType type) {
      this.type = type;
    }

    static Family of(String type) {
      if (type.endsWith("]") || type.startsWith("STRUCT") || type.startsWith("MAP")) {
        return OTHER;
      }
      return switch (type.replaceAll("\\(.*", "")) {
        case "VARCHAR", "JSON", "ENUM" -> TEXT;
        case "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT" -> NUMBER;
        case "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "UHUGEINT" -> NUMBER;
        case "FLOAT", "DOUBLE", "DECIMAL", "\"NULL\"", "NULL" -> NUMBER;
        case "BOOLEAN" -> TRUTH;
        case "DATE", "TIMESTAMP", "TIMESTAMP WITH TIME ZONE" -> TIME;
        case "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS" -> TIME;
        default -> OTHER;
      };
    }
  }
}
