package org.pith.train.encode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Features of one numeric column, fitted on its values. Models read single precision, so a column
 * has none where that makes one number of all of them.
 */
final class Fitting {

  /** Knots of a curve: more follow a distribution no better than its own sampling noise. */
  private static final int CURVE_KNOTS = 24;

  private Fitting() {}

  static List<Feature> fit(String column, double[] values, int[] labels, Style style) {
    double[] sorted = Arrays.stream(values).filter(v -> !Double.isNaN(v)).sorted().toArray();
    if (sorted.length == 0 || !areApart(sorted[0], sorted[sorted.length - 1])) {
      return List.of();
    }
    boolean binary = Arrays.stream(sorted).distinct().limit(3).count() <= 2;
    return switch (binary ? Style.STANDARD : style) {
      case STANDARD -> List.of(standard(column, sorted));
      case LOGARITHMIC -> List.of(logarithmic(column, sorted));
      case GAUSS_AND_PIECES -> joined(gauss(column, sorted), pieces(column, sorted, 4));
      case PIECES -> pieces(column, sorted, 16);
      case GAUSS_AND_STEPS -> joined(gauss(column, sorted), steps(column, values, labels));
    };
  }

  /** Whether single precision tells two numbers apart. */
  private static boolean areApart(double a, double b) {
    return (float) a != (float) b;
  }

  private static List<Feature> joined(Feature first, List<Feature> others) {
    List<Feature> all = new ArrayList<>();
    all.add(first);
    all.addAll(others);
    return all;
  }

  private static Feature standard(String column, double[] sorted) {
    double mean = Arrays.stream(sorted).average().orElseThrow();
    double deviation =
        Math.sqrt(Arrays.stream(sorted).map(v -> (v - mean) * (v - mean)).sum() / sorted.length);
    double[] ends = {sorted[0], sorted[sorted.length - 1]};
    return curve(column, ends, v -> (v - mean) / deviation);
  }

  private static Feature logarithmic(String column, double[] sorted) {
    double median = quantile(sorted, 0.5);
    double[] distances =
        Arrays.stream(sorted).map(v -> Math.abs(v - median)).filter(d -> d > 0).sorted().toArray();
    // Half of the values may equal the median: the spread is that of the others.
    double spread = quantile(distances, 0.5);
    double[] image = Arrays.stream(sorted).map(v -> asinh((v - median) / spread)).toArray();
    double mean = Arrays.stream(image).average().orElseThrow();
    double deviation =
        Math.sqrt(Arrays.stream(image).map(v -> (v - mean) * (v - mean)).sum() / image.length);
    // Knots even on the logarithmic scale, where the map bends evenly.
    double[] knots = new double[CURVE_KNOTS];
    for (int k = 0; k < CURVE_KNOTS; k++) {
      double share = k / (CURVE_KNOTS - 1.0);
      double at = image[0] + share * (image[image.length - 1] - image[0]);
      knots[k] = median + spread * Math.sinh(at);
    }
    return areApart(knots[0], knots[CURVE_KNOTS - 1])
        ? curve(column, knots, v -> (asinh((v - median) / spread) - mean) / deviation)
        : standard(column, sorted);
  }

  private static double asinh(double z) {
    return Math.signum(z) * Math.log(Math.abs(z) + Math.sqrt(z * z + 1));
  }

  private static Feature gauss(String column, double[] sorted) {
    double[] knots = quantileKnots(sorted, CURVE_KNOTS);
    return curve(
        column,
        knots,
        v -> {
          double below = (countBelow(sorted, v) + countBelow(sorted, Math.nextUp(v))) / 2.0;
          return NormalQuantile.of((below + 0.5) / (sorted.length + 1));
        });
  }

  private static int countBelow(double[] sorted, double v) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] < v) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static List<Feature> pieces(String column, double[] sorted, int count) {
    double[] knots = quantileKnots(sorted, count + 1);
    List<Feature> pieces = new ArrayList<>();
    for (int k = 0; k + 1 < knots.length; k++) {
      if (areApart(knots[k], knots[k + 1])) {
        pieces.add(new Feature.Piece(column, (float) knots[k], (float) knots[k + 1]));
      }
    }
    return pieces;
  }

  private static List<Feature> steps(String column, double[] values, int[] labels) {
    return Arrays.stream(MinimumDescription.thresholds(values, labels))
        .mapToObj(t -> (Feature) new Feature.Step(column, (float) t))
        .toList();
  }

  /**
   * Up to {@code count} distinct quantiles, the ends among them. A value so frequent that it fills
   * more than one gap counts for one gap alone, so that it does not use up the knots of all others.
   */
  static double[] quantileKnots(double[] sorted, int count) {
    int most = Math.max(1, sorted.length / count);
    double[] capped = new double[sorted.length];
    int kept = 0;
    int run = 0;
    for (int i = 0; i < sorted.length; i++) {
      run = i > 0 && sorted[i] == sorted[i - 1] ? run + 1 : 1;
      if (run <= most) {
        capped[kept++] = sorted[i];
      }
    }
    double[] values = Arrays.copyOf(capped, kept);
    double[] knots = new double[count];
    for (int k = 0; k < count; k++) {
      knots[k] = quantile(values, k / (count - 1.0));
    }
    return Arrays.stream(knots).distinct().toArray();
  }

  static double quantile(double[] sorted, double share) {
    double at = share * (sorted.length - 1);
    int low = (int) at;
    int high = Math.min(low + 1, sorted.length - 1);
    return sorted[low] + (at - low) * (sorted[high] - sorted[low]);
  }

  private static Feature.Curve curve(
      String column, double[] knots, java.util.function.DoubleUnaryOperator map) {
    List<float[]> points = new ArrayList<>();
    for (double knot : knots) {
      // Two knots may be one in single precision.
      if (points.isEmpty() || (float) knot > points.getLast()[0]) {
        points.add(new float[] {(float) knot, (float) map.applyAsDouble(knot)});
      }
    }
    float[] x = new float[points.size()];
    float[] y = new float[points.size()];
    for (int i = 0; i < x.length; i++) {
      x[i] = points.get(i)[0];
      y[i] = points.get(i)[1];
    }
    return new Feature.Curve(column, x, y);
  }
}
