package org.pith.studio.report;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The order in which columns add most to what the ones before them know.
 *
 * @param steps the columns in that order, at least one
 * @param allBits what all columns together know
 * @param method how the order was found and what stopped it, in words
 */
public record JointOrder(List<Step> steps, Optional<Measured> allBits, String method) {

  /**
   * One column taken.
   *
   * @param column its name
   * @param knownBits what it and those before it know together; empty where no decoder could learn
   */
  public record Step(String column, Optional<Measured> knownBits) {
    /** Checks that every part is present. */
    public Step {
      Objects.requireNonNull(column, "column");
      Objects.requireNonNull(knownBits, "knownBits");
    }
  }

  /** Copies the steps and checks that there are some. */
  public JointOrder {
    Objects.requireNonNull(allBits, "allBits");
    Objects.requireNonNull(method, "method");
    steps = List.copyOf(steps);
    if (steps.isEmpty()) {
      throw new IllegalArgumentException("An order needs at least one column.");
    }
  }
}
