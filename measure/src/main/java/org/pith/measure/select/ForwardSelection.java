package org.pith.measure.select;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.pith.measure.Labels;
import org.pith.measure.Samples;
import org.pith.measure.discrete.CountEntropy;
import org.pith.measure.knn.Kraskov;
import org.pith.measure.significance.PermutationTest;

/**
 * Forward selection of columns about a target. Each step takes the column whose gain is largest,
 * and stops when that gain does not differ from the gain of the same column with its rows in random
 * order, at level α shared among the candidates (Bonferroni). The permutations give the mean and
 * the deviation of the null; its tail is taken for exponential, as that of two degrees of freedom.
 *
 * <p>Constant columns and constant targets add 0 and are not taken; without a column there is no
 * step.
 *
 * <p>Cost: candidates · steps estimates, and {@code permutations} more a step.
 */
public final class ForwardSelection {
  /** What a column adds, by counts. S are the columns taken. */
  public enum Criterion {
    /** {@code I(X_k;Y)}, blind to redundancy and synergy; a ranking and no more. */
    MARGINAL_RANKING,
    /**
     * {@code I(X_k;Y) − mean_j I(X_k;X_j)}. Peng, Long, Ding (2005), doi:10.1109/TPAMI.2005.159.
     */
    MRMR,
    /**
     * {@code mean_j I(X_k;Y | X_j)}. Yang and Moody (1999), "Data visualization and feature
     * selection".
     */
    JMI,
    /**
     * {@code min_j I(X_k;Y | X_j)}. Fleuret (2004), "Fast binary feature selection with conditional
     * mutual information".
     */
    CMIM
  }

  /**
   * One step.
   *
   * @param column the index of the column taken
   * @param gain what it added by the criterion, in nats
   * @param pValue of that gain among the candidates of the step, at most 1; NaN where the level is
   *     1, which tests nothing
   */
  public record Step(int column, double gain, double pValue) {}

  /** What a candidate adds to the columns taken, its rows being read in the given order. */
  @FunctionalInterface
  private interface Gain {
    double of(int candidate, int[] order, List<Integer> taken);
  }

  private final int most;
  private final double alpha;
  private final int permutations;
  private final long seed;

  private ForwardSelection(int most, double alpha, int permutations, long seed) {
    this.most = most;
    this.alpha = alpha;
    this.permutations = permutations;
    this.seed = seed;
  }

  /** Any number of columns, α = 0.05, 19 permutations, seed 0. */
  public static ForwardSelection withDefaults() {
    return new ForwardSelection(Integer.MAX_VALUE, 0.05, 19, 0);
  }

  /** The same with at most {@code most} columns. */
  public ForwardSelection withMost(int most) {
    if (most < 1) {
      throw new IllegalArgumentException(
          "The number of columns (%d) must be at least 1. Maybe 10.".formatted(most));
    }
    return new ForwardSelection(most, alpha, permutations, seed);
  }

  /** The same with another level; 1 never stops early. */
  public ForwardSelection withAlpha(double alpha) {
    if (!(alpha > 0 && alpha <= 1)) {
      throw new IllegalArgumentException(
          "The level alpha (%s) must be in (0, 1]. Maybe 0.05.".formatted(alpha));
    }
    return new ForwardSelection(most, alpha, permutations, seed);
  }

  /** The same with another seed for the permutations. */
  public ForwardSelection withSeed(long seed) {
    return new ForwardSelection(most, alpha, permutations, seed);
  }

  /** Selects among discrete columns by counts with the Miller–Madow correction. */
  public List<Step> select(List<Labels> columns, Labels target, Criterion criterion) {
    columns.forEach(c -> c.requireSameSize(target.size()));
    Map<Long, Double> known = new HashMap<>();
    return run(
        columns.size(),
        target.size(),
        (k, order, taken) -> {
          boolean given = order == null;
          Labels candidate = given ? columns.get(k) : columns.get(k).rows(order);
          if (taken.isEmpty() || criterion == Criterion.MARGINAL_RANKING) {
            return information(candidate, target);
          }
          var terms =
              taken.stream()
                  .mapToDouble(
                      j -> {
                        long key = (long) k * columns.size() + j;
                        return given
                            ? known.computeIfAbsent(
                                key, _ -> term(criterion, candidate, columns.get(j), target))
                            : term(criterion, candidate, columns.get(j), target);
                      });
          return switch (criterion) {
            case MARGINAL_RANKING -> throw new AssertionError();
            case MRMR -> information(candidate, target) - terms.average().orElseThrow();
            case JMI -> terms.average().orElseThrow();
            case CMIM -> terms.min().orElseThrow();
          };
        });
  }

  private static double term(Criterion criterion, Labels candidate, Labels taken, Labels target) {
    return criterion == Criterion.MRMR
        ? information(candidate, taken)
        : entropy(candidate.join(taken))
            + entropy(target.join(taken))
            - entropy(taken)
            - entropy(candidate.join(taken).join(target));
  }

  private static double information(Labels a, Labels b) {
    return entropy(a) + entropy(b) - entropy(a.join(b));
  }

  private static double entropy(Labels labels) {
    return CountEntropy.MILLER_MADOW.nats(labels.counts());
  }

  /**
   * Selects among continuous columns by conditional KSG, {@code I(X_k;Y | X_S)}. Its bias grows
   * with every column taken, so a handful is what ten thousand rows support; normal scores of the
   * columns serve it best.
   */
  public List<Step> select(Samples columns, Samples target, Kraskov kraskov) {
    columns.requireSameSize(target);
    return run(
        columns.dimensions(),
        columns.size(),
        (k, order, taken) -> {
          Samples candidate = order == null ? columns.select(k) : columns.select(k).rows(order);
          return taken.isEmpty()
              ? kraskov.value(candidate, target)
              : kraskov.value(
                  candidate, target, columns.select(taken.stream().mapToInt(j -> j).toArray()));
        });
  }

  private List<Step> run(int columns, int n, Gain gain) {
    List<Integer> left = new ArrayList<>(IntStream.range(0, columns).boxed().toList());
    List<Integer> taken = new ArrayList<>();
    List<Step> steps = new ArrayList<>();
    while (!left.isEmpty() && steps.size() < most) {
      int best = left.getFirst();
      double highest = Double.NEGATIVE_INFINITY;
      for (int k : left) {
        double value = gain.of(k, null, taken);
        if (value > highest) {
          highest = value;
          best = k;
        }
      }
      double p = alpha == 1 ? Double.NaN : pValue(best, highest, n, left.size(), taken, gain);
      if (p > alpha) {
        break;
      }
      steps.add(new Step(best, highest, p));
      taken.add(best);
      left.remove(Integer.valueOf(best));
    }
    return steps;
  }

  private double pValue(
      int best, double highest, int n, int candidates, List<Integer> taken, Gain gain) {
    PermutationTest.Result chance =
        PermutationTest.withDefaults()
            .withPermutations(permutations)
            .withSeed(seed + taken.size())
            .free(n, order -> gain.of(best, order, taken));
    double z = (highest - chance.nullMean()) / Math.max(chance.nullDeviation(), 1e-12);
    return Math.min(1, candidates * Math.exp(-1 - z));
  }
}
