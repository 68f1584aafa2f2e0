package org.pith.train.encode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Thresholds of one column where the classes' entropy falls by more than it costs to state the
 * threshold: {@code gain > (log2(n - 1) + log2(3^k - 2) - k H + k1 H1 + k2 H2) / n} for a stretch
 * of n rows with k classes and entropy H, cut into stretches 1 and 2. The cut that saves most is
 * made first, up to {@value #MOST} cuts.
 *
 * <p>Source: Fayyad and Irani, "Multi-interval discretization of continuous-valued attributes for
 * classification learning", IJCAI 1993, pages 1022-1027. Rows without a value are left out. Cost:
 * sorting, and one pass over each stretch.
 */
final class MinimumDescription {

  static final int MOST = 7;

  private final double[] values;
  private final int[] labels;
  private final int classes;

  private MinimumDescription(double[] values, int[] labels, int classes) {
    this.values = values;
    this.labels = labels;
    this.classes = classes;
  }

  /** Rising thresholds; a row lies above one where its value is greater. */
  static double[] thresholds(double[] values, int[] labels) {
    int[] order =
        java.util.stream.IntStream.range(0, values.length)
            .filter(i -> !Double.isNaN(values[i]))
            .boxed()
            .sorted(Comparator.comparingDouble(i -> values[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    MinimumDescription column =
        new MinimumDescription(
            Arrays.stream(order).mapToDouble(i -> values[i]).toArray(),
            Arrays.stream(order).map(i -> labels[i]).toArray(),
            Arrays.stream(labels).max().orElse(0) + 1);
    return column.cut();
  }

  private record Cut(int from, int at, int to, double saved) {}

  private double[] cut() {
    PriorityQueue<Cut> open =
        new PriorityQueue<>(
            Comparator.comparingDouble(Cut::saved).reversed().thenComparingInt(Cut::from));
    consider(open, 0, values.length);
    List<Double> thresholds = new ArrayList<>();
    while (!open.isEmpty() && thresholds.size() < MOST) {
      Cut cut = open.poll();
      thresholds.add((values[cut.at() - 1] + values[cut.at()]) / 2);
      consider(open, cut.from(), cut.at());
      consider(open, cut.at(), cut.to());
    }
    return thresholds.stream().mapToDouble(Double::doubleValue).sorted().toArray();
  }

  private void consider(PriorityQueue<Cut> open, int from, int to) {
    int n = to - from;
    if (n < 2) {
      return;
    }
    int[] all = counts(from, to);
    int[] left = new int[classes];
    int[] right = all.clone();
    int best = -1;
    double least = Double.POSITIVE_INFINITY;
    for (int i = from + 1; i < to; i++) {
      left[labels[i - 1]]++;
      right[labels[i - 1]]--;
      if (values[i - 1] < values[i]) {
        double rest = total(left, i - from) + total(right, to - i);
        if (rest < least) {
          least = rest;
          best = i;
        }
      }
    }
    if (best > 0) {
      double saved = total(all, n) - least - price(all, counts(from, best), counts(best, to), n);
      if (saved > 0) {
        open.add(new Cut(from, best, to, saved));
      }
    }
  }

  private double price(int[] all, int[] left, int[] right, int n) {
    int k = present(all);
    return Math.log(n - 1) / Math.log(2)
        + Math.log(Math.pow(3, k) - 2) / Math.log(2)
        - k * entropy(all)
        + present(left) * entropy(left)
        + present(right) * entropy(right);
  }

  private int[] counts(int from, int to) {
    int[] counts = new int[classes];
    for (int i = from; i < to; i++) {
      counts[labels[i]]++;
    }
    return counts;
  }

  private static int present(int[] counts) {
    return (int) Arrays.stream(counts).filter(c -> c > 0).count();
  }

  private static double entropy(int[] counts) {
    int n = Arrays.stream(counts).sum();
    return n == 0 ? 0 : total(counts, n) / n;
  }

  /** n times the entropy in bits. */
  private static double total(int[] counts, int n) {
    double bits = 0;
    for (int count : counts) {
      if (count > 0) {
        bits -= count * Math.log((double) count / n);
      }
    }
    return bits / Math.log(2);
  }
}
