package org.pith.measure.route;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.pith.measure.Labels;
import org.pith.measure.Samples;
import org.pith.measure.internal.Correlations;
import org.pith.measure.internal.Ranks;

/** One side of a pair as the route sees it: what kind it is, and its columns as normal scores. */
record Side(Samples samples, Labels labels, double share) {
  private static final int ROWS_PER_STATE = 20;
  private static final double TIED = 0.02;

  static Side of(Samples samples) {
    Labels rows = Labels.of(samples.column(0));
    double tied = repeated(rows);
    for (int j = 1; j < samples.dimensions(); j++) {
      Labels column = Labels.of(samples.column(j));
      tied = Math.max(tied, column.states() == 1 ? 0 : repeated(column));
      rows = rows.join(column);
    }
    return new Side(samples, rows, tied);
  }

  private static double repeated(Labels column) {
    int alone = (int) Arrays.stream(column.counts()).filter(c -> c == 1).count();
    return 1 - (double) alone / column.size();
  }

  int distinct() {
    return labels.states();
  }

  boolean constant() {
    return labels.states() == 1;
  }

  boolean discrete() {
    return (long) labels.states() * ROWS_PER_STATE <= labels.size();
  }

  boolean tied() {
    return share > TIED;
  }

  /**
   * Normal scores of the columns that are neither constant nor determined by those before them; one
   * column at least.
   */
  Samples scores() {
    double[][] scores = Ranks.normalScores(samples.columns());
    if (scores.length == 1) {
      return Samples.of(scores);
    }
    int[] kept = independent(Correlations.of(scores));
    return Samples.of(Arrays.stream(kept).mapToObj(j -> scores[j]).toArray(double[][]::new));
  }

  /**
   * Columns whose share of variance that the kept ones before them leave is above rounding: a
   * Cholesky that skips the others.
   */
  private int[] independent(double[][] r) {
    int d = r.length;
    double[][] l = new double[d][];
    int[] kept = new int[d];
    int size = 0;
    for (int j = 0; j < d; j++) {
      double[] row = new double[size + 1];
      double left = varies(j) ? 1 : 0;
      for (int k = 0; k < size; k++) {
        double sum = r[j][kept[k]];
        for (int m = 0; m < k; m++) {
          sum -= row[m] * l[k][m];
        }
        row[k] = sum / l[k][k];
        left -= row[k] * row[k];
      }
      if (left > 1e-9) {
        row[size] = Math.sqrt(left);
        l[size] = row;
        kept[size++] = j;
      }
    }
    return IntStream.of(Arrays.copyOf(kept, size)).toArray();
  }

  private boolean varies(int j) {
    double first = samples.value(0, j);
    return IntStream.range(1, samples.size()).anyMatch(i -> samples.value(i, j) != first);
  }
}
