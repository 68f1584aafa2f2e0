package org.pith.studio.report;

import java.util.Objects;

/**
 * One limit of the budget, re-measured on the exported file.
 *
 * @param unit what is limited
 * @param allowed the most that was asked for
 * @param used what the exported file needs
 */
public record Limit(CostUnit unit, double allowed, double used) {
  /** Checks the numbers. */
  public Limit {
    Objects.requireNonNull(unit, "unit");
    if (!(allowed > 0) || !(used >= 0)) {
      throw new IllegalArgumentException(
          "Limit %s must allow more than 0 (%s) and use at least 0 (%s)."
              .formatted(unit, allowed, used));
    }
  }

  /** Whether the exported file stays within the limit. */
  public boolean holds() {
    return used <= allowed;
  }
}
