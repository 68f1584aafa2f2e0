package org.pith.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.pith.network.Network;
import org.pith.network.Shape;

class TopProbabilitiesTest {

  private static final Examples TWO_ROWS =
      new Examples(Shape.of(1), new float[2], new Target.Classes(new int[] {0, 1}, 4));

  private static double[] shares(Examples examples, int row) {
    return IntStream.range(0, 4)
        .mapToDouble(c -> Math.exp(examples.teacher()[4 * row + c]))
        .toArray();
  }

  @Test
  void whatIsLeftIsSharedEvenly() {
    Examples taught =
        TWO_ROWS.withTopProbabilities(new int[] {2, 0, 1, 3}, new float[] {0.6f, 0.3f, 0.5f, 0.5f});
    assertThat(shares(taught, 0))
        .containsExactly(new double[] {0.3, 0.05, 0.6, 0.05}, within(1e-6));
    assertThat(shares(taught, 1)).containsExactly(new double[] {0, 0.5, 0, 0.5}, within(1e-6));
  }

  @Test
  void nothingIsLostWithOneClassLeftOut() {
    Examples plain = TrainerTest.blobs(30, 1);
    Network teacher = TrainerTest.drawn(2, 5, 3);
    float[] logits = Inference.scores(teacher, plain);
    Recipe recipe = Recipe.defaults().withDistillation(new Recipe.Distillation(0.6, 3));
    double whole = Lesson.of(plain.withTeacher(logits), recipe).constant();
    assertThat(Lesson.of(top(plain, logits, 2), recipe).constant()).isCloseTo(whole, within(1e-5));
    assertThat(Lesson.of(top(plain, logits, 3), recipe).constant()).isCloseTo(whole, within(1e-5));
    // What is not known adds entropy, which the constant takes off.
    assertThat(Lesson.of(top(plain, logits, 1), recipe).constant()).isLessThan(whole);
  }

  /** The labels are of no use, and one probability a row is all that the teacher gives. */
  @Test
  void aStudentLearnsFromTheMostProbableClassAlone() {
    Examples plain = TrainerTest.blobs(300, 1);
    int[] truth = ((Target.Classes) plain.target()).labels();
    float[] certainty = new float[truth.length];
    Arrays.fill(certainty, 0.9f);
    Examples unlabelled =
        new Examples(
            plain.rowShape(), plain.inputs(), new Target.Classes(new int[truth.length], 3));
    Recipe recipe =
        Recipe.defaults().withEpochs(30).withDistillation(new Recipe.Distillation(1, 2));
    Network student =
        Trainer.train(
                List.of(TrainerTest.drawn(2, 8, 3)),
                unlabelled.withTopProbabilities(truth, certainty),
                TrainerTest.none(plain),
                recipe,
                1)
            .getFirst()
            .network();
    float[] scores = Inference.scores(student, plain);
    assertThat(HeldOut.of(plain.target(), scores, plain.target()).accuracy()).isGreaterThan(0.9);
  }

  /** A class that cannot be has target 0, and no gradient that is not finite. */
  @Test
  void impossibleClassesLeaveTrainingFinite() {
    Examples plain = TrainerTest.blobs(60, 1);
    int[] truth = ((Target.Classes) plain.target()).labels();
    float[] certainty = new float[truth.length];
    Arrays.fill(certainty, 1);
    Trained trained =
        Trainer.train(
                List.of(TrainerTest.drawn(2, 8, 3)),
                plain.withTopProbabilities(truth, certainty),
                TrainerTest.none(plain),
                Recipe.defaults().withEpochs(3).withDistillation(new Recipe.Distillation(0.5, 4)),
                1)
            .getFirst();
    assertThat(trained.best().trainLoss()).isFinite();
    for (float score : Inference.scores(trained.network(), plain)) {
      assertThat(score).isFinite();
    }
  }

  @Test
  void saysWhatIsWrong() {
    requireRefused("not equally many of 4 classes for each of 2 rows", new int[3], new float[3]);
    requireRefused("2 labels and 4 probabilities", new int[2], new float[4]);
    requireRefused("Row 1: label 4 is not a class", new int[] {0, 4}, new float[] {0.9f, 0.9f});
    requireRefused(
        "Row 0: label 1 comes twice", new int[] {1, 1, 0, 1}, new float[] {0.5f, 0.5f, 0.5f, 0.5f});
    requireRefused("Row 0: -0.1 is not a probability", new int[] {1, 1}, new float[] {-0.1f, 0.5f});
    requireRefused("Row 1: NaN is not a", new int[] {1, 1}, new float[] {0.9f, Float.NaN});
    requireRefused(
        "Row 0: the probabilities add up to 1.2000",
        new int[] {1, 2, 1, 2},
        new float[] {0.6f, 0.6f, 0.5f, 0.5f});
    requireRefused(
        "Row 0: the others would have 0.3000 each", new int[] {1, 2}, new float[] {0.1f, 0.9f});
    Examples numbers =
        new Examples(Shape.of(1), new float[2], new Target.Numbers(new float[] {1, 2}));
    assertThatThrownBy(() -> numbers.withTopProbabilities(new int[2], new float[2]))
        .hasMessageContaining("A teacher of numbers has no probabilities");
  }

  private static void requireRefused(String words, int[] labels, float[] probabilities) {
    assertThatThrownBy(() -> TWO_ROWS.withTopProbabilities(labels, probabilities))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(words);
  }

  /** The k largest probabilities of each row. */
  private static Examples top(Examples examples, float[] logits, int k) {
    int[] labels = new int[examples.rows() * k];
    float[] probabilities = new float[labels.length];
    for (int row = 0; row < examples.rows(); row++) {
      float[] p = Arrays.copyOfRange(logits, 3 * row, 3 * row + 3);
      Softening.apply(p, 0, 3, 1);
      int[] order =
          IntStream.range(0, 3)
              .boxed()
              .sorted(Comparator.comparing(c -> -p[c]))
              .mapToInt(Integer::intValue)
              .toArray();
      for (int i = 0; i < k; i++) {
        labels[row * k + i] = order[i];
        probabilities[row * k + i] = p[order[i]];
      }
    }
    return examples.withTopProbabilities(labels, probabilities);
  }
}
