package org.pith.measure.knn;

import java.util.stream.IntStream;
import org.pith.measure.Samples;

/** Two series cut into what is now, what caused it, and what was before. */
record Transitions(Samples now, Samples cause, Samples past) {
  static Transitions of(Samples source, Samples target, int history, int delay) {
    source.requireSameSize(target);
    int first = Math.max(history, delay + history - 1);
    if (history < 1 || delay < 1 || first >= source.size()) {
      throw new IllegalArgumentException(
          "A history of %d and a delay of %d do not fit %d steps; both must be at least 1."
              .formatted(history, delay, source.size()));
    }
    Samples past = lagged(target, first, 1);
    Samples cause = lagged(source, first, delay);
    for (int h = 1; h < history; h++) {
      past = past.join(lagged(target, first, 1 + h));
      cause = cause.join(lagged(source, first, delay + h));
    }
    return new Transitions(lagged(target, first, 0), cause, past);
  }

  private static Samples lagged(Samples series, int first, int lag) {
    return series.rows(IntStream.range(first - lag, series.size() - lag).toArray());
  }
}
