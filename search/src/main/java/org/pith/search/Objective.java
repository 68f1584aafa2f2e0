package org.pith.search;

import org.pith.train.HeldOut;

/** What the search ranks candidates by. */
public enum Objective {
  /** Usable information about the target on held-out rows. */
  INFORMATION,
  /** Accuracy, or for numbers the negative root mean square error: the control. */
  ACCURACY;

  /** The candidate's merit; more is better, and never NaN: one that diverged has the least. */
  public double merit(Outcome outcome) {
    HeldOut score = outcome.score();
    if (score.isDiverged()) {
      return Double.NEGATIVE_INFINITY;
    }
    return switch (this) {
      case INFORMATION -> score.information().value();
      case ACCURACY -> Double.isNaN(score.accuracy()) ? -score.rmse() : score.accuracy();
    };
  }
}
