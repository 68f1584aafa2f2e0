package org.pith.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.pith.train.Recipe.Averaging;

class RecipeTest {

  @Test
  void changesOneThingAtATime() {
    Recipe recipe =
        Recipe.defaults()
            .withEpochs(3)
            .withBatchSize(5)
            .withPeakLearningRate(0.1)
            .withSchedule(new Schedule.Constant())
            .withAdam(new Recipe.Adam(0.8, 0.9, 1e-6))
            .withWeightDecay(0.2)
            .withLabelSmoothing(0.3)
            .withDistillation(new Recipe.Distillation(0.4, 2))
            .withAugmentation(Recipe.Augmentation.shifts(1).withFlip(true).withShiftShare(0.5))
            .withAveraging(new Averaging.Exponential(0.9))
            .withPatience(6)
            .withClipNorm(0.7)
            .withKeepsZeros(true);
    assertThat(recipe)
        .isEqualTo(
            new Recipe(
                3,
                5,
                0.1,
                new Schedule.Constant(),
                new Recipe.Adam(0.8, 0.9, 1e-6),
                0.2,
                0.3,
                new Recipe.Distillation(0.4, 2),
                new Recipe.Augmentation(1, 0.5, true, 0, 0),
                new Averaging.Exponential(0.9),
                6,
                0.7,
                true));
  }

  /** Moving by these shares gives sum_i d^(t-i) w_i / sum_i d^(t-i). */
  @Test
  void exponentialAverageIsFreeOfItsStart() {
    Averaging averaging = new Averaging.Exponential(0.7);
    double[] weights = {4, -1, 2.5, 8};
    double average = 0;
    double sum = 0;
    double total = 0;
    for (int t = 1; t <= weights.length; t++) {
      average += averaging.share(t, weights.length) * (weights[t - 1] - average);
      sum = 0.7 * sum + weights[t - 1];
      total = 0.7 * total + 1;
      assertThat(average).isCloseTo(sum / total, within(1e-12));
    }
  }

  @Test
  void tailAverageIsTheMeanOfTheLastSteps() {
    Averaging averaging = new Averaging.Tail(0.3);
    assertThat(averaging.share(7, 10)).isZero();
    assertThat(averaging.share(8, 10)).isEqualTo(1);
    assertThat(averaging.share(9, 10)).isEqualTo(0.5);
    assertThat(averaging.share(10, 10)).isCloseTo(1.0 / 3, within(1e-12));
    assertThat(new Averaging.None().share(10, 10)).isZero();
  }

  @Test
  void numbersAreChecked() {
    Recipe recipe = Recipe.defaults();
    assertThatThrownBy(() -> recipe.withEpochs(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The number of epochs (-1) must not be negative.");
    assertThatThrownBy(() -> recipe.withBatchSize(0)).hasMessageContaining("batch size (0)");
    assertThatThrownBy(() -> recipe.withPeakLearningRate(Double.NaN)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> recipe.withLabelSmoothing(1.2))
        .hasMessageContaining("label smoothing (1.2)");
    assertThatThrownBy(() -> new Recipe.Distillation(0.5, 0))
        .hasMessageContaining("temperature (0.0)");
    assertThatThrownBy(() -> new Recipe.Adam(1, 0.9, 1e-8)).hasMessageContaining("beta1 (1.0)");
    assertThatThrownBy(() -> new Averaging.Tail(0)).hasMessageContaining("averaged share (0.0)");
    assertThatThrownBy(() -> Recipe.Augmentation.shifts(-1))
        .hasMessageContaining("pixel shift (-1)");
  }
}
