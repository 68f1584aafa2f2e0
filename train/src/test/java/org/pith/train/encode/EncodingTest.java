package org.pith.train.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pith.data.Column;
import org.pith.data.ImageShape;
import org.pith.data.Images;
import org.pith.data.Table;
import org.pith.network.Network;
import org.pith.network.Shape;
import org.pith.network.Tensor;
import org.pith.network.onnx.OnnxSession;

class EncodingTest {

  private static final int ROWS = 400;

  private static Column.Category category(String name, List<String> levels, String... cells) {
    return new Column.Category(
        name, levels, Arrays.stream(cells).mapToInt(levels::indexOf).toArray());
  }

  /**
   * A skewed column with missing cells, one with a heavy value, a date, a truth value, and
   * categories.
   */
  private static Table mixed() {
    SplittableRandom random = new SplittableRandom(5);
    double[] skewed = new double[ROWS];
    double[] heavy = new double[ROWS];
    double[] day = new double[ROWS];
    double[] truth = new double[ROWS];
    int[] colour = new int[ROWS];
    int[] side = new int[ROWS];
    for (int i = 0; i < ROWS; i++) {
      skewed[i] = i % 9 == 0 ? Double.NaN : Math.exp(3 * random.nextDouble());
      heavy[i] = random.nextInt(3) > 0 ? 0 : random.nextDouble();
      day[i] = 18_000 + random.nextInt(1000);
      truth[i] = random.nextInt(2);
      colour[i] = i < 3 ? 3 : random.nextInt(4) - (i % 2);
      side[i] = random.nextInt(2);
    }
    return Table.of(
        "mixed",
        List.of(
            new Column.Numeric("skewed", skewed),
            new Column.Category("colour", List.of("blue", "green", "red", "rare"), clipped(colour)),
            new Column.Numeric("heavy", heavy),
            new Column.Date("day", day),
            new Column.Bool("truth", truth),
            new Column.Category("side", List.of("left", "right"), side)));
  }

  private static int[] clipped(int[] codes) {
    return Arrays.stream(codes).map(code -> code == 3 ? 2 : code).toArray();
  }

  private static int[] labels(Table table) {
    double[] skewed = ((Column.Numeric) table.column("skewed")).values();
    return Arrays.stream(skewed).mapToInt(v -> v > 6 ? 1 : 0).toArray();
  }

  private static int index(Encoding encoding, String description) {
    return encoding.features().stream().map(Feature::describe).toList().indexOf(description);
  }

  /** What a feature says about a row, computed here from its definition and not by operators. */
  private static double expected(Encoding encoding, Feature feature, Table table, int row) {
    if (feature instanceof Feature.Level level) {
      return table.column(level.column()).text(row).equals(level.level()) ? 1 : 0;
    }
    double cell = ((Column.Numbers) table.column(feature.column())).values()[row];
    if (feature instanceof Feature.Missing) {
      return Double.isNaN(cell) ? 1 : 0;
    }
    int position = encoding.input().numbers().indexOf(feature.column());
    double x = Double.isNaN(cell) ? encoding.fill()[position] : (float) cell;
    return switch (feature) {
      case Feature.Curve curve -> interpolated(curve, x);
      case Feature.Piece piece ->
          Math.clamp((x - piece.low()) / (piece.high() - piece.low()), 0.0, 1.0);
      case Feature.Step step -> x > step.threshold() ? 1 : 0;
      default -> throw new AssertionError(feature);
    };
  }

  private static double interpolated(Feature.Curve curve, double x) {
    float[] knots = curve.knots();
    float[] values = curve.values();
    if (x <= knots[0]) {
      return values[0];
    }
    for (int k = 1; k < knots.length; k++) {
      if (x <= knots[k]) {
        return values[k - 1]
            + (values[k] - values[k - 1]) * (x - knots[k - 1]) / (knots[k] - knots[k - 1]);
      }
    }
    return values[values.length - 1];
  }

