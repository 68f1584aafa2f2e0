package org.pith.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pith.network.Network;

/**
 * The recorded training loss of weights that do not move is the objective of the recipe, which is
 * computed here row by row in double precision.
 */
class LessonTest {

  private static final Examples EXAMPLES = TrainerTest.blobs(20, 1).withTeacher(logits());

  private static float[] logits() {
    float[] logits = new float[60];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = (float) (2 * Math.sin(1.7 * i));
    }
    return logits;
  }

  private static double recorded(Network network, Examples examples, Recipe recipe) {
    Recipe still = recipe.withEpochs(1).withBatchSize(7).withPeakLearningRate(1e-12);
    return Trainer.train(List.of(network), examples, TrainerTest.none(examples), still, 1)
        .getFirst()
        .best()
        .trainLoss();
  }

  private static double[] softmax(float[] scores, int row, double temperature) {
    double[] shares = new double[3];
    double sum = 0;
    for (int c = 0; c < 3; c++) {
      shares[c] = Math.exp(scores[3 * row + c] / temperature);
      sum += shares[c];
    }
    for (int c = 0; c < 3; c++) {
      shares[c] /= sum;
    }
    return shares;
  }

  private static double objective(
      float[] scores, double smoothing, double weight, double temperature) {
    double sum = 0;
    int[] labels = ((Target.Classes) EXAMPLES.target()).labels();
    for (int row = 0; row < 20; row++) {
      for (int c = 0; c < 3; c++) {
        double hard = smoothing / 3 + (labels[row] == c ? 1 - smoothing : 0);
        double p = softmax(EXAMPLES.teacher(), row, temperature)[c];
        double q = softmax(scores, row, temperature)[c];
        sum -= (1 - weight) * hard * Math.log(softmax(scores, row, 1)[c]);
        sum += weight * temperature * temperature * p * Math.log(p / q);
      }
    }
    return sum / 20;
  }

  @Test
  void smoothingAndDistillationFollowTheirFormula() {
    Network network = TrainerTest.drawn(2, 5, 3);
    float[] scores = Inference.scores(network, EXAMPLES);
    double[][] cases = {{0, 0, 1}, {0.1, 0, 1}, {0, 0.4, 1}, {0.1, 0.7, 2}, {0.05, 1, 4}};
    for (double[] c : cases) {
      Recipe recipe =
          Recipe.defaults()
              .withLabelSmoothing(c[0])
              .withDistillation(new Recipe.Distillation(c[1], c[2]));
      assertThat(recorded(network, EXAMPLES, recipe))
          .isCloseTo(objective(scores, c[0], c[1], c[2]), within(1e-5));
    }
  }

  @Test
  void distillationWithoutTeacherIsPlainTraining() {
    Network network = TrainerTest.drawn(2, 5, 3);
    Recipe deaf = Recipe.defaults().withDistillation(Recipe.Distillation.NONE);
    Recipe eager = deaf.withDistillation(new Recipe.Distillation(0.5, 2));
    assertThat(recorded(network, EXAMPLES.withTeacher(null), eager))
        .isEqualTo(recorded(network, EXAMPLES, deaf));
  }

  @Test
  void numbersMixTheErrorsToTargetAndTeacher() {
    Examples plain = TrainerTest.products(20, 1);
    Examples examples = plain.withTeacher(Arrays.copyOf(logits(), 20));
    Network network = TrainerTest.drawn(2, 5, 1);
    float[] scores = Inference.scores(network, examples);
    float[] values = ((Target.Numbers) plain.target()).values();
    double expected = 0;
    for (int row = 0; row < 20; row++) {
      double toTarget = scores[row] - values[row];
      double toTeacher = scores[row] - examples.teacher()[row];
      expected += (0.7 * toTarget * toTarget + 0.3 * toTeacher * toTeacher) / 20;
    }
    Recipe recipe = Recipe.defaults().withDistillation(new Recipe.Distillation(0.3, 1));
    assertThat(recorded(network, examples, recipe)).isCloseTo(expected, within(1e-5));
  }

  @Test
  void extremeLogitsStayFinite() {
    float[] extreme = logits();
    extreme[0] = 1e4f;
    extreme[1] = -1e4f;
    Recipe recipe = Recipe.defaults().withDistillation(new Recipe.Distillation(0.5, 2));
    assertThat(Lesson.of(EXAMPLES.withTeacher(extreme), recipe).constant()).isFinite();
  }
}
