package org.pith.cli;

import java.util.ArrayList;
import java.util.List;

/** A command as a reader can type it again: every word is quoted where a shell would take it for another. */
final class Typed {

  private final List<String> words = new ArrayList<>();

  private Typed() {}

  /** {@code pith VERB}. */
  static Typed verb(String verb) {
    return new Typed().word("pith").word(verb);
  }

  /** With a further word. */
  Typed word(Object word) {
    words.add(quoted(String.valueOf(word)));
    return this;
  }

  /** With an option and its value; without them where the value is null. */
  Typed option(String name, Object value) {
    return value == null ? this : word(name).word(value);
  }

  private static String quoted(String word) {
    return word.matches("[\\w.=:,/+%-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  @Override
  public String toString() {
    return String.join(" ", words);
  }
}
