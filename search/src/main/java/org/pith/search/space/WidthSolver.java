package org.pith.search.space;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Solves the widths of a structure for a budget: the largest common scale of the given proportions that still fits, then single
 * units wherever one more fits. So every proposal keeps every limit by construction, and spends what it is given.
 *
 * <p>Every cost grows with every width, so the scale is found by bisection; about forty costs are computed for one structure.
 */
public final class WidthSolver {

  /** No layer is made wider: beyond it a limit such as latency alone would allow networks nobody waits for. */
  static final int WIDEST = 512;

  private WidthSolver() {}

  /**
   * The widest network of {@code proportions}' structure that fits. A layer that is as wide as any may be stays so while the others
   * grow.
   *
   * @param proportions its widths relative to each other
   * @param fits whether a network keeps every limit; must be monotone in every width
   * @return empty when not even widths of one fit
   */
  public static Optional<Architecture> widest(
      Architecture proportions, Predicate<Architecture> fits) {
    List<Integer> ratio = proportions.widths();
    if (!fits.test(scaled(proportions, ratio, 0))) {
      return Optional.empty();
    }
    if (ratio.isEmpty()) {
      return Optional.of(proportions);
    }
    double low = 0;
    double high = (double) WIDEST / ratio.stream().mapToInt(Integer::intValue).min().orElseThrow();
    if (fits.test(scaled(proportions, ratio, high))) {
      return Optional.of(scaled(proportions, ratio, high));
    }
    // The widths are whole numbers below WIDEST, so twenty halvings separate any two of them.
    for (int i = 0; i < 20; i++) {
      double middle = (low + high) / 2;
      if (fits.test(scaled(proportions, ratio, middle))) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return Optional.of(filled(scaled(proportions, ratio, low), fits));
  }

  private static Architecture scaled(Architecture structure, List<Integer> ratio, double scale) {
    return structure.withWidths(
        ratio.stream().map(width -> Math.clamp(Math.round(width * scale), 1, WIDEST)).toList());
  }

  /** Adds units to one layer after another, the last first, while they fit. */
  private static Architecture filled(Architecture start, Predicate<Architecture> fits) {
    Architecture best = start;
    for (int layer = start.widths().size() - 1; layer >= 0; layer--) {
      for (int extra = 0; extra < 2 && best.widths().get(layer) < WIDEST; extra++) {
        List<Integer> widths = new ArrayList<>(best.widths());
        widths.set(layer, widths.get(layer) + 1);
        Architecture wider = best.withWidths(widths);
        if (!fits.test(wider)) {
          break;
        }
        best = wider;
      }
    }
    return best;
  }
}