  @ParameterizedTest
  @EnumSource
  void thePrefixComputesWhatTheFeaturesSay(Style style) {
    Table table = mixed();
    Encoding encoding = Encoding.fit(table, labels(table), style);
    float[] encoded = encoding.apply(table);
    int width = encoding.features().size();
    assertThat(encoding.rowShape()).isEqualTo(Shape.of(width));
    for (int row = 0; row < ROWS; row += 7) {
      for (int j = 0; j < width; j++) {
        double raw = expected(encoding, encoding.features().get(j), table, row);
        double scaled = (raw - encoding.mean()[j]) / encoding.deviation()[j];
        // Single precision through sums of up to 23 pieces and a division by at least 0.1.
        assertThat((double) encoded[row * width + j])
            .as("%s in row %d", encoding.features().get(j).describe(), row)
            .isCloseTo(scaled, within(2e-4));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void featuresAreCentredAndScaled(Style style) {
    Table table = mixed();
    Encoding encoding = Encoding.fit(table, labels(table), style);
    float[] encoded = encoding.apply(table);
    int width = encoding.features().size();
    for (int j = 0; j < width; j++) {
      int column = j;
      double[] values =
          IntStream.range(0, ROWS).mapToDouble(i -> encoded[i * width + column]).toArray();
      double mean = Arrays.stream(values).average().orElseThrow();
      double variance = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / ROWS;
      assertThat(mean).isCloseTo(0, within(1e-4));
      assertThat(variance).isLessThan(1.001);
    }
  }

  @ParameterizedTest
  @EnumSource
  void infiniteAndHugeCellsStayInTheRangeSeen(Style style) {
    Table table = mixed();
    Encoding encoding = Encoding.fit(table, labels(table), style);
    double[] seen = ((Column.Numeric) table.column("heavy")).values();
    double highest = Arrays.stream(seen).max().orElseThrow();
    assertThat(encodedWith(encoding, table, 1e300))
        .isEqualTo(encodedWith(encoding, table, highest));
    assertThat(encodedWith(encoding, table, -1e300)).isEqualTo(encodedWith(encoding, table, 0));
  }

  private static float[] encodedWith(Encoding encoding, Table table, double heavy) {
    Table row = table.select(new int[] {1});
    List<Column> columns =
        row.columns().stream()
            .map(
                c ->
                    c.name().equals("heavy")
                        ? new Column.Numeric("heavy", new double[] {heavy})
                        : c)
            .toList();
    return encoding.apply(row.withColumns(columns));
  }

  @Test
  void missingCellsAreFlaggedOnlyWhereTrainingHadThem() {
    Encoding encoding = Encoding.fit(mixed(), new int[0], Style.STANDARD);
    assertThat(index(encoding, "skewed is missing")).isNotNegative();
    assertThat(index(encoding, "heavy is missing")).isNegative();
    Table row =
        mixed()
            .select(new int[] {1})
            .withColumns(
                mixed().select(new int[] {1}).columns().stream()
                    .map(
                        c ->
                            c.name().equals("heavy")
                                ? new Column.Numeric("heavy", new double[] {Double.NaN})
                                : c)
                    .toList());
    assertThat(encoding.apply(row)).doesNotContain(Float.NaN);
    assertThat(encoding.fill()[encoding.input().numbers().indexOf("heavy")]).isZero();
  }

  @Test
  void rareMissingAndUnseenLevels() {
    String[] cells = new String[200];
    for (int i = 0; i < 200; i++) {
      cells[i] = i < 5 ? "rare" : i < 80 ? "a" : i < 150 ? "b" : "";
    }
    Table train = Table.of("t", List.of(category("c", List.of("a", "b", "rare"), cells)));
    Encoding encoding = Encoding.fit(train, new int[0], Style.STANDARD);
    assertThat(encoding.features().stream().map(Feature::describe))
        .containsExactly("c = a", "c = b", "c is missing");
    Table asked =
        Table.of(
            "t", List.of(category("c", List.of("b", "never", "rare"), "never", "rare", "b", "")));
    float[] encoded = encoding.apply(asked);
    float[] other = Arrays.copyOfRange(encoded, 0, 3);
    assertThat(Arrays.copyOfRange(encoded, 3, 6)).isEqualTo(other);
    assertThat(encoded[6 + 1]).isGreaterThan(other[1]);
    assertThat(encoded[9 + 2]).isGreaterThan(other[2]);
  }

  @Test
  void twoLevelsShareOneFlag() {
    Encoding encoding = Encoding.fit(mixed(), new int[0], Style.STANDARD);
    assertThat(index(encoding, "side = left")).isNegative();
    assertThat(index(encoding, "side = right")).isNotNegative();
  }

  @ParameterizedTest
  @EnumSource
  void keepingSomeFeaturesChangesNoneOfThem(Style style) {
    Table table = mixed();
    Encoding encoding = Encoding.fit(table, labels(table), style);
    int width = encoding.features().size();
    SplittableRandom random = new SplittableRandom(3);
    int[] kept = IntStream.range(0, width).filter(j -> random.nextInt(3) == 0).toArray();
    Encoding fewer = encoding.keep(kept);
    float[] all = encoding.apply(table);
    float[] some = fewer.apply(table);
    assertThat(fewer.input().numbers()).isSubsetOf(encoding.input().numbers());
    for (int row = 0; row < ROWS; row++) {
      for (int j = 0; j < kept.length; j++) {
        // Fewer curves are padded to fewer pieces, which are summed in another order.
        assertThat(some[row * kept.length + j])
            .isCloseTo(all[row * width + kept[j]], within(1e-5f));
      }
    }
  }

  @Test
  void keepingOneFeatureNeedsOneColumn() {
    Table table = mixed();
    Encoding encoding = Encoding.fit(table, new int[0], Style.PIECES);
    Encoding day = encoding.keep(new int[] {index(encoding, firstOf(encoding, "day"))});
    assertThat(day.input().numbers()).containsExactly("day");
    assertThat(day.input().categories()).isEmpty();
    Encoding side = encoding.keep(new int[] {index(encoding, "side = right")});
    assertThat(side.input().numbers()).isEmpty();
    assertThat(side.prefix().inputs()).hasSize(1);
    assertThatThrownBy(() -> encoding.keep(new int[] {2, 1}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("rising order");
  }

  private static String firstOf(Encoding encoding, String column) {
    return encoding.features().stream()
        .filter(feature -> feature.column().equals(column))
        .findFirst()
        .orElseThrow()
        .describe();
  }

  @Test
  void columnsThatFormAnImageAreOne() {
    SplittableRandom random = new SplittableRandom(1);
    List<Column> columns =
        IntStream.of(3, 0, 2, 1, 5, 4)
            .mapToObj(
                p ->
                    (Column)
                        new Column.Numeric(
                            "p%d_%d".formatted(p / 3, p % 3),
                            random.doubles(10, p, p + 1.0).toArray()))
            .toList();
    Table table = Table.of("grid", columns);
    Encoding encoding = Encoding.fit(table, new int[0], Style.STANDARD);
    assertThat(encoding.rowShape()).isEqualTo(Shape.of(1, 2, 3));
    float[] encoded = encoding.apply(table);
    for (int pixel = 0; pixel < 6; pixel++) {
      double raw =
          ((Column.Numeric) table.column("p%d_%d".formatted(pixel / 3, pixel % 3))).values()[7];
      assertThat((double) encoded[7 * 6 + pixel])
          .isCloseTo((raw - encoding.mean()[0]) / encoding.deviation()[0], within(1e-5));
    }
    Encoding some = encoding.keep(new int[] {1, 4});
    assertThat(some.rowShape()).isEqualTo(Shape.of(2));
    assertThat(some.input().numbers()).containsExactlyInAnyOrder("p0_1", "p1_1");
    assertThat(some.apply(table)[7 * 2 + 1]).isEqualTo(encoded[7 * 6 + 4]);
  }

  @Test
  void missingPixelsAreGrey() {
    List<Column> columns =
        IntStream.range(0, 4)
            .mapToObj(
                p ->
                    (Column)
                        new Column.Numeric(
                            "p%d_%d".formatted(p / 2, p % 2),
                            new double[] {p == 0 ? Double.NaN : 1, p, 5}))
            .toList();
    Table table = Table.of("grid", columns);
    Encoding encoding = Encoding.fit(table, new int[0], Style.STANDARD);
    assertThat(encoding.apply(table)[0]).isZero();
    assertThat(encoding.keep(new int[] {0, 3}).apply(table)[0]).isZero();
  }

  @Test
  void imagesAreStandardisedAsAWhole() {
    byte[] pixels = new byte[5000 * 4];
    new java.util.Random(1).nextBytes(pixels);
    Table table =
        new Table(
            "images",
            5000,
            List.of(),
            Optional.of(new Images(new ImageShape(1, 2, 2), pixels)),
            List.of());
    Encoding encoding = Encoding.fit(table, new int[0], Style.STANDARD);
    // Uniform bytes: mean 127.5, deviation 73.9; 20,000 of them bring both within 3 standard errors
    // of 0.52 and 0.24.
    assertThat(encoding.mean()[0]).isCloseTo(127.5f, within(1.6f));
    assertThat(encoding.deviation()[0]).isCloseTo(73.9f, within(0.8f));
    float[] encoded = encoding.apply(table);
    int last = 4999 * 4 + 3;
    assertThat(encoded[last])
        .isCloseTo(
            (Byte.toUnsignedInt(pixels[last]) - encoding.mean()[0]) / encoding.deviation()[0],
            within(1e-5f));
    Encoding some = encoding.keep(new int[] {3});
    assertThat(some.rowShape()).isEqualTo(Shape.of(1));
    assertThat(some.apply(table)[4999]).isEqualTo(encoded[last]);
  }

  @Test
  void theNumberOfRowsStaysOpen() {
    Table table = mixed();
    Encoding encoding = Encoding.fit(table, labels(table), Style.GAUSS_AND_STEPS);
    Network prefix = encoding.prefix();
    assertThat(prefix.inputs()).allMatch(port -> port.shape().isBatched());
    float[] all = encoding.apply(table);
    try (OnnxSession session = OnnxSession.open(prefix, 1)) {
      Map<String, Tensor> row = encoding.input().rows(table.select(new int[] {11}));
      float[] one = ((Tensor.Floats) session.run(row).first()).values();
      int width = encoding.features().size();
      assertThat(one).isEqualTo(Arrays.copyOfRange(all, 11 * width, 12 * width));
    }
  }

  @Test
  void equalFitsAreEqual() {
    Table table = mixed();
    assertThat(Encoding.fit(table, new int[0], Style.PIECES))
        .isEqualTo(Encoding.fit(table, new int[0], Style.PIECES))
        .hasSameHashCodeAs(Encoding.fit(table, new int[0], Style.PIECES))
        .isNotEqualTo(Encoding.fit(table, new int[0], Style.STANDARD));
  }

  @Test
  void refusals() {
    Table table = mixed();
    assertThatThrownBy(() -> Encoding.fit(table, new int[0], Style.GAUSS_AND_STEPS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("400 rows have 0 labels");
    assertThatThrownBy(
            () ->
                Encoding.fit(
                    Table.of("t", List.of(new Column.Numeric("x", new double[] {1, 1}))),
                    new int[0],
                    Style.STANDARD))
        .isInstanceOf(org.pith.data.DataException.class)
        .hasMessageContaining("No column of t");
    assertThatThrownBy(
            () ->
                Encoding.fit(
                    Table.of("t", List.of(new Column.Text("x", new String[] {"a"}))),
                    new int[0],
                    Style.STANDARD))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("x is text");
  }
}
