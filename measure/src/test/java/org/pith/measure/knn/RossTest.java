package org.pith.measure.knn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pith.measure.Estimate;
import org.pith.measure.GoldenSets;
import org.pith.measure.Labels;
import org.pith.measure.Samples;

class RossTest {
  private static final Ross ROSS = Ross.withDefaults();

  @Test
  void goldenValues() {
    Samples x = GoldenSets.m().x();
    Labels c = GoldenSets.m().c();
    assertThat(ROSS.value(x, c)).isCloseTo(0.2162118291856, within(1e-10));
    assertThat(ROSS.withK(5).value(x, c)).isCloseTo(0.2377958060461, within(1e-10));
  }

  @Test
  void intervalCoversTheTruthOfABinaryChannel() {
    int covered = 0;
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      int[] sign = random.ints(2000, 0, 2).toArray();
      double[] y = new double[2000];
      for (int i = 0; i < y.length; i++) {
        y[i] = 2 * sign[i] - 1 + random.nextGaussian();
      }
      covered += ROSS.estimate(Samples.of(y), Labels.of(sign)).covers(0.3368308203) ? 1 : 0;
    }
    // 200 trials of a 95 % interval: a binomial standard deviation of 3.
    assertThat(covered).isBetween(180, 198);
  }

  @Test
  void aRareClassReportsAtMostItsEntropy() {
    Random random = new Random(2);
    int n = 100_000;
    int[] rare = new int[n];
    for (int i = 0; i < 20; i++) {
      rare[random.nextInt(n)] = 1;
    }
    Labels classes = Labels.of(rare);
    double p = (double) classes.counts()[1] / n;
    double entropy = -p * Math.log(p) - (1 - p) * Math.log1p(-p);
    Estimate e = ROSS.estimate(Samples.of(random.doubles(n).toArray()), classes);
    assertThat(e.value()).isLessThan(entropy + 3 * e.standardError());
  }

  @Test
  void aSingleClassOrAConstantCarriesNothing() {
    assertThat(ROSS.estimate(GoldenSets.a().x(), Labels.of(new int[200])).value()).isZero();
    assertThat(ROSS.estimate(Samples.of(new double[240]), GoldenSets.m().c()).value()).isZero();
  }

  @Test
  void badInputIsNamed() {
    Samples x = Samples.of(new double[] {1, 2, 3});
    assertThatThrownBy(() -> ROSS.value(x, Labels.of(1, 2, 3))).hasMessageContaining("identifier");
    assertThatThrownBy(() -> ROSS.value(x, Labels.of(1, 2))).hasMessageContaining("2 rows");
  }
}
