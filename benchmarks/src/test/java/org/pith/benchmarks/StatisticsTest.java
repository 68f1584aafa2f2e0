package org.pith.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class StatisticsTest {

  @Test
  void aFewRunsAreSaidWithTheirInterval() {
    Statistics three = Statistics.of(List.of(1.0, 2.0, 3.0));
    assertThat(three.describe("%.0f"::formatted))
        .isEqualTo("2 (%.0f to %.0f) over 3 runs", three.interval().low(), three.interval().high());
  }

  /** Around 0.99 by more than 0.01. */
  @Test
  void anIntervalOfSharesEndsWhereSharesDo() {
    assertThat(Statistics.of(List.of(0.98, 0.99, 1.0)).describeShares())
        .startsWith("99.00 % (96.")
        .endsWith(" % to 100.00 %) over 3 runs");
    assertThat(Quality.ACCURACY.describe(Statistics.of(List.of(0.0, 0.01))))
        .startsWith("0.50 % (0.00 % to ");
    assertThat(Quality.RMSE.describe(Statistics.of(List.of(2.0)))).isEqualTo("2.000 in one run");
  }

  @Test
  void oneRunSaysNothingAboutItsSpread() {
    Statistics one = Statistics.of(List.of(5.0));
    assertThat(one.half()).isNaN();
    assertThat(one.describe(Double::toString)).isEqualTo("5.0 in one run");
  }

  @Test
  void noRunIsRefused() {
    assertThatThrownBy(() -> Statistics.of(List.of()))
        .hasMessageContaining("1 to 10 values, not 0");
  }
}
