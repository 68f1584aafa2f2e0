package org.pith.benchmarks;

/** One thing that Pith must show: a figure, and a mark for it. */
interface Evaluation {

  /** What {@code benchmarks/run} calls it. */
  String name();

  /** What is asked of the figure, in words without parentheses. */
  String mark();

  /** Expected duration on two cores. */
  int minutes();

  /**
   * Measures, and prints figures and controls on the way.
   *
   * @throws AbsentException where what it measures on is not here
   * @throws FailedRunException where a run of Pith fails
   */
  Verdict run(Bench bench);

  /**
   * How it ended.
   *
   * @param figure the figure in words
   * @param met whether it reaches the mark
   */
  record Verdict(String figure, boolean met) {

    /** The last line of an evaluation's output. */
    String line(Evaluation evaluation) {
      return "%s: %s (mark %s): %s"
          .formatted(evaluation.name(), figure, evaluation.mark(), met ? "met" : "missed");
    }
  }
}
