package org.pith.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The generator itself, against the sums published with the golden values. */
class GoldenSetsTest {
  @Test
  void setsHaveThePublishedSums() {
    assertThat(GoldenSets.a().x().value(0, 0)).isEqualTo(1.1441910368932975);
    assertThat(sum(GoldenSets.a().x())).isCloseTo(10.1954166014, within(1e-9));
    assertThat(sum(GoldenSets.a().y())).isCloseTo(6.4311597101, within(1e-9));
    assertThat(GoldenSets.b().y().value(0, 2)).isEqualTo(-0.05908030703944167);
    assertThat(sum(GoldenSets.e().y())).isCloseTo(-2.1406890298, within(1e-9));
    assertThat(GoldenSets.m().c().counts()).containsExactlyInAnyOrder(70, 80, 90);
    assertThat(sum(GoldenSets.m().x())).isCloseTo(201.2408026486, within(1e-9));
    assertThat(sum(GoldenSets.v().y())).isCloseTo(-17.9296960935, within(1e-9));
  }

  private static double sum(Samples samples) {
    return Arrays.stream(samples.column(0)).sum();
  }
}
