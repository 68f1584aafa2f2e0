package org.pith.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A table as comma-separated values. */
final class Csv {

  private static final Pattern PLAIN = Pattern.compile("[^\",\\r\\n]*");

  private final List<String> lines = new ArrayList<>();

  /** A table with these column names. */
  Csv(List<?> header) {
    line(header);
  }

  /** Adds a row; a cell is quoted where it has to be. */
  void line(List<?> cells) {
    lines.add(
        cells.stream().map(String::valueOf).map(Csv::quoted).collect(Collectors.joining(",")));
  }

  /** A number; blank where it is none, as of a training that diverged. */
  static String number(String format, double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, format, value) : "";
  }

  private static String quoted(String cell) {
    return PLAIN.matcher(cell).matches() ? cell : '"' + cell.replace("\"", "\"\"") + '"';
  }

  /** The whole table. */
  @Override
  public String toString() {
    return String.join("\n", lines) + "\n";
  }
}
