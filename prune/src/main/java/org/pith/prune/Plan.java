package org.pith.prune;

import java.util.List;
import org.pith.prune.repair.Refit;

/**
 * What one cut removed and why, and what became of it.
 *
 * @param criterion name of the criterion that chose
 * @param cuts what happened to each group that could shrink, in node order
 * @param refits how well each layer was repaired, in node order; empty without repair
 * @param predicted share of what the layers need that was expected to stay: the product of the
 *     groups' shares
 * @param real share of the variance of the original's scores that the cut and repaired network
 *     reproduces on the calibration rows, {@code 1 - E|s' - s|^2 / var(s)}; negative where it does
 *     worse than their mean
 */
public record Plan(
    String criterion, List<Cut> cuts, List<Refit> refits, double predicted, double real) {

  /** Copies the lists. */
  public Plan {
    cuts = List.copyOf(cuts);
    refits = List.copyOf(refits);
  }

  /**
   * What happened to one group.
   *
   * @param group its name
   * @param size how many units it had
   * @param kept the units that stayed, ascending
   * @param shares the gain curve: {@code shares[k]} is the share of the consumers' need that k
   *     units retain
   */
  public record Cut(String group, int size, List<Integer> kept, List<Double> shares) {
    /** Copies the lists. */
    public Cut {
      kept = List.copyOf(kept);
      shares = List.copyOf(shares);
    }
  }
}
