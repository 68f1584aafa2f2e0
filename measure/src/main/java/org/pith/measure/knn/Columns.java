package org.pith.measure.knn;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import org.pith.measure.Estimate;
import org.pith.measure.Estimate.Verdict;
import org.pith.measure.Labels;
import org.pith.measure.Samples;
import org.pith.measure.internal.Ranks;

/** What the estimators of this package ask of columns. */
final class Columns {
  private static final double TIED = 0.02;

  private Columns() {}

  static double[][] join(double[][]... groups) {
    return Arrays.stream(groups).flatMap(Arrays::stream).toArray(double[][]::new);
  }

  /** The share of rows that have at least {@code k} exact copies. */
  static double shareOfRowsSurrounded(Samples samples, int k) {
    long surrounded =
        Arrays.stream(Labels.ofRows(samples).counts()).filter(c -> c > k).asLongStream().sum();
    return (double) surrounded / samples.size();
  }

  /** Whether more than one row in fifty has a copy of its value in some column that varies. */
  static boolean tied(Samples samples) {
    return Arrays.stream(samples.columns()).anyMatch(Columns::tied);
  }

  private static boolean tied(double[] column) {
    Labels values = Labels.of(column);
    long alone = Arrays.stream(values.counts()).filter(c -> c == 1).count();
    return values.states() > 1 && column.length - alone > TIED * column.length;
  }

  /**
   * The samples with equal values of a column drawn apart, each anywhere between the midpoints to
   * the values beside it. The old column is a function of the new one, and the new one says nothing
   * beyond it, so no information changes.
   */
  static Samples spread(Samples samples, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return Samples.of(
        Arrays.stream(samples.columns())
            .map(column -> spread(column, random.split()))
            .toArray(double[][]::new));
  }

  private static double[] spread(double[] column, SplittableRandom random) {
    int n = column.length;
    int[] order = Ranks.ascending(column);
    double[] apart = column.clone();
    int end;
    for (int start = 0; start < n; start = end) {
      double here = column[order[start]];
      end = start + 1;
      while (end < n && column[order[end]] == here) {
        end++;
      }
      if (end - start > 1 && end - start < n) {
        double above = end < n ? column[order[end]] / 2 - here / 2 : 0;
        double below = start > 0 ? here / 2 - column[order[start - 1]] / 2 : above;
        double width = (end < n ? above : below) + below;
        for (int at = start; at < end; at++) {
          apart[order[at]] = here - below + width * random.nextDouble();
        }
      }
    }
    return apart;
  }

  /** The estimate, {@code BIASED} where ties alone move its value beyond the tolerance. */
  static Estimate besides(Estimate e, DoubleSupplier untied) {
    if (e.verdict() != Verdict.TRUSTED) {
      return e;
    }
    double apart = untied.getAsDouble();
    return Math.abs(apart - e.value()) <= Estimate.tolerance(e.value())
        ? e
        : e.judged(
            Verdict.BIASED,
            "ties make the value: with equal numbers in random order it is %.3f. Maybe take the default route"
                .formatted(apart));
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
