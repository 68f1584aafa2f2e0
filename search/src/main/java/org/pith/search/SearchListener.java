package org.pith.search;

/** Is told how a search goes on; calls come from one thread, in order. */
public interface SearchListener {

  /** Hears nothing. */
  SearchListener SILENT = new SearchListener() {};

  /** A stage begins. */
  default void stage(String name, int candidates) {}

  /** A candidate has been judged. */
  default void outcome(Outcome outcome) {}
}
