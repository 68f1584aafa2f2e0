package org.pith.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.pith.train.Schedule.Cosine;
import org.pith.train.Schedule.Decay;
import org.pith.train.Schedule.OneCycle;

class ScheduleTest {

  @Test
  void constantStays() {
    assertThat(new Schedule.Constant().factor(0)).isEqualTo(1);
    assertThat(new Schedule.Constant().factor(0.7)).isEqualTo(1);
  }

  @Test
  void cosineFollowsItsFormula() {
    Cosine cosine = new Cosine(0.2);
    assertThat(cosine.factor(0)).isEqualTo(1);
    assertThat(cosine.factor(0.5)).isCloseTo(0.6, within(1e-12));
    assertThat(cosine.factor(1)).isCloseTo(0.2, within(1e-12));
    assertThat(cosine.factor(0.25))
        .isCloseTo(0.2 + 0.8 * (1 + Math.cos(Math.PI / 4)) / 2, within(1e-12));
  }

  @Test
  void oneCycleRisesAndFalls() {
    OneCycle cycle = new OneCycle(0.2, 0.1, 0.05, Decay.LINEAR);
    assertThat(cycle.factor(0)).isEqualTo(0.1);
    assertThat(cycle.factor(0.1)).isCloseTo(0.55, within(1e-12));
    assertThat(cycle.factor(0.2)).isEqualTo(1);
    assertThat(cycle.factor(0.6)).isCloseTo(0.525, within(1e-12));
    assertThat(cycle.factor(1)).isCloseTo(0.05, within(1e-12));
    assertThat(new OneCycle(0.2, 0.1, 0.05, Decay.COSINE).factor(0.6))
        .isCloseTo(0.525, within(1e-12));
    assertThat(new OneCycle(1, 0.1, 0, Decay.LINEAR).factor(1)).isEqualTo(1);
    assertThat(new OneCycle(0, 0.1, 0, Decay.LINEAR).factor(0)).isEqualTo(1);
  }

  @Test
  void recipeScalesTheFactorByItsPeak() {
    Recipe recipe = Recipe.defaults().withPeakLearningRate(0.5).withSchedule(Cosine.TO_ZERO);
    assertThat(recipe.learningRate(0, 10)).isEqualTo(0.5);
    assertThat(recipe.learningRate(5, 10)).isCloseTo(0.25, within(1e-12));
  }

  @Test
  void sharesAreChecked() {
    assertThatThrownBy(() -> new Cosine(1.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("floor (1.5)");
    assertThatThrownBy(() -> new OneCycle(Double.NaN, 0, 0, Decay.LINEAR))
        .hasMessageContaining("warmup (NaN)");
  }
}
