package org.pith.measure.discrete;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pith.measure.Estimate.Verdict;
import org.pith.measure.GoldenSets;
import org.pith.measure.Labels;

class DiscreteInformationTest {
  private static final DiscreteInformation PLUG_IN = DiscreteInformation.with(CountEntropy.PLUG_IN);

  @Test
  void goldenValues() {
    Labels a = GoldenSets.q().a();
    Labels b = GoldenSets.q().b();
    assertThat(PLUG_IN.entropy(a).value()).isCloseTo(1.3766157621731, within(1e-10));
    assertThat(PLUG_IN.entropy(b).value()).isCloseTo(1.3760164686176, within(1e-10));
    assertThat(PLUG_IN.entropy(a, b).value()).isCloseTo(2.2063713242661, within(1e-10));
    assertThat(PLUG_IN.mutualInformation(a, b).value()).isCloseTo(0.5462609065247, within(1e-10));
    assertThat(DiscreteInformation.withDefaults().mutualInformation(a, b).value())
        .isCloseTo(0.5372609065247, within(1e-10));
  }

  @Test
  void goldenLikelihoodRatio() {
    var test = DiscreteInformation.likelihoodRatio(GoldenSets.q().a(), GoldenSets.q().b());
    assertThat(test.statistic()).isCloseTo(546.2609065247, within(1e-8));
    assertThat(test.degreesOfFreedom()).isEqualTo(9);
    assertThat(test.pValue()).isBetween(0.0, 1e-100);
  }

  @Test
  void goldenTransferEntropy() {
    double value = PLUG_IN.transferEntropy(GoldenSets.w().a(), GoldenSets.w().b(), 1, 1).value();
    assertThat(value).isCloseTo(0.1993384368740, within(1e-10));
  }

  @Test
  void boundsAndIdentities() {
    Labels a = GoldenSets.q().a();
    Labels b = GoldenSets.q().b();
    double information = PLUG_IN.mutualInformation(a, b).value();
    double ha = PLUG_IN.entropy(a).value();
    double hb = PLUG_IN.entropy(b).value();
    assertThat(information).isBetween(0.0, Math.min(ha, hb));
    assertThat(PLUG_IN.entropy(a, b).value()).isCloseTo(ha + hb - information, within(1e-14));
    assertThat(PLUG_IN.conditionalEntropy(a, b).value()).isCloseTo(ha - information, within(1e-14));
    assertThat(PLUG_IN.totalCorrelation(a, b).value()).isCloseTo(information, within(1e-14));
  }

  @Test
  void mergingStatesNeverRaisesInformation() {
    Labels a = GoldenSets.q().a();
    Labels merged = Labels.of(Arrays.stream(a.codes()).map(c -> c == 3 ? 2 : c).toArray());
    Labels b = GoldenSets.q().b();
    assertThat(PLUG_IN.mutualInformation(merged, b).value())
        .isLessThanOrEqualTo(PLUG_IN.mutualInformation(a, b).value());
  }

  @Test
  void chainRule() {
    Labels x = random(600, 3, 1);
    Labels y = mixed(x, 4, 2);
    Labels z = mixed(y, 3, 3);
    double joint = PLUG_IN.mutualInformation(x, y.join(z)).value();
    double parts =
        PLUG_IN.mutualInformation(x, z).value()
            + PLUG_IN.conditionalMutualInformation(x, y, z).value();
    assertThat(joint).isCloseTo(parts, within(1e-12));
  }

  @Test
  void localValuesMeanThePlugIn() {
    Labels a = GoldenSets.q().a();
    Labels b = GoldenSets.q().b();
    double[] local = DiscreteInformation.localMutualInformation(a, b);
    assertThat(Arrays.stream(local).average().orElseThrow())
        .isCloseTo(0.5462609065247, within(1e-10));
    assertThat(Arrays.stream(local).min().orElseThrow()).isNegative();
  }

  @Test
  void exclusiveOrIsPureSynergy() {
    Labels x = Labels.of(0, 0, 1, 1);
    Labels y = Labels.of(0, 1, 0, 1);
    Labels z = Labels.of(0, 1, 1, 0);
    assertThat(PLUG_IN.interaction(x, y, z).value()).isCloseTo(Math.log(2), within(1e-15));
  }

  @Test
  void independentLabelsNeedTheCorrection() {
    double plugin = 0;
    double corrected = 0;
    for (int seed = 0; seed < 40; seed++) {
      Labels x = random(200, 10, seed);
      Labels y = random(200, 10, 1000 + seed);
      plugin += PLUG_IN.mutualInformation(x, y).value() / 40;
      corrected +=
          DiscreteInformation.with(CountEntropy.GRASSBERGER).mutualInformation(x, y).value() / 40;
    }
    // The plug-in bias is 81 / 400 to first order, and two rows a cell leave a quarter to higher
    // orders.
    assertThat(plugin).isCloseTo(81 / 400.0, within(0.06));
    assertThat(Math.abs(corrected)).isLessThan(0.05);
  }

