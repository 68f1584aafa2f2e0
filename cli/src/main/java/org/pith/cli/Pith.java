package org.pith.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** What is the same for every verb. */
final class Pith {

  /** The version of this build, as the POM has it. */
  static final String VERSION = version();

  private Pith() {}

  private static String version() {
    try (InputStream in = Pith.class.getResourceAsStream("version.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
