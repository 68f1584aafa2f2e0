package org.pith.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** How a column becomes the target of a {@link Dataset}. */
final class TargetReading {

  /** Whole numbers with more distinct values than this are read as numbers. */
  static final int MOST_NUMBERED_CLASSES = 20;

  /** More classes than this are refused. */
  static final int MOST_CLASSES = 1000;

  private TargetReading() {}

  /** The rows that have a target. */
  static Table dropMissing(Table table, Column target, List<Finding> findings) {
    int missing = target.missing();
    if (missing == 0) {
      return table;
    }
    if (missing == table.rows()) {
      throw new DataException(
          "Target '%s' of %s has no value in any of %d rows. Maybe another column is meant: %s."
              .formatted(target.name(), table.source(), missing, Names.listed(table.names())));
    }
    findings.add(
        new Finding(
            Finding.Kind.MISSING_TARGET,
            target.name(),
            missing,
            "%d of %d rows have no '%s' and were dropped."
                .formatted(missing, table.rows(), target.name())));
    int[] known = IntStream.range(0, table.rows()).filter(row -> !target.isMissing(row)).toArray();
    return table.select(known);
  }

  /**
   * The target as classes or numbers, by the rule of {@link Dataset#of(Table, String, Optional)}.
   */
  static Column read(
      String source, Column target, Optional<ColumnType> declared, List<Finding> findings) {
    Column answer =
        switch (target) {
          case Column.Category category -> used(category);
          case Column.Bool bool -> used(classes(bool, List.of("false", "true")));
          case Column.Numeric numeric -> numbered(numeric, declared, findings);
          case Column.Date date -> date;
          case Column.Text text -> throw tooManyTexts(source, text);
        };
    requireChoice(source, answer);
    return answer;
  }

  /** What is to be learned about a target that has been {@linkplain #read read}. */
  static Task task(Column target) {
    return target instanceof Column.Category classes
        ? new Task.Classification(classes.name(), classes.levels())
        : new Task.Regression(target.name());
  }

  static void reportSingleRows(Column target, List<Finding> findings) {
    if (target instanceof Column.Category classes) {
      int[] counts = classes.counts();
      for (int code = 0; code < counts.length; code++) {
        if (counts[code] == 1) {
          findings.add(
              new Finding(
                  Finding.Kind.SINGLE_ROW_CLASS,
                  classes.name(),
                  1,
                  "Class '%s' has a single row, which is always trained on and never tested."
                      .formatted(classes.levels().get(code))));
        }
      }
    }
  }

  /**
   * The target of a test table as the training data reads it; rows of an unknown class are missing.
   */
  static Column conform(String source, Column target, Dataset training) {
    if (training.task() instanceof Task.Regression) {
      if (target instanceof Column.Numbers) {
        return target;
      }
      throw new DataException(
          "Target '%s' of %s is %s, but a number in the training data."
              .formatted(target.name(), source, target.type().word()));
    }
    Map<String, Integer> codes = new HashMap<>();
    training.classes().forEach(name -> codes.put(name, codes.size()));
    int[] conformed = new int[target.rows()];
    for (int row = 0; row < conformed.length; row++) {
      conformed[row] = codes.getOrDefault(target.text(row), Column.Category.MISSING);
    }
    return new Column.Category(target.name(), training.classes(), conformed);
  }

  /** The rows of a conformed target whose class is known. */
  static int[] known(Column target, List<Finding> findings) {
    int unknown = target.missing();
    if (unknown > 0) {
      findings.add(
          new Finding(
              Finding.Kind.UNKNOWN_CLASS,
              target.name(),
              unknown,
              "%d test rows have a '%s' that the training data does not know and were dropped."
                  .formatted(unknown, target.name())));
    }
    return IntStream.range(0, target.rows()).filter(row -> !target.isMissing(row)).toArray();
  }

