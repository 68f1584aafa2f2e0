package org.pith.studio.report;

import java.util.Objects;

/**
 * One of the few large figures at the top.
 *
 * @param label what it is, for example {@code "Test accuracy"}
 * @param value the figure as it is to be read, for example {@code "98.7 %"}
 * @param note what to compare it with, for example {@code "95 % interval 97.0 to 99.5 %"}; may be
 *     empty
 */
public record Figure(String label, String value, String note) {
  /** Checks that every part is present. */
  public Figure {
    Objects.requireNonNull(label, "label");
    Objects.requireNonNull(value, "value");
    Objects.requireNonNull(note, "note");
  }
}
