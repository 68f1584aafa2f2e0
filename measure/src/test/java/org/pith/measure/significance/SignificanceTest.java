package org.pith.measure.significance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.pith.measure.Estimate;
import org.pith.measure.Estimate.Verdict;
import org.pith.measure.Labels;
import org.pith.measure.Samples;
import org.pith.measure.density.GaussianInformation;
import org.pith.measure.discrete.CountEntropy;
import org.pith.measure.discrete.DiscreteInformation;
import org.pith.measure.knn.Kraskov;

class SignificanceTest {
  private static final PermutationTest TEST = PermutationTest.withDefaults();

  @Test
  void independentPairsAreRejectedAtTheLevel() {
    int rejected = 0;
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      Samples x = normals(500, random);
      Samples y = normals(500, random);
      rejected +=
          TEST.withPermutations(39)
                  .withSeed(seed)
                  .free(500, order -> GaussianInformation.withDefaults().value(x, y.rows(order)))
                  .rejects(0.05)
              ? 1
              : 0;
    }
    // 300 trials at 5 %: 15 expected, standard deviation 3.8.
    assertThat(rejected).isBetween(6, 27);
  }

  @Test
  void neighboursSeeADependentPairAtAnyThreads() {
    Random random = new Random(1);
    Samples x = normals(300, random);
    Samples y =
        Samples.of(Arrays.stream(x.column(0)).map(v -> v + random.nextGaussian()).toArray());
    var one =
        TEST.withPermutations(39)
            .free(300, order -> Kraskov.withDefaults().value(x, y.rows(order)));
    var two =
        TEST.withPermutations(39)
            .withThreads(2)
            .free(300, order -> Kraskov.withDefaults().value(x, y.rows(order)));
    assertThat(one.pValue()).isEqualTo(1 / 40.0);
    assertThat(two).isEqualTo(one);
  }

  @Test
  void strataExplainWhatTheyExplain() {
    SplittableRandom random = new SplittableRandom(3);
    Labels strata = Labels.of(random.ints(1000, 0, 2).toArray());
    Labels x = noisy(strata, random);
    Labels y = noisy(strata, random);
    var mi = DiscreteInformation.with(CountEntropy.PLUG_IN);
    assertThat(TEST.free(1000, o -> mi.mutualInformation(x, y.rows(o)).value()).rejects(0.05))
        .isTrue();
    // Given the stratum the two are independent, so this one seed is rejected with chance 5 %.
    assertThat(TEST.within(strata, o -> mi.mutualInformation(x, y.rows(o)).value()).rejects(0.01))
        .isFalse();
  }

  @Test
  void blocksKeepRunsTogether() {
    TEST.withPermutations(5)
        .blocks(
            10,
            3,
            order -> {
              assertThat(Arrays.stream(order).sorted().toArray())
                  .isEqualTo(IntStream.range(0, 10).toArray());
              int at = IntStream.range(0, 10).filter(i -> order[i] == 3).findFirst().orElseThrow();
              assertThat(order[at + 1]).isEqualTo(4);
              assertThat(order[at + 2]).isEqualTo(5);
              return 0;
            });
    assertThatThrownBy(() -> TEST.blocks(10, 6, o -> 0)).hasMessageContaining("Blocks of 6");
  }

  @Test
  void standardErrorsOfAMean() {
    double[] values = normals(2_000, new Random(9)).column(0);
    double truth = 1 / Math.sqrt(2_000);
    double bootstrap = Resampling.bootstrapError(2_000, 200, 1, rows -> mean(values, rows));
    double subsampling = Resampling.subsamplingError(2_000, 40, 1, rows -> mean(values, rows));
    // A standard deviation from B draws has a relative error of 1/sqrt(2B): 5 % and 11 %.
    assertThat(bootstrap).isCloseTo(truth, within(0.2 * truth));
    assertThat(subsampling).isCloseTo(truth, within(0.45 * truth));
  }

  @Test
  void extrapolationRemovesTheBiasOfCounts() {
    SplittableRandom random = new SplittableRandom(4);
    Labels x = Labels.of(random.ints(4_000, 0, 10).toArray());
    Labels y = Labels.of(random.ints(4_000, 0, 10).toArray());
    Extrapolation e =
        Extrapolation.of(
            4_000,
            1,
            rows ->
                DiscreteInformation.with(CountEntropy.PLUG_IN)
                    .mutualInformation(x.rows(rows), y.rows(rows))
                    .value());
    assertThat(e.value()).isCloseTo(81 / 8000.0, within(0.005));
    assertThat(Math.abs(e.extrapolated())).isLessThan(0.004);
    assertThat(e.linear()).isTrue();
  }

  @Test
  void anExtrapolationIsAnEstimateOrUnreliable() {
    SplittableRandom random = new SplittableRandom(4);
    Labels x = Labels.of(random.ints(20_000, 0, 10).toArray());
    Labels y = Labels.of(random.ints(20_000, 0, 10).toArray());
    Estimate good = extrapolated(x, y).estimate(20_000, "plugin");
    assertThat(good.verdict()).isEqualTo(Verdict.TRUSTED);
    assertThat(good.covers(0)).isTrue();
    int[] few = IntStream.range(0, 100).toArray();
    Estimate poor = extrapolated(x.rows(few), y.rows(few)).estimate(100, "plugin");
    assertThat(poor.verdict()).isNotEqualTo(Verdict.TRUSTED);
  }

  private static Extrapolation extrapolated(Labels x, Labels y) {
    DiscreteInformation plugIn = DiscreteInformation.with(CountEntropy.PLUG_IN);
    return Extrapolation.of(
        x.size(), 1, rows -> plugIn.mutualInformation(x.rows(rows), y.rows(rows)).value());
  }

  @Test
  void ceilingsOfAccuracy() {
    double entropy = Math.log(10);
    assertThat(Ceiling.mostAccuracy(entropy, entropy, 10)).isCloseTo(1, within(1e-9));
    assertThat(Ceiling.leastAccuracy(entropy, entropy, 10)).isEqualTo(1);
    assertThat(Ceiling.mostAccuracy(0, entropy, 10)).isCloseTo(0.1, within(1e-6));
    // The confusion channel of accuracy 0.9 with even errors meets Fano's bound.
    assertThat(Ceiling.mostAccuracy(1.7577796619, entropy, 10)).isCloseTo(0.9, within(1e-9));
    assertThat(Ceiling.leastAccuracy(1.7577796619, entropy, 10)).isLessThan(0.9);
    assertThatThrownBy(() -> Ceiling.mostAccuracy(1, 3.3, 10)).hasMessageContaining("bits");
  }

  private static double mean(double[] values, int[] rows) {
    return Arrays.stream(rows).mapToDouble(i -> values[i]).average().orElseThrow();
  }

  private static Labels noisy(Labels source, SplittableRandom random) {
    return Labels.of(
        Arrays.stream(source.codes()).map(c -> random.nextInt(5) == 0 ? 1 - c : c).toArray());
  }

  private static Samples normals(int n, Random random) {
    double[] values = new double[n];
    Arrays.setAll(values, i -> random.nextGaussian());
    return Samples.of(values);
  }
}
