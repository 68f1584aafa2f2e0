package org.pith.train.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.pith.data.Column;
import org.pith.data.Table;
import org.pith.network.Shape;

class EncodedRowsTest {

  private static Table table(double[] x, String... categories) {
    List<String> levels = Arrays.stream(categories).filter(c -> !c.isEmpty()).distinct().toList();
    int[] codes = Arrays.stream(categories).mapToInt(levels::indexOf).toArray();
    return Table.of(
        "t", List.of(new Column.Numeric("x", x), new Column.Category("c", levels, codes)));
  }

  private static double[] gaussian(int n, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return IntStream.range(0, n).mapToDouble(i -> Math.exp(random.nextGaussian())).toArray();
  }

  private static String[] alternating(int n) {
    return IntStream.range(0, n).mapToObj(i -> i % 2 == 0 ? "even" : "odd").toArray(String[]::new);
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void everyFeatureIsCentredOnTheFittingRows(Style style) {
    Table table = table(gaussian(400, 1), alternating(400));
    int[] labels = IntStream.range(0, 400).map(i -> i % 3).toArray();
    Encoding encoding = Encoding.fit(table, labels, style);
    float[] rows = encoding.apply(table);
    int width = encoding.features().size();

    assertThat(encoding.rowShape()).isEqualTo(Shape.of(width));
    assertThat(rows).hasSize(400 * width);
    for (int j = 0; j < width; j++) {
      double mean = 0;
      for (int i = j; i < rows.length; i += width) {
        mean += rows[i] / 400;
      }
      // Float sums of 400 standardised values.
      assertThat(mean).as(encoding.features().get(j).describe()).isCloseTo(0, within(1e-4));
    }
  }

  @Test
  void normalScoresFollowTheRanks() {
    double[] x = gaussian(2_000, 2);
    Encoding encoding =
        Encoding.fit(table(x, alternating(2_000)), new int[0], Style.GAUSS_AND_PIECES);
    float[] rows = encoding.apply(table(x, alternating(2_000)));
    int width = encoding.features().size();
    double[] sorted = x.clone();
    Arrays.sort(sorted);
    for (int i = 0; i < x.length; i += 97) {
      int rank = Arrays.binarySearch(sorted, x[i]);
      double score = NormalQuantile.of((rank + 0.5) / x.length);
      if (Math.abs(score) < 1.5) {
        // Straight lines between 24 knots: the second derivative of the quantile function bounds
        // the gap.
        assertThat((double) rows[i * width]).isCloseTo(score, within(0.06));
      }
    }
  }

  @Test
  void whatIsMissingUnseenOrHugeIsStillAFiniteRow() {
    double[] x = gaussian(100, 3);
    x[4] = Double.NaN;
    Encoding encoding = Encoding.fit(table(x, alternating(100)), new int[0], Style.PIECES);
    Table odd =
        table(new double[] {Double.NaN, 1e300, -1e300, 1e30}, "even", "never seen", "", "odd");
    float[] rows = encoding.apply(odd);

    for (float value : rows) {
      assertThat(Float.isFinite(value)).isTrue();
    }
    assertThat(encoding.features()).anyMatch(f -> f.equals(new Feature.Missing("x")));
  }

  @Test
  void keepingFeaturesKeepsTheirValues() {
    Table table = table(gaussian(200, 4), alternating(200));
    int[] labels = IntStream.range(0, 200).map(i -> i % 2).toArray();
    for (Style style : Style.values()) {
      Encoding whole = Encoding.fit(table, labels, style);
      int width = whole.features().size();
      int[] kept = IntStream.range(0, width).filter(j -> j % 2 == width % 2 || j == 0).toArray();
      float[] all = whole.apply(table);
      float[] some = whole.keep(kept).apply(table);
      for (int i = 0; i < 200; i++) {
        for (int j = 0; j < kept.length; j++) {
          assertThat(some[i * kept.length + j]).isEqualTo(all[i * width + kept[j]]);
        }
      }
    }
  }

  /** Reference values: tables of the standard normal distribution to nine places. */
  @ParameterizedTest
  @CsvSource({"0.5, 0", "0.975, 1.959963985", "0.001, -3.090232306", "0.9999999, 5.199337582"})
  void normalQuantiles(double probability, double quantile) {
    assertThat(NormalQuantile.of(probability)).isCloseTo(quantile, within(1e-8));
  }

  @Test
  void thresholdsStandWhereTheClassesChangeAndNowhereInNoise() {
    double[] x = IntStream.range(0, 300).mapToDouble(i -> i).toArray();
    int[] planted = IntStream.range(0, 300).map(i -> i < 100 || i >= 250 ? 0 : 1).toArray();
    SplittableRandom random = new SplittableRandom(5);
    int[] noise = IntStream.range(0, 300).map(i -> random.nextInt(2)).toArray();

    assertThat(MinimumDescription.thresholds(x, planted)).containsExactly(99.5, 249.5);
    assertThat(MinimumDescription.thresholds(x, noise)).isEmpty();
  }

  @Test
  void namesInMetadataSurviveAnyText() {
    List<String> names = List.of("plain", "two\nlines", "back\\slash", "\\n", "");

    assertThat(Lines.split(Lines.join(names))).isEqualTo(names);
  }
}
