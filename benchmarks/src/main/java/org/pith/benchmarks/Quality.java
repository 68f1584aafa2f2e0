package org.pith.benchmarks;

import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** What a test score is measured in. */
enum Quality {
  /** Share of rows that are right. */
  ACCURACY,
  /** Root mean square error in the target's own unit. */
  RMSE;

  /** The score of a {@code test} or {@code controls} block of {@code result.json}. */
  double of(JsonNode block) {
    return block.path(name().toLowerCase(Locale.ROOT)).doubleValue();
  }

  boolean reaches(double value, double mark) {
    return this == ACCURACY ? value >= mark : value <= mark;
  }

  String format(double value) {
    return this == ACCURACY
        ? String.format(Locale.ROOT, "%.2f %%", 100 * value)
        : String.format(Locale.ROOT, value < 1000 ? "%.4g" : "%,.0f", value);
  }

  /** Mean and interval of scores in words. */
  String describe(Statistics scores) {
    return this == ACCURACY ? scores.describeShares() : scores.describe(this::format);
  }

  /** A mark in words. */
  String ask(double mark) {
    return (this == ACCURACY ? "accuracy at least " : "RMSE at most ") + format(mark);
  }
}
