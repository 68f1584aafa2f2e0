package org.pith.train;

/** No training that was asked for ended with finite scores; the message says which, and a hint. */
public final class DivergedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With a sentence for the user. */
  public DivergedException(String message) {
    super(message);
  }
}
