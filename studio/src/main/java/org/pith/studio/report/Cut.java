package org.pith.studio.report;

import java.util.Objects;

/**
 * What pruning left of one group of channels.
 *
 * @param group its name
 * @param before units it had
 * @param after units it has
 * @param retained share of what its readers need that the units left explain; NaN where it was not
 *     judged
 */
public record Cut(String group, long before, long after, double retained) {
  /** Checks the numbers. */
  public Cut {
    Objects.requireNonNull(group, "group");
    if (before < 1 || after < 0 || after > before) {
      throw new IllegalArgumentException(
          "Group %s cannot have %d of %d units left.".formatted(group, after, before));
    }
  }
}
