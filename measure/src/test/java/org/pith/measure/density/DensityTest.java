package org.pith.measure.density;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pith.measure.Estimate.Verdict;
import org.pith.measure.GoldenSets;
import org.pith.measure.GoldenSets.Pair;
import org.pith.measure.Labels;
import org.pith.measure.Samples;
import org.pith.measure.internal.SymmetricEigen;

class DensityTest {
  private static final GaussianInformation GAUSSIAN = GaussianInformation.withDefaults();

  @Test
  void goldenGaussian() {
    Pair a = GoldenSets.a();
    Pair b = GoldenSets.b();
    assertThat(GAUSSIAN.value(a.x(), a.y())).isCloseTo(0.2764228488363, within(1e-10));
    assertThat(GAUSSIAN.value(b.x(), b.y())).isCloseTo(0.9421227521564, within(1e-10));
    assertThat(GAUSSIAN.totalCorrelation(a.x().join(a.y())))
        .isCloseTo(0.2764228488363, within(1e-10));
  }

  @Test
  void goldenRenyi() {
    Pair a = GoldenSets.a();
    MatrixRenyi renyi = MatrixRenyi.withDefaults();
    assertThat(renyi.entropy(a.x())).isCloseTo(1.1110745789815, within(1e-8));
    assertThat(renyi.entropy(a.y())).isCloseTo(1.1141378073446, within(1e-8));
    assertThat(renyi.entropy(a.x().join(a.y()))).isCloseTo(2.0106656162418, within(1e-8));
    assertThat(renyi.value(a.x(), a.y())).isCloseTo(0.2145467700843, within(1e-8));
    assertThat(renyi.withAlpha(2).value(a.x(), a.y())).isCloseTo(0.1841735920313, within(1e-8));
    assertThat(renyi.withAlpha(2).entropy(a.x())).isCloseTo(0.8339203423372, within(1e-8));
  }

  @Test
  void randomFeaturesApproximateTheGramMatrix() {
    double[] x = new Random(1).doubles(3_100).map(u -> 4 * u).toArray();
    MatrixRenyi renyi = MatrixRenyi.withDefaults().withAlpha(2);
    double squares = 0;
    for (double a : x) {
      for (double b : x) {
        squares += Math.exp(-(a - b) * (a - b)) / x.length / x.length;
      }
    }
    double exact = -Math.log(squares);
    // 400 features leave a relative error near 1/sqrt(400) in each squared kernel value, averaged
    // over many pairs.
    assertThat(renyi.entropy(Samples.of(x))).isCloseTo(exact, within(0.03));
  }

  @Test
  void goldenCka() {
    Pair b = GoldenSets.b();
    assertThat(KernelDependence.linearCka(b.x(), b.y())).isCloseTo(0.4634696023062, within(1e-10));
    assertThat(KernelDependence.linearCka(b.x(), b.x())).isCloseTo(1, within(1e-12));
    assertThat(KernelDependence.kernelCka(b.x(), 1, b.x(), 1)).isCloseTo(1, within(1e-12));
  }

  @Test
  void kernelMeasuresVanishForAConstantAndGrowWithDependence() {
    Pair a = GoldenSets.a();
    Samples constant = Samples.of(new double[200]);
    assertThat(KernelDependence.hsic(a.x(), 1, constant, 1)).isCloseTo(0, within(1e-14));
    assertThat(KernelDependence.cauchySchwarz(a.x(), 1, constant, 1)).isCloseTo(0, within(1e-12));
    Samples reversed =
        a.y().rows(java.util.stream.IntStream.range(0, 200).map(i -> 199 - i).toArray());
    assertThat(KernelDependence.hsic(a.x(), 1, a.y(), 1))
        .isGreaterThan(3 * KernelDependence.hsic(a.x(), 1, reversed, 1));
    assertThat(KernelDependence.cauchySchwarz(a.x(), 1, a.y(), 1))
        .isGreaterThan(KernelDependence.cauchySchwarz(a.x(), 1, reversed, 1));
  }

