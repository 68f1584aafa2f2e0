package org.pith.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Rows to learn from: features, and for every row the target. Nothing is fitted here; what depends
 * on the values of the features is decided on training rows only, after the {@link Split} (see
 * {@link Screening}).
 *
 * @param features what is known: columns without the target, or images
 * @param target what is asked, no cell missing: a {@link Column.Category} whose levels are the
 *     classes, or numbers
 * @param task what is to be learned; its classes are the target's levels
 * @param findings what reading the file and its target found and dealt with
 */
public record Dataset(Table features, Column target, Task task, List<Finding> findings) {

  /**
   * Copies the findings and checks that target and features have the same rows and nothing is
   * missing.
   */
  public Dataset {
    findings = List.copyOf(findings);
    if (features.rows() != target.rows() || target.missing() > 0) {
      throw new IllegalArgumentException(
          "Target %s has %d rows, %d of them missing; the features have %d."
              .formatted(target.name(), target.rows(), target.missing(), features.rows()));
    }
    if (task instanceof Task.Classification != target instanceof Column.Category) {
      throw new IllegalArgumentException(
          "Target %s is %s, which does not fit a task of %s."
              .formatted(target.name(), target.type().word(), task));
    }
  }

  /**
   * The data set whose target is column {@code target} of {@code table}; see {@link #of(Table,
   * String, Optional)}.
   *
   * @throws DataException if the target cannot be learned
   */
  public static Dataset of(Table table, String target) {
    return of(table, target, Optional.empty());
  }

  /**
   * The data set whose target is column {@code target} of {@code table}.
   *
   * <p>A category, boolean or declared category makes a classification; so do whole numbers with at
   * most 20 distinct values that each occur twice on average. Every other number or date makes a
   * regression. {@code declared} overrides: {@code NUMERIC} makes numbers a regression, {@code
   * CATEGORY} classes. Rows without a target are dropped; text columns are left out; both are
   * findings.
   *
   * @param declared what the user said the target is
   * @throws DataException if there is no such column, the target is text, has one value, no value,
   *     or more than 1,000 classes, or if no column is left to learn from
   */
  public static Dataset of(Table table, String target, Optional<ColumnType> declared) {
    List<Finding> findings = new ArrayList<>(table.findings());
    Column asked = table.column(target);
    Table known = TargetReading.dropMissing(table, asked, findings);
    Column answer = TargetReading.read(table.source(), known.column(target), declared, findings);
    Table features = withoutText(known.without(target), findings);
    TargetReading.reportSingleRows(answer, findings);
    Dataset data = new Dataset(features, answer, TargetReading.task(answer), findings);
    return data.withFindings(Duplicates.rows(data).stream().toList());
  }

  /**
   * A test set for this data set: the same columns by name, in any order, further columns ignored;
   * the same task. Rows without a target or with a class that this data set does not have are
   * dropped and reported.
   *
   * @param table read with this data set's types
   * @throws DataException if a column is missing or of another type, the images have another size,
   *     or no row is left
   */
  public Dataset test(Table table) {
    List<Finding> found = new ArrayList<>(table.findings());
    Column asked = table.column(target.name());
    Table known = TargetReading.dropMissing(table, asked, found);
    Column answer = TargetReading.conform(table.source(), known.column(target.name()), this);
    Table conformed = conform(known);
    int[] usable = TargetReading.known(answer, found);
    if (usable.length == 0) {
      throw new DataException(
          "%s has no row whose '%s' the training data knows. Its classes are %s."
              .formatted(table.source(), target.name(), Names.listed(classes())));
    }
    return new Dataset(conformed.select(usable), answer.select(usable), task, found);
  }

  /**
   * The features of this data set as {@code table} has them: the same columns in the same order.
   *
   * @throws DataException if a column is missing or of another type, or the images have another
   *     size
   */
  public Table conform(Table table) {
    List<Column> columns = new ArrayList<>();
    for (Column mine : features.columns()) {
      Column theirs = table.column(mine.name());
      if (theirs.type() != mine.type()) {
        throw new DataException(
            "Column '%s' of %s is %s, but %s in %s. Maybe say --column '%s=%s'."
                .formatted(
                    mine.name(),
                    table.source(),
                    theirs.type().word(),
                    mine.type().word(),
                    features.source(),
                    mine.name(),
                    mine.type().word()));
      }
      columns.add(theirs);
    }
    if (!table.images().map(Images::shape).equals(features.images().map(Images::shape))) {
      throw new DataException(
          "%s holds %s, but %s holds %s."
              .formatted(table.source(), content(table), features.source(), content(features)));
    }
    return table.withColumns(columns);
  }

  private static String content(Table table) {
    return table
        .images()
        .map(pixels -> "images of " + pixels.shape())
        .orElse("columns and no images");
  }

  /** How many rows there are. */
  public int rows() {
    return features.rows();
  }

  /** The class of each row, as an index into {@link #classes}. */
  public int[] labels() {
    if (target instanceof Column.Category category) {
      return category.codes();
    }
    throw new IllegalStateException("Target %s is a number.".formatted(target.name()));
  }

  /** The target of each row as a number. */
  public double[] numbers() {
    if (target instanceof Column.Numbers values) {
      return values.values();
    }
    throw new IllegalStateException("Target %s is a class.".formatted(target.name()));
  }

  /** The names of the classes, in the order of their codes; empty for a regression. */
  public List<String> classes() {
    return task instanceof Task.Classification classification
        ? classification.classes()
        : List.of();
  }

  /** The rows {@code rows}, in that order, with the same classes. */
  public Dataset select(int[] rows) {
    return new Dataset(features.select(rows), target.select(rows), task, findings);
  }

  /** The same rows and target with other features. */
  public Dataset withFeatures(Table others) {
    return new Dataset(others, target, task, findings);
  }

  /** This data set with further findings. */
  public Dataset withFindings(List<Finding> further) {
    List<Finding> all = new ArrayList<>(findings);
    all.addAll(further);
    return new Dataset(features, target, task, all);
  }

  private static Table withoutText(Table table, List<Finding> findings) {
    List<Column> kept = new ArrayList<>();
    for (Column column : table.columns()) {
      if (column instanceof Column.Text) {
        findings.add(
            new Finding(
                Finding.Kind.UNSUPPORTED_COLUMN,
                column.name(),
                1,
                ("Column '%s' is free text or identifiers, which is not yet supported, and was left"
                        + " out; '%s=category' would take it as names.")
                    .formatted(column.name(), column.name())));
      } else {
        kept.add(column);
      }
    }
    if (kept.isEmpty() && table.images().isEmpty()) {
      throw new DataException(
          "%s has no column to learn from. Maybe the only others are text, which is not yet supported."
              .formatted(table.source()));
    }
    return table.withColumns(kept);
  }
}
