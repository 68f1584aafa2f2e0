package org.pith.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The journal that lives as long as the process. */
class JournalTest {

  private final Journal journal = Journal.inMemory();

  @Test
  void worksOncePerKey() {
    AtomicInteger worked = new AtomicInteger();
    for (int i = 0; i < 3; i++) {
      assertThat(journal.once("a", Codec.TEXT, () -> "x" + worked.incrementAndGet()))
          .isEqualTo("x1");
    }
    assertThat(journal.once("b", Codec.TEXT, () -> "y")).isEqualTo("y");
  }

  @Test
  void keepsItsOwnCopy() {
    byte[] outcome = journal.once("a", () -> new byte[] {1});
    outcome[0] = 2;
    assertThat(journal.once("a", () -> new byte[0])).containsExactly(1);
  }

  @Test
  void theFirstValueHasBeenThroughTheCodecToo() {
    Codec<Float> rounded =
        Codec.of(f -> new byte[] {(byte) Math.round(f)}, bytes -> (float) bytes[0]);
    assertThat(journal.once("a", rounded, () -> 2.4f)).isEqualTo(2f);
    assertThat(journal.once("a", rounded, () -> 9f)).isEqualTo(2f);
  }

  @Test
  void workMayAskForOtherKeys() {
    String outer =
        journal.once("outer", Codec.TEXT, () -> journal.once("inner", Codec.TEXT, () -> "i") + "o");
    assertThat(outer).isEqualTo("io");
  }

  @Test
  void aKeyNamesItsWork() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> journal.once(" ", () -> new byte[0]))
        .withMessage("The key of an outcome must not be blank.");
  }
}
