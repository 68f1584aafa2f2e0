package org.pith.studio.report;

import java.util.List;
import java.util.Objects;

/**
 * How the search went: what each stage let through, and every score in the order it was made.
 *
 * @param stages in order
 * @param trials in order; may be empty
 */
public record Trace(List<Stage> stages, List<Trial> trials) {

  /**
   * One stage of the funnel.
   *
   * @param name for example {@code "rung 1"}
   * @param in how many candidates came in
   * @param out how many it let through
   * @param cpuSeconds what it cost
   * @param reason what it chose by, in a few words
   */
  public record Stage(String name, long in, long out, double cpuSeconds, String reason) {
    /** Checks that every part is present. */
    public Stage {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(reason, "reason");
    }
  }

  /**
   * One score.
   *
   * @param stage index of its stage, from 0
   * @param bits usable information about the target on the validation rows
   * @param best the highest score so far
   */
  public record Trial(int stage, double bits, double best) {}

  /** Copies the lists and checks the stages of the trials. */
  public Trace {
    stages = List.copyOf(stages);
    trials = List.copyOf(trials);
    for (Trial trial : trials) {
      Objects.checkIndex(trial.stage, stages.size());
    }
  }
}
