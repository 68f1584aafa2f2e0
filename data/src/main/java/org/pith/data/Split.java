package org.pith.data;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Which rows are trained on, which choose among models, and which only judge the chosen one: three
 * lists of row numbers, each in rising order, that share no row and together hold all.
 *
 * <p>Rows are drawn by systematic sampling along the strata, so that every class (or, for a
 * regression, every stretch of the target's order) is divided in the same shares to within one row,
 * and the totals are the rounded shares. Classes with a single row are only trained on, and every
 * class keeps at least one training row. The draw depends on the target and the seed alone: not on
 * features, threads or anything learned.
 *
 * @param train rows to fit on
 * @param validation rows to choose by
 * @param test rows to judge by
 */
public record Split(int[] train, int[] validation, int[] test) {

  private static final int ROWS_PER_STRETCH = 10;

  /**
   * Divides the rows of {@code data}.
   *
   * @param validation share of the rows for validation, in [0, 1)
   * @param test share of the rows for the test, in [0, 1); 0 where a test set came separately
   * @param seed decides which rows
   * @throws IllegalArgumentException if the shares are not in range or leave nothing to train on
   */
  public static Split of(Dataset data, double validation, double test, long seed) {
    if (!(validation >= 0 && test >= 0 && validation + test < 1)) {
      throw new IllegalArgumentException(
          "The validation share %s and the test share %s must be in [0, 1) and leave rows to train on."
              .formatted(validation, test));
    }
    int[] sequence = sequence(data, seed);
    BitSet tested = draw(sequence, test);
    int[] rest = Arrays.stream(sequence).filter(row -> !tested.get(row)).toArray();
    BitSet validated = draw(rest, validation / (1 - test));
    keepOneRowPerClass(data, tested, validated);
    return of(data.rows(), validated, tested);
  }

  /**
   * The rows of {@code data} in {@code k} folds: split {@code i} validates on fold {@code i} and
   * trains on the others; its test part is empty.
   *
   * @throws IllegalArgumentException if there are fewer than two folds, or more than rows
   */
  public static List<Split> folds(Dataset data, int k, long seed) {
    if (k < 2 || k > data.rows()) {
      throw new IllegalArgumentException("%d folds of %d rows. Maybe 5.".formatted(k, data.rows()));
    }
    int[] sequence = sequence(data, seed);
    return IntStream.range(0, k)
        .mapToObj(
            fold -> {
              BitSet validated = new BitSet();
              IntStream.iterate(fold, i -> i < sequence.length, i -> i + k)
                  .forEach(i -> validated.set(sequence[i]));
              return of(data.rows(), validated, new BitSet());
            })
        .toList();
  }

  private static Split of(int rows, BitSet validated, BitSet tested) {
    int[] train =
        IntStream.range(0, rows).filter(row -> !validated.get(row) && !tested.get(row)).toArray();
    return new Split(train, validated.stream().toArray(), tested.stream().toArray());
  }

  /** Rows that may be held out, stratum after stratum, in random order within each. */
  private static int[] sequence(Dataset data, long seed) {
    int[] strata = strata(data.target());
    int[] sizes = new int[Arrays.stream(strata).max().orElse(0) + 1];
    for (int stratum : strata) {
      sizes[stratum]++;
    }
    boolean classes = data.task() instanceof Task.Classification;
    int[] order = shuffled(data.rows(), new SplittableRandom(seed));
    return Arrays.stream(order)
        .filter(row -> !classes || sizes[strata[row]] > 1)
        .boxed()
        .sorted(Comparator.comparingInt(row -> strata[row]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /** The class of each row, or the stretch of the target's order that it falls in. */
  private static int[] strata(Column target) {
    if (target instanceof Column.Category classes) {
      return classes.codes();
    }
    double[] values = ((Column.Numbers) target).values();
    int rows = values.length;
    int stretches = Math.max(1, rows / ROWS_PER_STRETCH);
    int[] order =
        IntStream.range(0, rows)
            .boxed()
            .sorted(Comparator.comparingDouble(row -> values[row]))
            .mapToInt(Integer::intValue)
            .toArray();
    int[] strata = new int[rows];
    for (int rank = 0; rank < rows; rank++) {
      strata[order[rank]] = (int) ((long) rank * stretches / rows);
    }
    return strata;
  }

  private static int[] shuffled(int rows, RandomGenerator random) {
    int[] order = IntStream.range(0, rows).toArray();
    for (int i = rows - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
    return order;
  }

  /**
   * Every so manieth of the sequence: the rounded share of it in total, and of every stretch to
   * within one row.
   */
  private static BitSet draw(int[] sequence, double share) {
    BitSet drawn = new BitSet();
    for (int i = 0; i < sequence.length; i++) {
      if (Math.floor((i + 1) * share + 0.5) > Math.floor(i * share + 0.5)) {
        drawn.set(sequence[i]);
      }
    }
    return drawn;
  }

  /** A class whose rows were all held out gets one of them back, a validation row if it has one. */
  private static void keepOneRowPerClass(Dataset data, BitSet tested, BitSet validated) {
    if (!(data.target() instanceof Column.Category classes)) {
      return;
    }
    BitSet trained = new BitSet();
    for (int row = 0; row < data.rows(); row++) {
      if (!tested.get(row) && !validated.get(row)) {
        trained.set(classes.codes()[row]);
      }
    }
    giveBack(validated, classes, trained);
    giveBack(tested, classes, trained);
  }

  private static void giveBack(BitSet heldOut, Column.Category classes, BitSet trained) {
    for (int row : heldOut.stream().toArray()) {
      int code = classes.codes()[row];
      if (!trained.get(code)) {
        trained.set(code);
        heldOut.clear(row);
      }
    }
  }
}
