package org.pith.prune.criterion;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The criteria by name, side by side. */
public enum Criteria {
  /** {@link JointInformation}. */
  INFORMATION,
  /** {@link WeightNorm#L1}. */
  L1,
  /** {@link WeightNorm#L2}. */
  L2,
  /** {@link NormalizationScale}. */
  BN,
  /** {@link Taylor}. */
  TAYLOR,
  /** {@link ActivationVariance}. */
  VARIANCE,
  /** {@link RandomOrder}. */
  RANDOM;

  /**
   * The criterion itself.
   *
   * @param seed of what is drawn; without effect on all but {@link #RANDOM}
   */
  public Criterion with(long seed) {
    return switch (this) {
      case INFORMATION -> JointInformation.DEFAULT;
      case L1 -> WeightNorm.L1;
      case L2 -> WeightNorm.L2;
      case BN -> new NormalizationScale();
      case TAYLOR -> new Taylor();
      case VARIANCE -> new ActivationVariance();
      case RANDOM -> new RandomOrder(seed);
    };
  }

  /** Its name as users write it. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The criterion of a name. */
  public static Optional<Criteria> of(String key) {
    return Arrays.stream(values()).filter(c -> c.key().equals(key)).findFirst();
  }

  /** All names, with commas between. */
  public static String keys() {
    return Arrays.stream(values()).map(Criteria::key).collect(Collectors.joining(", "));
  }
}
