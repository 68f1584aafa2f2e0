package org.pith.data;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Messages about columns that are not there. */
final class Names {

  private static final int LISTED = 30;

  private Names() {}

  /**
   * That {@code source} has no column {@code name}, the nearest name if one is near, and those that
   * it has.
   */
  static String unknown(String source, String name, List<String> names) {
    String hint = nearest(name, names).map("Maybe '%s'? "::formatted).orElse("");
    return "%s has no column '%s'. %sIts columns: %s.".formatted(source, name, hint, listed(names));
  }

  /** The names, or the first ones and how many more there are. */
  static String listed(List<String> names) {
    String first = names.stream().limit(LISTED).collect(Collectors.joining(", "));
    return names.size() <= LISTED
        ? first
        : "%s, … and %d more up to %s".formatted(first, names.size() - LISTED, names.getLast());
  }

  /** The name that differs least: in case only, or by edits to at most a third of the letters. */
  static Optional<String> nearest(String name, List<String> names) {
    String asked = name.toLowerCase(Locale.ROOT);
    return names.stream()
        .min(Comparator.comparingInt(known -> edits(asked, known.toLowerCase(Locale.ROOT))))
        .filter(
            known ->
                edits(asked, known.toLowerCase(Locale.ROOT))
                    <= Math.max(1, Math.max(asked.length(), known.length()) / 3));
  }

  /** Levenshtein distance. */
  private static int edits(String a, String b) {
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
      }
      previous = current;
    }
    return previous[b.length()];
  }
}
