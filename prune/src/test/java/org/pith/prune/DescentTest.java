package org.pith.prune;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pith.network.Network;
import org.pith.prune.schedule.Load;
import org.pith.prune.schedule.Stages;
import org.pith.train.Examples;
import org.pith.train.Inference;
import org.pith.train.Recipe;

class DescentTest {
  private final Network network = Nets.mlp(1, 12, 30, 20, 3);
  private final Examples rows = Nets.rows(network, 400, 2);
  private final Examples taught = rows.withTeacher(Inference.scores(network, rows));
  private final Recipe recipe =
      Recipe.defaults()
          .withEpochs(5)
          .withPeakLearningRate(0.003)
          .withLabelSmoothing(0)
          .withDistillation(new Recipe.Distillation(1, 2));

  @Test
  void stagesComeDownInEqualFactors() {
    Load limit = Load.params(200);
    Pruned pruned =
        new Descent(
                Pruner.withDefaults().withInputs(true), new Stages(3), recipe.withEpochs(1), recipe)
            .run(network, taught, limit, 1);
    assertThat(pruned.plans()).hasSize(3);
    assertThat(limit.of(pruned.network())).isLessThanOrEqualTo(1);
    List<Integer> widths = pruned.plans().stream().map(p -> p.cuts().get(1).kept().size()).toList();
    assertThat(widths).isSortedAccordingTo((a, b) -> b - a);
    assertThat(pruned.inputs()).isSorted().doesNotHaveDuplicates().allMatch(i -> i < 12);
    assertThat(pruned.narrow(rows).rowShape().dim(0)).isEqualTo(pruned.inputs().size());
  }

  /** What the teacher says about every row is all that is asked for, so training comes nearer to it. */
  @Test
  void trainingComesNearerToTheTeacher() {
    Load limit = Load.params(300);
    Pruned cut = Pruner.withDefaults().withSeed(2).prune(network, taught, limit);
    Pruned tuned =
        new Descent(Pruner.withDefaults().withSeed(1), new Stages(1), recipe, recipe.withEpochs(40))
            .run(network, taught, limit, 1);
    float[] original = Inference.scores(network, rows);
    assertThat(Agreement.of(original, Inference.scores(tuned.network(), rows), 3))
        .isGreaterThan(Agreement.of(original, Inference.scores(cut.network(), rows), 3));
  }

  @Test
  void isTheSameForTheSameSeed() {
    Descent descent = new Descent(Pruner.withDefaults(), new Stages(1), recipe, recipe);
    assertThat(descent.run(network, taught, Load.params(300), 3).network())
        .isEqualTo(descent.run(network, taught, Load.params(300), 3).network());
  }
}
