package org.pith.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.pith.network.Network;
import org.pith.network.Shape;

class TrainerTest {

  static Examples blobs(int rows, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] inputs = new float[rows * 2];
    int[] labels = new int[rows];
    for (int i = 0; i < rows; i++) {
      labels[i] = i % 3;
      inputs[2 * i] = (float) (3 * Math.cos(2.1 * labels[i]) + 0.4 * random.nextGaussian());
      inputs[2 * i + 1] = (float) (3 * Math.sin(2.1 * labels[i]) + 0.4 * random.nextGaussian());
    }
    return new Examples(Shape.of(2), inputs, new Target.Classes(labels, 3));
  }

  @Test
  void learnsSeparatedClassesToNearZeroLoss() {
    Network network = Initialization.draw(Nets.mlp(2, 16, 3), 1);
    Recipe recipe = Recipe.defaults().withEpochs(60).withLabelSmoothing(0).withWeightDecay(0);
    Trained trained =
        Trainer.train(List.of(network), blobs(300, 1), blobs(90, 2), recipe, 7).getFirst();
    EpochRecord last = trained.history().getLast();
    assertThat(last.trainLoss()).isLessThan(0.01);
    assertThat(last.validationMetric()).isEqualTo(1);
    assertThat(last.validationLoss()).isLessThan(0.02);
  }
}
