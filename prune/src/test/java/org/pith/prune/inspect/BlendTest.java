package org.pith.prune.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.pith.train.HeldOut;
import org.pith.train.Target;

class BlendTest {

  private static final Target.Classes LABELS = new Target.Classes(new int[] {0, 1, 1, 0}, 2);

  /** 3 of 4 right at a share s: the slope is 0 where the blended share is 3/4, if the classes are as frequent. */
  @Test
  void anAnswerThatIsTooSureIsBelievedAsOftenAsItIsRight() {
    float[] said = {0.99f, 0.01f, 0.01f, 0.99f, 0.01f, 0.99f, 0.01f, 0.99f};
    Blend blend = Blend.fit(said, LABELS, LABELS);
    assertThat(blend.of(said)[0]).isCloseTo(0.75f, within(1e-4f));
  }

  @Test
  void anAnswerThatIsNotSureEnoughStaysAsItIs() {
    float[] said = {0.6f, 0.4f, 0.4f, 0.6f, 0.4f, 0.6f, 0.6f, 0.4f};
    Blend blend = Blend.fit(said, LABELS, LABELS);
    assertThat(blend.weight()).isEqualTo(1);
    assertThat(blend.of(said)).isEqualTo(said);
  }

  @Test
  void aWrongAnswerIsNotBelieved() {
    float[] said = {0.1f, 0.9f, 0.9f, 0.1f, 0.9f, 0.1f, 0.1f, 0.9f};
    assertThat(Blend.fit(said, LABELS, LABELS).weight()).isCloseTo(0, within(1e-6));
  }

  @Test
  void numbersAreDrawnToTheMean() {
    Target.Numbers target = new Target.Numbers(new float[] {1, 3, 5, 7});
    float[] exaggerated = {-2, 2, 6, 10};
    Blend blend = Blend.fit(exaggerated, target, target);
    assertThat(blend.weight()).isCloseTo(0.5, within(1e-6));
    assertThat(blend.of(exaggerated)).containsExactly(1, 3, 5, 7);
    assertThat(Blend.fit(new float[] {4, 4, 4, 4}, target, target).weight()).isZero();
  }

  @Property(tries = 200)
  void isNeverWorseThanWhatIsUsual(@ForAll long seed) {
    Random random = new Random(seed);
    float[] said = new float[8];
    for (int row = 0; row < 4; row++) {
      said[2 * row] = random.nextFloat();
      said[2 * row + 1] = 1 - said[2 * row];
    }
    float[] blended = Blend.fit(said, LABELS, LABELS).of(said);
    float[] logits = new float[8];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = (float) Math.log(blended[i]);
    }
    assertThat(HeldOut.calibrated(LABELS, logits, LABELS).information().value())
        .isGreaterThan(-1e-4);
  }
}
