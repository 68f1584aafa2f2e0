package org.pith.studio.report;

import java.util.List;
import java.util.Objects;

/** The network's answers on the test rows beside the truth. */
public sealed interface Answers {

  /**
   * How often each class was given which answer.
   *
   * @param classes their names
   * @param counts rows by true class, columns by answer, both in the order of {@code classes}
   */
  record Confusion(List<String> classes, List<List<Long>> counts) implements Answers {
    /** Copies the table and checks that it is square. */
    public Confusion {
      classes = List.copyOf(classes);
      counts = counts.stream().map(List::copyOf).toList();
      int size = classes.size();
      if (counts.size() != size || counts.stream().anyMatch(row -> row.size() != size)) {
        throw new IllegalArgumentException(
            "The confusion of %d classes must be %d rows of %d counts."
                .formatted(size, size, size));
      }
    }
  }

  /**
   * Numbers beside their predictions.
   *
   * @param target the target column
   * @param points of all test rows, or of a sample of them
   * @param rows how many test rows there are
   */
  record Predictions(String target, List<Point> points, long rows) implements Answers {
    /** Copies the points. */
    public Predictions {
      Objects.requireNonNull(target, "target");
      points = List.copyOf(points);
    }
  }

  /**
   * One row.
   *
   * @param truth the target's value
   * @param predicted the network's answer
   */
  record Point(double truth, double predicted) {}
}
