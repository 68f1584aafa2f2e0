package org.pith.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Reads CSV and TSV. This is done here and not by DuckDB: a file must be walked through in any case
 * for a refusal to name the line at fault, and that walk has every cell in hand. DuckDB after it
 * took three times the processor time on adult's 48,842 rows, the loading of its library included,
 * and six times on 20,000 rows of 785 columns.
 */
final class DelimitedFile {

  private static final char[] DELIMITERS = {',', ';', '\t', '|'};

  private final Path file;
  private final String source;
  private final TableReader reader;

  private DelimitedFile(Path file, TableReader reader) {
    this.file = file;
    this.source = file.getFileName().toString();
    this.reader = reader;
  }

  static Table read(Path file, TableReader reader) {
    return new DelimitedFile(file, reader).table();
  }

  /**
   * Walks once where every column's first cells tell whether it is numeric, again where later ones
   * do or there is no header.
   */
  private Table table() {
    char delimiter = delimiter();
    DelimitedColumns columns = walk(delimiter, true, Set.of());
    boolean header = isHeader(columns);
    if (!header || !columns.turned().isEmpty()) {
      columns = walk(delimiter, header, columns.turned());
    }
    if (!header && !columns.turned().isEmpty()) {
      columns = walk(delimiter, false, columns.turned());
    }
    if (columns.rows() == 0) {
      throw new DataException("%s has a header but no rows.".formatted(source));
    }
    List<Finding> findings = new ArrayList<>();
    if (header) {
      reportRenamed(columns, findings);
    } else {
      findings.add(noHeader(columns.names()));
    }
    List<Column> cells = columns.columns(findings);
    return new Table(source, columns.rows(), cells, Optional.empty(), findings);
  }

  private DelimitedColumns walk(char delimiter, boolean header, Set<Integer> texts) {
    DelimitedColumns columns = new DelimitedColumns(source, reader, header, texts);
    DelimitedWalk walk = new DelimitedWalk(delimiter, columns);
    TextScan.scan(file, walk::accept);
    walk.end();
    if (columns.first().isEmpty()) {
      throw new DataException("%s has no content but blank lines.".formatted(source));
    }
    return columns;
  }

  /**
   * Whether the first record names the columns: it holds a name that is expected, or no number, or
   * text where the rows below hold numbers only.
   */
  private boolean isHeader(DelimitedColumns columns) {
    List<String> first = columns.first();
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
    for (int i = 0; i < first.size(); i++) {
      if (Cells.isWord(first.get(i)) && columns.isNumeric(i)) {
        return true;
      }
    }
    return false;
  }

  private static void reportRenamed(DelimitedColumns columns, List<Finding> findings) {
    for (int i = 0; i < columns.names().size(); i++) {
      String header = columns.first().get(i);
      String name = columns.names().get(i);
      if (!name.equals(header)) {
        String why = header.isEmpty() ? "has no name" : "is a second '%s'".formatted(header);
        findings.add(
            new Finding(
                Finding.Kind.RENAMED_COLUMN,
                name,
                1,
                "Column %d %s and is called '%s'.".formatted(i + 1, why, name)));
      }
    }
  }

  private static Finding noHeader(List<String> names) {
    return new Finding(
        Finding.Kind.NO_HEADER,
        "",
        1,
        "The first row holds values, not names; the columns are called '%s' to '%s'."
            .formatted(names.getFirst(), names.getLast()));
  }

  /** Names for every column: unnamed ones get their position, repeated ones a number. */
  static List<String> names(List<String> header) {
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
    }
    return names;
  }

  /**
   * The candidate that divides the most records of the file's beginning into as many cells as the
   * first, and more than one.
   */
  private char delimiter() {
    if (source.toLowerCase(Locale.ROOT).matches(".*\\.tsv(\\.gz)?")) {
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
    new DelimitedWalk(delimiter, tally).accept(head.toCharArray(), head.length());
    return tally.regular / Math.max(1.0, tally.records);
  }

  /** Counts the records that have as many cells as the first, where that is more than one. */
  private static final class Tally implements DelimitedWalk.Watcher {
    private int records;
    private int regular;

    @Override
    public void record(int cells, int expected, long line) {
      records++;
      regular += cells == expected && cells > 1 ? 1 : 0;
    }

    @Override
    public void cell(int index, char[] text, int length) {}

    /** Not within the beginning of a file, which is shorter. */
    @Override
    public void tooLong(int cell, long line) {}

    @Override
    public void stray(int cell, long line) {}

    @Override
    public void unclosed(long line) {}
  }
}
