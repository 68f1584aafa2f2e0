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
import java.util.Set;
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

  /** What stands for a missing cell in text, in lower case. */
  static final Set<String> MISSING = Set.of("", "na", "n/a", "#n/a", "nan", "null", "?");

  private static final String MISSING_LITERALS =
      MISSING.stream().sorted().collect(Collectors.joining("', '", "('", "')"));

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
        case "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "FLOAT", "DOUBLE", "DECIMAL" ->
            NUMBER;
        case "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "UHUGEINT" -> NUMBER;
        case "BOOLEAN" -> TRUTH;
        case "DATE",
            "TIMESTAMP",
            "TIMESTAMP_S",
            "TIMESTAMP_MS",
            "TIMESTAMP_NS",
            "TIMESTAMP WITH TIME ZONE" ->
            TIME;
        case "\"NULL\"", "NULL" -> NUMBER;
        default -> OTHER;
      };
    }
  }

  /**
   * What the present cells of a text column are.
   *
   * @param present how many cells are not missing
   * @param numbers how many of them are numbers
   * @param booleans how many of them are true or false
   */
  record CellKinds(long present, long numbers, long booleans) {
    boolean isNumeric() {
      return present > 0 && numbers == present;
    }

    boolean isBoolean() {
      return present > 0 && booleans == present;
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
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT count(*) FROM cells")) {
      result.next();
      long rows = result.getLong(1) - skipped;
      if (rows > Integer.MAX_VALUE - 8) {
        throw new DataException("%,d rows are more than fit in memory.".formatted(rows));
      }
      return (int) rows;
    }
  }

  /**
   * What the cells of every column are, all of text, in the rows that {@code condition} selects.
   */
  List<CellKinds> cellKinds(String condition) throws SQLException {
    return cellKinds(IntStream.range(0, names.size()).boxed().toList(), condition);
  }

  /** What the cells of these text columns are. */
  List<CellKinds> cellKinds(List<Integer> columns) throws SQLException {
    return cellKinds(columns, "rowid >= " + skipped);
  }

  private List<CellKinds> cellKinds(List<Integer> columns, String condition) throws SQLException {
    if (columns.isEmpty()) {
      return List.of();
    }
    long[] counts =
        counts(
            columns,
            "count(c%1$d), count(TRY_CAST(c%1$d AS DOUBLE)), "
                + "count_if(lower(c%1$d) = 'true' OR lower(c%1$d) = 'false')",
            3,
            condition);
    List<CellKinds> kinds = new ArrayList<>();
    for (int i = 0; i < counts.length; i += 3) {
      kinds.add(new CellKinds(counts[i], counts[i + 1], counts[i + 2]));
    }
    return kinds;
  }

  /** How many cells of each of these text columns are ISO 8601 dates or times. */
  long[] dates(List<Integer> columns) throws SQLException {
    return columns.isEmpty()
        ? new long[0]
        : counts(columns, "count(TRY_CAST(c%1$d AS TIMESTAMP))", 1, "rowid >= " + skipped);
  }

  private long[] counts(List<Integer> columns, String aggregates, int each, String condition)
      throws SQLException {
    String selected = columns.stream().map(aggregates::formatted).collect(Collectors.joining(", "));
    long[] counts = new long[columns.size() * each];
    try (Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                "SELECT %s FROM cells WHERE %s".formatted(selected, condition))) {
      result.next();
      for (int i = 0; i < counts.length; i++) {
        counts[i] = result.getLong(i + 1);
      }
    }
    return counts;
  }

  /**
   * The first cell of text column {@code index} that is no number, and the row (from 1) it stands
   * in.
   */
  String firstOther(int index) throws SQLException {
    String query =
        "SELECT rowid, c%1$d FROM cells WHERE rowid >= %2$d AND c%1$d IS NOT NULL AND TRY_CAST(c%1$d AS DOUBLE) IS NULL LIMIT 1"
            .formatted(index, skipped);
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      result.next();
      String cell = result.getString(2);
      return "'%s' in row %d"
          .formatted(
              cell.length() > 40 ? cell.substring(0, 40) + "…" : cell,
              result.getLong(1) - skipped + 1);
    }
  }

  /**
   * An expression for the cells of column {@code index}: text, or a double that is NaN where the
   * cell is missing.
   */
  String expression(int index, ColumnType type) {
    String cell = "c" + index;
    return switch (type) {
      case CATEGORY, TEXT -> "CAST(%s AS VARCHAR)".formatted(cell);
      case BOOLEAN -> number("TRY_CAST(%s AS BOOLEAN)".formatted(cell));
      case NUMERIC -> family(index) == Family.TIME ? days(cell) : number(cell);
      case DATE ->
          switch (family(index)) {
            case TIME -> days(cell);
            case TEXT -> days("TRY_CAST(%s AS TIMESTAMP)".formatted(cell));
            default -> number(cell);
          };
    };
  }

  private static String number(String value) {
    return "coalesce(TRY_CAST(%s AS DOUBLE), 'nan'::DOUBLE)".formatted(value);
  }

  private static String days(String time) {
    return "coalesce(epoch_us(%s) / 86400e6, 'nan'::DOUBLE)".formatted(time);
  }

  /** Takes the cells of one column, a run of rows at a time. */
  @FunctionalInterface
  interface Receiver {
    /** Takes the cells of {@code vector}, which are those of the rows from {@code row} on. */
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

  /** Reads a file into the table, text trimmed and what stands for a missing cell made NULL. */
  private static Sql open(String reading) throws SQLException {
    Connection connection = DriverManager.getConnection("jdbc:duckdb:");
    try (Statement statement = connection.createStatement()) {
      // Would make a join of every column's IN condition; some hundred of them overflow DuckDB's
      // stack.
      statement.execute("SET disabled_optimizers = 'in_clause'");
      List<String> names = new ArrayList<>();
      List<String> types = new ArrayList<>();
      try (ResultSet result =
          statement.executeQuery("SELECT * FROM %s LIMIT 0".formatted(reading))) {
        ResultSetMetaData columns = result.getMetaData();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
          names.add(columns.getColumnName(i));
          types.add(columns.getColumnTypeName(i));
        }
      }
      statement.execute(
          "CREATE TABLE cells AS SELECT %s FROM %s AS file(%s)"
              .formatted(
                  list(names.size(), i -> cleaned(i, types.get(i))),
                  reading,
                  list(names.size(), i -> "c" + i)));
      return new Sql(connection, names, types, 0);
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  /**
   * A function of a list, because hundreds of {@code IN} conditions become as many nested joins and
   * end the process.
   */
  private static String cleaned(int index, String type) {
    String text = type.equals("JSON") ? "(c%d ->> '$')".formatted(index) : "c" + index;
    return Family.of(type) == Family.TEXT
        ? "CASE WHEN lower(trim(%1$s)) IN %2$s THEN NULL ELSE trim(%1$s) END AS c%3$d"
            .formatted(text, MISSING_LITERALS, index)
        : "c" + index;
  }

  private static String list(int count, Function<Integer, String> item) {
    return IntStream.range(0, count).boxed().map(item).collect(Collectors.joining(", "));
  }

  /** Room for the longest line that {@link Delimited} lets through in practice. */
  private static long lineLimit(int columns) {
    return Math.min(1L << 30, 4L * Delimited.LONGEST_CELL * Math.min(columns, 64));
  }

  /** A path as a string literal in which nothing is a pattern. */
  private static String path(Path file) {
    String literal =
        file.toAbsolutePath().toString().replaceAll("[\\[*?]", "[$0]").replace("'", "''");
    return "'" + literal + "'";
  }
}
