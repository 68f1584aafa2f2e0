package org.pith.measure.significance;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.pith.measure.Labels;
import org.pith.measure.internal.Parallel;
import org.pith.measure.internal.Shuffle;
import org.pith.measure.internal.Statistics;

/**
 * A permutation null: the statistic with the rows of one side in random order. Free permutation
 * breaks every link of that side; restricted permutation moves rows only within a stratum and so
 * keeps what the stratum explains; block permutation moves whole runs of a series and so keeps its
 * autocorrelation.
 *
 * <p>The statistic gets the order in which to take the rows of the permuted side. The p-value is
 * {@code (1 + #{null ≥ observed}) / (1 + permutations)}, which is exact. Each permutation has its
 * own seed, so the answer does not depend on the threads. A statistic that is NaN is an error; one
 * that never changes has the p-value 1.
 */
public final class PermutationTest {
  private final int permutations;
  private final long seed;
  private final int threads;

  private PermutationTest(int permutations, long seed, int threads) {
    this.permutations = permutations;
    this.seed = seed;
    this.threads = threads;
  }

  /** 199 permutations, seed 0, one thread. */
  public static PermutationTest withDefaults() {
    return new PermutationTest(199, 0, 1);
  }

  /**
   * The same with another number of permutations; p-values come in steps of one over it plus one.
   */
  public PermutationTest withPermutations(int permutations) {
    if (permutations < 1) {
      throw new IllegalArgumentException(
          "The number of permutations (%d) must be at least 1. Maybe 199.".formatted(permutations));
    }
    return new PermutationTest(permutations, seed, threads);
  }

  /** The same with another seed. */
  public PermutationTest withSeed(long seed) {
    return new PermutationTest(permutations, seed, threads);
  }

  /**
   * The same with permutations on {@code threads} threads; the statistic must then be safe to call
   * from several.
   */
  public PermutationTest withThreads(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException(
          "The number of threads (%d) must be at least 1.".formatted(threads));
    }
    return new PermutationTest(permutations, seed, threads);
  }

  /**
   * What came out.
   *
   * @param observed the statistic in the given order
   * @param nullMean its mean over permutations
   * @param nullDeviation its standard deviation over permutations
   * @param pValue chance of a statistic as large under the null
   */
  public record Result(double observed, double nullMean, double nullDeviation, double pValue) {
    /** Whether the null is rejected at level {@code alpha}. */
    public boolean rejects(double alpha) {
      return pValue <= alpha;
    }
  }

  /** Any order of n rows is as likely. */
  public Result free(int n, ToDoubleFunction<int[]> statistic) {
    return run(n, statistic, random -> Shuffle.permutation(n, random));
  }

  /** Rows keep their stratum. */
  public Result within(Labels strata, ToDoubleFunction<int[]> statistic) {
    return run(strata.size(), statistic, random -> withinStrata(strata, random));
  }

  /** Runs of {@code length} steps keep together; the last, shorter run moves too. */
  public Result blocks(int n, int length, ToDoubleFunction<int[]> statistic) {
    if (length < 1 || 2 * length > n) {
      throw new IllegalArgumentException(
          "Blocks of %d do not fit %d steps twice. Maybe shorten them.".formatted(length, n));
    }
    return run(n, statistic, random -> ofBlocks(n, length, random));
  }

  @FunctionalInterface
  private interface Order {
    int[] draw(SplittableRandom random);
  }

  private Result run(int n, ToDoubleFunction<int[]> statistic, Order order) {
    if (n < 1) {
      throw new IllegalArgumentException(
          "%d rows have no order to change. Maybe the data were filtered to nothing.".formatted(n));
    }
    double observed = statistic.applyAsDouble(Shuffle.identity(n));
    double[] values = new double[permutations];
    Parallel.overItems(
        permutations,
        threads,
        p ->
            values[p] =
                statistic.applyAsDouble(
                    order.draw(new SplittableRandom(seed + 0x9E3779B97F4A7C15L * (p + 1)))));
    if (Double.isNaN(observed) || Arrays.stream(values).anyMatch(Double::isNaN)) {
      throw new IllegalArgumentException(
          "The statistic is %s in the given order and NaN in %d of %d permutations, so nothing can be ranked. Maybe a side is constant."
              .formatted(
                  observed, Arrays.stream(values).filter(Double::isNaN).count(), permutations));
    }
    long asLarge = Arrays.stream(values).filter(v -> v >= observed).count();
    double deviation = permutations == 1 ? Double.NaN : Math.sqrt(Statistics.variance(values));
    return new Result(
        observed, Statistics.mean(values), deviation, (1.0 + asLarge) / (1.0 + permutations));
  }

  private static int[] withinStrata(Labels strata, SplittableRandom random) {
    int[] order = Shuffle.permutation(strata.size(), random);
    int[] next = new int[strata.states()];
    int[][] shuffled = new int[strata.states()][];
    int[] counts = strata.counts();
    Arrays.setAll(shuffled, s -> new int[counts[s]]);
    for (int row : order) {
      shuffled[strata.code(row)][next[strata.code(row)]++] = row;
    }
    for (int i = strata.size() - 1; i >= 0; i--) {
      order[i] = shuffled[strata.code(i)][--next[strata.code(i)]];
    }
    return order;
  }

  private static int[] ofBlocks(int n, int length, SplittableRandom random) {
    int blocks = (n + length - 1) / length;
    int[] order = new int[n];
    int at = 0;
    for (int block : Shuffle.permutation(blocks, random)) {
      for (int i = block * length; i < Math.min(n, (block + 1) * length); i++) {
        order[at++] = i;
      }
    }
    return order;
  }
}
