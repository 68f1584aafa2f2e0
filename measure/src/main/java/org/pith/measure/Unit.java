package org.pith.measure;

/** The unit an amount of information is stated in. Pith computes in nats and shows bits. */
public enum Unit {
  /** Natural logarithm. */
  NATS(1),
  /** Logarithm to base 2. */
  BITS(1 / Math.log(2));

  private final double perNat;

  Unit(double perNat) {
    this.perNat = perNat;
  }

  /** {@code nats} stated in this unit. */
  public double fromNats(double nats) {
    return nats * perNat;
  }
}
