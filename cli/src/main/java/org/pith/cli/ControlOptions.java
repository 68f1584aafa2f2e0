package org.pith.cli;

import java.util.SequencedMap;
import picocli.CommandLine.Option;

/** Whether what a result has to beat is run as well, and how often. */
final class ControlOptions {

  @Option(
      names = "--control",
      description =
          "Also run what the result has to beat, at equal cost; takes several times as long.")
  boolean control;

  @Option(
      names = "--control-seeds",
      paramLabel = "N",
      description =
          "How often each control runs, from 1 to 10; with 1 there is no interval. Default: ${DEFAULT-VALUE}.")
  int seeds = 3;

  /** Refuses a number of seeds that no interval is known for. */
  void requireSense() {
    if (seeds < 1 || seeds > ControlLine.MOST_SEEDS) {
      throw new InputException(
          "--control-seeds (%d) must be from 1 to %d.".formatted(seeds, ControlLine.MOST_SEEDS));
    }
  }

  /** For the run's record. */
  void record(SequencedMap<String, String> options) {
    options.put("controlSeeds", Integer.toString(control ? seeds : 0));
  }

  /** As it is typed, with a space before it; empty without controls. */
  String words() {
    return control ? " --control" + (seeds == 3 ? "" : " --control-seeds " + seeds) : "";
  }
}
