package org.pith.studio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;

class AxisTest {

  @Test
  void linearTicksAreRound() {
    assertThat(new Axis(0, 10, false).ticks(5)).containsExactly(0.0, 2.0, 4.0, 6.0, 8.0, 10.0);
    assertThat(new Axis(100, 100_000, true).ticks(6))
        .containsExactly(100.0, 1_000.0, 10_000.0, 100_000.0);
    assertThat(new Axis(300, 5_100, true).ticks(6))
        .containsExactly(500.0, 1_000.0, 2_000.0, 5_000.0);
  }

  @Test
  void oneValueStillHasAnAxis() {
    assertThat(Axis.linear(3, 3).share(3)).isEqualTo(0.5);
    assertThat(Axis.log(3, 3).share(3)).isCloseTo(0.5, org.assertj.core.data.Offset.offset(1e-12));
    assertThat(Axis.linear(0, 0).ticks(5)).isNotEmpty();
    assertThat(Axis.fromZero(0).share(0)).isZero();
  }

  /** Binary steps may put one tick more at an end than asked for. */
  @Property(tries = 200)
  void ticksLieInsideAndAreFew(
      @ForAll @Scale(7) @DoubleRange(min = 1e-6, max = 1e9) double low,
      @ForAll @Scale(7) @DoubleRange(min = 1.0001, max = 1e6) double ratio,
      @ForAll @IntRange(min = 3, max = 8) int most) {
    for (Axis axis : List.of(Axis.linear(low, low * ratio), Axis.log(low, low * ratio))) {
      List<Double> ticks = axis.ticks(most);
      assertThat(ticks).isSorted().hasSizeBetween(1, most + 2);
      assertThat(ticks).allMatch(t -> axis.share(t) >= -1e-9 && axis.share(t) <= 1 + 1e-9);
    }
  }
}
