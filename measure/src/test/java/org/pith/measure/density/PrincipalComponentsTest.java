package org.pith.measure.density;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.pith.measure.Samples;

class PrincipalComponentsTest {
  @Test
  void aLineHasOneDirection() {
    Samples line = Samples.of(new double[] {0, 1, 2, 3}, new double[] {0, 2, 4, 6});
    PrincipalComponents components = PrincipalComponents.of(line);
    assertThat(components.size()).isEqualTo(1);
    double[] scores = components.scores(line, 1).column(0);
    assertThat(Math.abs(scores[3] - scores[0])).isCloseTo(3 * Math.sqrt(5), within(1e-12));
  }

  @Test
  void allScoresKeepDistancesWhicheverGramMatrixIsSmaller() {
    for (int d : new int[] {3, 40}) {
      Samples samples = DensityTest.normal(12, d, d);
      PrincipalComponents components = PrincipalComponents.of(samples);
      assertThat(components.size()).isEqualTo(Math.min(d, 11));
      Samples scores = components.scores(samples, components.size());
      assertThat(squaredDistance(scores)).isCloseTo(squaredDistance(samples), within(1e-9));
      assertThat(components.sizeKeeping(1 - 1e-9)).isEqualTo(components.size());
      assertThat(java.util.Arrays.stream(components.shares()).sum()).isCloseTo(1, within(1e-12));
    }
  }

  @Test
  void aConstantHasNone() {
    Samples constant = Samples.of(new double[9]);
    PrincipalComponents components = PrincipalComponents.of(constant);
    assertThat(components.size()).isZero();
    assertThatThrownBy(() -> components.scores(constant, 1)).hasMessageContaining("constant");
  }

  private static double squaredDistance(Samples samples) {
    double sum = 0;
    for (int j = 0; j < samples.dimensions(); j++) {
      double gap = samples.value(0, j) - samples.value(7, j);
      sum += gap * gap;
    }
    return sum;
  }
}
