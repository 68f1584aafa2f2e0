package org.pith.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class StatisticsTest {

  /** Deviation 1 and t(2) = 4.3027, so the half width is 4.3027 / sqrt(3). */
  @Test
  void intervalOfThreeIsStudents() {
    Statistics three = Statistics.of(List.of(1.0, 2.0, 3.0));
    assertThat(three.mean()).isEqualTo(2);
    assertThat(three.half()).isCloseTo(2.4842, within(1e-4));
    assertThat(three.describe(v -> String.format(Locale.ROOT, "%.2f", v)))
        .isEqualTo("2.00 (-0.48 to 4.48) over 3 runs");
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
