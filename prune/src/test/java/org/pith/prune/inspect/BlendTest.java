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

  private static float[] logarithms(float... shares) {
    float[] logarithms = new float[shares.length];
    for (int i = 0; i < shares.length; i++) {
      logarithms[i] = (float) Math.log(shares[i]);
    }
    return logarithms;
  }

  private static double share(float[] said, int place) {
    return Math.exp(Blend.fit(said, LABELS, LABELS).of(said)[place]);
  }

  /** 3 of 4 right: the likelihood is largest where the blended share is 3/4, if the classes are as frequent. */
  @Test
  void anAnswerIsBelievedAsOftenAsItIsRight() {
    float[] tooSure = {0.99f, 0.01f, 0.01f, 0.99f, 0.01f, 0.99f, 0.01f, 0.99f};
    assertThat(share(logarithms(tooSure), 0)).isCloseTo(0.75, within(1e-3));
    float[] notSure = {0.6f, 0.4f, 0.4f, 0.6f, 0.4f, 0.6f, 0.4f, 0.6f};
    assertThat(share(logarithms(notSure), 0)).isCloseTo(0.75, within(1e-3));
  }

  @Test
  void aWrongAnswerIsNotBelieved() {
    float[] said = logarithms(0.1f, 0.9f, 0.9f, 0.1f, 0.9f, 0.1f, 0.1f, 0.9f);
    assertThat(share(said, 0)).isCloseTo(0.5, within(1e-6));
  }

  /** All right on four rows: one row in five may still be wrong, so no loss is beyond ln 10. */
  @Test
  void rowsThatWereAllRightDoNotMakeItSure() {
    float[] said = logarithms(0.6f, 0.4f, 0.4f, 0.6f, 0.4f, 0.6f, 0.6f, 0.4f);
    assertThat(share(said, 0)).isCloseTo(0.9, within(1e-4));
    assertThat(share(said, 1)).isCloseTo(0.1, within(1e-4));
  }

  @Test
  void scoresThatAreNoNumbersAreNotBelieved() {
    float[] said = new float[8];
    java.util.Arrays.fill(said, Float.NaN);
    assertThat(share(said, 0)).isCloseTo(0.5, within(1e-6));
  }

  @Test
  void numbersAreScaledAndShifted() {
    Target.Numbers target = new Target.Numbers(new float[] {1, 3, 5, 7});
    float[] exaggerated = {-2, 2, 6, 10};
    Blend blend = Blend.fit(exaggerated, target, target);
    assertThat(blend.weight()).isCloseTo(0.5, within(1e-6));
    assertThat(blend.of(exaggerated)).containsExactly(1, 3, 5, 7);
    float[] shifted = {101, 102, 103, 104};
    assertThat(Blend.fit(shifted, target, target).of(shifted)).containsExactly(1, 3, 5, 7);
    float[] still = {4, 4, 4, 4};
    assertThat(Blend.fit(still, target, target).of(still)).containsExactly(still);
    float[] opposite = {7, 5, 3, 1};
    assertThat(Blend.fit(opposite, target, target).of(opposite)).containsExactly(still);
  }

  @Property(tries = 200)
  void isNeverWorseThanWhatIsUsual(@ForAll long seed) {
    Random random = new Random(seed);
    float[] said = new float[8];
    for (int i = 0; i < said.length; i++) {
      said[i] = (float) (20 * random.nextGaussian());
    }
    float[] blended = Blend.fit(said, LABELS, LABELS).of(said);
    assertThat(HeldOut.calibrated(LABELS, blended, LABELS).information().value())
        .isGreaterThan(-1e-4);
  }
}
