package org.pith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShownTest {

  /** 100 · 0.29 is 28.999999999999996. */
  @Test
  void aShareReadsAsItWasTyped() {
    assertThat(Shown.asked(0.29)).isEqualTo("29 %");
    assertThat(Shown.asked(29 / 100.0)).isEqualTo("29 %");
    assertThat(Shown.asked(99.9 / 100)).isEqualTo("99.9 %");
    assertThat(Shown.asked(0.5 / 100)).isEqualTo("0.5 %");
    assertThat(Shown.asked(0.9)).isEqualTo("90 %");
  }

  @Test
  void moreIsWhatAReaderSeesToBeMore() {
    assertThat(Shown.isMore(3.93, 3.84, 2)).isTrue();
    assertThat(Shown.isMore(3.841, 3.839, 2)).isFalse();
    assertThat(Shown.isMore(3.841, 3.839, 3)).isTrue();
    assertThat(Shown.isMore(3.84, 3.84, 3)).isFalse();
  }
}
