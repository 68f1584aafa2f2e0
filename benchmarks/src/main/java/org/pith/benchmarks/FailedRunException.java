package org.pith.benchmarks;

/** A run of {@code ./pith} did not give a result; the message says how it ended. */
final class FailedRunException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  FailedRunException(String message) {
    super(message);
  }
}
