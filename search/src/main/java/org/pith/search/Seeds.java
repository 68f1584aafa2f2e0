package org.pith.search;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Seeds that depend on what they are for and on nothing else, so that adding one draw moves no other. */
public final class Seeds {

  private Seeds() {}

  /** A seed for {@code purpose} number {@code index}, derived from the run's seed. */
  public static long of(long seed, String purpose, int index) {
    return mix(mix(seed ^ mix(purpose.hashCode())) + index);
  }

  static RandomGenerator generator(long seed, String purpose, int index) {
    return RandomGeneratorFactory.of("L64X128MixRandom").create(of(seed, purpose, index));
  }

  /** The finaliser of SplitMix64 (Steele, Lea and Flood 2014, doi:10.1145/2660193.2660195). */
  private static long mix(long z) {
    z += 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
