package org.pith.runs;

import java.io.Serial;

/**
 * The store of runs could not be used: locked by another process, full, not writable, not reachable, or damaged. The message
 * is one line that names the store and says what to do.
 */
public final class StoreException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  StoreException(String message) {
    super(message);
  }

  StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
