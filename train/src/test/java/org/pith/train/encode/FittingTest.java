package org.pith.train.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FittingTest {

  @Test
  void normalQuantilesMatchPublishedOnes() {
    // R 4.2: qnorm(c(0.5, 0.975, 0.9995, 1e-10)).
    assertThat(NormalQuantile.of(0.5)).isCloseTo(0, within(1e-12));
    assertThat(NormalQuantile.of(0.975)).isCloseTo(1.959963984540054, within(1e-10));
    assertThat(NormalQuantile.of(0.9995)).isCloseTo(3.290526731491926, within(1e-9));
    assertThat(NormalQuantile.of(1e-10)).isCloseTo(-6.361340902404056, within(1e-9));
    assertThatThrownBy(() -> NormalQuantile.of(1)).hasMessageContaining("between 0 and 1");
  }

  /** Seconds since 1970: single precision steps by 128 there. */
  @Test
  void aColumnThatSinglePrecisionDoesNotTellApartHasNoFeature() {
    double[] seconds = IntStream.range(0, 31).mapToDouble(i -> 1.7e9 + i).toArray();
    double[] minutes = IntStream.range(0, 31).mapToDouble(i -> 1.7e9 + 60 * i).toArray();
    int[] labels = IntStream.range(0, 31).map(i -> i < 15 ? 0 : 1).toArray();
    for (Style style : Style.values()) {
      assertThat(Fitting.fit("t", seconds, labels, style)).isEmpty();
      assertThat(Fitting.fit("t", minutes, labels, style)).isNotEmpty();
    }
  }

  @Test
  void aCurveGoesBetweenKnots() {
    assertThatThrownBy(() -> new Feature.Curve("t", new float[] {1}, new float[] {0}))
        .hasMessageContaining("The curve of column t has 1 knots and 1 values")
        .hasMessageContaining("Maybe");
  }

  @Test
  void oneCleanCutIsFound() {
    double[] values = IntStream.range(0, 100).mapToDouble(i -> i).toArray();
    int[] labels = IntStream.range(0, 100).map(i -> i < 30 ? 0 : 1).toArray();
    assertThat(MinimumDescription.thresholds(values, labels)).containsExactly(29.5);
    assertThat(
            MinimumDescription.thresholds(
                values, IntStream.range(0, 100).map(i -> i / 25 % 2).toArray()))
        .containsExactly(24.5, 49.5, 74.5);
  }

  @Test
  void noiseIsNotCut() {
    SplittableRandom random = new SplittableRandom(1);
    double[] values = random.doubles(1000).toArray();
    int[] labels = random.ints(1000, 0, 2).toArray();
    assertThat(MinimumDescription.thresholds(values, labels)).isEmpty();
    double[] constant = new double[1000];
    assertThat(MinimumDescription.thresholds(constant, labels)).isEmpty();
  }

  @Test
  void missingCellsAreNotCut() {
    double[] values =
        IntStream.range(0, 60).mapToDouble(i -> i % 3 == 0 ? Double.NaN : i).toArray();
    int[] labels = IntStream.range(0, 60).map(i -> i < 31 ? 0 : 1).toArray();
    assertThat(MinimumDescription.thresholds(values, labels)).containsExactly(30.0 - 1 + 1.0);
  }

  @Test
  void aHeavyValueDoesNotUseUpTheKnots() {
    double[] values =
        IntStream.range(0, 1000)
            .mapToDouble(i -> i < 900 ? 0 : (i - 899) / 100.0)
            .sorted()
            .toArray();
    double[] knots = Fitting.quantileKnots(values, 17);
    assertThat(knots).hasSizeGreaterThan(9).startsWith(0).endsWith(1);
  }

  @Test
  void twoValuesAreOneFlagInEveryStyle() {
    double[] values = {2, 5, 2, 5, Double.NaN};
    for (Style style : Style.values()) {
      List<Feature> features = Fitting.fit("x", values, new int[5], style);
      assertThat(features).hasSize(1).first().isInstanceOf(Feature.Curve.class);
    }
  }

  @Test
  void curvesRise() {
    SplittableRandom random = new SplittableRandom(4);
    double[] values = random.doubles(500).map(u -> Math.pow(10, 6 * u)).toArray();
    for (Style style : List.of(Style.STANDARD, Style.LOGARITHMIC, Style.GAUSS_AND_PIECES)) {
      Feature.Curve curve = (Feature.Curve) Fitting.fit("x", values, new int[0], style).getFirst();
      for (int k = 1; k < curve.knots().length; k++) {
        assertThat(curve.knots()[k]).isGreaterThan(curve.knots()[k - 1]);
        assertThat(curve.values()[k]).isGreaterThan(curve.values()[k - 1]);
      }
      assertThat((double) curve.knots()[0])
          .isCloseTo(Arrays.stream(values).min().orElseThrow(), within(1e-3));
    }
  }
}
