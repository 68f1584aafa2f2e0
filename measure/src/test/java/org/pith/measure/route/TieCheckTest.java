package org.pith.measure.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pith.measure.Estimate;
import org.pith.measure.Estimate.Verdict;
import org.pith.measure.Labels;
import org.pith.measure.Samples;
import org.pith.measure.knn.Kraskov;
import org.pith.measure.knn.MixedPair;

/** Numbers that repeat: as codes, whose exact values speak, and as rounded numbers, whose do not. */
class TieCheckTest {
  private static final int N = 8_000;
  private static final int CELLS = 3_000;

  private final Random random = new Random(5);

  /** Which of 3,000 cells a row belongs to; about 2.7 rows a cell, as in a survey's weights. */
  private final int[] cell = random.ints(N, 0, CELLS).toArray();

  /** Numbers in no order that the cells have. */
  private final double[] code =
      random.ints(0, 1_000_000).distinct().limit(CELLS).asDoubleStream().toArray();

  private final Samples weight =
      Samples.of(Arrays.stream(cell).mapToDouble(c -> code[c]).toArray());

  /** Cells whose chance of the class is 0.15 or 0.55 say 0.092 nats about it. */
  @Test
  void aCodeIsNotTrusted() {
    int[] y =
        Arrays.stream(cell)
            .map(c -> random.nextDouble() < (c % 2 == 0 ? 0.15 : 0.55) ? 1 : 0)
            .toArray();
    Estimate e = MutualInformation.of(weight, Labels.of(y));
    assertThat(e.value()).isLessThan(0.08);
    assertThat(e.verdict()).isEqualTo(Verdict.BIASED);
    assertThat(e.reason()).contains("exactly the same value").contains("a code");
    TieCheck check = TieCheck.of(weight, Labels.of(y));
    // The quadratic form of the information, ½ Σ Var(p_c) / p_c = 0.088, and three of its errors.
    assertThat(check.excess()).isCloseTo(0.088, within(3 * check.noise()));
  }

  @Test
  void theSameCodeUnderShuffledClassesIsTrusted() {
    int[] y = random.ints(N, 0, 4).map(v -> v == 0 ? 1 : 0).toArray();
    Estimate e = MutualInformation.of(weight, Labels.of(y));
    assertThat(e.verdict()).isEqualTo(Verdict.TRUSTED);
    assertThat(e.value()).isCloseTo(0, within(0.02));
  }

  @Test
  void aCodeOfNumbersIsNotTrusted() {
    double[] mean = random.doubles(CELLS, -1, 1).toArray();
    Samples y =
        Samples.of(
            Arrays.stream(cell).mapToDouble(c -> mean[c] + 0.2 * random.nextGaussian()).toArray());
    assertThat(TieCheck.of(weight, y).excess()).isGreaterThan(0.5);
    assertThat(MutualInformation.of(weight, y).verdict()).isNotEqualTo(Verdict.TRUSTED);
    assertThat(MutualInformation.of(y, weight).verdict()).isNotEqualTo(Verdict.TRUSTED);
  }

  /** On a lattice strict counts alone see information in independent columns. */
  @Test
  void roundedIndependentColumnsSayNothing() {
    Samples x = rounded(500);
    Samples y = rounded(100);
    MixedPair strict = MixedPair.withDefaults();
    assertThat(strict.value(x, y)).isGreaterThan(0.02);
    assertThat(strict.estimate(x, y).verdict()).isNotEqualTo(Verdict.TRUSTED);
    Estimate e = MutualInformation.of(x, y);
    assertThat(e.estimator()).isEqualTo("mixed");
    assertThat(e.settings()).contains("ties=in random order");
    assertThat(e.value()).isCloseTo(0, within(3 * e.standardError()));
  }

  @Test
  void neighboursOfALatticeAreNotTrusted() {
    Samples x = rounded(40);
    Samples y = rounded(40);
    Estimate e = Kraskov.withDefaults().estimate(x, y);
    assertThat(Math.abs(e.value()) < 0.02 || e.verdict() != Verdict.TRUSTED).isTrue();
  }

  /** Rounding to a five-hundredth of the deviation leaves ½ ln(1 / 0.64) as it was. */
  @Test
  void roundedDependentColumnsKeepTheirInformation() {
    double[] x = new double[N];
    double[] y = new double[N];
    for (int i = 0; i < N; i++) {
      double z = random.nextGaussian();
      x[i] = Math.rint(500 * z);
      y[i] = Math.rint(500 * (0.6 * z + 0.8 * random.nextGaussian()));
    }
    Estimate e = MutualInformation.of(Samples.of(x), Samples.of(y));
    assertThat(e.value()).isCloseTo(-0.5 * Math.log(0.64), within(4 * e.standardError()));
    assertThat(e.verdict()).isNotEqualTo(Verdict.BIASED);
  }

  /** Few values that each occur often are resolved by neighbours, so the check leaves them out. */
  @Test
  void frequentValuesAndConstantsAreLeftOut() {
    Samples digits = Samples.of(random.ints(N, 0, 10).asDoubleStream().toArray());
    Labels y = Labels.of(random.ints(N, 0, 2).toArray());
    assertThat(TieCheck.of(digits, y)).isEqualTo(new TieCheck(0, 0, 0));
    assertThat(TieCheck.of(Samples.of(new double[N]), y)).isEqualTo(new TieCheck(0, 0, 0));
    assertThat(TieCheck.of(digits, Samples.of(new double[N]))).isEqualTo(new TieCheck(0, 0, 0));
  }

  private Samples rounded(double unit) {
    return Samples.of(
        random.ints(N).mapToDouble(i -> Math.rint(unit * random.nextGaussian())).toArray());
  }
}
