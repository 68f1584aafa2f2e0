package org.pith.measure.knn;

import java.util.Arrays;
import org.pith.measure.Labels;
import org.pith.measure.Samples;

/** What the estimators of this package ask of columns. */
final class Columns {
  private Columns() {}

  static double[][] join(double[][]... groups) {
    return Arrays.stream(groups).flatMap(Arrays::stream).toArray(double[][]::new);
  }

  static boolean constant(Samples samples) {
    return Arrays.stream(samples.columns()).allMatch(Columns::constant);
  }

  private static boolean constant(double[] column) {
    for (double v : column) {
      if (v != column[0]) {
        return false;
      }
    }
    return true;
  }

  /** The share of rows that have at least {@code k} exact copies. */
  static double shareOfRowsSurrounded(Samples samples, int k) {
    Labels rows = Labels.of(samples.column(0));
    for (int j = 1; j < samples.dimensions() && rows.states() < samples.size(); j++) {
      rows = rows.join(Labels.of(samples.column(j)));
    }
    long surrounded = Arrays.stream(rows.counts()).filter(c -> c > k).asLongStream().sum();
    return (double) surrounded / samples.size();
  }

  static double shareOfZeros(double[] distances) {
    return (double) Arrays.stream(distances).filter(r -> r == 0).count() / distances.length;
  }

  /** For each row the largest distance, in {@code columns}, to any of its k neighbours. */
  static double[] extents(double[][] columns, int[] nearest, int k) {
    double[] extents = new double[columns[0].length];
    for (double[] column : columns) {
      for (int at = 0; at < nearest.length; at++) {
        int i = at / k;
        extents[i] = Math.max(extents[i], Math.abs(column[nearest[at]] - column[i]));
      }
    }
    return extents;
  }
}
