package org.pith.measure.route;

import java.util.Arrays;
import org.pith.measure.Estimate;
import org.pith.measure.Labels;
import org.pith.measure.Samples;
import org.pith.measure.internal.Statistics;
import org.pith.measure.knn.MixedPair;
import org.pith.measure.significance.Consistency;

/**
 * The mixed-pair estimator where values repeat on one side more often than in pairs. A row whose
 * pair occurs often is counted as that estimator counts it. Elsewhere the ties are taken in random
 * order first, see {@link BrokenTies}: strict counts around a row leave out all that lies exactly
 * at the radius, which on a lattice is much, and would overstate the information. The density ratio
 * of a row is the same before and after, so the two kinds of rows have one mean.
 */
record TiedPair(MixedPair mixed, int k, long seed) {

  TiedPair(int threads, long seed) {
    this(MixedPair.withDefaults().withThreads(threads), 5, seed);
  }

  Estimate estimate(Samples x, Samples y) {
    int n = x.size();
    double[] local = localValues(x, y);
    double rate = Consistency.neighbourRate(x.dimensions() + y.dimensions());
    return BrokenTies.said(
        Consistency.of(
                Statistics.mean(local),
                n,
                rate,
                seed,
                rows -> Statistics.mean(localValues(x.rows(rows), y.rows(rows))))
            .judge(Statistics.standardError(local), n, "mixed", "k=%d, norm=max".formatted(k)));
  }

  private double[] localValues(Samples x, Samples y) {
    double[] local = mixed.localValues(BrokenTies.of(x, seed), BrokenTies.of(y, seed + 1));
    Labels pairs = Labels.ofRows(x.join(y));
    int[] counts = pairs.counts();
    if (Arrays.stream(counts).anyMatch(c -> c > k)) {
      double[] counted = mixed.localValues(x, y);
      for (int i = 0; i < local.length; i++) {
        local[i] = counts[pairs.code(i)] > k ? counted[i] : local[i];
      }
    }
    return local;
  }
}
