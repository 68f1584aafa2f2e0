package org.pith.search;

/** Runs one trial, here or elsewhere. May be called from several threads at once. */
@FunctionalInterface
public interface TrialRunner {

  /** What the trial brings; depends on the trial alone. */
  TrialResult run(Trial trial);

  /** Trains in this thread. */
  TrialRunner LOCAL = TrialResult::of;
}
