package org.pith.train;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.pith.measure.Estimate;

class HeldOutTest {

  private static final Target.Classes CLASSES = new Target.Classes(new int[] {0, 1, 0, 1}, 2);
  private static final Target.Numbers NUMBERS = new Target.Numbers(new float[] {1, 2, 3, 4});

  @Test
  void scoresThatAreNoNumbersKnowMinusInfinity() {
    float[] scores = {2, 0, Float.NaN, Float.NaN, 2, 0, 0, 2};
    HeldOut judged = HeldOut.of(CLASSES, scores, CLASSES);
    requireDiverged(judged);
    assertThat(judged.accuracy()).isEqualTo(0.75);
    assertThat(judged.temperature()).isEqualTo(1);
    assertThat(judged.calibrationError()).isNaN();
    requireDiverged(HeldOut.calibrated(CLASSES, scores, CLASSES));
  }

  /** NaN is not greater than NaN, so the first class would be the answer. */
  @Test
  void noAnswerIsNoRightAnswer() {
    float[] scores = new float[8];
    java.util.Arrays.fill(scores, Float.NaN);
    assertThat(HeldOut.of(CLASSES, scores, CLASSES).accuracy()).isZero();
  }

  @Test
  void numbersThatAreNoneKnowMinusInfinity() {
    for (float broken : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
      HeldOut judged = HeldOut.of(NUMBERS, new float[] {1, 2, broken, 4}, NUMBERS);
      requireDiverged(judged);
      assertThat(judged.rmse()).isInfinite().isPositive();
    }
  }

  private static void requireDiverged(HeldOut judged) {
    Estimate information = judged.information();
    assertThat(judged.isDiverged()).isTrue();
    assertThat(information.value()).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(information.low()).isNaN();
    assertThat(information.verdict()).isEqualTo(Estimate.Verdict.UNDERSAMPLED);
    assertThat(information.reason()).contains("Maybe the training diverged");
  }

  @Test
  void scoresThatAreNumbersAreNotDiverged() {
    assertThat(HeldOut.of(CLASSES, new float[] {2, 0, 0, 2, 2, 0, 0, 2}, CLASSES).isDiverged())
        .isFalse();
    assertThat(HeldOut.of(NUMBERS, new float[] {1, 2, 3, 3}, NUMBERS).isDiverged()).isFalse();
  }
}
