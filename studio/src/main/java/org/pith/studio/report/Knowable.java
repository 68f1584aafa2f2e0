package org.pith.studio.report;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How much there is to know about a target.
 *
 * @param target the target column
 * @param entropyBits H(Y); empty for a numeric target, whose entropy depends on its unit
 * @param knownBits what a decoder was shown to know of held-out rows
 * @param decoder which decoder, in words
 * @param accuracy what so many bits allow; empty for a numeric target
 */
public record Knowable(
    String target,
    OptionalDouble entropyBits,
    Measured knownBits,
    String decoder,
    Optional<Bounds> accuracy) {

  /**
   * Shares of right answers.
   *
   * @param least what the best decision is sure of
   * @param reached by the decoder, on held-out rows
   * @param most what no decision of so many bits exceeds
   */
  public record Bounds(double least, Measured reached, double most) {
    /** Checks that it is present. */
    public Bounds {
      Objects.requireNonNull(reached, "reached");
    }
  }

  /** Checks that every part is present. */
  public Knowable {
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(entropyBits, "entropyBits");
    Objects.requireNonNull(knownBits, "knownBits");
    Objects.requireNonNull(decoder, "decoder");
    Objects.requireNonNull(accuracy, "accuracy");
  }
}
