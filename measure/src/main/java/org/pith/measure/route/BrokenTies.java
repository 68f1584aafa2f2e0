package org.pith.measure.route;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.pith.measure.Estimate;
import org.pith.measure.Samples;
import org.pith.measure.internal.Ranks;

/**
 * Columns whose tied values are put in a random order. With X′ the column so refined, X is a
 * function of X′ and X′ says nothing about Y beyond X, so {@code I(X′;Y) = I(X;Y)} exactly; but X′
 * has no ties, which strict counts of neighbours take for structure. The order is that of a seed,
 * and the settings of an estimate say that it was drawn.
 */
final class BrokenTies {
  private BrokenTies() {}

  /** Normal scores of the columns with ties in the order of {@code seed}. */
  static Samples of(Samples samples, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] columns = samples.columns();
    for (int j = 0; j < columns.length; j++) {
      columns[j] = places(columns[j], random.split());
    }
    return Samples.of(Ranks.normalScores(columns));
  }

  private static double[] places(double[] column, SplittableRandom random) {
    double[] lots = random.doubles(column.length).toArray();
    Integer[] order = new Integer[column.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(
        order,
        (a, b) -> {
          int byValue = Double.compare(column[a] + 0.0, column[b] + 0.0);
          return byValue != 0 ? byValue : Double.compare(lots[a], lots[b]);
        });
    double[] places = new double[column.length];
    for (int place = 0; place < order.length; place++) {
      places[order[place]] = place;
    }
    return places;
  }

  /** The estimate with a setting that says so. */
  static Estimate said(Estimate e) {
    return e.by(e.estimator(), e.settings() + ", ties=in random order");
  }
}
