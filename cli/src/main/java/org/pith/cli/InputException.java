package org.pith.cli;

/** Something the user asked for cannot be done as asked: one line that names it, and a hint. */
final class InputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InputException(String message) {
    super(message);
  }
}
