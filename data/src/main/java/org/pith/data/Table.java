package org.pith.data;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Rows of typed columns, or of images with columns beside them (their label). Immutable.
 *
 * @param source what people call the data: the file's name
 * @param rows how many rows there are
 * @param columns columns of {@code rows} cells each, names unique
 * @param images the images, where the rows are images
 * @param findings what reading found and dealt with
 */
public record Table(
    String source,
    int rows,
    List<Column> columns,
    Optional<Images> images,
    List<Finding> findings) {

  /** Copies the lists; checks that the columns are of one length and have unique names. */
  public Table {
    columns = List.copyOf(columns);
    findings = List.copyOf(findings);
    Set<String> names = new HashSet<>();
    for (Column column : columns) {
      requireRows("Column " + column.name(), column.rows(), rows);
      if (!names.add(column.name())) {
        throw new IllegalArgumentException(
            "Two columns are named %s. Maybe rename one.".formatted(column.name()));
      }
    }
    int expected = rows;
    images.ifPresent(pixels -> requireRows("The image block", pixels.rows(), expected));
  }

  /** A table of columns, at least one, made in memory. */
  public static Table of(String source, List<? extends Column> columns) {
    return new Table(
        source, columns.getFirst().rows(), List.copyOf(columns), Optional.empty(), List.of());
  }

  /** The columns' names, in order. */
  public List<String> names() {
    return columns.stream().map(Column::name).toList();
  }

  /**
   * The column of that name.
   *
   * @throws DataException if there is none; the message lists the columns and suggests the nearest
   *     name
   */
  public Column column(String name) {
    return columns.stream()
        .filter(column -> column.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new DataException(Names.unknown(source, name, names())));
  }

  /** The rows {@code rows}, in that order. */
  public Table select(int[] rows) {
    return new Table(
        source,
        rows.length,
        columns.stream().map(column -> column.select(rows)).toList(),
        images.map(pixels -> pixels.select(rows)),
        findings);
  }

  /** The columns of these names, in this order; the images stay. */
  public Table keep(List<String> names) {
    return withColumns(names.stream().map(this::column).toList());
  }

  /** Every column but that of this name; the images stay. */
  public Table without(String name) {
    return withColumns(columns.stream().filter(column -> !column.name().equals(name)).toList());
  }

  /** The same rows with other columns. */
  public Table withColumns(List<? extends Column> others) {
    return new Table(source, rows, List.copyOf(others), images, findings);
  }

  /**
   * The size of the image that each row is: that of {@link #images}, or, where all columns are
   * numeric and their names are a common prefix, a row, an underscore and a column ({@code p0_0} to
   * {@code p7_7}) that fill a grid of at least 2 x 2, that grid's with one channel. The order of
   * the columns does not matter. Ask this of a table without its target.
   */
  public Optional<ImageShape> imageShape() {
    return images.map(Images::shape).or(() -> Grid.of(columns).map(Grid::shape));
  }

  /**
   * For a table whose columns form an image (see {@link #imageShape}), the index among {@link
   * #columns} of each pixel, row by row; empty otherwise.
   */
  public Optional<int[]> gridOrder() {
    return Grid.of(columns).map(Grid::order);
  }

  private static void requireRows(String what, int actual, int expected) {
    if (actual != expected) {
      throw new IllegalArgumentException(
          "%s has %d rows, but the table has %d.".formatted(what, actual, expected));
    }
  }
}
