package org.pith.runs;

/** Where a run stands, derived from its events and from whether a process holds it. */
public enum RunState {
  /** A living process writes it. */
  RUNNING,
  /** It has no end and nobody writes it: it was killed or interrupted, and can be resumed. */
  INTERRUPTED,
  /** It ended with an error; it can be resumed once the reason is gone. */
  FAILED,
  /** It ended well and is closed for good. */
  FINISHED
}
