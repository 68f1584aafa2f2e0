package org.pith.measure.route;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.pith.measure.Estimate;
import org.pith.measure.Samples;
import org.pith.measure.internal.Correlations;
import org.pith.measure.internal.Ranks;
import org.pith.measure.internal.Shuffle;
import org.pith.measure.internal.Statistics;
import org.pith.measure.knn.Kraskov;
import org.pith.measure.significance.Consistency;

/**
 * Information of wide vectors through one-dimensional windows, in nats: {@code I(θ·X; φ·Y)} for
 * directions θ and φ on the unit spheres of the standardised columns, each by KSG on normal scores.
 * The mean over uniform directions is sliced information, 0 only for independent vectors and not
 * above {@code I(X;Y)}; its maximum over directions, max-sliced information, is a lower bound that
 * names the pair of directions.
 *
 * <p>The noise of a slice does not grow with the dimension, but sliced information falls with it:
 * for vectors of which one pair of coordinates is dependent it is of the order {@code 1 / d_x d_y}.
 * Compare it with itself and with chance, not with {@code I(X;Y)}.
 *
 * <p>{@link #maximum} climbs on one half of the rows and measures on the other, so that searching
 * does not raise the value; a better pair may exist, and the value is a bound only up to its
 * interval. Constant sides give 0, and repeated values are taken in random order. Cost: {@code directions} estimates of n log n, five times for
 * the verdict.
 *
 * <p>References: Goldfeld and Greenewald (2021), arXiv 2110.05279; Tsur, Goldfeld, Greenewald
 * (2023), arXiv 2309.16200 (maximum).
 */
public final class SlicedInformation {
  private final int directions;
  private final int threads;
  private final long seed;

  private SlicedInformation(int directions, int threads, long seed) {
    this.directions = directions;
    this.threads = threads;
    this.seed = seed;
  }

  /** 100 pairs of directions, one thread, seed 0. */
  public static SlicedInformation withDefaults() {
    return new SlicedInformation(100, 1, 0);
  }

  /** The same with another number of pairs: drawn by {@link #mean}, tried by {@link #maximum}. */
  public SlicedInformation withDirections(int directions) {
    if (directions < 2) {
      throw new IllegalArgumentException(
          "The number of directions (%d) must be at least 2. Maybe 100.".formatted(directions));
    }
    return new SlicedInformation(directions, threads, seed);
  }

  /** The same on {@code threads} threads; the answer does not depend on it. */
  public SlicedInformation withThreads(int threads) {
    return new SlicedInformation(directions, Math.max(1, threads), seed);
  }

  /** The same with another seed for the directions. */
  public SlicedInformation withSeed(long seed) {
    return new SlicedInformation(directions, threads, seed);
  }

  /**
   * A pair of directions and what it shows.
   *
   * @param onX weights of the standardised columns of X, of length 1
   * @param onY weights of the standardised columns of Y, of length 1
   * @param information {@code I(onX·X; onY·Y)} on rows that did not choose them
   */
  public record Slice(double[] onX, double[] onY, Estimate information) {}

  /**
   * Sliced information, its standard error being that over directions and rows together.
   *
   * @throws IllegalArgumentException if the rows are not paired, or fewer than 80
   */
  public Estimate mean(Samples x, Samples y) {
    requireRows(x, y);
    double[][] a = standardized(x);
    double[][] b = standardized(y);
    double[] slices = slices(a, b);
    double value = Statistics.mean(slices);
    String settings = "mode=mean, directions=%d, k=4".formatted(directions);
    return Consistency.of(
            value, x.size(), 1, seed, rows -> Statistics.mean(slices(rows(a, rows), rows(b, rows))))
        .judge(Statistics.standardError(slices), x.size(), "sliced", settings);
  }

