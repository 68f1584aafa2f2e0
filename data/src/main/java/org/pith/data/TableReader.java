package org.pith.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads a file as a {@link Table}. The format is told by the file's first bytes and its name:
 *
 * <table>
 * <caption>Formats</caption>
 * <tr><td>CSV, TSV</td><td>delimited by comma, semicolon, tab or bar (told from the content), UTF-8, quoted by {@code "}</td></tr>
 * <tr><td>Parquet, JSON lines</td><td>nested columns are left out and named</td></tr>
 * <tr><td>IDX</td><td>{@code *images-idx3-ubyte}; the labels come from {@code *labels-idx1-ubyte} as column {@code label}</td></tr>
 * <tr><td>NPY, NPZ</td><td>a vector is a column, a matrix {@code x} the columns {@code x0}, {@code x1}, …, bytes of three or four
 *     dimensions are images</td></tr>
 * <tr><td>CIFAR binary</td><td>records of a label byte and 3 x 32 x 32 pixels; column {@code label}</td></tr>
 * </table>
 *
 * <p>CSV, IDX and CIFAR files may be compressed with gzip.
 *
 * <p>Types are told from all cells of a column: {@code NUMERIC} where every cell is a number (codes
 * that are whole numbers too, unless declared {@code CATEGORY}), {@code BOOLEAN} for true and
 * false, {@code DATE} for ISO 8601 months, dates and times. Else cells are names, {@code CATEGORY},
 * if they have at most 64 characters on average, and there are at most 20 different ones or each
 * occurs twice on average; or {@code TEXT}. Cells are trimmed; empty ones and {@code NA}, {@code
 * N/A}, {@code NaN}, {@code null} and {@code ?} in any case are missing. Infinite cells are clipped
 * to the largest finite value of their column and reported.
 *
 * <p>The first row of a delimited file is its header unless it holds numbers where the rows below
 * do, and no name that is expected; then columns are named {@code column1}, {@code column2}, …
 *
 * @param types what columns are declared to be; cells that are no number in a declared numeric
 *     column are missing
 * @param dropped names of columns to leave out
 * @param expected names that the header should have, a help in recognising it
 */
public record TableReader(
    Map<String, ColumnType> types, Set<String> dropped, Set<String> expected) {

  private static final TableReader DEFAULTS = new TableReader(Map.of(), Set.of(), Set.of());

  /** Copies the collections. */
  public TableReader {
    types = Map.copyOf(types);
    dropped = Set.copyOf(dropped);
    expected = Set.copyOf(expected);
  }

  /** Every type told from the data. */
  public static TableReader defaults() {
    return DEFAULTS;
  }

  /** A reader for more data like {@code table}: its columns keep their types. */
  public static TableReader like(Table table) {
    Map<String, ColumnType> types = new HashMap<>();
    table.columns().forEach(column -> types.put(column.name(), column.type()));
    return DEFAULTS.withTypes(types);
  }

  /** This reader with further declared types. */
  public TableReader withTypes(Map<String, ColumnType> further) {
    Map<String, ColumnType> all = new LinkedHashMap<>(types);
    all.putAll(further);
    return new TableReader(all, dropped, expected);
  }

  /** This reader without column {@code name}. */
  public TableReader without(String name) {
    Set<String> all = new HashSet<>(dropped);
    all.add(name);
    return new TableReader(types, all, expected);
  }

  /** This reader knowing that the data should have a column {@code name}: its target. */
  public TableReader expecting(String name) {
    Set<String> all = new HashSet<>(expected);
    all.add(name);
    return new TableReader(types, dropped, all);
  }

  /**
   * This reader with one declaration as users write it: {@code NAME=numeric|category|text|drop}.
   * The name may hold {@code =}.
   *
   * @throws DataException if it is not of that form
   */
  public TableReader with(String declaration) {
    int equals = declaration.lastIndexOf('=');
    String name = equals < 0 ? "" : declaration.substring(0, equals);
    if (name.isEmpty()) {
      throw malformed(declaration);
    }
    return switch (declaration.substring(equals + 1)) {
      case "drop" -> without(name);
      case "numeric" -> withTypes(Map.of(name, ColumnType.NUMERIC));
      case "category" -> withTypes(Map.of(name, ColumnType.CATEGORY));
      case "text" -> withTypes(Map.of(name, ColumnType.TEXT));
      default -> throw malformed(declaration);
    };
  }

  /**
   * Reads a file.
   *
   * @throws DataException if it cannot be read as a table; one line that says what is wrong and
   *     where
   */
  public Table read(Path file) {
    requireFile(file);
    FileFormat format = FileFormat.of(file);
    Table table =
        switch (format) {
          case DELIMITED -> DelimitedFile.read(file, this);
          case PARQUET -> SqlFile.parquet(file, this);
          case JSON_LINES -> SqlFile.jsonLines(file, this);
          case IDX -> IdxFile.read(file);
          case NPY -> NpyFile.read(file);
          case NPZ -> NpyFile.readArchive(file);
          case CIFAR -> CifarFile.read(file);
        };
    if (table.rows() == 0) {
      throw new DataException("%s has no rows.".formatted(table.source()));
    }
    if (format != FileFormat.DELIMITED) {
      requireDropped(table.source(), table.names());
    }
    List<String> kept = table.names().stream().filter(name -> !dropped.contains(name)).toList();
    return table.keep(kept);
  }

  /**
   * Refuses to leave out a column that is not among {@code names}: its name is misspelt, and the column that is meant would stay. A
   * delimited file asks for itself, since it never keeps what it leaves out.
   */
  void requireDropped(String source, List<String> names) {
    dropped.stream()
        .filter(name -> !names.contains(name))
        .sorted()
        .findFirst()
        .ifPresent(
            name -> {
              throw new DataException(Names.unknown(source, name, names));
            });
  }

  private static void requireFile(Path file) {
    if (Files.isDirectory(file)) {
      throw new DataException("%s is a directory. Maybe a file in it is meant.".formatted(file));
    }
    if (!Files.exists(file)) {
      throw new DataException("%s does not exist.%s".formatted(file, FileFormat.similar(file)));
    }
    if (!Files.isReadable(file)) {
      throw new DataException("%s cannot be read: permission denied.".formatted(file));
    }
  }

  private static DataException malformed(String declaration) {
    return new DataException(
        "'%s' is not of the form NAME=numeric|category|text|drop. Maybe 'age=numeric'."
            .formatted(declaration));
  }
}
