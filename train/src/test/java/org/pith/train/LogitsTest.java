package org.pith.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LogitsTest {

  private static final float NONE = Float.NEGATIVE_INFINITY;

  /** Log probabilities of 1/8, 5/8 and 1/4, shifted by a constant. */
  private static Logits shifted(double by) {
    float[] scores = new float[5];
    double[] shares = {0, 0.125, 0.625, 0.25, 0};
    for (int k = 0; k < scores.length; k++) {
      scores[k] = (float) (Math.log(shares[k]) + by);
    }
    return new Logits(scores, 1, 3);
  }

  @Test
  void saysWhatItWasMadeFrom() {
    Logits said = shifted(2);
    assertThat(said.answer()).isEqualTo(1);
    assertThat(said.logOfSum()).isCloseTo(2, within(1e-6));
    assertThat(said.probabilities(1))
        .containsExactly(new double[] {0.125, 0.625, 0.25}, within(1e-6));
    assertThat(said.logLoss(2, 1)).isCloseTo(Math.log(4), within(1e-6));
    double entropy = 0.125 * Math.log(8) + 0.625 * Math.log(1.6) + 0.25 * Math.log(4);
    assertThat(said.entropy(1)).isCloseTo(entropy, within(1e-6));
  }

  /** p^(1/2) is proportional to 1, sqrt 5, sqrt 2. */
  @Test
  void temperatureTakesRoots() {
    double sum = 1 + Math.sqrt(5) + Math.sqrt(2);
    assertThat(shifted(0).probabilities(2))
        .containsExactly(
            new double[] {1 / sum, Math.sqrt(5) / sum, Math.sqrt(2) / sum}, within(1e-6));
    assertThat(shifted(0).logLoss(0, 2)).isCloseTo(Math.log(sum), within(1e-6));
  }

  @Test
  void finiteScoresDoNotOverflow() {
    Logits far = new Logits(new float[] {3e38f, -3e38f, 3e38f}, 0, 3);
    assertThat(far.probabilities(1)).containsExactly(0.5, 0, 0.5);
    assertThat(far.entropy(1)).isCloseTo(Math.log(2), within(1e-12));
    assertThat(far.logLoss(0, 1)).isCloseTo(Math.log(2), within(1e-12));
    assertThat(far.answer()).isZero();
  }

  @Test
  void minusInfinityIsProbabilityZero() {
    Logits said = new Logits(new float[] {NONE, 1, 1}, 0, 3);
    assertThat(said.probabilities(1)).containsExactly(0, 0.5, 0.5);
    assertThat(said.logLoss(0, 1)).isInfinite().isPositive();
    assertThat(said.entropy(1)).isCloseTo(Math.log(2), within(1e-12));
  }

  @Test
  void whatIsNoDistributionIsNaN() {
    for (float[] scores :
        new float[][] {{0, Float.NaN}, {0, Float.POSITIVE_INFINITY}, {NONE, NONE}}) {
      Logits said = new Logits(scores, 0, 2);
      assertThat(said.logLoss(0, 1)).isNaN();
      assertThat(Arrays.stream(said.probabilities(1))).contains(Double.NaN);
    }
  }

  @Test
  void rowsLieOneAfterTheOther() {
    float[] scores = {0, 0, 0, (float) Math.log(3)};
    assertThat(Logits.ofRow(scores, 1, 2).answer()).isEqualTo(1);
    assertThat(Logits.probabilities(scores, 2))
        .containsExactly(new float[] {0.5f, 0.5f, 0.25f, 0.75f}, within(1e-6f));
  }
}