  @Test
  void theExactCorrectionCentresIndependentNormals() {
    double plugin = 0;
    double corrected = 0;
    for (int seed = 0; seed < 200; seed++) {
      Samples x = normal(100, 3, seed);
      Samples y = normal(100, 3, seed + 1000L);
      plugin += GAUSSIAN.value(x, y) / 200;
      corrected += GAUSSIAN.correctedValue(x, y) / 200;
    }
    // Nine pairs: bias near 9/200, standard deviation of one value 0.021, of the mean 0.0015.
    assertThat(plugin).isCloseTo(9 / 200.0, within(0.01));
    assertThat(corrected).isCloseTo(0, within(0.005));
  }

  @Test
  void gaussianGivenADriver() {
    // I(X;Y|Z) = ½ ln(1 + 0.16/0.49); 250 rows have a standard error near 0.03.
    var e = GoldenSets.e();
    assertThat(GAUSSIAN.value(e.x(), e.y(), e.z())).isCloseTo(0.1412834859, within(0.09));
  }

  @Test
  void farFromNormalIsBiased() {
    double[] cubed = Arrays.stream(GoldenSets.a().x().column(0)).map(v -> v * v * v).toArray();
    assertThat(GAUSSIAN.estimate(Samples.of(cubed), GoldenSets.a().y()).verdict())
        .isEqualTo(Verdict.BIASED);
  }

  @Test
  void copiesAreSingularUnlessShrunk() {
    Samples x = GoldenSets.a().x();
    assertThatThrownBy(() -> GAUSSIAN.value(x, x))
        .hasMessageContaining("singular")
        .hasMessageContaining("copy");
    assertThat(GAUSSIAN.withShrinkage().value(x, x)).isFinite().isGreaterThan(2);
    assertThat(GAUSSIAN.withShrinkage().value(normal(20, 30, 1), normal(20, 30, 2)))
        .isBetween(0.0, 3.0);
  }

  @Test
  void copulasRecoverTheirParameters() {
    double[][] z = {normal(20_000, 1, 5).column(0), normal(20_000, 1, 6).column(0)};
    Random random = new Random(7);
    for (int i = 0; i < z[0].length; i++) {
      double scale = Math.sqrt((sq(random.nextGaussian()) + sq(random.nextGaussian())) / 2);
      z[0][i] /= scale;
      z[1][i] /= scale;
    }
    EllipticalCopula copula = EllipticalCopula.best(Samples.of(z[0]), Samples.of(z[1]));
    // Two degrees of freedom are found to a few per cent by 20,000 rows.
    assertThat(copula.degrees()).isCloseTo(2, within(0.15));
    Samples drawn = copula.sample(20_000, 1);
    EllipticalCopula again = EllipticalCopula.best(drawn.select(0), drawn.select(1));
    assertThat(again.degrees()).isCloseTo(copula.degrees(), within(0.2));
    assertThat(again.information())
        .isCloseTo(copula.information(), within(4 * copula.standardError()));
  }

  private static double sq(double v) {
    return v * v;
  }

  @Test
  void binsShareEqualValuesAndStayInRange() {
    assertThat(Bins.equalWidth(new double[] {-5, 0, 0.5, 1, 9}, 0, 1, 2).codes())
        .containsExactly(0, 0, 1, 1, 1);
    Labels thirds = Bins.equalCount(new double[] {1, 2, 3, 4, 5, 6, 7, 8, 9}, 3);
    assertThat(thirds.counts()).containsExactly(3, 3, 3);
    assertThat(Bins.equalCount(new double[] {1, 1, 1, 1, 2}, 2).states()).isEqualTo(2);
    assertThatThrownBy(() -> Bins.equalWidth(new double[] {1}, 1, 1, 3))
        .hasMessageContaining("empty");
  }

  @Test
  void eigenvectorsDiagonalise() {
    Samples x = normal(40, 8, 3);
    double[][] gram = KernelDependence.gramOfRows(x.columns());
    SymmetricEigen eigen = SymmetricEigen.of(gram);
    for (int e = 0; e < 8; e++) {
      double[] v = eigen.vectors()[e];
      for (int i = 0; i < 8; i++) {
        double image = 0;
        for (int j = 0; j < 8; j++) {
          image += gram[i][j] * v[j];
        }
        assertThat(image).isCloseTo(eigen.values()[e] * v[i], within(1e-10));
      }
    }
  }

  static Samples normal(int n, int d, long seed) {
    Random random = new Random(seed);
    double[][] columns = new double[d][n];
    Arrays.stream(columns).forEach(c -> Arrays.setAll(c, i -> random.nextGaussian()));
    return Samples.of(columns);
  }
}
