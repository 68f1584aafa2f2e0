package org.pith.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What of this process lies in memory, as the system counts it. */
enum Resident {
  /** Now. */
  NOW("VmRSS:"),
  /** The most that it ever was. */
  PEAK("VmHWM:");

  private static final Path STATUS = Path.of("/proc/self/status");

  private final String line;

  Resident(String line) {
    this.line = line;
  }

  /**
   * Refuses a system that does not say.
   *
   * @throws AbsentException there
   */
  static void requireKnown() {
    if (!Files.isReadable(STATUS)) {
      throw new AbsentException(
          "Resident memory is read from %s, which only Linux has.".formatted(STATUS));
    }
  }

  /** In bytes. */
  double bytes() {
    requireKnown();
    try {
      return Files.readAllLines(STATUS).stream()
          .filter(l -> l.startsWith(line))
          .mapToDouble(l -> Long.parseLong(l.replaceAll("\\D", "")) * 1024.0)
          .findFirst()
          .orElseThrow();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
