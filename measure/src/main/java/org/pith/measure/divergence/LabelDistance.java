package org.pith.measure.divergence;

import org.pith.measure.Labels;
import org.pith.measure.discrete.CountEntropy;

/**
 * Distances and normalised information of two labellings of the same rows, from plug-in entropies.
 * Where both labellings are constant there is nothing to compare: distances are 0 and normalised
 * values 1.
 */
public final class LabelDistance {
  private final double x;
  private final double y;
  private final double joint;

  private LabelDistance(Labels a, Labels b) {
    x = CountEntropy.PLUG_IN.nats(a.counts());
    y = CountEntropy.PLUG_IN.nats(b.counts());
    joint = CountEntropy.PLUG_IN.nats(a.join(b).counts());
  }

  /** Compares two labellings of the same rows. */
  public static LabelDistance between(Labels a, Labels b) {
    return new LabelDistance(a, b);
  }

  /** {@code I(X;Y)} in nats. */
  public double information() {
    return x + y - joint;
  }

  /**
   * Variation of information {@code H(X|Y) + H(Y|X)} in nats, a metric. Meila (2007),
   * doi:10.1016/j.jmva.2006.11.013.
   */
  public double variationOfInformation() {
    return 2 * joint - x - y;
  }

  /**
   * Rajski's distance {@code 1 − I / H(X,Y)}, a metric in [0, 1]. Rajski (1961),
   * doi:10.1016/S0019-9958(61)80055-7.
   */
  public double rajski() {
    return joint == 0 ? 0 : variationOfInformation() / joint;
  }

  /** What normalised information is divided by. */
  public enum Normalization {
    /** {@code (H(X) + H(Y)) / 2}. */
    ARITHMETIC,
    /** {@code sqrt(H(X) H(Y))}. */
    GEOMETRIC,
    /** {@code min(H(X), H(Y))}. */
    MINIMUM,
    /** {@code max(H(X), H(Y))}. */
    MAXIMUM,
    /** {@code H(X,Y)}. */
    JOINT
  }

  /** {@code I(X;Y)} divided by what {@code normalization} names; 1 for two constants, 0 for one. */
  public double normalized(Normalization normalization) {
    double divisor =
        switch (normalization) {
          case ARITHMETIC -> (x + y) / 2;
          case GEOMETRIC -> Math.sqrt(x * y);
          case MINIMUM -> Math.min(x, y);
          case MAXIMUM -> Math.max(x, y);
          case JOINT -> joint;
        };
    if (divisor == 0) {
      return joint == 0 ? 1 : 0;
    }
    return information() / divisor;
  }
}
