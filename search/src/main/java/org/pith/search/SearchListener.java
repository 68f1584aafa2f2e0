package org.pith.search;

import java.util.List;

/** Is told how a search goes on; calls come from one thread, in order. */
public interface SearchListener {

  /** Hears nothing. */
  SearchListener SILENT = new SearchListener() {};

  /**
   * A stage that is to come.
   *
   * @param name as {@link #stage} will say it
   * @param work what it is expected to cost relative to the others: multiply-accumulates of its trainings
   */
  record Planned(String name, double work) {}

  /** A search begins, and means to go through these stages in this order. */
  default void planned(List<Planned> stages) {}

  /** A stage begins. */
  default void stage(String name, int candidates) {}

  /** So much of the stage's work is done, in (0,1]. */
  default void done(double share) {}

  /** A candidate has been judged. */
  default void outcome(Outcome outcome) {}
}
