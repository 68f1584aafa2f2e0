package org.pith.benchmarks;

/** What an evaluation measures on is not here; the message names it. */
final class AbsentException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  AbsentException(String message) {
    super(message);
  }
}