  private double[] slices(double[][] a, double[][] b) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] slices = new double[directions];
    for (int s = 0; s < directions; s++) {
      slices[s] = value(a, direction(a.length, random), b, direction(b.length, random));
    }
    return slices;
  }

  /**
   * Max-sliced information: from the best of a few starting pairs, steps to better ones, shorter
   * whenever none was found; the random starts are {@code directions} over 4 and the steps the rest.
   *
   * @throws IllegalArgumentException if the rows are not paired, or fewer than 80
   */
  public Slice maximum(Samples x, Samples y) {
    requireRows(x, y);
    double[][] a = standardized(x);
    double[][] b = standardized(y);
    int[][] halves = Shuffle.deal(x.size(), 2, seed);
    double[][] chosen = climb(rows(a, halves[0]), rows(b, halves[0]));
    Estimate e =
        Kraskov.withDefaults()
            .withThreads(threads)
            .estimate(
                Samples.of(scores(rows(a, halves[1]), chosen[0], seed)),
                Samples.of(scores(rows(b, halves[1]), chosen[1], seed + 1)));
    String settings =
        "mode=max, directions=%d, k=4, measured on the other half".formatted(directions);
    return new Slice(chosen[0], chosen[1], e.by("sliced", settings));
  }

  private double[][] climb(double[][] a, double[][] b) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] best = leading(a, b);
    double highest = value(a, best[0], b, best[1]);
    double step = 1;
    for (int trial = 0; trial < directions; trial++) {
      boolean start = trial < directions / 4;
      double[] u = direction(a.length, random);
      double[] v = direction(b.length, random);
      double[][] next = start ? new double[][] {u, v} : moved(best, u, v, step);
      double value = value(a, next[0], b, next[1]);
      step = start ? step : value > highest ? Math.min(1, 1.5 * step) : 0.9 * step;
      if (value > highest) {
        highest = value;
        best = next;
      }
    }
    return best;
  }

  private static double[][] moved(double[][] from, double[] u, double[] v, double step) {
    return new double[][] {unit(sum(from[0], step, u)), unit(sum(from[1], step, v))};
  }

  private static double[] sum(double[] a, double factor, double[] b) {
    double[] sum = new double[a.length];
    Arrays.setAll(sum, j -> a[j] + factor * b[j]);
    return sum;
  }

  /** The directions of most covariance between the sides: power steps from the heaviest column. */
  private static double[][] leading(double[][] a, double[][] b) {
    double[][] cross = new double[a.length][b.length];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < b.length; j++) {
        cross[i][j] = Correlations.dot(a[i], b[j]) / a[0].length;
      }
    }
    double[] v = unit(heaviest(cross).clone());
    double[] u = new double[a.length];
    for (int turn = 0; turn < 30; turn++) {
      double[] right = v;
      Arrays.setAll(u, i -> Correlations.dot(cross[i], right));
      unit(u);
      double[] left = u;
      v = new double[b.length];
      for (int i = 0; i < a.length; i++) {
        v = sum(v, left[i], cross[i]);
      }
      unit(v);
    }
    return new double[][] {u, v};
  }

  private static double[] heaviest(double[][] rows) {
    double[] heaviest = rows[0];
    for (double[] row : rows) {
      heaviest = Correlations.dot(row, row) > Correlations.dot(heaviest, heaviest) ? row : heaviest;
    }
    return heaviest;
  }

  private double value(double[][] a, double[] u, double[][] b, double[] v) {
    return Kraskov.withDefaults()
        .withThreads(threads)
        .value(Samples.of(scores(a, u, seed)), Samples.of(scores(b, v, seed + 1)));
  }

  /** Normal scores of a slice; where its values repeat, in random order, see {@link BrokenTies}. */
  private static double[] scores(double[][] columns, double[] weights, long seed) {
    double[] slice = new double[columns[0].length];
    for (int j = 0; j < weights.length; j++) {
      for (int i = 0; i < slice.length; i++) {
        slice[i] += weights[j] * columns[j][i];
      }
    }
    double[] ranks = Ranks.of(slice);
    return repeats(ranks)
        ? BrokenTies.of(Samples.of(slice), seed).column(0)
        : Ranks.normalScores(new double[][] {ranks})[0];
  }

  /** Whether values repeat, but not all of them are one. */
  private static boolean repeats(double[] ranks) {
    boolean[] seen = new boolean[2 * ranks.length + 1];
    int different = 0;
    for (double rank : ranks) {
      different += seen[(int) (2 * rank)] ? 0 : 1;
      seen[(int) (2 * rank)] = true;
    }
    return different > 1 && different < ranks.length;
  }

  private static double[] direction(int d, SplittableRandom random) {
    double[] direction = new double[d];
    Arrays.setAll(direction, j -> random.nextGaussian());
    return unit(direction);
  }

  /** Scaled in place to length 1; what has no length becomes the first axis. */
  private static double[] unit(double[] vector) {
    double length = Math.sqrt(Correlations.dot(vector, vector));
    if (length == 0) {
      vector[0] = 1;
    } else {
      Arrays.setAll(vector, j -> vector[j] / length);
    }
    return vector;
  }

  private static double[][] standardized(Samples samples) {
    return Arrays.stream(samples.columns())
        .map(Correlations::standardized)
        .peek(c -> Arrays.setAll(c, i -> c[i] * Math.sqrt(c.length)))
        .toArray(double[][]::new);
  }

  private static double[][] rows(double[][] columns, int[] rows) {
    return Arrays.stream(columns)
        .map(c -> Arrays.stream(rows).mapToDouble(i -> c[i]).toArray())
        .toArray(double[][]::new);
  }

  private static void requireRows(Samples x, Samples y) {
    x.requireSameSize(y);
    if (x.size() < 80) {
      throw new IllegalArgumentException(
          "%d rows are too few for slices; at least 80 are needed. Maybe use the default route."
              .formatted(x.size()));
    }
  }
}