  @Test
  void intervalCoversTheTruthOfAConfusionMatrix() {
    double truth = Math.log(10) + 0.9 * Math.log(0.9) + 0.1 * Math.log(0.1) - 0.1 * Math.log(9);
    int covered = 0;
    for (int seed = 0; seed < 200; seed++) {
      Labels y = random(2000, 10, seed);
      SplittableRandom r = new SplittableRandom(seed + 5000L);
      int[] codes = y.codes();
      int[] x =
          Arrays.stream(codes)
              .map(c -> r.nextDouble() < 0.9 ? c : (c + 1 + r.nextInt(9)) % 10)
              .toArray();
      covered +=
          DiscreteInformation.withDefaults().mutualInformation(Labels.of(x), y).covers(truth)
              ? 1
              : 0;
    }
    // 200 trials of a 95 % interval: a binomial standard deviation of 3.
    assertThat(covered).isBetween(180, 198);
  }

  @Test
  void identifiersAreSaturated() {
    Labels identifier = Labels.of(java.util.stream.IntStream.range(0, 300).toArray());
    var e = PLUG_IN.mutualInformation(identifier, random(300, 2, 4));
    assertThat(e.verdict()).isEqualTo(Verdict.SATURATED);
    assertThat(e.reason()).contains("ln n");
  }

  @ParameterizedTest
  @EnumSource(CountEntropy.class)
  void everyEstimatorFindsTheEntropyOfAFairDie(CountEntropy estimator) {
    int[] counts = new int[6];
    Random random = new Random(7);
    for (int i = 0; i < 6000; i++) {
      counts[random.nextInt(6)]++;
    }
    // The plug-in bias is 5 / 12000 and the standard deviation is below 0.001.
    assertThat(estimator.nats(counts)).isCloseTo(Math.log(6), within(2e-3));
  }

  @ParameterizedTest
  @EnumSource(CountEntropy.class)
  void aConstantHasNoEntropy(CountEntropy estimator) {
    assertThat(estimator.nats(50)).isCloseTo(0, within(1e-12));
    assertThat(
            DiscreteInformation.with(estimator)
                .mutualInformation(Labels.of(new int[20]), random(20, 2, 1))
                .value())
        .isCloseTo(0, within(1e-12));
  }

  @Test
  void correctionsHelpWhereStatesAreRare() {
    int[] counts = new int[1000];
    Random random = new Random(3);
    for (int i = 0; i < 1000; i++) {
      counts[random.nextInt(1000)]++;
    }
    double truth = Math.log(1000);
    double plugIn = truth - CountEntropy.PLUG_IN.nats(counts, 1000);
    for (CountEntropy better :
        new CountEntropy[] {
          CountEntropy.MILLER_MADOW,
          CountEntropy.GRASSBERGER,
          CountEntropy.CHAO_SHEN,
          CountEntropy.JAMES_STEIN,
          CountEntropy.NSB
        }) {
      assertThat(Math.abs(truth - better.nats(counts, 1000)))
          .as(better.label())
          .isLessThan(plugIn / 2);
    }
  }

  @Test
  void aMillionRowsOfManyStatesFit() {
    SplittableRandom random = new SplittableRandom(5);
    Labels x = Labels.of(random.ints(1_000_000, 0, 100_000).toArray());
    assertThat(x.states()).isCloseTo(100_000, within(100));
    assertThat(CountEntropy.MILLER_MADOW.nats(x.counts()))
        .isCloseTo(Math.log(100_000), within(5e-3));
  }

  @Test
  void badInputIsNamed() {
    assertThatThrownBy(() -> PLUG_IN.mutualInformation(Labels.of(1, 2), Labels.of(1, 2, 3)))
        .hasMessageContaining("2 rows and their partner 3");
    assertThatThrownBy(() -> Labels.of(new double[] {1, Double.NaN}))
        .hasMessageContaining("Row 1 is NaN");
    assertThatThrownBy(() -> CountEntropy.PLUG_IN.nats(3, -1)).hasMessageContaining("-1");
    assertThatThrownBy(() -> PLUG_IN.transferEntropy(random(5, 2, 0), random(5, 2, 1), 5, 1))
        .hasMessageContaining("history of 5");
  }

  static Labels random(int n, int states, long seed) {
    return Labels.of(new SplittableRandom(seed).ints(n, 0, states).toArray());
  }

  private static Labels mixed(Labels source, int states, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return Labels.of(
        Arrays.stream(source.codes())
            .map(c -> random.nextInt(3) == 0 ? random.nextInt(states) : c % states)
            .toArray());
  }
}
