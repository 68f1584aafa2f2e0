package org.pith.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class CalibrationErrorTest {

  /** Two classes; the answer is always the first, with this confidence. */
  private static float[] confident(double... confidences) {
    float[] scores = new float[2 * confidences.length];
    for (int row = 0; row < confidences.length; row++) {
      scores[2 * row] = (float) Math.log(confidences[row] / (1 - confidences[row]));
    }
    return scores;
  }

  private static double error(float[] scores, int... labels) {
    return CalibrationError.of(new Target.Classes(labels, 2), scores, 1);
  }

  @Test
  void isTheMeanOfWhatTheBinsAreOff() {
    // 3 of 4 right at 0.75; 1 of 2 right at 0.95: nothing, and 0.45 in a third of the rows.
    float[] scores = confident(0.75, 0.75, 0.75, 0.75, 0.95, 0.95);
    assertThat(error(scores, 0, 0, 0, 1, 0, 1)).isCloseTo(0.15, within(1e-6));
  }

  @Test
  void errorsCancelWithinABinAndAddUpAcrossBins() {
    // 0.74 and 0.78 share the bin from 11/15 to 12/15; 0.72 is in the one below.
    assertThat(error(confident(0.74, 0.78), 0, 1)).isCloseTo((1.52 - 1) / 2, within(1e-6));
    assertThat(error(confident(0.72, 0.78), 0, 1)).isCloseTo((0.28 + 0.78) / 2, within(1e-6));
  }

  @Test
  void certaintyIsAsWrongAsItIsWrong() {
    float[] certain = {1000, 0, 1000, 0};
    assertThat(error(certain, 0, 0)).isZero();
    assertThat(error(certain, 1, 1)).isEqualTo(1);
    assertThat(error(certain, 0, 1)).isEqualTo(0.5);
  }

  @Test
  void oddScores() {
    assertThat(error(new float[] {0, 0}, 0)).as("the first of equals").isEqualTo(0.5);
    assertThat(error(new float[] {Float.NaN, 0}, 0)).isNaN();
    assertThat(error(new float[0])).isNaN();
  }

  /**
   * Labels drawn from the probabilities: the bins scatter by about sqrt(15 / n) / 2 = 0.014 in all;
   * logits twice as large are too sure.
   */
  @Test
  void isNearZeroForTheProbabilitiesThatLabelsAreDrawnFrom() {
    int rows = 20_000;
    float[] scores = new float[3 * rows];
    int[] labels = new int[rows];
    Random random = new Random(1);
    for (int row = 0; row < rows; row++) {
      double[] weights = new double[3];
      for (int c = 0; c < 3; c++) {
        scores[3 * row + c] = (float) random.nextGaussian();
        weights[c] = Math.exp(scores[3 * row + c]);
      }
      double draw = random.nextDouble() * (weights[0] + weights[1] + weights[2]);
      labels[row] = draw < weights[0] ? 0 : draw < weights[0] + weights[1] ? 1 : 2;
    }
    Target.Classes target = new Target.Classes(labels, 3);
    assertThat(CalibrationError.of(target, scores, 1)).isLessThan(0.014);
    assertThat(CalibrationError.of(target, scores, 0.5)).isGreaterThan(0.1);
    assertThat(HeldOut.calibrated(target, scores, target).calibrationError())
        .isEqualTo(CalibrationError.of(target, scores, 1));
    float[] sure = scores.clone();
    for (int i = 0; i < sure.length; i++) {
      sure[i] *= 2;
    }
    assertThat(HeldOut.of(target, sure, target).calibrationError())
        .as("at the temperature that suits")
        .isLessThan(0.02);
  }

  @Property(tries = 200)
  void isAShare(@ForAll @Size(12) @FloatRange(min = -50, max = 50) float[] scores) {
    double error = CalibrationError.of(new Target.Classes(new int[] {0, 1, 2, 0}, 3), scores, 1);
    assertThat(error).isBetween(0.0, 1.0);
  }
}
