package org.pith.studio.report;

import java.util.Objects;
import java.util.Optional;

/**
 * One layer of the network that was found.
 *
 * @param name for example {@code "layer1"}
 * @param kind for example {@code "dense, gelu"}
 * @param width its units or channels
 * @param params trained numbers
 * @param macs multiply-accumulates for one row
 * @param bits usable information about the target in its output, where it was measured
 */
public record Layer(
    String name, String kind, long width, long params, long macs, Optional<Measured> bits) {
  /** Checks that every part is present. */
  public Layer {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(bits, "bits");
  }
}
