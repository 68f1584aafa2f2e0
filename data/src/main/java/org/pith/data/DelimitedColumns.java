package org.pith.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Gathers the cells of a delimited file by column, refusing what is not regular. A column is taken
 * as numbers until a cell says otherwise; if numbers came before that cell, the column has
 * {@linkplain #turned turned}, and the file must be walked again with the column taken as text.
 */
final class DelimitedColumns implements DelimitedWalk.Watcher {

  private final String source;
  private final TableReader reader;
  private final boolean header;
  private final Set<Integer> texts;
  private final Set<Integer> turned;
  private final List<String> first = new ArrayList<>();
  private final List<Optional<CellCollector>> collectors = new ArrayList<>();
  private List<String> names = List.of();
  private int records;

  /**
   * Begins with nothing.
   *
   * @param header whether the first record is names, not cells
   * @param texts columns that are known to hold other cells than numbers
   */
  DelimitedColumns(String source, TableReader reader, boolean header, Set<Integer> texts) {
    this.source = source;
    this.reader = reader;
    this.header = header;
    this.texts = Set.copyOf(texts);
    this.turned = new TreeSet<>(texts);
  }

  /** The trimmed cells of the first record. */
  List<String> first() {
    return first;
  }

  List<String> names() {
    return names;
  }

  /** How many rows there are, the header not counted. */
  int rows() {
    return header ? records - 1 : records;
  }

  /**
   * The columns that must be taken as text from the first row on and were not; empty once all are.
   */
  Set<Integer> turned() {
    return turned.equals(texts) ? Set.of() : turned;
  }

  /** Whether every present cell of column {@code index} is a number, and there is one. */
  boolean isNumeric(int index) {
    return !turned.contains(index)
        && collectors.get(index).orElse(null) instanceof CellCollector.Numbers numbers
        && numbers.hasValue();
  }

  /** The columns that are not dropped. */
  List<Column> columns(List<Finding> findings) {
    return collectors.stream()
        .flatMap(Optional::stream)
        .map(collector -> collector.column(findings))
        .toList();
  }

  @Override
  public void cell(int index, char[] text, int length) {
    if (records == 0) {
      first.add(new String(text, 0, length).strip());
    } else if (index < collectors.size() && collectors.get(index).isPresent()) {
      add(index, collectors.get(index).get(), text, length);
    }
  }

  private void add(int index, CellCollector collector, char[] text, int length) {
    switch (collector) {
      case CellCollector.Texts names -> names.add(new String(text, 0, length));
      case CellCollector.Numbers numbers -> {
        if (!numbers.add(text, length)) {
          turn(index, numbers, new String(text, 0, length));
        }
      }
    }
  }

  /** A column of numbers has met another cell. */
  private void turn(int index, CellCollector.Numbers numbers, String cell) {
    if (numbers.hasValue()) {
      turned.add(index);
      numbers.add(Double.NaN);
    } else {
      CellCollector.Texts names = texts(index);
      for (int row = 0; row < numbers.rows(); row++) {
        names.add(null);
      }
      names.add(cell);
      collectors.set(index, Optional.of(names));
    }
  }

  @Override
  public void record(int cells, int expected, long line) {
    if (cells != expected) {
      throw new DataException(
          "%s: line %d has %d cells, but the first line has %d. Maybe a cell that holds the delimiter is not quoted."
              .formatted(source, line, cells, expected));
    }
    if (records == 0) {
      begin();
    }
    records++;
    if (records == Integer.MAX_VALUE - 8) {
      throw new DataException("%s has more rows than fit in memory.".formatted(source));
    }
  }

  private void begin() {
    names = header ? DelimitedFile.names(first) : numbered(first.size());
    reader.requireDropped(source, names);
    for (int i = 0; i < names.size(); i++) {
      collectors.add(
          reader.dropped().contains(names.get(i)) ? Optional.empty() : Optional.of(collector(i)));
    }
    if (!header) {
      for (int i = 0; i < names.size(); i++) {
        int index = i;
        char[] cell = first.get(i).toCharArray();
        collectors.get(i).ifPresent(collector -> add(index, collector, cell, cell.length));
      }
    }
  }

  private CellCollector collector(int index) {
    ColumnType declared = reader.types().getOrDefault(names.get(index), ColumnType.NUMERIC);
    return declared == ColumnType.NUMERIC && !texts.contains(index)
        ? new CellCollector.Numbers(names.get(index), ColumnType.NUMERIC)
        : texts(index);
  }

  private CellCollector.Texts texts(int index) {
    String name = names.get(index);
    return new CellCollector.Texts(name, Optional.ofNullable(reader.types().get(name)));
  }

  private static List<String> numbered(int count) {
    List<String> names = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      names.add("column" + i);
    }
    return names;
  }

  @Override
  public void tooLong(int cell, long line) {
    throw new DataException(
        "%s: cell %d of the record in line %d is longer than %,d characters. Maybe a quote was never closed."
            .formatted(source, cell, line, DelimitedWalk.LONGEST_CELL));
  }

  @Override
  public void stray(int cell, long line) {
    throw new DataException(
        "%s: cell %d of the record in line %d goes on after its closing quote. Maybe a quote inside is not doubled."
            .formatted(source, cell, line));
  }

  @Override
  public void unclosed(long line) {
    throw new DataException(
        "%s: a quote in the record of line %d is never closed.".formatted(source, line));
  }
}
