package org.pith.data;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which feature columns can carry anything, decided on training rows: columns without a value, with
 * one value in every row, or that repeat an earlier one are dropped and named. Numbers are kept and
 * named where single precision, in which models read them, tells less than half of them apart. The
 * pixels of images are all kept, because their place matters, and those that never change are counted.
 *
 * @param kept the names of the columns to keep, in order
 * @param findings what was dropped and why, and what is kept and hard to read
 */
public record Screening(List<String> kept, List<Finding> findings) {

  /** Copies the lists. */
  public Screening {
    kept = List.copyOf(kept);
    findings = List.copyOf(findings);
  }

  /**
   * Screens the features of the training rows.
   *
   * @throws DataException if no column is left
   */
  public static Screening of(Table train) {
    if (train.imageShape().isPresent()) {
      return new Screening(train.names(), stillPixels(train));
    }
    List<String> kept = new ArrayList<>();
    List<Finding> findings = new ArrayList<>();
    Map<Integer, List<Column>> byHash = new HashMap<>();
    for (Column column : train.columns()) {
      List<Column> alike =
          byHash.computeIfAbsent(Duplicates.hash(column), hash -> new ArrayList<>());
      if (column.missing() == column.rows()) {
        findings.add(empty(column));
      } else if (isConstant(column)) {
        findings.add(constant(column));
      } else if (alike.stream().anyMatch(other -> Duplicates.same(column, other))) {
        findings.add(repeated(column, alike));
      } else {
        kept.add(column.name());
        alike.add(column);
        blurred(column).ifPresent(findings::add);
      }
    }
    if (kept.isEmpty()) {
      throw new DataException(
          "%s has no feature that differs between rows: all %d columns are empty or constant."
              .formatted(train.source(), train.columns().size()));
    }
    return new Screening(kept, findings);
  }

  /** The kept columns of another part of the data; the images stay. */
  public Table apply(Table table) {
    return table.keep(kept);
  }

  /** The kept columns of another part of the data. */
  public Dataset apply(Dataset data) {
    return data.withFeatures(apply(data.features()));
  }

  /**
   * Categories that rows of {@code other} have and those of {@code train} do not, one finding per
   * column.
   */
  public static List<Finding> unseen(Table train, Table other) {
    List<Finding> findings = new ArrayList<>();
    for (Column column : train.columns()) {
      if (column instanceof Column.Category known
          && other.column(column.name()) instanceof Column.Category asked) {
        List<String> unseen = unseenLevels(known, asked);
        if (!unseen.isEmpty()) {
          findings.add(
              new Finding(
                  Finding.Kind.UNSEEN_CATEGORY,
                  column.name(),
                  unseen.size(),
                  "Column '%s' has %d categories that no training row has, among them '%s'; they are taken as 'other'."
                      .formatted(column.name(), unseen.size(), unseen.getFirst())));
        }
      }
    }
    return findings;
  }

  private static List<String> unseenLevels(Column.Category known, Column.Category asked) {
    Map<String, Integer> trained = new HashMap<>();
    int[] knownCounts = known.counts();
    for (int code = 0; code < knownCounts.length; code++) {
      trained.put(known.levels().get(code), knownCounts[code]);
    }
    int[] askedCounts = asked.counts();
    List<String> unseen = new ArrayList<>();
    for (int code = 0; code < askedCounts.length; code++) {
      String level = asked.levels().get(code);
      if (askedCounts[code] > 0 && trained.getOrDefault(level, 0) == 0) {
        unseen.add(level);
      }
    }
    return unseen;
  }

  private static List<Finding> stillPixels(Table train) {
    long still =
        train
            .images()
            .map(Screening::stillPixels)
            .orElseGet(() -> train.columns().stream().filter(Screening::isConstant).count());
    return still == 0
        ? List.of()
        : List.of(
            new Finding(
                Finding.Kind.CONSTANT_COLUMN,
                "",
                still,
                "%d of %d pixels never change; they were kept as part of the image."
                    .formatted(still, train.imageShape().orElseThrow().elements())));
  }

  private static long stillPixels(Images images) {
    int size = images.shape().elements();
    BitSet moving = new BitSet(size);
    for (int row = 1; row < images.rows(); row++) {
      for (int i = moving.nextClearBit(0); i < size; i = moving.nextClearBit(i + 1)) {
        if (images.pixel(row, i) != images.pixel(0, i)) {
          moving.set(i);
        }
      }
    }
    return (long) size - moving.cardinality();
  }

  /**
   * Whether every row has the same cell; a value beside missing cells still says which are missing.
   */
  private static boolean isConstant(Column column) {
    for (int row = 0; row < column.rows(); row++) {
      if (column.isMissing(row) || !sameCell(column, row, 0)) {
        return false;
      }
    }
    return true;
  }

  private static boolean sameCell(Column column, int a, int b) {
    return switch (column) {
      case Column.Numbers numbers -> numbers.values()[a] == numbers.values()[b];
      case Column.Category category -> category.codes()[a] == category.codes()[b];
      case Column.Text text -> text.values()[a].equals(text.values()[b]);
    };
  }

  private static Optional<Finding> blurred(Column column) {
    if (!(column instanceof Column.Numbers numbers)) {
      return Optional.empty();
    }
    double[] values =
        Arrays.stream(numbers.values()).filter(v -> !Double.isNaN(v)).sorted().distinct().toArray();
    long told = Arrays.stream(values).map(v -> (float) v).distinct().count();
    return 2 * told > values.length
        ? Optional.empty()
        : Optional.of(
            new Finding(
                Finding.Kind.SINGLE_PRECISION,
                column.name(),
                values.length - told,
                "Column '%s' has %,d values from %s on, of which models, which read single precision, tell only %,d apart. Maybe subtract %3$s from it first."
                    .formatted(column.name(), values.length, plain(values[0]), told)));
  }

  private static String plain(double value) {
    return new BigDecimal(value).round(MathContext.DECIMAL64).stripTrailingZeros().toPlainString();
  }

  private static Finding empty(Column column) {
    return new Finding(
        Finding.Kind.EMPTY_COLUMN,
        column.name(),
        1,
        "Column '%s' has no value in any training row and was dropped.".formatted(column.name()));
  }

  private static Finding constant(Column column) {
    return new Finding(
        Finding.Kind.CONSTANT_COLUMN,
        column.name(),
        1,
        "Column '%s' is '%s' in every training row and was dropped."
            .formatted(column.name(), column.text(0)));
  }

  private static Finding repeated(Column column, List<Column> alike) {
    String first =
        alike.stream()
            .filter(other -> Duplicates.same(column, other))
            .map(Column::name)
            .findFirst()
            .orElseThrow();
    return new Finding(
        Finding.Kind.DUPLICATE_COLUMN,
        column.name(),
        1,
        "Column '%s' repeats column '%s' and was dropped.".formatted(column.name(), first));
  }
}
