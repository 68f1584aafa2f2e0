package org.pith.search;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.pith.data.Column;
import org.pith.data.Dataset;
import org.pith.data.Split;
import org.pith.data.Task;
import org.pith.network.Network;
import org.pith.train.Examples;
import org.pith.train.Target;
import org.pith.train.encode.Encoding;
import org.pith.train.encode.Export;
import org.pith.train.encode.Style;

/**
 * Development rows made ready for a search: encoded in every style that suits them, divided into rows to learn from and rows to
 * judge by, with a price on every body that might stand behind an encoding.
 *
 * @param development the development rows
 * @param encodings one for each view
 * @param scale of a regression's target
 * @param problem what the search solves
 */
public record Preparation(
    Dataset development, List<Encoding> encodings, Export.Scale scale, Problem problem) {

  /** Below this many rows one held-out part is too small to choose by, and every row is held out once. */
  private static final int FEW_ROWS = 5_000;

  private static final int FOLDS = 5;

  /** Convolutions cost ten times as much to train as the perceptrons of tables. */
  private static final int IMAGE_FOLDS = 3;

  /** Rows held out of large data: enough for a standard error of a third of a percent. */
  private static final int MOST_HELD_OUT = 6_000;

  /** Copies the list. */
  public Preparation {
    encodings = List.copyOf(encodings);
  }

  /**
   * Prepares {@code development} rows.
   *
   * @param stopwatch knows how long models take; {@link Stopwatch#NONE} where nobody asks
   * @param seed of the folds
   */
  public static Preparation of(Dataset development, Stopwatch stopwatch, long seed) {
    int[] labels =
        development.task() instanceof Task.Classification ? development.labels() : new int[0];
    Export.Scale scale =
        development.task() instanceof Task.Classification
            ? Export.Scale.NONE
            : Export.Scale.of(development.numbers());
    Target target = target(development, scale);
    List<Encoding> encodings = new ArrayList<>();
    List<Problem.View> views = new ArrayList<>();
    for (Style style : styles(development)) {
      Encoding encoding = Encoding.fit(development.features(), labels, style);
      if (!encodings.contains(encoding)) {
        Examples rows =
            new Examples(encoding.rowShape(), encoding.apply(development.features()), target);
        encodings.add(encoding);
        views.add(
            new Problem.View(
                encoding.image().isPresent() ? "pixels" : style.words(),
                rows,
                body -> Export.compose(encoding, body, development.task(), scale),
                stopwatch));
      }
    }
    return new Preparation(
        development, encodings, scale, new Problem(views, folds(development, seed)));
  }

  private static Target target(Dataset data, Export.Scale scale) {
    return switch (data.task()) {
      case Task.Classification classes ->
          new Target.Classes(data.labels(), classes.classes().size());
      case Task.Regression regression -> new Target.Numbers(scale.standardise(data.numbers()));
    };
  }

  private static List<Style> styles(Dataset data) {
    boolean plain =
        data.features().imageShape().isPresent()
            || data.features().columns().stream().noneMatch(Preparation::isMeasured);
    if (plain) {
      return List.of(Style.STANDARD);
    }
    return data.task() instanceof Task.Classification
        ? List.of(Style.values())
        : List.of(Style.STANDARD, Style.LOGARITHMIC, Style.GAUSS_AND_PIECES, Style.PIECES);
  }

  /** Whether a column has more than two numbers, so that styles differ on it. */
  private static boolean isMeasured(Column column) {
    return column instanceof Column.Numbers numbers
        && java.util.Arrays.stream(numbers.values())
                .filter(v -> !Double.isNaN(v))
                .distinct()
                .limit(3)
                .count()
            > 2;
  }

  private static List<Problem.Fold> folds(Dataset data, long seed) {
    if (data.rows() < FEW_ROWS) {
      int folds =
          Math.min(data.features().imageShape().isPresent() ? IMAGE_FOLDS : FOLDS, data.rows() / 2);
      return Split.folds(data, folds, seed).stream().map(Preparation::fold).toList();
    }
    double share = Math.min(0.2, (double) MOST_HELD_OUT / data.rows());
    return List.of(fold(Split.of(data, share, 0, seed)));
  }

  private static Problem.Fold fold(Split split) {
    return new Problem.Fold(split.train(), split.validation());
  }

  /** The model that ships for a trained body behind {@code encoding}. */
  public Network model(Encoding encoding, Network body) {
    return Export.compose(encoding, body, development.task(), scale);
  }

  /** Row numbers of all development rows. */
  public int[] allRows() {
    return IntStream.range(0, development.rows()).toArray();
  }
}
