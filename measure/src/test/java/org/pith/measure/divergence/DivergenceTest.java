package org.pith.measure.divergence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pith.measure.GoldenSets;
import org.pith.measure.Labels;
import org.pith.measure.divergence.LabelDistance.Normalization;

class DivergenceTest {
  private static final double[] P = {0.5, 0.5};
  private static final double[] Q = {0.25, 0.75};

  @Test
  void closedForms() {
    assertThat(Divergence.KULLBACK_LEIBLER.between(P, Q))
        .isCloseTo(0.5 * Math.log(4 / 3.0), within(1e-15));
    assertThat(Divergence.JEFFREYS.between(P, Q)).isCloseTo(0.25 * Math.log(3), within(1e-15));
    assertThat(Divergence.CHI_SQUARED.between(P, Q)).isCloseTo(1 / 3.0, within(1e-15));
    assertThat(Divergence.HELLINGER.between(new double[] {1, 0}, new double[] {0, 1}))
        .isCloseTo(1, within(1e-15));
    assertThat(Divergence.JENSEN_SHANNON.between(new double[] {1, 0}, new double[] {0, 1}))
        .isCloseTo(Math.log(2), within(1e-15));
  }

  @ParameterizedTest
  @EnumSource(Divergence.class)
  void ofItselfIsZeroAndCountsAreScaled(Divergence divergence) {
    assertThat(divergence.between(P, P)).isZero();
    assertThat(divergence.between(new double[] {2, 6, 0}, new double[] {50, 50, 0}))
        .isCloseTo(divergence.between(Q, P), within(1e-14));
    assertThat(divergence.between(new double[] {1e-300, 1}, new double[] {2e-300, 1}))
        .isFinite()
        .isGreaterThanOrEqualTo(0);
  }

  @Test
  void mismatchedSupportsAreNamed() {
    double[] missing = {1, 0};
    assertThatThrownBy(() -> Divergence.KULLBACK_LEIBLER.between(P, missing))
        .hasMessageContaining("State 1 occurs in p alone");
    assertThatThrownBy(() -> Divergence.JEFFREYS.between(missing, P))
        .hasMessageContaining("State 1 occurs in q alone");
    assertThat(Divergence.KULLBACK_LEIBLER.between(missing, P))
        .isCloseTo(Math.log(2), within(1e-15));
    assertThatThrownBy(() -> Divergence.HELLINGER.between(P, new double[] {1}))
        .hasMessageContaining("2 states and q 1");
    assertThatThrownBy(() -> Divergence.HELLINGER.between(P, new double[2]))
        .hasMessageContaining("sums to 0");
  }

  @Test
  void wassersteinOnALine() {
    assertThat(Divergence.wasserstein(new double[] {0, 1, 3}, new double[] {5, 6, 8}))
        .isCloseTo(5, within(1e-15));
    assertThat(Divergence.wasserstein(new double[] {0, 0, 1, 1}, new double[] {0, 1}))
        .isCloseTo(0, within(1e-15));
    assertThat(Divergence.wasserstein(new double[] {0}, new double[] {0, 1}))
        .isCloseTo(0.5, within(1e-15));
  }

  @Test
  void labelDistances() {
    Labels a = GoldenSets.q().a();
    Labels b = GoldenSets.q().b();
    LabelDistance d = LabelDistance.between(a, b);
    assertThat(d.information()).isCloseTo(0.5462609065247, within(1e-10));
    assertThat(d.variationOfInformation())
        .isCloseTo(2 * 2.2063713242661 - 1.3766157621731 - 1.3760164686176, within(1e-10));
    assertThat(d.rajski()).isCloseTo(1 - 0.5462609065247 / 2.2063713242661, within(1e-10));
    assertThat(d.normalized(Normalization.JOINT)).isCloseTo(1 - d.rajski(), within(1e-12));
    assertThat(LabelDistance.between(a, a).variationOfInformation()).isCloseTo(0, within(1e-14));
    for (Normalization n : Normalization.values()) {
      assertThat(LabelDistance.between(a, a).normalized(n)).isCloseTo(1, within(1e-14));
    }
  }
}
