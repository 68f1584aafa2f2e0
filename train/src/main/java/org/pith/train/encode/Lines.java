package org.pith.train.encode;

import java.util.ArrayList;
import java.util.List;

/** Names in one text, one a line, so that a model's metadata can carry them whatever they hold. */
public final class Lines {

  private Lines() {}

  /** One name a line; a line break within a name is written as {@code \n}. */
  public static String join(List<String> names) {
    return String.join(
        "\n", names.stream().map(n -> n.replace("\\", "\\\\").replace("\n", "\\n")).toList());
  }

  /** The names that {@link #join} wrote. */
  public static List<String> split(String text) {
    List<String> names = new ArrayList<>();
    if (!text.isEmpty()) {
      for (String line : text.split("\n", -1)) {
        names.add(unescaped(line));
      }
    }
    return names;
  }

  private static String unescaped(String line) {
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < line.length(); i++) {
      boolean escape = line.charAt(i) == '\\' && i + 1 < line.length();
      if (escape) {
        i++;
        name.append(line.charAt(i) == 'n' ? '\n' : line.charAt(i));
      } else {
        name.append(line.charAt(i));
      }
    }
    return name.toString();
  }
}
