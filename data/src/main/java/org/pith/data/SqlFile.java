package org.pith.data;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Files that DuckDB reads: delimited text, Parquet and JSON lines. */
final class SqlFile {

  private static final Pattern JSON_LINE = Pattern.compile("in line (\\d+)");

  private SqlFile() {}

  static Table delimited(Path file, TableReader reader) {
    Delimited layout = Delimited.check(file);
    String source = file.getFileName().toString();
    try (Sql sql = Sql.delimited(file, layout)) {
      boolean header = isHeader(layout.first(), sql, reader);
      List<Finding> findings = new ArrayList<>();
      List<String> names = header ? named(layout.first(), findings) : numbered(layout.first());
      if (header && layout.records() == 1) {
        throw new DataException("%s has a header but no rows.".formatted(source));
      }
      if (!header) {
        findings.add(noHeader(names));
      }
      requireComplete(source, layout, sql);
      return TypedColumns.read(source, sql.withNames(names, header ? 1 : 0), reader, findings);
    } catch (SQLException e) {
      throw unreadable(source, "as delimited text", e);
    }
  }

  static Table parquet(Path file, TableReader reader) {
    String source = file.getFileName().toString();
    try (Sql sql = Sql.parquet(file)) {
      return TypedColumns.read(source, sql, reader, new ArrayList<>());
    } catch (SQLException e) {
      throw unreadable(source, "as Parquet", e);
    }
  }

  static Table jsonLines(Path file, TableReader reader) {
    String source = file.getFileName().toString();
    TextScan.scan(file, (block, length) -> true);
    try (Sql sql = Sql.jsonLines(file)) {
      return TypedColumns.read(source, sql, reader, new ArrayList<>());
    } catch (SQLException e) {
      Matcher line = JSON_LINE.matcher(e.getMessage());
      String where = line.find() ? "line %s is not a JSON object".formatted(line.group(1)) : "";
      throw where.isEmpty()
          ? unreadable(source, "as JSON lines", e)
          : new DataException("%s: %s. Maybe a brace is missing.".formatted(source, where), e);
    }
  }

  /**
   * Whether the first record names the columns: it holds a name that is expected, or no number, or
   * text where the rows below hold numbers only.
   */
  private static boolean isHeader(List<String> first, Sql sql, TableReader reader)
      throws SQLException {
    boolean expected =
        first.stream()
            .anyMatch(
                name ->
                    reader.expected().contains(name)
                        || reader.types().containsKey(name)
                        || reader.dropped().contains(name));
    if (expected || first.stream().allMatch(cell -> Double.isNaN(Cells.number(cell)))) {
      return true;
    }
    List<Integer> words =
        IntStream.range(0, first.size()).filter(i -> isWord(first.get(i))).boxed().toList();
    return !sql.withNames(first, 1).numeric(words).isEmpty();
  }

  private static boolean isWord(String cell) {
    return !Cells.isMissing(cell) && Double.isNaN(Cells.number(cell));
  }

  /** Names for every column: unnamed ones get their position, repeated ones a number. */
  private static List<String> named(List<String> header, List<Finding> findings) {
    Set<String> taken = new HashSet<>();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < header.size(); i++) {
      String wanted = header.get(i).isEmpty() ? "column" + (i + 1) : header.get(i);
      String name = wanted;
      for (int copy = 2; taken.contains(name) || (copy > 2 && header.contains(name)); copy++) {
        name = wanted + "_" + copy;
      }
      taken.add(name);
      names.add(name);
      if (!name.equals(header.get(i))) {
        findings.add(renamed(i, header.get(i), name));
      }
    }
    return names;
  }

  private static Finding renamed(int index, String header, String name) {
    String why = header.isEmpty() ? "has no name" : "is a second '%s'".formatted(header);
    return new Finding(
        Finding.Kind.RENAMED_COLUMN,
        name,
        1,
        "Column %d %s and is called '%s'.".formatted(index + 1, why, name));
  }

  private static List<String> numbered(List<String> first) {
    List<String> names = new ArrayList<>();
    for (int i = 1; i <= first.size(); i++) {
      names.add("column" + i);
    }
    return names;
  }

  private static Finding noHeader(List<String> names) {
    return new Finding(
        Finding.Kind.NO_HEADER,
        "",
        1,
        "The first row holds values, not names; the columns are called '%s' to '%s'."
            .formatted(names.getFirst(), names.getLast()));
  }

  /** Guards against rows that were counted here but read otherwise there. */
  private static void requireComplete(String source, Delimited layout, Sql sql)
      throws SQLException {
    if (sql.rows() != layout.records()) {
      throw new DataException(
          "%s holds %,d records, of which %,d could be read. Maybe its line ends or quotes are mixed."
              .formatted(source, layout.records(), sql.rows()));
    }
  }

  private static DataException unreadable(String source, String how, SQLException cause) {
    return new DataException(
        "%s cannot be read %s. Maybe it is damaged, or of another format than its name says."
            .formatted(source, how),
        cause);
  }
}
