package org.pith.data;

import java.util.ArrayList;
import java.util.List;

/**
 * Walks through the records of delimited text by the rules of RFC 4180, character by character: a
 * cell may be quoted, and a quote inside a quoted cell is doubled. Blank lines are skipped, but in
 * a table of one column they are a missing cell.
 */
final class DelimitedWalk {

  private final char delimiter;
  private final Watcher watcher;
  private final List<String> first = new ArrayList<>();
  private final StringBuilder cell = new StringBuilder();
  private long count;
  private long line = 1;
  private long recordLine = 1;
  private int cells;
  private int length;
  private boolean quoted;
  private boolean closed;
  private char previous;

  DelimitedWalk(char delimiter, Watcher watcher) {
    this.delimiter = delimiter;
    this.watcher = watcher;
  }

  /** Is told what the walk meets. Lines count from 1, and are those in which records begin. */
  interface Watcher {
    /** A record of {@code cells} cells has ended; the first had {@code expected}. */
    void record(int cells, int expected, long line);

    /** A cell is longer than {@link Delimited#LONGEST_CELL}. */
    default void tooLong(int cell, long line) {}

    /** A closed quote is followed by something else than the end of its cell. */
    default void stray(int cell, long line) {}

    /** The text ends within quotes. */
    default void unclosed(long line) {}
  }

  /** The trimmed cells of the first record. */
  List<String> first() {
    return first;
  }

  /** How many records have ended. */
  long count() {
    return count;
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
    if (cells > 0 || length > 0) {
      endRecord();
    }
  }

  private void step(char c) {
    if (quoted) {
      inQuotes(c);
    } else if (c == '\n' || c == '\r') {
      lineEnd(c);
    } else if (c == delimiter) {
      endCell();
    } else if (c == '"' && (length == 0 || closed)) {
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
    quoted = true;
    closed = false;
    length = Math.max(length, 1);
  }

  private void append(char c) {
    length++;
    if (length > Delimited.LONGEST_CELL) {
      watcher.tooLong(cells + 1, recordLine);
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
    watcher.record(cells, first.size(), recordLine);
    count++;
    cells = 0;
  }
}
