package org.pith.measure.knn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.pith.measure.Estimate;
import org.pith.measure.Estimate.Verdict;
import org.pith.measure.GoldenSets;
import org.pith.measure.GoldenSets.Pair;
import org.pith.measure.Samples;
import org.pith.measure.internal.Neighbours.Search;
import org.pith.measure.internal.Shuffle;
import org.pith.measure.knn.Kraskov.Form;

class KraskovTest {
  private static final Kraskov KSG = Kraskov.withDefaults();

  @ParameterizedTest
  @CsvSource({
    "FIRST,A,1,0.3290951281414", "FIRST,A,3,0.2220412062835", "FIRST,A,4,0.2547174596178",
        "FIRST,A,10,0.2377705384533",
    "SECOND,A,1,0.2652474118180", "SECOND,A,3,0.2607172798125", "SECOND,A,4,0.2582242301215",
        "SECOND,A,10,0.2495556207115",
    "FIRST,B,1,0.7641949819690", "FIRST,B,3,0.6935867916866", "FIRST,B,4,0.6594419357657",
        "FIRST,B,10,0.6140224811649",
    "SECOND,B,1,0.8055132959986", "SECOND,B,3,0.7359438878937", "SECOND,B,4,0.7025750124831",
        "SECOND,B,10,0.6302394786802"
  })
  void goldenValues(Form form, String set, int k, double expected) {
    Pair data = set.equals("A") ? GoldenSets.a() : GoldenSets.b();
    assertThat(KSG.withForm(form).withK(k).value(data.x(), data.y()))
        .isCloseTo(expected, within(1e-10));
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void searchAndThreadsDoNotChangeABit(Form form) {
    Pair data = normal(3000, 2, 0.7, 1);
    double brute = KSG.withForm(form).withSearch(Search.BRUTE_FORCE).value(data.x(), data.y());
    for (int threads = 1; threads <= 3; threads++) {
      Kraskov tree = KSG.withForm(form).withSearch(Search.TREE).withThreads(threads);
      assertThat(tree.value(data.x(), data.y())).isEqualTo(brute);
      assertThat(tree.withSearch(Search.BRUTE_FORCE).value(data.x(), data.y())).isEqualTo(brute);
    }
  }

  @Test
  void tiesDoNotChangeTheFirstFormsSearch() {
    Samples x = rounded(GoldenSets.b().x());
    Samples y = rounded(GoldenSets.b().y());
    assertThat(KSG.withSearch(Search.TREE).value(x, y))
        .isEqualTo(KSG.withSearch(Search.BRUTE_FORCE).value(x, y));
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void symmetricAndInvariant(Form form) {
    Kraskov ksg = KSG.withForm(form);
    Pair b = GoldenSets.b();
    double value = ksg.value(b.x(), b.y());
    assertThat(ksg.value(b.y(), b.x())).isCloseTo(value, within(1e-12));
    int[] order = Shuffle.permutation(300, new SplittableRandom(1));
    assertThat(ksg.value(b.x().rows(order), b.y().rows(order))).isCloseTo(value, within(1e-12));
    assertThat(ksg.value(scaled(b.x(), 0x1p-30), scaled(b.y(), 0x1p-30)))
        .isCloseTo(value, within(1e-12));
  }

  @Test
  void intervalCoversTheTruth() {
    double truth = -0.5 * Math.log(1 - 0.75 * 0.75);
    int covered = 0;
    for (int seed = 0; seed < 100; seed++) {
      Pair data = normal(2000, 1, 0.75, seed);
      covered += KSG.estimate(data.x(), data.y()).covers(truth) ? 1 : 0;
    }
    // 100 trials of a 95 % interval: a binomial standard deviation of 2.
    assertThat(covered).isBetween(89, 99);
  }

  @Test
  void theVerdictSeesTheBiasOfManyDimensions() {
    Pair data = normal(4000, 5, 0.9, 1);
    Estimate e = KSG.estimate(data.x(), data.y());
    // Five pairs at 0.9 hold 4.15 nats, of which this many rows show about three.
    assertThat(e.verdict()).isEqualTo(Verdict.BIASED);
    assertThat(e.reason()).contains("projected");
  }

  @Test
  void fewRowsAreUndersampled() {
    Pair data = normal(100, 1, 0.5, 1);
    assertThat(KSG.estimate(data.x(), data.y()).verdict()).isEqualTo(Verdict.UNDERSAMPLED);
  }

  @Test
  void aConstantCarriesNothing() {
    Samples constant = Samples.of(new double[200]);
    Estimate e = KSG.estimate(constant, GoldenSets.a().y());
    assertThat(e.value()).isZero();
    assertThat(e.verdict()).isEqualTo(Verdict.TRUSTED);
  }

  @Test
  void coincidingRowsAreNotTrusted() {
    int[] index = new int[400];
    Arrays.setAll(index, i -> i % 20);
    Samples x = GoldenSets.a().x().rows(index);
    assertThat(KSG.estimate(x, x).verdict()).isEqualTo(Verdict.BIASED);
  }

  @Test
  void badInputIsNamed() {
    Samples four = Samples.of(new double[] {1, 2, 3, 4});
    assertThatThrownBy(() -> KSG.value(four, four))
        .hasMessageContaining("4 rows are too few")
        .hasMessageContaining("Maybe lower k");
    assertThatThrownBy(() -> KSG.withK(0)).hasMessageContaining("k (0)");
    assertThatThrownBy(() -> KSG.value(four, GoldenSets.a().x())).hasMessageContaining("4 and 200");
    assertThatThrownBy(() -> Samples.of(new double[] {1, Double.NaN}))
        .hasMessageContaining("Row 1 of column 0 is NaN");
  }

  static Pair normal(int n, int d, double correlation, long seed) {
    java.util.Random random = new java.util.Random(seed);
    double[][] x = new double[d][n];
    double[][] y = new double[d][n];
    for (int j = 0; j < d; j++) {
      for (int i = 0; i < n; i++) {
        x[j][i] = random.nextGaussian();
        y[j][i] =
            correlation * x[j][i]
                + Math.sqrt(1 - correlation * correlation) * random.nextGaussian();
      }
    }
    return new Pair(Samples.of(x), Samples.of(y));
  }

  private static Samples rounded(Samples samples) {
    return Samples.of(
        Arrays.stream(samples.columns())
            .map(c -> Arrays.stream(c).map(v -> Math.rint(10 * v) / 10).toArray())
            .toArray(double[][]::new));
  }

  private static Samples scaled(Samples samples, double factor) {
    return Samples.of(
        Arrays.stream(samples.columns())
            .map(c -> Arrays.stream(c).map(v -> v * factor).toArray())
            .toArray(double[][]::new));
  }
}
