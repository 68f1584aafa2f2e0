package org.pith.data;

import java.util.Locale;

/** What the cells of a {@link Column} are. */
public enum ColumnType {
  /** Numbers whose order and distance mean something. */
  NUMERIC,
  /** One of a moderate number of names. */
  CATEGORY,
  /** True or false. */
  BOOLEAN,
  /** Calendar dates or times, as days since 1970-01-01. */
  DATE,
  /** Free text or identifiers; recognised and reported, not yet something to learn from. */
  TEXT;

  /** The lower-case name that people read and write, for example {@code "category"}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
