package org.pith.measure.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.pith.measure.Estimate;
import org.pith.measure.Estimate.Verdict;
import org.pith.measure.Labels;
import org.pith.measure.Samples;
import org.pith.measure.route.MutualInformation.Route;

class MutualInformationTest {
  private final Random random = new Random(42);

  @Test
  void normalsTakeTheCopula() {
    Samples x = normals(4_000);
    Samples y = mix(x, 0.75);
    Estimate e = MutualInformation.of(x, y);
    assertThat(e.settings()).contains("route=copula").contains("gaussian").contains("misfit");
    assertThat(e.covers(0.4133392866)).isTrue();
    assertThat(e.standardError()).isCloseTo(0.75 / Math.sqrt(4_000), within(1e-3));
  }

  @Test
  void monotoneMapsChangeNothing() {
    Samples x = normals(500);
    Samples y = mix(x, 0.75);
    double value = MutualInformation.of(x, y).value();
    assertThat(
            MutualInformation.of(map(x, Math::exp), map(y, v -> v * Math.sqrt(Math.abs(v))))
                .value())
        .isCloseTo(value, within(1e-12));
  }

  @Test
  void threadsChangeNothing() {
    Samples x = normals(2_000);
    Samples y = map(x, v -> v * v + 0.3 * random.nextGaussian());
    MutualInformation one = MutualInformation.withDefaults();
    assertThat(one.withThreads(2).estimate(x, y)).isEqualTo(one.estimate(x, y));
  }

  @Test
  void aParabolaIsLeftToTheNeighbours() {
    Samples x = normals(4_000);
    Samples y = map(x, v -> v * v + 0.5 * random.nextGaussian());
    Estimate e = MutualInformation.of(x, y);
    assertThat(e.settings()).contains("then ksg1");
    assertThat(e.value()).isGreaterThan(0.5);
  }

  @Test
  void aFunctionIsSaturated() {
    Samples x = normals(2_000);
    Estimate e = MutualInformation.of(x, map(x, v -> 2 * v + 1));
    assertThat(e.verdict()).isEqualTo(Verdict.SATURATED);
    assertThat(e.reason()).contains("function of X");
  }

  @Test
  void classesCountsAndTiesHaveTheirRoutes() {
    int[] label = random.ints(2_000, 0, 2).toArray();
    double[] channel =
        Arrays.stream(label).mapToDouble(c -> 2 * c - 1 + random.nextGaussian()).toArray();
    Samples code = Samples.of(Arrays.stream(label).asDoubleStream().toArray());
    assertThat(MutualInformation.of(Samples.of(channel), code).estimator()).isEqualTo("ross");
    assertThat(MutualInformation.of(Samples.of(channel), Labels.of(label)).estimator())
        .isEqualTo("ross");
    assertThat(MutualInformation.of(code, code).estimator()).isEqualTo("grassberger");
    assertThat(MutualInformation.of(code, code).value()).isCloseTo(Math.log(2), within(0.002));
    Samples censored = map(Samples.of(channel), v -> Math.max(0, v));
    assertThat(MutualInformation.of(censored, Samples.of(channel)).estimator()).isEqualTo("mixed");
  }

  @Test
  void constantAndCopiedColumnsAreLeftOut() {
    Samples x = normals(1_000);
    Samples y = mix(x, 0.5);
    double value = MutualInformation.of(x, y).value();
    Samples padded = x.join(map(x, v -> 3 * v)).join(Samples.of(new double[1_000]));
    assertThat(MutualInformation.of(padded, y).value()).isCloseTo(value, within(1e-9));
    assertThat(MutualInformation.of(Samples.of(new double[1_000]), y).value()).isZero();
  }

  @Test
  void moreDimensionsThanRowsIsUndersampled() {
    double[][] columns = new double[200][100];
    Arrays.stream(columns).forEach(c -> Arrays.setAll(c, i -> random.nextGaussian()));
    Estimate e = MutualInformation.of(Samples.of(columns), normals(100));
    assertThat(e.verdict()).isEqualTo(Verdict.UNDERSAMPLED);
    assertThat(e.value()).isFinite();
  }

  @Test
  void aRareClassStaysBelowItsEntropy() {
    int n = 100_000;
    int[] rare = new int[n];
    random.ints(20, 0, n).forEach(i -> rare[i] = 1);
    Labels y = Labels.of(rare);
    double p = (double) y.counts()[1] / n;
    double entropy = -p * Math.log(p) - (1 - p) * Math.log1p(-p);
    Samples rounding =
        Samples.of(random.doubles(n).map(u -> 1 + Math.rint(2 * u) * 0x1p-52).toArray());
    for (Samples x : new Samples[] {Samples.of(random.doubles(n).toArray()), rounding}) {
      Estimate e = MutualInformation.of(x, y);
      assertThat(e.value()).isLessThan(entropy + 3 * e.standardError());
    }
  }

  @Test
  void theCallerMayInsist() {
    Samples x = normals(400);
    Samples y = mix(x, 0.9);
    assertThat(
            MutualInformation.withDefaults().withRoute(Route.NEIGHBOURS).estimate(x, y).estimator())
        .isEqualTo("ksg1");
    assertThat(MutualInformation.withDefaults().withRoute(Route.MIXED).estimate(x, y).estimator())
        .isEqualTo("mixed");
  }

  @Test
  void badInputIsNamed() {
    assertThatThrownBy(() -> MutualInformation.of(normals(20), normals(20)))
        .hasMessageContaining("at least 24");
    assertThatThrownBy(() -> MutualInformation.of(normals(30), normals(31)))
        .hasMessageContaining("30 and 31");
  }

  private Samples normals(int n) {
    double[] values = new double[n];
    Arrays.setAll(values, i -> random.nextGaussian());
    return Samples.of(values);
  }

  private Samples mix(Samples x, double correlation) {
    return map(
        x, v -> correlation * v + Math.sqrt(1 - correlation * correlation) * random.nextGaussian());
  }

  private static Samples map(Samples x, DoubleUnaryOperator f) {
    return Samples.of(Arrays.stream(x.column(0)).map(f).toArray());
  }
}
