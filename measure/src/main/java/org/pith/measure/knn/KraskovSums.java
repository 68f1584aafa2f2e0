package org.pith.measure.knn;

import java.util.Arrays;
import java.util.function.Function;
import org.pith.measure.internal.Distances;
import org.pith.measure.internal.Neighbours;
import org.pith.measure.internal.Neighbours.Norm;
import org.pith.measure.internal.Neighbours.Search;
import org.pith.measure.internal.Parallel;
import org.pith.measure.internal.RankBitmaps;
import org.pith.measure.internal.SpecialFunctions;

/** The terms of the KSG family, row by row; the formulas are in {@link Kraskov}. */
record KraskovSums(int k, int threads, Search search) {

  private Neighbours over(double[][] columns) {
    return Neighbours.of(columns, Norm.MAXIMUM, search, threads);
  }

  /** Counts in every group, groups side by side: sorting and tree building then share threads too. */
  private int[][] counts(
      double[][][] groups, Function<double[][], double[]> radius, boolean closed) {
    int[][] near = new int[groups.length][];
    KraskovSums each = new KraskovSums(k, Math.max(1, threads / groups.length), search);
    Parallel.overItems(
        groups.length,
        threads,
        g -> near[g] = each.count(groups[g], radius.apply(groups[g]), closed));
    return near;
  }

  private int[] count(double[][] columns, double[] radius, boolean closed) {
    return Neighbours.forCounts(columns, search, threads).countsWithin(radius, closed);
  }

  /** Total correlation of groups of columns, first form; two groups make mutual information. */
  double[] first(double[][]... groups) {
    double[] radius = over(Columns.join(groups)).distancesToKth(k);
    int n = radius.length;
    double[] psi = SpecialFunctions.digammaTable(n);
    double[] local = new double[n];
    for (int[] near : counts(groups, g -> radius, false)) {
      for (int i = 0; i < n; i++) {
        local[i] += psi[near[i] + 1];
      }
    }
    for (int i = 0; i < n; i++) {
      local[i] = psi[k] + (groups.length - 1) * psi[n] - local[i];
    }
    return local;
  }

  /** Total correlation of groups of columns, second form. */
  double[] second(double[][]... groups) {
    int[] nearest = over(Columns.join(groups)).nearest(k);
    int n = groups[0][0].length;
    double[] psi = SpecialFunctions.digammaTable(n);
    double[] local = new double[n];
    for (int[] near : counts(groups, g -> Columns.extents(g, nearest, k), true)) {
      for (int i = 0; i < n; i++) {
        local[i] += psi[near[i]];
      }
    }
    double others = groups.length - 1;
    for (int i = 0; i < n; i++) {
      local[i] = psi[k] - others / k + others * psi[n] - local[i];
    }
    return local;
  }

  double[] conditionalFirst(double[][] x, double[][] y, double[][] z) {
    double[] radius = over(Columns.join(x, y, z)).distancesToKth(k);
    int[] nxz = count(Columns.join(x, z), radius, false);
    int[] nyz = count(Columns.join(y, z), radius, false);
    int[] nz = count(z, radius, false);
    double[] psi = SpecialFunctions.digammaTable(radius.length);
    double[] local = new double[radius.length];
    for (int i = 0; i < local.length; i++) {
      local[i] = psi[k] - (psi[nxz[i] + 1] + psi[nyz[i] + 1] - psi[nz[i] + 1]);
    }
    return local;
  }

  double[] conditionalSecond(double[][] x, double[][] y, double[][] z) {
    int[] nearest = over(Columns.join(x, y, z)).nearest(k);
    double[] rx = Columns.extents(x, nearest, k);
    double[] ry = Columns.extents(y, nearest, k);
    double[] rz = Columns.extents(z, nearest, k);
    int[] nxz = countBoth(x, rx, z, rz);
    int[] nyz = countBoth(y, ry, z, rz);
    int[] nz = count(z, rz, true);
    double[] psi = SpecialFunctions.digammaTable(rx.length);
    double[] local = new double[rx.length];
    for (int i = 0; i < local.length; i++) {
      local[i] =
          psi[k] - 2.0 / k + (psi[nz[i]] - psi[nxz[i]] + 1.0 / nxz[i] - psi[nyz[i]] + 1.0 / nyz[i]);
    }
    return local;
  }

  /** Other rows within both extents: a box whose half widths differ between the groups. */
  private int[] countBoth(double[][] a, double[] ra, double[][] b, double[] rb) {
    if (search == Search.BRUTE_FORCE) {
      return countPairs(a, ra, b, rb);
    }
    double[][] radius = new double[a.length + b.length][];
    Arrays.fill(radius, 0, a.length, ra);
    Arrays.fill(radius, a.length, radius.length, rb);
    return new RankBitmaps(Columns.join(a, b), threads).countsWithin(radius, true);
  }

  /** The same by looking at every pair. */
  private static int[] countPairs(double[][] a, double[] ra, double[][] b, double[] rb) {
    int n = ra.length;
    int[] counts = new int[n];
    double[] toA = new double[n];
    double[] toB = new double[n];
    for (int i = 0; i < n; i++) {
      Distances.maximumFrom(a, i, toA);
      Distances.maximumFrom(b, i, toB);
      counts[i] = -1;
      for (int j = 0; j < n; j++) {
        counts[i] += toA[j] <= ra[i] && toB[j] <= rb[i] ? 1 : 0;
      }
    }
    return counts;
  }
}
