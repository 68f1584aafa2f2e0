package org.pith.measure.route;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.pith.measure.Estimate;
import org.pith.measure.Estimate.Verdict;
import org.pith.measure.Labels;
import org.pith.measure.Samples;
import org.pith.measure.discrete.CountEntropy;
import org.pith.measure.internal.Ranks;

/**
 * Whether exact values say more than nearby ones. Neighbours take the other side to change smoothly
 * along a column; a number that works as a code, as a survey weight that belongs to a cell of the
 * population, does not, and what it says shows only in rows that share the value. So rows that
 * share a value with at most 19 others are compared with each other and with the rows of the next
 * value: for a class, {@code ½ (Σ_c P(c, c) / p_c − 1)} of pairs, which is the information in a
 * value to second order; for numbers, {@code −½ ln(1 − ρ)} of the correlation ρ of normal scores in
 * pairs. The difference of the two kinds of pairs is what neighbours blur. Values of twenty rows or
 * more are resolved by neighbours and left out.
 *
 * @param excess what shared values say beyond nearby ones, in nats
 * @param noise standard error of it
 * @param share of the rows that were compared
 */
record TieCheck(double excess, double noise, double share) {
  private static final int RESOLVED = 20;
  private static final double SURE = 3.5;
  private static final double MOST_CORRELATION = 0.999;
  private static final TieCheck NOTHING = new TieCheck(0, 0, 0);

  /** What ties in the columns of {@code x} say about a class. */
  static TieCheck of(Samples x, Labels y) {
    TieCheck worst = NOTHING;
    double[] weight = Arrays.stream(y.counts()).mapToDouble(c -> (double) y.size() / c).toArray();
    double most = CountEntropy.PLUG_IN.nats(y.counts());
    for (int j = 0; j < x.dimensions(); j++) {
      worst = worst.orWorse(new Groups(x.column(j)).aboutClass(y, weight, most));
    }
    return worst;
  }

  /** What ties in the columns of either side say about the other. */
  static TieCheck of(Samples x, Samples y) {
    return oneWay(x, y).orWorse(oneWay(y, x));
  }

  private static TieCheck oneWay(Samples x, Samples y) {
    double[][] scores = Ranks.normalScores(y.columns());
    TieCheck worst = NOTHING;
    for (int j = 0; j < x.dimensions(); j++) {
      Groups groups = new Groups(x.column(j));
      if (groups.compared > 0) {
        for (double[] column : scores) {
          worst = worst.orWorse(groups.aboutNumbers(column));
        }
      }
    }
    return worst;
  }

  private TieCheck orWorse(TieCheck other) {
    return other.unseen() > unseen() ? other : this;
  }

  private boolean sure() {
    return excess > SURE * noise;
  }

  /**
   * What may be missing from a neighbours' value. Where exact values surely speak, rows that are
   * alone with theirs are no exception; where none was noticed, only the compared rows could hide
   * it.
   */
  private double unseen() {
    return sure() ? excess : share * (Math.max(0, excess) + noise);
  }

  /** The estimate, no longer trusted where ties may say more than its tolerance. */
  Estimate judge(Estimate e) {
    double tolerance = Estimate.tolerance(e.value());
    if (e.verdict() != Verdict.TRUSTED || unseen() <= tolerance) {
      return e;
    }
    return e.judged(
        sure() ? Verdict.BIASED : Verdict.UNDERSAMPLED,
        sure()
            ? "rows of exactly the same value agree more than those of nearby values, by %.3f nats that neighbours blur; the tolerance is %.3f. Maybe the number is a code"
                .formatted(excess, tolerance)
            : "%.3f nats in exact values would not be noticed with so few rows that share one; the tolerance is %.3f"
                .formatted(unseen(), tolerance));
  }

  /** Rows in the order of a column, cut where its value changes. */
  private static final class Groups {
    private final int[] rows;
    private final int[] starts;
    private final int compared;

    Groups(double[] column) {
      int n = column.length;
      rows = Ranks.ascending(column);
      int[] cuts =
          IntStream.range(0, n)
              .filter(at -> at == 0 || column[rows[at]] != column[rows[at - 1]])
              .toArray();
      starts = Arrays.copyOf(cuts, cuts.length + 1);
      starts[cuts.length] = n;
      compared = IntStream.range(0, cuts.length).filter(this::counts).map(this::size).sum();
    }

    private int size(int group) {
      return starts[group + 1] - starts[group];
    }

    private boolean counts(int group) {
      return starts.length > 2 && size(group) > 1 && size(group) < RESOLVED;
    }

    /** The next value's group; the last has the one before. */
    private int beside(int group) {
      return group + 2 < starts.length ? group + 1 : group - 1;
    }

    TieCheck aboutClass(Labels y, double[] weight, double most) {
      double sum = 0;
      double squares = 0;
      int[] here = new int[y.states()];
      int[] there = new int[y.states()];
      for (int g = 0; g < starts.length - 1; g++) {
        if (!counts(g)) {
          continue;
        }
        int other = beside(g);
        count(g, y, here, 1);
        count(other, y, there, 1);
        double gap = 0;
        for (int at = starts[g]; at < starts[g + 1]; at++) {
          int c = y.code(rows[at]);
          gap += weight[c] * ((here[c] - 1.0) / (size(g) - 1) - (double) there[c] / size(other));
        }
        count(g, y, here, -1);
        count(other, y, there, -1);
        sum += gap;
        squares += gap * gap;
      }
      return compared == 0
          ? NOTHING
          : new TieCheck(
              Math.min(most, sum / compared / 2), Math.sqrt(squares) / compared / 2, share());
    }

    private void count(int group, Labels y, int[] counts, int by) {
      for (int at = starts[group]; at < starts[group + 1]; at++) {
        counts[y.code(rows[at])] += by;
      }
    }

    TieCheck aboutNumbers(double[] score) {
      double square = Arrays.stream(score).map(v -> v * v).average().orElseThrow();
      if (square == 0) {
        return NOTHING;
      }
      double near = 0;
      double same = 0;
      double squares = 0;
      for (int g = 0; g < starts.length - 1; g++) {
        if (counts(g)) {
          double total = sum(g, score, 1);
          double own = (total * total - sum(g, score, 2)) / (size(g) - 1) / square;
          double beside = total * sum(beside(g), score, 1) / size(beside(g)) / square;
          same += own / compared;
          near += beside / compared;
          squares += (own - beside) * (own - beside);
        }
      }
      double correlation = Math.clamp(same, 0, MOST_CORRELATION);
      double excess =
          0.5 * (Math.log1p(-Math.clamp(near, 0, MOST_CORRELATION)) - Math.log1p(-correlation));
      return new TieCheck(excess, Math.sqrt(squares) / compared / 2 / (1 - correlation), share());
    }

    private double sum(int group, double[] score, int power) {
      double sum = 0;
      for (int at = starts[group]; at < starts[group + 1]; at++) {
        sum += power == 1 ? score[rows[at]] : score[rows[at]] * score[rows[at]];
      }
      return sum;
    }

    private double share() {
      return (double) compared / rows.length;
    }
  }
}
