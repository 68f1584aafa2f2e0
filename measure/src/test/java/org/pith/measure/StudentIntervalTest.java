package org.pith.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class StudentIntervalTest {

  /** Deviation 1 and t(2) = 4.3027, so the half width is 4.3027 / sqrt(3). */
  @Test
  void ofThree() {
    StudentInterval three = StudentInterval.of(List.of(1.0, 2.0, 3.0));
    assertThat(three.mean()).isEqualTo(2);
    assertThat(three.half()).isCloseTo(2.4842, within(1e-4));
    assertThat(three.low()).isCloseTo(-0.4842, within(1e-4));
    assertThat(three.high()).isCloseTo(4.4842, within(1e-4));
  }

  /** With one degree of freedom t is tan(0.475 pi), that of Cauchy's distribution. */
  @Test
  void ofTwoIsCauchys() {
    double half = StudentInterval.of(List.of(0.0, 2.0)).half();
    assertThat(half).isCloseTo(Math.tan(0.475 * Math.PI), within(1e-4));
  }

  @Test
  void oneSaysNothingAboutItsSpread() {
    StudentInterval one = StudentInterval.of(List.of(5.0));
    assertThat(one.mean()).isEqualTo(5);
    assertThat(one.half()).isNaN();
  }

  @Test
  void noneAndElevenAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StudentInterval.of(List.of()))
        .withMessageContaining("1 to 10 values, not 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StudentInterval.of(Collections.nCopies(11, 1.0)))
        .withMessageContaining("not 11");
  }
}
