package org.pith.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BudgetTest {

  @Test
  void readsEveryLimitInItsUnits() {
    Budget budget = Budget.parse("params=5k, macs=1.5M,bytes=20k,memory=32000,latency=0.05ms");

    assertThat(budget.limits())
        .isEqualTo(
            Map.of(
                Limit.PARAMS,
                5e3,
                Limit.MACS,
                1.5e6,
                Limit.BYTES,
                20e3,
                Limit.MEMORY,
                32e3,
                Limit.LATENCY,
                50.0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "parms=5k | The budget limit 'parms' is unknown. The limits are params, macs, bytes, memory, latency.",
        "params=0 | The budget's params (0) must be above zero.",
        "params=-5 | The budget's params '-5' is not an amount. Maybe params=5k.",
        "params=5q | The budget's params '5q' is not an amount. Maybe params=5k.",
        "latency=50 | The budget's latency '50' is not an amount. Maybe latency=50us.",
        "params | The budget entry 'params' is not of the form limit=amount. Maybe params=5k.",
        "params=1k,params=2k | The budget names params twice."
      })
  void namesWhatItDoesNotUnderstand(String text, String message) {
    assertThatThrownBy(() -> Budget.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void amountsAreShownWithTheirDigits() {
    assertThat(Limit.LATENCY.format(0.012)).isEqualTo("0.012 us");
    assertThat(Limit.LATENCY.format(19.34)).isEqualTo("19.3 us");
    assertThat(Limit.PARAMS.format(5_000)).isEqualTo("5000");
  }

  @Test
  void allowsWhatKeepsEveryLimitAndNothingElse() {
    Budget budget = Budget.parse("params=100,macs=200");

    assertThat(budget.allows(new Footprint(100, 200, 9999, 9999, Double.NaN))).isTrue();
    assertThat(budget.broken(new Footprint(101, 201, 0, 0, 0)))
        .containsExactly(Limit.PARAMS, Limit.MACS);
  }

  @Test
  void anAmountNobodyKnowsBreaksItsLimit() {
    assertThat(Budget.parse("latency=1s").allows(new Footprint(1, 1, 1, 1, Double.NaN))).isFalse();
  }
}
