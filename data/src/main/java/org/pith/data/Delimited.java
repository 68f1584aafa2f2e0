package org.pith.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

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
    String name = file.getFileName().toString();
    DelimitedWalk records = new DelimitedWalk(delimiter, new Strict(name));
    TextScan.scan(file, records::accept);
    records.end();
    if (records.count() == 0) {
      throw new DataException("%s has no content but blank lines.".formatted(name));
    }
    return new Delimited(delimiter, List.copyOf(records.first()), records.count());
  }

  /**
   * The candidate that divides the most records of the file's beginning into as many cells as the
   * first, and more than one.
   */
  private static char delimiter(Path file) {
    if (file.getFileName().toString().toLowerCase(Locale.ROOT).matches(".*\\.tsv(\\.gz)?")) {
      return '\t';
    }
    List<String> head = new ArrayList<>();
    TextScan.scan(
        file,
        (block, length) -> {
          head.add(new String(block, 0, length));
          return false;
        });
    char best = DELIMITERS[0];
    double highest = 0;
    for (char candidate : DELIMITERS) {
      double share = regularity(head.getFirst(), candidate);
      if (share > highest) {
        best = candidate;
        highest = share;
      }
    }
    return best;
  }

  private static double regularity(String head, char delimiter) {
    Tally tally = new Tally();
    DelimitedWalk walk = new DelimitedWalk(delimiter, tally);
    walk.accept(head.toCharArray(), head.length());
    return walk.first().size() < 2 ? 0 : (double) tally.regular / walk.count();
  }

  /** Counts the records that have as many cells as the first. */
  private static final class Tally implements DelimitedWalk.Watcher {
    private int regular;

    @Override
    public void record(int cells, int expected, long line) {
      regular += cells == expected ? 1 : 0;
    }
  }

  /** Refuses what is not regular. */
  private record Strict(String name) implements DelimitedWalk.Watcher {
    @Override
    public void record(int cells, int expected, long line) {
      if (cells != expected) {
        throw new DataException(
            "%s: line %d has %d cells, but the first line has %d. Maybe a cell that holds the delimiter is not quoted."
                .formatted(name, line, cells, expected));
      }
    }

    @Override
    public void tooLong(int cell, long line) {
      throw new DataException(
          "%s: cell %d of the record in line %d is longer than %,d characters. Maybe a quote was never closed."
              .formatted(name, cell, line, LONGEST_CELL));
    }

    @Override
    public void stray(int cell, long line) {
      throw new DataException(
          "%s: cell %d of the record in line %d goes on after its closing quote. Maybe a quote inside is not doubled."
              .formatted(name, cell, line));
    }

    @Override
    public void unclosed(long line) {
      throw new DataException(
          "%s: a quote in the record of line %d is never closed.".formatted(name, line));
    }
  }
}
