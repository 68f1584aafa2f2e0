package org.pith.prune;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.pith.network.ElementType;
import org.pith.network.Network;
import org.pith.network.Operator;
import org.pith.network.Shape;
import org.pith.network.Tensor;
import org.pith.runs.Journal;
import org.pith.train.Recipe;

class RecordedLearnerTest {

  private static final Recipe RECIPE = Recipe.defaults();

  private final AtomicInteger learned = new AtomicInteger();
  private final Journal journal = Journal.inMemory();

  private RecordedLearner learner() {
    return new RecordedLearner(
        (cut, recipe, seed) -> {
          float by = learned.incrementAndGet();
          return cut.network().withConstants(Map.of("w", weights(by, Float.MIN_VALUE)));
        },
        journal);
  }

  private static Tensor weights(float... values) {
    return Tensor.of(Shape.of(1, 2), values);
  }

  private static Pruned cut(float weight, int input) {
    Network.Builder b = Network.builder("net");
    String x = b.input("x", ElementType.FLOAT, Shape.of(Shape.BATCH, 2));
    b.constant("w", weights(weight, 0));
    b.constant("b", Tensor.vector(3));
    b.output(b.add("y", Operator.Gemm.TRANSPOSED, x, "w", "b"));
    return new Pruned(b.build(), List.of(0, input), List.of());
  }

  @Test
  void whatIsRecordedIsNotLearnedAgain() {
    Network first = learner().learn(cut(1, 1), RECIPE, 7);
    Network again = learner().learn(cut(1, 1), RECIPE, 7);
    assertThat(learned).hasValue(1);
    assertThat(again).isEqualTo(first);
    assertThat(again.constant("w")).isEqualTo(weights(1, Float.MIN_VALUE));
    assertThat(again.constant("b")).isEqualTo(Tensor.vector(3));
  }

  @Test
  void anotherStartOrInputOrRecipeOrSeedIsOtherWork() {
    learner().learn(cut(1, 1), RECIPE, 7);
    learner().learn(cut(2, 1), RECIPE, 7);
    learner().learn(cut(1, 2), RECIPE, 7);
    learner().learn(cut(1, 1), RECIPE.withEpochs(RECIPE.epochs() + 1), 7);
    learner().learn(cut(1, 1), RECIPE, 8);
    assertThat(learned).hasValue(5);
  }

  @Test
  void replayedTimeIsThatOfTheFirstTime() {
    RecordedLearner first = learner();
    first.learn(cut(1, 1), RECIPE, 7);
    assertThat(first.replayedSeconds()).isZero();
    RecordedLearner second = learner();
    second.learn(cut(1, 1), RECIPE, 7);
    assertThat(second.replayedSeconds()).isNotNegative();
  }
}
