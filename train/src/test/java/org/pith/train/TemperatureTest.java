package org.pith.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TemperatureTest {

  /** Rows of two classes whose logits, divided by 3, are the log odds that the labels were drawn from. */
  @Test
  void findsTheTemperatureThatLogitsWereMultipliedBy() {
    int rows = 40_000;
    Random random = new Random(1);
    float[] scores = new float[2 * rows];
    int[] labels = new int[rows];
    for (int row = 0; row < rows; row++) {
      double odds = 2 * random.nextGaussian();
      labels[row] = random.nextDouble() < 1 / (1 + Math.exp(-odds)) ? 1 : 0;
      scores[2 * row + 1] = (float) (3 * odds);
    }
    Target.Classes target = new Target.Classes(labels, 2);
    // The standard error of the inverse temperature is below 1 % with so many rows.
    assertThat(Temperature.fit(target, scores)).isCloseTo(3, within(0.1));
    assertThat(Temperature.expected(target, scores)).isCloseTo(3, within(0.1));
  }

  @Test
  void fewRowsThatAreAllRightDoNotAskForCertainty() {
    int[] labels = new int[20];
    float[] scores = new float[2 * labels.length];
    for (int row = 0; row < labels.length; row++) {
      labels[row] = row % 2;
      scores[2 * row + labels[row]] = 2;
    }
    Target.Classes target = new Target.Classes(labels, 2);
    assertThat(Temperature.fit(target, scores)).isLessThan(0.06);
    assertThat(Temperature.expected(target, scores)).isBetween(0.3, 0.9);
  }

  /** The derivative of 1/T + ln T + n * ln(1 + exp(-m/T)) in b = 1/T is 0 at the answer. */
  @Test
  void isTheModeOfTheBeliefAfterTheRows() {
    int rows = 7;
    double margin = 1.5;
    float[] scores = new float[2 * rows];
    for (int row = 0; row < rows; row++) {
      scores[2 * row] = (float) margin;
    }
    double b = 1 / Temperature.expected(new Target.Classes(new int[rows], 2), scores);
    double slope = 1 - 1 / b - rows * margin / (1 + Math.exp(b * margin));
    assertThat(slope).isCloseTo(0, within(1e-5));
  }

  @Test
  void scoresThatSayNothingStayAsTheyAre() {
    Target.Classes target = new Target.Classes(new int[] {0, 1, 1}, 2);
    assertThat(Temperature.expected(target, new float[6])).isCloseTo(1, within(1e-6));
    float[] wrong = new float[6];
    Arrays.fill(wrong, 0, 6, 1);
    assertThat(Temperature.expected(target, wrong)).isCloseTo(1, within(1e-6));
  }
}
