package org.pith.measure.density;

import org.pith.measure.Samples;
import org.pith.measure.internal.Ranks;

/**
 * Columns as their normal scores: standard normal quantiles of {@code (rank − ½) / n}. Information
 * does not depend on monotone maps of columns, neighbour estimators do, and work best on these.
 *
 * <p>Ties share their mean rank, so a constant column stays constant. Cost: n log n a column.
 */
public final class NormalScores {
  private NormalScores() {}

  /** Every column of {@code samples} as its normal scores. */
  public static Samples of(Samples samples) {
    return Samples.of(Ranks.normalScores(samples.columns()));
  }
}
