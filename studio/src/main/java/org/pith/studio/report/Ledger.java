package org.pith.studio.report;

import java.util.Objects;
import java.util.OptionalDouble;

/**
 * Where the bits about the target are.
 *
 * @param target the target column
 * @param entropyBits H(Y); empty for a numeric target, whose entropy depends on its unit
 * @param ceilingBits the most that any decoder tried could know
 * @param ceilingFrom which decoder that was, for example {@code "gradient boosting"}
 * @param knownBits what the network knows on the test rows
 * @param bitsPerKiloParam known bits for each thousand parameters
 */
public record Ledger(
    String target,
    OptionalDouble entropyBits,
    double ceilingBits,
    String ceilingFrom,
    Measured knownBits,
    double bitsPerKiloParam) {
  /** Checks that every part is present. */
  public Ledger {
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(entropyBits, "entropyBits");
    Objects.requireNonNull(ceilingFrom, "ceilingFrom");
    Objects.requireNonNull(knownBits, "knownBits");
  }

  /** Known bits as a share of the ceiling; NaN where there is nothing to know. */
  public double retained() {
    return ceilingBits > 0 ? knownBits.value() / ceilingBits : Double.NaN;
  }
}
