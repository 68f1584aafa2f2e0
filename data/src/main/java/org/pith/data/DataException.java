package org.pith.data;

/**
 * Data that cannot be used: a file, row, column or value at fault. The message is one line that
 * says what is wrong and where, then what may help; it is meant to be shown to people as it is.
 */
public final class DataException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** A refusal in one line. */
  public DataException(String message) {
    super(message);
  }

  /** A refusal in one line, with the failure behind it for the log. */
  public DataException(String message, Throwable cause) {
    super(message, cause);
  }
}
