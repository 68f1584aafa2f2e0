package org.pith.data;

import java.util.Arrays;

/**
 * Walks through the records of delimited text by the rules of RFC 4180, character by character: a
 * cell may be quoted, and a quote inside a quoted cell is doubled; quotes inside an unquoted cell
 * are ordinary. Lines end in LF, CR LF or CR. Blank lines are skipped, but in a table of one column
 * they are a missing cell.
 */
final class DelimitedWalk {

  /** Longer cells are refused; they come from a quote that is never closed. */
  static final int LONGEST_CELL = 500_000;

  private final char delimiter;
  private final Watcher watcher;
  private char[] cell = new char[256];
  private int length;
  private boolean begun;
  private boolean quoted;
  private boolean closed;
  private int cells;
  private int width;
  private long line = 1;
  private long recordLine = 1;
  private char previous;

  DelimitedWalk(char delimiter, Watcher watcher) {
    this.delimiter = delimiter;
    this.watcher = watcher;
  }

  /** Is told what the walk meets. Lines count from 1, and are those in which records begin. */
  interface Watcher {
    /**
     * Cell {@code index} of the present record: the first {@code length} characters, which the walk
     * will overwrite.
     */
    void cell(int index, char[] text, int length);

    /** A record of {@code cells} cells has ended; the first had {@code expected}. */
    void record(int cells, int expected, long line);

    /** A cell is longer than {@link #LONGEST_CELL}. */
    void tooLong(int cell, long line);

    /** A closed quote is followed by something else than the end of its cell. */
    void stray(int cell, long line);

    /** The text ends within quotes. */
    void unclosed(long line);
  }

  /** Walks on; always wants more. */
  boolean accept(char[] block, int size) {
    for (int i = 0; i < size; i++) {
      step(block[i]);
    }
    return true;
  }

  /** Ends the last record. */
  void end() {
    if (quoted) {
      watcher.unclosed(recordLine);
    }
    if (cells > 0 || begun) {
      endRecord();
    }
  }

  private void step(char c) {
    if (quoted) {
      inQuotes(c);
    } else if (c == delimiter) {
      endCell();
    } else if (c == '\n' || c == '\r') {
      lineEnd(c);
    } else if (c == '"' && (closed || !begun)) {
      open();
    } else {
      if (closed && c != ' ') {
        watcher.stray(cells + 1, recordLine);
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
  private void open() {
    if (closed && previous != '"') {
      watcher.stray(cells + 1, recordLine);
    }
    if (closed) {
      append('"');
    }
    begun = true;
    quoted = true;
    closed = false;
  }

  private void append(char c) {
    if (length == cell.length) {
      if (length == LONGEST_CELL) {
        watcher.tooLong(cells + 1, recordLine);
      }
      cell = Arrays.copyOf(cell, Math.min(2 * length, LONGEST_CELL));
    }
    cell[length++] = c;
    begun = true;
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
    watcher.cell(cells, cell, length);
    cells++;
    length = 0;
    begun = false;
    closed = false;
  }

  private void endRecord() {
    boolean blank = cells == 0 && !begun;
    if (blank && width != 1) {
      return;
    }
    endCell();
    width = width == 0 ? cells : width;
    watcher.record(cells, width, recordLine);
    cells = 0;
  }
}
