package org.pith.prune;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pith.network.Network;
import org.pith.prune.schedule.Load;
import org.pith.prune.schedule.Stages;
import org.pith.train.Examples;
import org.pith.train.HeldOut;
import org.pith.train.Inference;
import org.pith.train.Recipe;
import org.pith.train.Target;

/** Labels are drawn from what the network says, so it is calibrated, whatever else it is. */
class CalibrationTest {
  private static final int CLASSES = 3;

  /** On 6,000 fresh rows, whose bins scatter by at most sqrt(15 / n) / 2 = 0.025 in all. */
  private static final int FRESH = 6_000;

  private final Network network = Nets.mlp(1, 10, 40, 20, CLASSES);
  private final Examples rows = drawn(2_000, 2);
  private final Examples fresh = drawn(FRESH, 3);

  private Examples drawn(int count, long seed) {
    Examples inputs = Nets.rows(network, count, seed);
    float[] scores = Inference.scores(network, inputs);
    Random random = new Random(seed);
    int[] labels = new int[count];
    for (int row = 0; row < count; row++) {
      labels[row] = draw(scores, row, random);
    }
    return new Examples(
        inputs.rowShape(), inputs.inputs(), new Target.Classes(labels, CLASSES), scores);
  }

  /** The largest of scores with Gumbel noise is drawn from their softmax. */
  private static int draw(float[] scores, int row, Random random) {
    int best = 0;
    double largest = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < CLASSES; c++) {
      double noisy = scores[CLASSES * row + c] - Math.log(-Math.log(random.nextDouble()));
      best = noisy > largest ? c : best;
      largest = Math.max(largest, noisy);
    }
    return best;
  }

  private double error(Network judged) {
    return HeldOut.calibrated(fresh.target(), Inference.scores(judged, fresh), rows.target())
        .calibrationError();
  }

  @Test
  void pruningAndTrainingLeaveTheConfidenceAsHonestAsItWas() {
    Recipe recipe =
        Recipe.defaults()
            .withEpochs(10)
            .withPeakLearningRate(0.003)
            .withLabelSmoothing(0)
            .withDistillation(new Recipe.Distillation(0.7, 3));
    Network pruned =
        new Descent(Pruner.withDefaults(), new Stages(1), recipe, recipe)
            .run(network, rows, Load.params(600), 1)
            .network();
    assertThat(error(network)).isLessThan(0.025);
    assertThat(error(pruned)).isLessThan(error(network) + 0.02);
  }
}
