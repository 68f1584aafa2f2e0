package org.pith.data;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.duckdb.DuckDBChunkedResult;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBPreparedStatement;
import org.duckdb.DuckDBReadableVector;

/**
 * A file as a table {@code cells} of an in-memory DuckDB, its columns {@code c0}, {@code c1}, … in
 * the file's order.
 */
final class Sql implements AutoCloseable {

  /** How many rows are looked at first, to put columns of names aside cheaply. */
  private static final int SAMPLE = 1024;

  private final Connection connection;
  private final List<String> names;
  private final List<String> types;
  private final int skipped;

  private Sql(Connection connection, List<String> names, List<String> types, int skipped) {
    this.connection = connection;
    this.names = names;
    this.types = types;
    this.skipped = skipped;
  }

  /** Kinds of types that DuckDB has. */
  enum Family {
    TEXT,
    NUMBER,
    TRUTH,
    TIME,
    OTHER;

    private static Family of(String type) {
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

  /**
   * Every record of a delimited file as text, the header among them as row 0. The strict parser
   * reads in parallel, several times as fast, but does not bear mixed line ends or quotes inside
   * unquoted cells; {@link Delimited#check} has made sure that the lenient one loses nothing.
   */
  static Sql delimited(Path file, Delimited layout) throws SQLException {
    try {
      return open(reading(file, layout, true));
    } catch (SQLException e) {
      return open(reading(file, layout, false));
    }
  }

  private static String reading(Path file, Delimited layout, boolean strict) {
    int columns = layout.first().size();
    return """
    read_csv(%s, auto_detect = false, header = false, delim = '%s', quote = '"', escape = '"', \
    strict_mode = %s, max_line_size = %d, columns = {%s})\
    """
        .formatted(
            path(file),
            layout.delimiter(),
            strict,
            lineLimit(columns),
            list(columns, i -> "'c%d': 'VARCHAR'".formatted(i)));
  }

  static Sql parquet(Path file) throws SQLException {
    return open("read_parquet(%s)".formatted(path(file)));
  }

  static Sql jsonLines(Path file) throws SQLException {
    return open("read_json(%s, sample_size = -1)".formatted(path(file)));
  }

  private static Sql open(String reading) throws SQLException {
    Connection connection = DriverManager.getConnection("jdbc:duckdb:");
    try (Statement statement = connection.createStatement()) {
      // What is not built in must not be fetched from the network behind the user's back.
      statement.execute("SET autoinstall_known_extensions = false");
      statement.execute("SET TimeZone = 'UTC'");
      List<String> names = new ArrayList<>();
      List<String> types = new ArrayList<>();
      describe(statement, reading, names, types);
      statement.execute(
          "CREATE TABLE cells AS SELECT %s FROM %s AS file(%s)"
              .formatted(
                  list(types.size(), i -> stored(i, types.get(i))),
                  reading,
                  list(names.size(), i -> "c" + i)));
      return new Sql(connection, names, types, 0);
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  private static void describe(
      Statement statement, String reading, List<String> names, List<String> types)
      throws SQLException {
    try (ResultSet result = statement.executeQuery("SELECT * FROM %s LIMIT 0".formatted(reading))) {
      ResultSetMetaData columns = result.getMetaData();
      for (int i = 1; i <= columns.getColumnCount(); i++) {
        names.add(columns.getColumnName(i));
        types.add(columns.getColumnTypeName(i));
      }
    }
  }

  /** A column as it is stored: all text as VARCHAR, and a JSON string without its quotes. */
  private static String stored(int index, String type) {
    return switch (type) {
      case "JSON" -> "c%1$d ->> '$' AS c%1$d".formatted(index);
      default ->
          Family.of(type) == Family.TEXT
              ? "CAST(c%1$d AS VARCHAR) AS c%1$d".formatted(index)
              : "c" + index;
    };
  }

  /** The same table with other names and without its first {@code rows} rows. */
  Sql withNames(List<String> others, int rows) {
    return new Sql(connection, others, types, rows);
  }

  List<String> names() {
    return names;
  }

  /** DuckDB's type of column {@code index}. */
  String type(int index) {
    return types.get(index);
  }

  /** What kind of type column {@code index} has. */
  Family family(int index) {
    return Family.of(types.get(index));
  }

  /** How many rows there are, those left out by {@link #withNames} not counted. */
  int rows() throws SQLException {
    long rows = numbers("count(*)", "true", 1)[0];
    if (rows > Integer.MAX_VALUE - 8) {
      throw new DataException("%,d rows are more than fit in memory.".formatted(rows));
    }
    return (int) rows;
  }

  /**
   * Those of these text columns whose every present cell, as it stands, is a number; columns
   * without a cell too.
   */
  Set<Integer> numeric(Collection<Integer> columns) throws SQLException {
    return numeric(numeric(columns, "rowid < " + (skipped + SAMPLE)), "true");
  }

  private Set<Integer> numeric(Collection<Integer> columns, String condition) throws SQLException {
    Set<Integer> numeric = new TreeSet<>();
    if (columns.isEmpty()) {
      return numeric;
    }
    String counts =
        columns.stream()
            .map("count(c%1$d), count(TRY_CAST(c%1$d AS DOUBLE))"::formatted)
            .collect(Collectors.joining(", "));
    long[] numbers = numbers(counts, condition, 2 * columns.size());
    int at = 0;
    for (int column : columns) {
      if (numbers[at] == numbers[at + 1]) {
        numeric.add(column);
      }
      at += 2;
    }
    return numeric;
  }

  /** The values of {@code count} aggregates over the rows that {@code condition} selects. */
  private long[] numbers(String aggregates, String condition, int count) throws SQLException {
    long[] numbers = new long[count];
    String query =
        "SELECT %s FROM cells WHERE rowid >= %d AND %s".formatted(aggregates, skipped, condition);
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      result.next();
      for (int i = 0; i < count; i++) {
        numbers[i] = result.getLong(i + 1);
      }
    }
    return numbers;
  }

  /** An expression for the cells of column {@code index} as text, NULL where missing. */
  String asText(int index) {
    return "CAST(c%d AS VARCHAR)".formatted(index);
  }

  /**
   * An expression for the cells of column {@code index} as a double, of dates in days; NaN where
   * missing.
   */
  String asNumber(int index) {
    return family(index) == Family.TIME
        ? "coalesce(epoch_us(c%d) / 86400e6, 'nan'::DOUBLE)".formatted(index)
        : "coalesce(TRY_CAST(c%d AS DOUBLE), 'nan'::DOUBLE)".formatted(index);
  }

  /** Takes the cells of one column, a run of rows at a time. */
  @FunctionalInterface
  interface Receiver {
    /**
     * Takes the first {@code count} cells of {@code vector}, which are those of the rows from
     * {@code row} on.
     */
    void accept(DuckDBReadableVector vector, int row, int count);
  }

  /** Evaluates expressions for all rows, in order, and passes each one's values to its receiver. */
  void fetch(List<String> expressions, List<? extends Receiver> receivers) throws SQLException {
    String query =
        "SELECT %s FROM cells WHERE rowid >= %d".formatted(String.join(", ", expressions), skipped);
    try (DuckDBPreparedStatement statement =
            connection.prepareStatement(query).unwrap(DuckDBPreparedStatement.class);
        DuckDBChunkedResult result = statement.query()) {
      int row = 0;
      while (result.nextChunk()) {
        DuckDBDataChunkReader chunk = result.chunk();
        int count = Math.toIntExact(chunk.rowCount());
        for (int i = 0; i < receivers.size(); i++) {
          receivers.get(i).accept(chunk.vector(i), row, count);
        }
        row += count;
      }
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }

  private static String list(int count, Function<Integer, String> item) {
    return IntStream.range(0, count).boxed().map(item).collect(Collectors.joining(", "));
  }

  /**
   * Room for every line that {@link Delimited} lets through, up to 64 cells of the longest size.
   */
  private static long lineLimit(int columns) {
    return 4L * Delimited.LONGEST_CELL * Math.min(columns, 64);
  }

  /** A path as a string literal in which nothing is a pattern. */
  private static String path(Path file) {
    String literal =
        file.toAbsolutePath().toString().replaceAll("[\\[*?]", "[$0]").replace("'", "''");
    return "'" + literal + "'";
  }
}
