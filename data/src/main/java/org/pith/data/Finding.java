package org.pith.data;

import java.util.Objects;

/**
 * Something in the data that Pith dealt with rather than refused, for the report.
 *
 * @param kind what was found
 * @param column where; empty where it concerns the rows
 * @param count how many cells, rows or columns it concerns
 * @param message what was found and what was done about it, one sentence
 */
public record Finding(Kind kind, String column, long count, String message) {

  /** Requires every part. */
  public Finding {
    Objects.requireNonNull(kind);
    Objects.requireNonNull(column);
    Objects.requireNonNull(message);
  }

  /** What can be found and dealt with. */
  public enum Kind {
    /** A column without a name, or with one that another column has, was given one. */
    RENAMED_COLUMN,
    /** The first row holds values, so the columns were named by position. */
    NO_HEADER,
    /** Cells that are no number in a column that was declared numeric. */
    NOT_A_NUMBER,
    /** Infinite cells, clipped to the largest finite value of their column. */
    INFINITE_CELLS,
    /**
     * A column of a kind that cannot be learned from yet: free text, identifiers, nested values.
     */
    UNSUPPORTED_COLUMN,
    /** Rows without a target, dropped. */
    MISSING_TARGET,
    /** Rows whose class the training data does not know, dropped. */
    UNKNOWN_CLASS,
    /** How the target was understood where another reading is near. */
    TARGET_READING,
    /** A class with a single row, which can only be trained on. */
    SINGLE_ROW_CLASS,
    /** Rows that repeat another row cell by cell. */
    DUPLICATE_ROWS,
    /** A column with one value. */
    CONSTANT_COLUMN,
    /** A column without any value. */
    EMPTY_COLUMN,
    /** A column that repeats an earlier one. */
    DUPLICATE_COLUMN,
    /** A column most of whose values single precision, which models read, does not tell apart. */
    SINGLE_PRECISION,
    /** Categories that the training rows do not have. */
    UNSEEN_CATEGORY,
    /** Rows that were set aside as when a model was made. */
    DIVIDED_AS_BEFORE
  }
}
