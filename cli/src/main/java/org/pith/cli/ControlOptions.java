package org.pith.cli;

import java.util.SequencedMap;
import org.pith.measure.StudentInterval;
import picocli.CommandLine.Option;

/** Whether what a result has to beat is run as well, and how often. */
final class ControlOptions {

  private static final int SEEDS = 3;

  @Option(
      names = "--control",
      description =
          "Also run what the result has to beat, at equal cost; takes several times as long.")
  boolean control;

  @Option(
      names = "--control-seeds",
      paramLabel = "N",
      description =
          "How often each control runs, from 1 to 10; with 1 there is no interval. Default: 3.")
  Integer seeds;

  int seeds() {
    return seeds == null ? SEEDS : seeds;
  }

  /** Refuses seeds without controls, and a number of them that no interval is known for. */
  void requireSense() {
    if (seeds() < 1 || seeds() > StudentInterval.MOST) {
      throw new InputException(
          "--control-seeds (%d) must be from 1 to %d.".formatted(seeds(), StudentInterval.MOST));
    }
    if (seeds != null && !control) {
      throw new InputException(
          "--control-seeds %d says how often controls run, but none do. Maybe add --control."
              .formatted(seeds));
    }
  }

  /** For the run's record. */
  void record(SequencedMap<String, String> options) {
    options.put("controlSeeds", Integer.toString(control ? seeds() : 0));
  }

  /** Adds them to a command; nothing without controls. */
  Typed type(Typed command) {
    return control
        ? command.word("--control").option("--control-seeds", seeds() == SEEDS ? null : seeds)
        : command;
  }
}
