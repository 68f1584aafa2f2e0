package org.pith.cli;

import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import org.pith.train.encode.Scaling;
import picocli.CommandLine.Option;

/** How numbers become what a model made elsewhere takes, which no model says; of every verb that feeds such a model. */
final class ScaleOption {

  @Option(
      names = "--scale",
      paramLabel = "HOW",
      description =
          "How numbers become what a model made elsewhere takes: raw (default for columns), unit (pixels"
              + " from 0 to 1, the default for them), signed (-1 to 1) or standard (mean 0, deviation 1).")
  Scaling.Kind scale;

  /** What was asked for; empty for the usual. */
  Optional<Scaling.Kind> kind() {
    return Optional.ofNullable(scale);
  }

  /** Adds it to the settings of a run, where it was asked for. */
  void record(SequencedMap<String, String> options) {
    if (scale != null) {
      options.put("scale", word());
    }
  }

  /** The command with it. */
  Typed type(Typed command) {
    return command.option("--scale", scale == null ? null : word());
  }

  private String word() {
    return scale.name().toLowerCase(Locale.ROOT);
  }
}
