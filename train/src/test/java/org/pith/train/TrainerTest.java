package org.pith.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.pith.network.Network;
import org.pith.network.Shape;
import org.pith.network.Tensor;
import org.pith.train.Recipe.Augmentation;
import org.pith.train.Recipe.Averaging;

class TrainerTest {

  private static final Recipe PLAIN =
      Recipe.defaults().withLabelSmoothing(0).withWeightDecay(0).withEpochs(60);

  /** Three classes around three points, far apart. */
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

  /** The product of two standard normal inputs. */
  static Examples products(int rows, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] inputs = new float[rows * 2];
    float[] values = new float[rows];
    for (int i = 0; i < rows; i++) {
      inputs[2 * i] = (float) random.nextGaussian();
      inputs[2 * i + 1] = (float) random.nextGaussian();
      values[i] = inputs[2 * i] * inputs[2 * i + 1];
    }
    return new Examples(Shape.of(2), inputs, new Target.Numbers(values));
  }

  static Examples none(Examples like) {
    return like.rows(new int[0]);
  }

  static Trained train(
      Network network, Examples train, Examples validation, Recipe recipe, long seed) {
    return Trainer.train(List.of(network), train, validation, recipe, seed).getFirst();
  }

  static Network drawn(int... units) {
    return Initialization.draw(Nets.mlp(units[0], Arrays.copyOfRange(units, 1, units.length)), 1);
  }

  @Test
  void learnsSeparatedClassesToNearZeroLoss() {
    EpochRecord last =
        train(drawn(2, 16, 3), blobs(300, 1), blobs(90, 2), PLAIN, 7).history().getLast();
    assertThat(last.trainLoss()).isLessThan(0.01);
    assertThat(last.validationMetric()).isEqualTo(1);
    assertThat(last.validationLoss()).isLessThan(0.02);
  }

  @Test
  void learnsExclusiveOr() {
    float[] corners = {0, 0, 0, 1, 1, 0, 1, 1};
    Examples xor =
        new Examples(Shape.of(2), corners, new Target.Classes(new int[] {0, 1, 1, 0}, 2));
    Recipe recipe = PLAIN.withEpochs(300).withPeakLearningRate(0.05);
    Trained trained = train(drawn(2, 16, 2), xor, xor, recipe, 3);
    assertThat(trained.best().trainLoss()).isLessThan(0.01);
    assertThat(trained.best().validationMetric()).isEqualTo(1);
  }

  @Test
  void learnsNumbersAndRecordsTheirGaussianLoss() {
    Examples validation = products(200, 2);
    Recipe recipe = PLAIN.withPeakLearningRate(0.02);
    Trained trained = train(drawn(2, 32, 1), products(500, 1), validation, recipe, 3);
    EpochRecord best = trained.best();
    assertThat(best.validationMetric()).isLessThan(0.1);
    assertThat(best.validationLoss())
        .isCloseTo(Math.log(2 * Math.PI * Math.E * best.validationMetric()) / 2, within(1e-12));
    float[] scores = Inference.scores(trained.network(), validation);
    float[] values = ((Target.Numbers) validation.target()).values();
    double squares =
        IntStream.range(0, 200)
            .mapToDouble(i -> Math.pow(scores[i] - values[i], 2))
            .average()
            .orElseThrow();
    assertThat(best.validationMetric()).isCloseTo(squares, within(1e-6));
  }

  @Test
  void sameSeedGivesTheSameBitsAtAnyNumberOfThreads() throws Exception {
    Recipe recipe =
        PLAIN
            .withEpochs(4)
            .withAugmentation(new Augmentation(0, 0.1, 0.3))
            .withAveraging(new Averaging.Exponential(0.9));
    List<Network> networks = List.of(drawn(2, 9, 3), drawn(2, 17, 3));
    List<Trained> expected = Trainer.train(networks, blobs(120, 1), blobs(30, 2), recipe, 5);
    try (var threads = Executors.newFixedThreadPool(2)) {
      List<Future<List<Trained>>> runs =
          IntStream.range(0, 4)
              .mapToObj(
                  _ ->
                      threads.submit(
                          () -> Trainer.train(networks, blobs(120, 1), blobs(30, 2), recipe, 5)))
              .toList();
      for (Future<List<Trained>> run : runs) {
        for (int k = 0; k < 2; k++) {
          assertThat(run.get().get(k).network()).isEqualTo(expected.get(k).network());
          assertThat(run.get().get(k).history()).isEqualTo(expected.get(k).history());
        }
      }
    }
    List<Trained> other = Trainer.train(networks, blobs(120, 1), blobs(30, 2), recipe, 6);
    assertThat(other.getFirst().network()).isNotEqualTo(expected.getFirst().network());
  }

  /** Convolutions run in another library than products; their threads must not matter either. */
  @Test
  void imagesTooAreLearnedToTheSameBitsInSeveralThreads() throws Exception {
    Network network = StackingTest.networks(StackingTest::cnn).getFirst();
    Examples images = StackingTest.random(64, Shape.of(2, 6, 6), 1);
    Recipe recipe = PLAIN.withEpochs(3).withAugmentation(Augmentation.shifts(1).withFlip(true));
    Network expected = train(network, images, images, recipe, 5).network();
    try (var threads = Executors.newFixedThreadPool(2)) {
      List<Future<Trained>> runs =
          IntStream.range(0, 4)
              .mapToObj(_ -> threads.submit(() -> train(network, images, images, recipe, 5)))
              .toList();
      for (Future<Trained> run : runs) {
        assertThat(run.get().network()).isEqualTo(expected);
      }
    }
  }

  @Test
  void stopsEarlyAndCarriesTheBestWeights() {
    SplittableRandom random = new SplittableRandom(1);
    Target noise = new Target.Classes(random.ints(60, 0, 3).toArray(), 3);
    Examples train = new Examples(Shape.of(2), blobs(60, 1).inputs(), noise);
    Examples validation = blobs(60, 2);
    Recipe recipe = PLAIN.withEpochs(200).withPatience(5).withPeakLearningRate(0.03);
    List<Trained> both =
        Trainer.train(List.of(drawn(2, 24, 3), drawn(2, 7, 3)), train, validation, recipe, 1);
    for (Trained trained : both) {
      assertThat(trained.history()).hasSizeLessThan(200).hasSize(trained.bestEpoch() + 5);
      assertThat(trained.steps()).isEqualTo(trained.history().size());
      assertThat(trained.history())
          .allMatch(e -> e.validationLoss() >= trained.best().validationLoss());
      double loss = crossEntropy(Inference.scores(trained.network(), validation), validation);
      assertThat(trained.best().validationLoss()).isCloseTo(loss, within(1e-5));
    }
    assertThat(both.get(0).cpuSeconds() / both.get(0).steps())
        .isCloseTo(both.get(1).cpuSeconds() / both.get(1).steps(), within(1e-9));
  }

  private static double crossEntropy(float[] scores, Examples examples) {
    double sum = 0;
    for (int row = 0; row < examples.rows(); row++) {
      Target.Classes target = (Target.Classes) examples.target();
      sum += Logits.ofRow(scores, row, target.classes()).logLoss(target.labels()[row], 1);
    }
    return sum / examples.rows();
  }

  @Test
  void divergedNetworkLeavesTheOthersAlone() {
    Network sound = drawn(2, 8, 3);
    float[] nan = new float[8];
    nan[0] = Float.NaN;
    Network broken = sound.withConstants(Map.of("layer1/bias", Tensor.vector(nan)));
    Recipe recipe = PLAIN.withEpochs(5).withPatience(3);
    List<Trained> both =
        Trainer.train(List.of(sound, broken), blobs(60, 1), blobs(30, 2), recipe, 1);
    Network alone = train(sound, blobs(60, 1), blobs(30, 2), recipe, 1).network();
    assertThat(StackingTest.distance(both.get(0).network(), alone)).isLessThan(1e-4);
    assertThat(both.get(1).history()).hasSize(4).allMatch(e -> Double.isNaN(e.trainLoss()));
    assertThat(both.get(1).bestEpoch()).isEqualTo(1);
  }

  @Test
  void noEpochsLeaveTheNetworkAlone() {
    Trained trained = train(drawn(2, 8, 3), blobs(60, 1), blobs(30, 2), PLAIN.withEpochs(0), 1);
    assertThat(trained.network()).isEqualTo(drawn(2, 8, 3));
    assertThat(trained.steps()).isZero();
    assertThatThrownBy(trained::best).hasMessageContaining("no epochs");
  }

  @Test
  void recordsNoValidationWithoutRows() {
    Trained trained =
        train(drawn(2, 8, 3), blobs(60, 1), none(blobs(3, 1)), PLAIN.withEpochs(2), 1);
    assertThat(trained.history()).hasSize(2).allMatch(e -> Double.isNaN(e.validationLoss()));
    assertThat(trained.bestEpoch()).isEqualTo(2);
  }

  /** The mean of weights on their way lies nearer to both ends than these lie to each other. */
  @Test
  void averagesTheWeights() {
    Network network = drawn(2, 8, 3);
    Recipe recipe = PLAIN.withEpochs(3).withBatchSize(20).withSchedule(new Schedule.Constant());
    Network last = train(network, blobs(60, 1), blobs(30, 2), recipe, 1).network();
    Network mean = averaged(network, recipe, 1);
    assertThat(averaged(network, recipe, 0.01)).isEqualTo(last);
    double way = StackingTest.distance(network, last);
    assertThat(StackingTest.distance(network, mean)).isLessThan(way);
    assertThat(StackingTest.distance(mean, last)).isLessThan(way);
  }

  private static Network averaged(Network network, Recipe recipe, double share) {
    Recipe averaging = recipe.withAveraging(new Averaging.Tail(share));
    return train(network, blobs(60, 1), blobs(30, 2), averaging, 1).network();
  }

  @Test
  void interruptionEndsTheEpoch() {
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> train(drawn(2, 8, 3), blobs(60, 1), blobs(30, 2), PLAIN, 1))
          .isInstanceOf(CancellationException.class)
          .hasMessageContaining("epoch 1 of 60");
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void refusesWhatDoesNotFit() {
    Examples blobs = blobs(30, 1);
    Network network = drawn(2, 8, 3);
    refused("at least one row", network, none(blobs), blobs, PLAIN);
    refused("rows of shape [2]", drawn(3, 8, 3), blobs, blobs, PLAIN);
    refused("one output [N,3]", drawn(2, 8, 4), blobs, blobs, PLAIN);
    refused("needs validation rows", network, blobs, none(blobs), PLAIN.withPatience(2));
    refused("differ in kind", network, blobs, products(9, 1), PLAIN);
    refused("needs images", network, blobs, blobs, PLAIN.withAugmentation(Augmentation.shifts(1)));
    Network normed = new Nets.Body(2).dense(4).norm().dense(3).network();
    refused("Maybe make the batches larger", normed, blobs, blobs, PLAIN.withBatchSize(1));
    assertThatThrownBy(
            () -> Trainer.train(List.of(network, drawn(2, 8, 8, 3)), blobs, blobs, PLAIN, 1))
        .hasMessageContaining("differ in topology");
  }

  private static void refused(
      String words, Network network, Examples train, Examples validation, Recipe recipe) {
    assertThatThrownBy(() -> train(network, train, validation, recipe, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(words);
  }
}