  private static Column numbered(
      Column.Numeric target, Optional<ColumnType> declared, List<Finding> findings) {
    double[] distinct = Arrays.stream(target.values()).distinct().sorted().toArray();
    boolean whole = Arrays.stream(distinct).allMatch(TargetReading::isWhole);
    boolean few = distinct.length <= MOST_NUMBERED_CLASSES && 2 * distinct.length <= target.rows();
    if (declared.filter(ColumnType.NUMERIC::equals).isPresent() || !whole) {
      return target;
    }
    if (declared.filter(ColumnType.CATEGORY::equals).isPresent() || few) {
      reportReading(target, distinct.length, findings);
      return classes(target, distinct);
    }
    if (distinct.length <= MOST_CLASSES / 10) {
      findings.add(
          reading(
              target,
              "has %d whole numbers and was read as a number; '%s=category' makes them classes."
                  .formatted(distinct.length, target.name())));
    }
    return target;
  }

  private static void reportReading(Column.Numeric target, int distinct, List<Finding> findings) {
    if (distinct > 2) {
      findings.add(
          reading(
              target,
              "has %d whole numbers and was read as classes; '%s=numeric' makes it a number."
                  .formatted(distinct, target.name())));
    }
  }

  private static Finding reading(Column target, String what) {
    return new Finding(
        Finding.Kind.TARGET_READING,
        target.name(),
        1,
        "Target '%s' %s".formatted(target.name(), what));
  }

  private static boolean isWhole(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15;
  }

  private static Column.Category classes(Column.Numeric target, double[] distinct) {
    int[] codes = new int[target.rows()];
    for (int row = 0; row < codes.length; row++) {
      codes[row] = Arrays.binarySearch(distinct, target.values()[row] + 0.0);
    }
    List<String> names =
        Arrays.stream(distinct).mapToObj(value -> Long.toString((long) value)).toList();
    return new Column.Category(target.name(), names, codes);
  }

  private static Column.Category classes(Column.Bool target, List<String> names) {
    int[] codes = new int[target.rows()];
    for (int row = 0; row < codes.length; row++) {
      codes[row] = (int) target.values()[row];
    }
    return new Column.Category(target.name(), names, codes);
  }

  /** Only the levels that some row has. */
  private static Column.Category used(Column.Category target) {
    int[] counts = target.counts();
    List<String> levels = new ArrayList<>();
    int[] renumbered = new int[counts.length];
    for (int code = 0; code < counts.length; code++) {
      renumbered[code] = levels.size();
      if (counts[code] > 0) {
        levels.add(target.levels().get(code));
      }
    }
    int[] codes = Arrays.stream(target.codes()).map(code -> renumbered[code]).toArray();
    return new Column.Category(target.name(), levels, codes);
  }

  private static void requireChoice(String source, Column target) {
    switch (target) {
      case Column.Category classes -> requireClasses(source, classes);
      case Column.Numbers numbers -> {
        if (Arrays.stream(numbers.values()).distinct().count() < 2) {
          throw new DataException(
              "Target '%s' of %s is %s in every row: there is nothing to learn."
                  .formatted(target.name(), source, target.text(0)));
        }
      }
      case Column.Text text -> throw tooManyTexts(source, text);
    }
  }

  private static void requireClasses(String source, Column.Category target) {
    int classes = target.levels().size();
    if (classes < 2) {
      throw new DataException(
          "Target '%s' of %s has one class, '%s', in every row: there is nothing to learn."
              .formatted(target.name(), source, target.levels().getFirst()));
    }
    if (classes > MOST_CLASSES) {
      throw new DataException(
          "Target '%s' of %s has %,d classes; at most %,d are supported. Maybe another column is meant."
              .formatted(target.name(), source, classes, MOST_CLASSES));
    }
  }

  private static DataException tooManyTexts(String source, Column.Text target) {
    long distinct = Arrays.stream(target.values()).distinct().count();
    return new DataException(
        ("Target '%s' of %s has %,d different texts in %,d rows, too many for classes."
                + " Maybe another column is meant.")
            .formatted(target.name(), source, distinct, target.rows()));
  }
}
