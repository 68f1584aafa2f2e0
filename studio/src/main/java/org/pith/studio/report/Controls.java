package org.pith.studio.report;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The same job done in other ways at equal cost.
 *
 * @param quality what they are compared by, on the test rows
 * @param ours Pith's own result over the same seeds
 * @param others the controls
 */
public record Controls(Quality quality, Control ours, List<Control> others) {

  /**
   * One way of doing the job.
   *
   * @param name as it reads after "better than", for example {@code "the largest network that
   *     fits"}
   * @param params parameters of what it found, mean over the seeds
   * @param quality mean over the seeds, with its interval
   * @param seeds the result of each seed
   * @param cpuSeconds mean over the seeds
   */
  public record Control(
      String name, long params, Measured quality, List<Double> seeds, double cpuSeconds) {
    /** Copies the seeds and checks that every part is present. */
    public Control {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(quality, "quality");
      seeds = List.copyOf(seeds);
    }
  }

  /** How ours compares with one control. */
  public enum Standing {
    /** The intervals are apart, and ours is better. */
    WINS,
    /** The intervals overlap, or one is missing. */
    TIES,
    /** The intervals are apart, and the control is better. */
    LOSES
  }

  /** Copies the controls. */
  public Controls {
    Objects.requireNonNull(quality, "quality");
    Objects.requireNonNull(ours, "ours");
    others = List.copyOf(others);
  }

  /**
   * How ours compares with {@code other}: a difference counts where the two 95 % intervals are
   * apart, which is a stricter test than 5 %.
   */
  public Standing against(Control other) {
    Measured a = ours.quality;
    Measured b = other.quality;
    boolean apart =
        a.hasInterval() && b.hasInterval() && (a.low() > b.high() || b.low() > a.high());
    if (!apart) {
      return Standing.TIES;
    }
    return (a.value() > b.value()) == quality.higherIsBetter() ? Standing.WINS : Standing.LOSES;
  }

  /** Ours and the others, the best first. */
  public List<Control> ranked() {
    Comparator<Control> ascending = Comparator.comparingDouble(c -> c.quality.value());
    return Stream.concat(Stream.of(ours), others.stream())
        .sorted(quality.higherIsBetter() ? ascending.reversed() : ascending)
        .toList();
  }
}
