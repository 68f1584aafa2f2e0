package org.pith.measure.density;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pith.measure.Estimate;
import org.pith.measure.Estimate.Verdict;
import org.pith.measure.Labels;
import org.pith.measure.Samples;

class MixtureBoundTest {
  private static final MixtureBound BOUND = MixtureBound.withDefaults();

  @Test
  void clustersFarApartAreTheirNumber() {
    double[] t = new double[90];
    int[] y = new int[90];
    Arrays.setAll(t, i -> i % 3);
    Arrays.setAll(y, i -> i % 3 == 2 ? 1 : 0);
    Estimate input = BOUND.ofInput(Samples.of(t));
    assertThat(input.value()).isCloseTo(Math.log(3), within(1e-12));
    assertThat(input.verdict()).isEqualTo(Verdict.TRUSTED);
    double entropy = Math.log(3) - 2 / 3.0 * Math.log(2);
    assertThat(BOUND.ofClass(Samples.of(t), Labels.of(y)).value())
        .isCloseTo(entropy, within(1e-12));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.3, 1, 2, 4})
  void boundsHoldTheTruthOfTwoNormals(double distance) {
    Estimate e = BOUND.withNoise(1).ofInput(Samples.of(new double[] {0, distance}));
    double truth = informationOfTwoNormals(distance);
    assertThat(e.low()).isLessThanOrEqualTo(truth);
    assertThat(e.high()).isGreaterThanOrEqualTo(truth);
  }

  /** {@code ln 2 − E ln(1 + exp(−δ x + δ² / 2))} with x about the first, by the trapezoid rule. */
  private static double informationOfTwoNormals(double delta) {
    double sum = 0;
    for (double x = -9; x <= 9; x += 1e-3) {
      double density = Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
      sum += density * Math.log1p(Math.exp(delta * x - delta * delta / 2)) * 1e-3;
    }
    return Math.log(2) - sum;
  }

  @Test
  void adaptiveNoiseFollowsTheActivity() {
    Samples t = DensityTest.normal(60, 2, 1);
    Samples larger =
        Samples.of(
            Arrays.stream(t.columns())
                .map(c -> Arrays.stream(c).map(v -> 8 * v).toArray())
                .toArray(double[][]::new));
    assertThat(BOUND.ofInput(larger).value()).isEqualTo(BOUND.ofInput(t).value());
    MixtureBound constant = BOUND.withNoise(0.3);
    assertThat(constant.ofInput(larger).value()).isGreaterThan(0.5 + constant.ofInput(t).value());
  }

  @Test
  void silenceAndCeilings() {
    assertThat(BOUND.ofInput(Samples.of(new double[10])).value()).isZero();
    Estimate apart = BOUND.withNoise(1e-6).ofInput(DensityTest.normal(50, 3, 2));
    assertThat(apart.value()).isCloseTo(Math.log(50), within(1e-9));
    assertThat(apart.verdict()).isEqualTo(Verdict.SATURATED);
    assertThatThrownBy(() -> BOUND.withNoise(0)).hasMessageContaining("infinite");
  }

  @Test
  void jointBinsFollowTheActivity() {
    Samples t = DensityTest.normal(1_000, 2, 3);
    Samples cubed =
        Samples.of(
            Arrays.stream(t.columns())
                .map(c -> Arrays.stream(c).map(v -> v * v * v).toArray())
                .toArray(double[][]::new));
    assertThat(Bins.equalCount(cubed, 5).codes()).isEqualTo(Bins.equalCount(t, 5).codes());
    assertThat(Bins.equalCount(t, 5).states()).isEqualTo(25);
    // Bins of equal width over the largest values leave most of them in the middle one.
    assertThat(Bins.equalWidth(cubed, -30, 30, 5).states()).isLessThan(16);
  }
}
