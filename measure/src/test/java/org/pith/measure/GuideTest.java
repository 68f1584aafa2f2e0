package org.pith.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pith.measure.discrete.DiscreteInformation;
import org.pith.measure.knn.Kraskov;
import org.pith.measure.route.MutualInformation;
import org.pith.measure.significance.PermutationTest;

/** The snippets of docs/measure.md, compiled and run. */
class GuideTest {
  private final Random random = new Random(1);
  private final double[] height = random.doubles(400).map(u -> random.nextGaussian()).toArray();
  private final double[] weight =
      Arrays.stream(height).map(h -> h + random.nextGaussian()).toArray();
  private final Samples x = Samples.of(height);
  private final Samples y = Samples.of(weight);

  @Test
  void theDefaultRoute() {
    Estimate e = MutualInformation.of(Samples.of(height), Samples.of(weight));
    System.out.printf("%.2f bits, %s: %s%n", e.bits(), e.verdict(), e.reason());
    assertThat(e.bits()).isBetween(0.2, 0.9);
  }

  @Test
  void estimatorsAndChance() {
    Kraskov ksg = Kraskov.withDefaults().withK(3).withThreads(2);
    double nats = ksg.value(x, y);
    assertThat(nats).isPositive();
    PermutationTest.Result chance =
        PermutationTest.withDefaults().free(x.size(), order -> ksg.value(x, y.rows(order)));
    boolean real = chance.rejects(0.05);
    assertThat(real).isTrue();
  }

  @Test
  void labelsAndDecoders() {
    Labels answer = Labels.of(List.of("yes", "no", "yes", "no"));
    Labels clue = Labels.of(1, 0, 1, 1);
    double bits = DiscreteInformation.withDefaults().mutualInformation(answer, clue).bits();
    assertThat(bits).isFinite();
    double[] lossInNats = new double[100];
    int[] labels = new int[100];
    Arrays.setAll(labels, i -> i % 2);
    Estimate knows = UsableInformation.ofClasses(lossInNats, labels, new double[] {0.5, 0.5});
    assertThat(knows.bits()).isBetween(0.999, 1.001);
  }
}
