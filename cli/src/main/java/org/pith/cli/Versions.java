package org.pith.cli;

import java.util.LinkedHashMap;
import java.util.SequencedMap;

/** What computed: for provenance. */
final class Versions {

  private Versions() {}

  /** Names and versions. */
  static SequencedMap<String, String> all() {
    SequencedMap<String, String> versions = new LinkedHashMap<>();
    versions.put("pith", Pith.VERSION);
    versions.put("java", System.getProperty("java.version"));
    versions.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    return versions;
  }

  /** The machine, in words. */
  static String machine() {
    return "%s %s, %d processors"
        .formatted(
            System.getProperty("os.name"),
            System.getProperty("os.arch"),
            Runtime.getRuntime().availableProcessors());
  }
}
