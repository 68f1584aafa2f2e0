package org.pith.measure.density;

import java.util.Arrays;
import java.util.function.Function;
import org.pith.measure.Labels;
import org.pith.measure.Samples;

/**
 * Numbers as labels of intervals, for the estimators of counts. What bins say about continuous
 * variables depends on the bins: the information of a deterministic map grows with their number
 * without end, and equal-width bins of unbounded activations describe the largest activation. Use
 * them for variables that come in bins, or to repeat published figures.
 */
public final class Bins {
  private Bins() {}

  /**
   * {@code count} intervals of equal width over {@code [low, high]}; values beyond fall into the
   * outer ones. A constant in the range is one bin.
   *
   * @throws IllegalArgumentException if the range is empty or not finite
   */
  public static Labels equalWidth(double[] values, double low, double high, int count) {
    requireCount(count);
    if (!(low < high && Double.isFinite(low) && Double.isFinite(high))) {
      throw new IllegalArgumentException(
          "The range [%s, %s] is empty or not finite. Maybe the variable is constant."
              .formatted(low, high));
    }
    // The wider of two units: halves, so that no difference overflows, unless they would vanish.
    double unit = Math.max(-low, high) < 1 ? 1 : 0.5;
    double width = unit * high - unit * low;
    int[] bins =
        Arrays.stream(Samples.of(values).column(0))
            .mapToInt(
                v ->
                    (int)
                        Math.clamp(
                            (long) Math.floor(count * ((unit * v - unit * low) / width)),
                            0,
                            count - 1))
            .toArray();
    return Labels.of(bins);
  }

  /**
   * {@code count} intervals of as nearly equal numbers of rows as ties allow: equal values share a
   * bin. A constant is one bin; more bins than values make each value its own.
   */
  public static Labels equalCount(double[] values, int count) {
    requireCount(count);
    double[] sorted = Samples.of(values).column(0);
    Arrays.sort(sorted);
    int n = sorted.length;
    double[] edges = new double[count - 1];
    Arrays.setAll(edges, b -> sorted[(int) Math.max(0, (long) (b + 1) * n / count - 1)]);
    return Labels.of(Arrays.stream(values).mapToInt(v -> above(edges, v)).toArray());
  }

  /**
   * The joint bins of a vector, every column cut by {@link #equalCount}: edges that follow the
   * activity, as adaptive binning of a layer takes them (entropy-based adaptive binning). With T
   * the result, {@code I(X;T) = H(T)} for a deterministic layer and {@code I(T;Y) = H(T) − H(T|Y)},
   * both from {@code DiscreteInformation}. Chelombiev, Houghton, O'Donnell (2019), arXiv
   * 1902.09037.
   */
  public static Labels equalCount(Samples samples, int count) {
    return joint(samples, column -> equalCount(column, count));
  }

  /** The joint bins of a vector, every column cut by {@link #equalWidth} over one range. */
  public static Labels equalWidth(Samples samples, double low, double high, int count) {
    return joint(samples, column -> equalWidth(column, low, high, count));
  }

  private static Labels joint(Samples samples, Function<double[], Labels> bins) {
    return Arrays.stream(samples.columns()).map(bins).reduce(Labels::join).orElseThrow();
  }

  private static int above(double[] edges, double v) {
    int bin = 0;
    while (bin < edges.length && v > edges[bin]) {
      bin++;
    }
    return bin;
  }

  private static void requireCount(int count) {
    if (count < 1) {
      throw new IllegalArgumentException(
          "The number of bins (%d) must be at least 1. Maybe 10.".formatted(count));
    }
  }
}
