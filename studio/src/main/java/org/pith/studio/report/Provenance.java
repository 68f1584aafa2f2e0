package org.pith.studio.report;

import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.Objects;
import org.pith.runs.RunSettings;

/**
 * Where a report comes from: everything needed to make it again.
 *
 * @param run id of the run
 * @param commandLine as the user could type it
 * @param settings what the run was asked, with seed, fingerprint and versions
 * @param begun when
 * @param wall how long it took
 * @param cpuSeconds processor time of all threads
 * @param machine for example {@code "Linux amd64, 2 processors"}
 */
public record Provenance(
    String run,
    String commandLine,
    RunSettings settings,
    ZonedDateTime begun,
    Duration wall,
    double cpuSeconds,
    String machine) {
  /** Checks that every part is present. */
  public Provenance {
    Objects.requireNonNull(run, "run");
    Objects.requireNonNull(commandLine, "commandLine");
    Objects.requireNonNull(settings, "settings");
    Objects.requireNonNull(begun, "begun");
    Objects.requireNonNull(wall, "wall");
    Objects.requireNonNull(machine, "machine");
  }
}
