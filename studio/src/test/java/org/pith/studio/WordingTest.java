package org.pith.studio;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pith.studio.report.CostUnit;
import org.pith.studio.report.Measured;

class WordingTest {

  @Test
  void numbersAreReadable() {
    assertThat(Wording.count(-1_234_567)).isEqualTo("−1,234,567");
    assertThat(Wording.bits(3.2149)).isEqualTo("3.21");
    assertThat(Wording.bits(-0.001)).isEqualTo("0.00");
    assertThat(Wording.bits(Double.NaN)).isEqualTo("–");
    assertThat(Wording.bits(Double.NEGATIVE_INFINITY)).isEqualTo("−∞");
    assertThat(Wording.percent(0.9862)).isEqualTo("98.6\u00a0%");
    assertThat(Wording.cost(CostUnit.LATENCY, 8.42)).isEqualTo("8.4\u00a0µs");
    assertThat(Wording.cost(CostUnit.PARAMS, 4812)).isEqualTo("4,812\u00a0parameters");
    assertThat(Wording.list(List.of("a", "b", "c"))).isEqualTo("a, b and c");
    assertThat(Wording.list(List.of("a"))).isEqualTo("a");
  }

  @Test
  void fourDigitsAtAnySize() {
    assertThat(Wording.significant(47_789.6)).isEqualTo("47,790");
    assertThat(Wording.significant(2.13349)).isEqualTo("2.133");
    assertThat(Wording.significant(0.000123456)).isEqualTo("0.0001235");
    assertThat(Wording.significant(0)).isEqualTo("0");
  }

  @Test
  void intervalsAreInWords() {
    assertThat(Wording.measured(new Measured(3.21, 3.17, 3.25), Wording::bits))
        .isEqualTo("3.21 (3.17 to 3.25)");
    assertThat(Wording.measured(Measured.exactly(3.21), Wording::bits)).isEqualTo("3.21");
  }

  @Test
  void timesHaveTheUnitsPeopleUse() {
    assertThat(Wording.duration(Duration.ofMillis(9_340))).isEqualTo("9.3\u00a0s");
    assertThat(Wording.duration(Duration.ofSeconds(112))).isEqualTo("1 min 52 s");
    assertThat(Wording.duration(Duration.ofMinutes(75))).isEqualTo("1 h 15 min");
  }

  @Test
  void ticksOfAnAxisAgreeInDecimals() {
    assertThat(Wording.ticks(List.of(2.0, 2.5, 3.0))).containsExactly("2.0", "2.5", "3.0");
    assertThat(Wording.ticks(List.of(0.1 + 0.2, 0.4))).containsExactly("0.3", "0.4");
    assertThat(Wording.ticks(List.of(500.0, 1000.0, 2500.0, 2e6)))
        .containsExactly("500", "1k", "2.5k", "2M");
  }
}
