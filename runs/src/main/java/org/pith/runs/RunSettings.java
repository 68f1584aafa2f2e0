package org.pith.runs;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;

/**
 * What a run was asked to do: everything its answer depends on.
 *
 * @param verb the command, for example {@code "compact"}
 * @param seed all its randomness
 * @param fingerprint of the data, for example {@code "sha256:9f86…"}; empty where there is no data
 * @param options the other options as the user would write them, in a readable order, for example {@code budget=params=5k}
 * @param versions of Pith, Java and the libraries that compute
 */
public record RunSettings(
    String verb,
    long seed,
    String fingerprint,
    SequencedMap<String, String> options,
    SequencedMap<String, String> versions) {

  /** Copies the maps and checks that every part is present. */
  public RunSettings {
    Objects.requireNonNull(verb, "verb");
    Objects.requireNonNull(fingerprint, "fingerprint");
    if (verb.isBlank()) {
      throw new IllegalArgumentException("The verb of a run must not be blank.");
    }
    options = copy(options, "option");
    versions = copy(versions, "version");
  }

  private static SequencedMap<String, String> copy(Map<String, String> map, String what) {
    map.forEach(
        (name, value) -> {
          Objects.requireNonNull(name, () -> "name of " + what);
          Objects.requireNonNull(value, () -> what + " " + name);
        });
    return Collections.unmodifiableSequencedMap(new LinkedHashMap<>(map));
  }
}
