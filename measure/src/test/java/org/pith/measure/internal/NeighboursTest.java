package org.pith.measure.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.pith.measure.internal.Neighbours.Norm;

/** Every search answers as the brute force does, bit for bit, ties included. */
class NeighboursTest {
  @Property(tries = 100, seed = "20260727")
  void searchesAgree(
      @ForAll @IntRange(min = 2, max = 200) int n,
      @ForAll @IntRange(min = 1, max = 9) int d,
      @ForAll @IntRange(min = 1, max = 6) int most,
      @ForAll @IntRange(min = 0, max = 2) int grain,
      @ForAll long seed) {
    int k = Math.min(most, n - 1);
    double[][] columns = draw(n, d, grain, new SplittableRandom(seed));
    Neighbours brute = new BruteForce(columns, Norm.MAXIMUM, 1);
    double[] radius = brute.distancesToKth(k);
    for (Neighbours search : searches(columns)) {
      assertThat(search.distancesToKth(k)).isEqualTo(radius);
      assertThat(search.nearest(k)).isEqualTo(brute.nearest(k));
      assertThat(search.countsWithin(radius, false)).isEqualTo(brute.countsWithin(radius, false));
      assertThat(search.countsWithin(radius, true)).isEqualTo(brute.countsWithin(radius, true));
    }
  }

  @Property(tries = 40, seed = "20260728")
  void theTreeAgreesInTheEuclideanNorm(
      @ForAll @IntRange(min = 5, max = 200) int n,
      @ForAll @IntRange(min = 1, max = 5) int d,
      @ForAll @IntRange(min = 0, max = 2) int grain,
      @ForAll long seed) {
    double[][] columns = draw(n, d, grain, new SplittableRandom(seed));
    assertThat(new KdTree(columns, Norm.EUCLIDEAN, 2).distancesToKth(4))
        .isEqualTo(new BruteForce(columns, Norm.EUCLIDEAN, 1).distancesToKth(4));
  }

  private static List<Neighbours> searches(double[][] columns) {
    return columns.length == 1
        ? List.of(new SortedLine(columns[0], 1), new KdTree(columns, Norm.MAXIMUM, 2))
        : List.of(new KdTree(columns, Norm.MAXIMUM, 3), new RankBitmaps(columns, 2));
  }

  /** Grain 0: no ties; 1: a dozen values; 2: two values, and a first column without any variation. */
  private static double[][] draw(int n, int d, int grain, SplittableRandom random) {
    double[][] columns = new double[d][n];
    for (int j = 0; j < d; j++) {
      int column = j;
      Arrays.setAll(
          columns[j],
          i ->
              switch (grain) {
                case 0 -> random.nextGaussian();
                case 1 -> Math.rint(2 * random.nextGaussian());
                default -> column == 0 ? 7 : random.nextInt(2);
              });
    }
    return columns;
  }
}
