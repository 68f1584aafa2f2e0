package org.pith.runs;

import java.util.Objects;

/**
 * A number measured in a run.
 *
 * @param name what was measured, with its unit where it has one, for example {@code "validationBits"}
 * @param step when in the run's own count (trial, epoch), from 0
 * @param value the number; may be NaN or infinite
 */
public record Metric(String name, long step, double value) {
  /** Checks that the name is present. */
  public Metric {
    Objects.requireNonNull(name, "name");
  }
}
