package org.pith.runs;

import java.time.Instant;
import java.util.Objects;

/**
 * Something that happened in a run.
 *
 * @param at when, to the millisecond
 * @param kind what sort of thing
 * @param text one line for a reader; may be empty for {@link Kind#BEGUN} and {@link Kind#RESUMED}
 */
public record Event(Instant at, Kind kind, String text) {

  /** What sort of thing happened. */
  public enum Kind {
    /** The run was created. Written by the store. */
    BEGUN,
    /** Another process took the run up again. Written by the store. */
    RESUMED,
    /** A stage of the work ended: what it let through, and why. */
    STAGE,
    /** Something was found in the data or the network that the user should know. */
    FINDING,
    /** Something went less well than asked, and the run went on. */
    WARNING,
    /** The run ended with an error. Written by {@link Run#fail}. */
    FAILED,
    /** The run ended well. Written by {@link Run#finish}. */
    FINISHED;

    /** Whether this kind marks a change of the run's state, as opposed to something the work reports. */
    public boolean isLifecycle() {
      return switch (this) {
        case BEGUN, RESUMED, FAILED, FINISHED -> true;
        case STAGE, FINDING, WARNING -> false;
      };
    }
  }

  /** Checks that every part is present. */
  public Event {
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(text, "text");
  }
}
