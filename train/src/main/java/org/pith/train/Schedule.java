package org.pith.train;

/**
 * How the learning rate changes over a training, as a factor of its peak.
 *
 * <p>Progress {@code p} runs from 0 at the first step to 1 after the last one.
 */
public sealed interface Schedule {

  /** The share of the peak learning rate at {@code progress} in [0,1]; in [0,1] itself. */
  double factor(double progress);

  /** The peak at every step. */
  record Constant() implements Schedule {
    @Override
    public double factor(double progress) {
      return 1;
    }
  }

  /**
   * {@code floor + (1 - floor) * (1 + cos(pi * p)) / 2}: from the peak to the floor along half a
   * cosine, without warm-up.
   */
  record Cosine(double floor) implements Schedule {
    /** Down to zero. */
    public static final Cosine TO_ZERO = new Cosine(0);

    /** Checks the floor. */
    public Cosine {
      requireShare("floor", floor);
    }

    @Override
    public double factor(double progress) {
      return Decay.COSINE.between(1, floor, progress);
    }
  }

  /**
   * A linear rise from {@code start} to the peak over the first {@code warmup} of the steps, then a
   * fall to {@code end} (Smith and Topin 2019, arXiv:1708.07120; the second variant of it, one
   * decay instead of two).
   *
   * @param warmup share of the steps that rise, in [0,1]
   * @param start factor at the first step
   * @param end factor after the last step
   * @param decay shape of the fall
   */
  record OneCycle(double warmup, double start, double end, Decay decay) implements Schedule {
    /** A quarter of warm-up from a 25th of the peak, then a cosine to zero. */
    public static final OneCycle DEFAULT = new OneCycle(0.25, 0.04, 0, Decay.COSINE);

    /** Checks the shares. */
    public OneCycle {
      requireShare("warmup", warmup);
      requireShare("start", start);
      requireShare("end", end);
    }

    @Override
    public double factor(double progress) {
      if (progress < warmup) {
        return Decay.LINEAR.between(start, 1, progress / warmup);
      }
      return warmup == 1 ? 1 : decay.between(1, end, (progress - warmup) / (1 - warmup));
    }
  }

  /** The shape of a change from one value to another. */
  enum Decay {
    /** A straight line. */
    LINEAR {
      @Override
      double between(double from, double to, double share) {
        return from + (to - from) * share;
      }
    },
    /** Half a cosine: slow at both ends. */
    COSINE {
      @Override
      double between(double from, double to, double share) {
        return to + (from - to) * (1 + Math.cos(Math.PI * share)) / 2;
      }
    };

    abstract double between(double from, double to, double share);
  }

  private static void requireShare(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(
          "The %s (%s) of a schedule must be between 0 and 1.".formatted(name, value));
    }
  }
}
