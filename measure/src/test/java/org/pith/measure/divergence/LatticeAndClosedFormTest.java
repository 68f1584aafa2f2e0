package org.pith.measure.divergence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.pith.measure.Labels;
import org.pith.measure.Unit;

class LatticeAndClosedFormTest {
  private static Labels residues(int modulus) {
    return Labels.of(IntStream.range(0, 30).map(i -> i % modulus).toArray());
  }

  @Test
  void remaindersOfCoprimeModuliMeetTheBoundAndOthersFail() {
    Labels x = residues(30);
    Reconstruction coprime = Reconstruction.of(x, residues(2), residues(3), residues(5));
    assertThat(coprime.possible()).isTrue();
    // 2 log2 30 = 9.814 bits on both sides: equality.
    assertThat(Unit.BITS.fromNats(coprime.distances())).isCloseTo(9.814, within(5e-4));
    assertThat(coprime.distances()).isCloseTo(coprime.limit(), within(1e-12));
    Reconstruction sharing = Reconstruction.of(x, residues(2), residues(6));
    assertThat(sharing.possible()).isFalse();
    assertThat(Unit.BITS.fromNats(sharing.distances())).isCloseTo(6.23, within(5e-3));
    assertThat(Unit.BITS.fromNats(sharing.limit())).isCloseTo(4.91, within(5e-3));
  }

  @Test
  void onlyFunctionsAreTested() {
    assertThatThrownBy(() -> Reconstruction.of(residues(2), residues(2), residues(3)))
        .hasMessageContaining("Variable 1 is not a function");
    assertThatThrownBy(() -> Reconstruction.of(residues(2))).hasMessageContaining("At least one");
  }

  @Test
  void closedFormsOfCoinsAndNormals() {
    assertThat(ClosedForm.bernoulli(0.3, 0.6))
        .isCloseTo(
            Divergence.KULLBACK_LEIBLER.between(new double[] {3, 7}, new double[] {6, 4}),
            within(1e-12));
    assertThat(ClosedForm.bernoulli(0.3, 0)).isInfinite();
    assertThat(ClosedForm.bernoulli(0, 0)).isZero();
    // One dimension: ln(σq/σp) + (σp² + (mp − mq)²) / 2σq² − ½.
    double expected = Math.log(3 / 2.0) + (4 + 1) / 18.0 - 0.5;
    assertThat(
            ClosedForm.normal(
                new double[] {1}, new double[][] {{4}}, new double[] {2}, new double[][] {{9}}))
        .isCloseTo(expected, within(1e-12));
    double[][] c = {{2, 0.5}, {0.5, 1}};
    assertThat(ClosedForm.normal(new double[2], c, new double[2], c)).isCloseTo(0, within(1e-12));
    // Between a correlated pair and its margins lies its mutual information.
    double[][] pair = {{1, 0.75}, {0.75, 1}};
    assertThat(
            ClosedForm.normal(new double[2], pair, new double[2], new double[][] {{1, 0}, {0, 1}}))
        .isCloseTo(0.4133392866, within(1e-9));
    assertThatThrownBy(
            () -> ClosedForm.normal(new double[1], new double[][] {{0}}, new double[1], c))
        .hasMessageContaining("covariance of p");
  }

  @Test
  void dirichletMatchesTheBetaByQuadrature() {
    double expected = 0;
    for (int i = 1; i < 100_000; i++) {
      double x = i / 100_000.0;
      double p = 12 * x * x * (1 - x);
      double q = 6 * x * (1 - x);
      expected += p * Math.log(p / q) / 100_000;
    }
    assertThat(ClosedForm.dirichlet(new double[] {3, 2}, new double[] {2, 2}))
        .isCloseTo(expected, within(1e-8));
    assertThatThrownBy(() -> ClosedForm.dirichlet(new double[] {1, 0}, new double[] {1, 1}))
        .hasMessageContaining("above 0");
  }

  @Test
  void logarithmsBearProductsThatNumbersDoNot() {
    double small = 10_000 * Math.log(1e-300);
    double[] p = {small + Math.log(1), small + Math.log(3)};
    double[] q = {small / 2, small / 2};
    assertThat(Divergence.ofLogs(p, q)).isCloseTo(ClosedForm.bernoulli(0.25, 0.5), within(1e-9));
    double none = Double.NEGATIVE_INFINITY;
    assertThat(Divergence.ofLogs(new double[] {0, 0}, new double[] {0, none})).isInfinite();
    assertThat(Divergence.ofLogs(new double[] {0, none}, new double[] {0, none})).isZero();
    assertThatThrownBy(() -> Divergence.ofLogs(new double[] {none}, new double[] {0}))
        .hasMessageContaining("no distribution");
    assertThatThrownBy(() -> Divergence.ofLogs(new double[2], new double[3]))
        .hasMessageContaining("2 states and q 3");
  }

  @Test
  void smoothingMakesSupportsMatch() {
    double[] p = {5, 5, 0};
    double[] q = {5, 0, 5};
    assertThatThrownBy(() -> Divergence.KULLBACK_LEIBLER.between(p, q))
        .hasMessageContaining("State 1");
    double[] smooth = Divergence.smoothed(q, 0.5);
    assertThat(Arrays.stream(smooth).sum()).isEqualTo(11.5);
    assertThat(Divergence.KULLBACK_LEIBLER.between(Divergence.smoothed(p, 0.5), smooth))
        .isPositive()
        .isFinite();
  }
}
