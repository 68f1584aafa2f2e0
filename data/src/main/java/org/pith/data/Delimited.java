package org.pith.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The layout of a delimited file, checked from its first to its last record: the delimiter, the
 * first record's cells, how many records there are, and that each has as many cells as the first.
 *
 * @param delimiter the character between cells
 * @param first the cells of the first record, trimmed
 * @param records how many records there are, the first included
 */
record Delimited(char delimiter, List<String> first, long records) {

  /** Longer cells are refused; they come from a quote that is never closed. */
  static final int LONGEST_CELL = 500_000;

  private static final char[] DELIMITERS = {',', ';', '\t', '|'};

  /**
   * Checks a file.
   *
   * @throws DataException naming the line that has another number of cells, a cell that is too
   *     long, a stray quote, or a byte that is not text
   */
  static Delimited check(Path file) {
    char delimiter = delimiter(file);
    Records records = new Records(delimiter, file.getFileName().toString());
    TextScan.scan(file, records::accept);
    records.end();
    if (records.count == 0) {
      throw new DataException("%s has no content but blank lines.".formatted(file.getFileName()));
    }
    return new Delimited(delimiter, List.copyOf(records.first), records.count);
  }

  /**
   * The candidate that divides the most records of the file's beginning into equally many cells,
   * and more than one.
   */
  private static char delimiter(Path file) {
    if (file.getFileName().toString().toLowerCase(Locale.ROOT).matches(".*\\.tsv(\\.gz)?")) {
      return '\t';
    }
    AtomicReference<String> head = new AtomicReference<>("");
    TextScan.scan(
        file,
        (block, length) -> {
          head.set(new String(block, 0, length));
          return false;
        });
    char best = ',';
    double bestShare = 0;
    for (char candidate : DELIMITERS) {
      double share = regularity(head.get(), candidate);
      if (share > bestShare) {
        best = candidate;
        bestShare = share;
      }
    }
    return best;
  }

  /** The share of records with as many cells as the first, 0 where that is one. */
  private static double regularity(String head, char delimiter) {
    Tally tally = new Tally(delimiter);
    tally.accept(head.toCharArray(), head.length());
    tally.end();
    return tally.first.size() < 2 ? 0 : (double) tally.regular / tally.count;
  }

  /**
   * Walks through records by the rules of RFC 4180: cells may be quoted, a quote inside is doubled.
   */
  private abstract static class Walk {

    private final char delimiter;
    final List<String> first = new ArrayList<>();
    long count;
    long line = 1;
    private final StringBuilder cell = new StringBuilder();
    private long recordLine = 1;
    private int cells;
    private int length;
    private boolean quoted;
    private boolean closed;
    private char previous;

    Walk(char delimiter) {
      this.delimiter = delimiter;
    }

    /** A record of {@code cells} cells that began in {@code atLine} has ended. */
    abstract void record(int cells, long atLine);

    /** A cell has become longer than is sensible. */
    abstract void tooLong(int cells, long atLine);

    /** A closed quote is followed by something else than the end of its cell. */
    abstract void stray(int cells, long atLine);

    boolean accept(char[] block, int size) {
      for (int i = 0; i < size; i++) {
        step(block[i]);
      }
      return true;
    }

    private void step(char c) {
      if (quoted) {
        inQuotes(c);
      } else if (c == '\n' || c == '\r') {
        lineEnd(c);
      } else if (c == delimiter) {
        endCell();
      } else if (c == '"' && (length == 0 || closed)) {
        reopen();
      } else {
        if (closed && c != ' ') {
          stray(cells + 1, recordLine);
        }
        append(c);
      }
      previous = c;
    }

    private void inQuotes(char c) {
      if (c == '"') {
        quoted = false;
        closed = true;
      } else {
        line += c == '\n' ? 1 : 0;
        append(c);
      }
    }

    /**
     * A quote at a cell's beginning opens it; a second one right after a closing one stands for
     * itself.
     */
    private void reopen() {
      if (closed && previous != '"') {
        stray(cells + 1, recordLine);
      }
      if (closed) {
        append('"');
      }
      quoted = true;
      closed = false;
      length = Math.max(length, 1);
    }

    private void append(char c) {
      if (++length > LONGEST_CELL) {
        tooLong(cells + 1, recordLine);
      }
      if (count == 0) {
        cell.append(c);
      }
    }

    private void lineEnd(char c) {
      boolean secondHalf = c == '\n' && previous == '\r';
      if (!secondHalf) {
        endRecord();
        line++;
      }
      recordLine = line;
    }

    private void endCell() {
      if (count == 0) {
        first.add(cell.toString().strip());
        cell.setLength(0);
      }
      cells++;
      length = 0;
      closed = false;
    }

    private void endRecord() {
      if (cells == 0 && length == 0 && (count == 0 || first.size() > 1)) {
        return;
      }
      endCell();
      record(cells, recordLine);
      count++;
      cells = 0;
    }

    boolean isQuoted() {
      return quoted;
    }

    long recordLine() {
      return recordLine;
    }

    void end() {
      if (cells > 0 || length > 0) {
        endRecord();
      }
    }
  }

  /** Counts the records that have as many cells as the first. */
  private static final class Tally extends Walk {
    private int regular;

    Tally(char delimiter) {
      super(delimiter);
    }

    @Override
    void record(int cells, long atLine) {
      regular += cells == first.size() ? 1 : 0;
    }

    @Override
    void tooLong(int cells, long atLine) {}

    @Override
    void stray(int cells, long atLine) {}
  }

  /** Refuses what is not regular. */
  private static final class Records extends Walk {
    private final String name;

    Records(char delimiter, String name) {
      super(delimiter);
      this.name = name;
    }

    @Override
    void record(int cells, long atLine) {
      if (cells != first.size()) {
        throw new DataException(
            "%s: line %d has %d cells, but the first line has %d. Maybe a cell that holds the delimiter is not quoted."
                .formatted(name, atLine, cells, first.size()));
      }
    }

    @Override
    void tooLong(int cells, long atLine) {
      throw new DataException(
          "%s: cell %d of the record in line %d is longer than %,d characters. Maybe a quote was never closed."
              .formatted(name, cells, atLine, LONGEST_CELL));
    }

    @Override
    void stray(int cells, long atLine) {
      throw new DataException(
          "%s: cell %d of the record in line %d goes on after its closing quote. Maybe a quote inside is not doubled."
              .formatted(name, cells, atLine));
    }

    @Override
    void end() {
      if (isQuoted()) {
        throw new DataException(
            "%s: a quote in the record of line %d is never closed.".formatted(name, recordLine()));
      }
      super.end();
    }
  }
}
