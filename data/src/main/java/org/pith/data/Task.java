package org.pith.data;

import java.util.List;

/** What is to be learned about the target. */
public sealed interface Task {

  /** The target column's name. */
  String target();

  /** How many scores a network gives per row: one per class, or one number. */
  int outputs();

  /**
   * Which of K classes a row is in.
   *
   * @param classes their names, in the order of the scores; at least two
   */
  record Classification(String target, List<String> classes) implements Task {
    /** Copies the classes and requires two. */
    public Classification {
      classes = List.copyOf(classes);
      if (classes.size() < 2) {
        throw new IllegalArgumentException(
            "Target %s has the classes %s; two are needed.".formatted(target, classes));
      }
    }

    @Override
    public int outputs() {
      return classes.size();
    }
  }

  /** A number. */
  record Regression(String target) implements Task {
    @Override
    public int outputs() {
      return 1;
    }
  }
}
