package org.pith.measure.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pith.measure.Estimate;
import org.pith.measure.Estimate.Verdict;
import org.pith.measure.Samples;
import org.pith.measure.knn.KozachenkoLeonenko;
import org.pith.measure.route.SlicedInformation.Slice;

/** Compressed and sliced information of wide vectors. */
class WideVectorsTest {
  private static final SlicedInformation SLICED = SlicedInformation.withDefaults();

  /** Images of 64 pixels that show two latents each, of which pairs share {@code nats} in all. */
  private static Samples[] images(int n, double nats, long seed) {
    Random random = new Random(seed);
    double r = Math.sqrt(1 - Math.exp(-nats));
    double[][] x = new double[64][n];
    double[][] y = new double[64][n];
    for (int i = 0; i < n; i++) {
      for (int latent = 1; latent <= 2; latent++) {
        double a = random.nextGaussian();
        double b = r * a + Math.sqrt(1 - r * r) * random.nextGaussian();
        for (int pixel = 0; pixel < 64; pixel++) {
          x[pixel][i] += a * Math.cos(Math.PI * (pixel + 0.5) * latent / 64);
          y[pixel][i] += b * Math.cos(Math.PI * (pixel + 0.5) * (latent + 2) / 64);
        }
      }
    }
    return new Samples[] {Samples.of(x), Samples.of(y)};
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 3, 5})
  void compressionFindsTheInformationOfLatents(double nats) {
    Samples[] xy = images(1_500, nats, 1);
    Estimate e = CompressedInformation.withDefaults().estimate(xy[0], xy[1]);
    assertThat(e.value()).isCloseTo(nats, within(0.15 * nats));
    assertThat(e.settings()).contains("pca=2x2").contains("lost=0.0000x0.0000");
  }

  /** The control: the same neighbours' entropies, of the noisy pixels themselves, are far off. */
  @ParameterizedTest
  @ValueSource(doubles = {1, 3, 5})
  void withoutCompressionItIsLost(double nats) {
    Samples[] xy = images(1_000, nats, 1);
    Samples x = noisy(xy[0], 0.5, 3);
    Samples y = noisy(xy[1], 0.5, 4);
    KozachenkoLeonenko entropy = KozachenkoLeonenko.withDefaults();
    double pixels = entropy.value(x) + entropy.value(y) - entropy.value(x.join(y));
    // Each latent is seen with variance 32 through 64 pixels, and noise of variance 0.25 beside it.
    double seen = 1 + 0.25 / 32;
    double truth = -Math.log1p(Math.expm1(-nats) / (seen * seen));
    assertThat(Math.abs(pixels - truth)).isGreaterThan(0.5 * truth);
    double compressed = CompressedInformation.withDefaults().estimate(x, y).value();
    assertThat(compressed).isCloseTo(truth, within(0.15 * truth));
  }

  private static Samples noisy(Samples samples, double sigma, long seed) {
    Random random = new Random(seed);
    double[][] columns = samples.columns();
    for (double[] column : columns) {
      for (int i = 0; i < column.length; i++) {
        column[i] += sigma * random.nextGaussian();
      }
    }
    return Samples.of(columns);
  }

  /** Fifty dependent pairs in 256 rows: too few, and every route says so. */
  @Test
  void fullRankWithFewRowsIsNotTrusted() {
    Samples x = noisy(Samples.of(new double[50][256]), 1, 5);
    Samples y =
        noisy(
            Samples.of(
                java.util.Arrays.stream(x.columns())
                    .map(c -> java.util.Arrays.stream(c).map(v -> 0.2 * v).toArray())
                    .toArray(double[][]::new)),
            1,
            6);
    assertThat(MutualInformation.of(x, y).verdict()).isEqualTo(Verdict.UNDERSAMPLED);
    assertThat(CompressedInformation.withDefaults().estimate(x, y).verdict())
        .isNotEqualTo(Verdict.TRUSTED);
  }

  @Test
  void noiseMakesADeterministicLayerFinite() {
    Samples x = images(1_000, 1, 2)[0];
    CompressedInformation compressed = CompressedInformation.withDefaults().withMost(1);
    assertThat(compressed.estimate(x, x).verdict()).isEqualTo(Verdict.SATURATED);
    double louder = compressed.withNoise(3).estimate(x, x).value();
    assertThat(louder).isLessThan(compressed.withNoise(0.3).estimate(x, x).value()).isPositive();
  }

  @Test
  void slicesOfOneColumnAreTheColumn() {
    Samples[] xy = pairs(1_500, 1, 0.8);
    Estimate e = SLICED.withDirections(4).mean(xy[0], xy[1]);
    // ½ ln(1 / 0.36), with a standard deviation of 0.8 / sqrt(1500) and that of neighbours.
    assertThat(e.value()).isCloseTo(0.5108, within(0.1));
  }

  @Test
  void independentVectorsHaveSlicesWithoutInformation() {
    Samples[] xy = pairs(800, 6, 0);
    Estimate e = SLICED.withDirections(20).mean(xy[0], xy[1]);
    assertThat(Math.abs(e.value())).isLessThan(3 * e.standardError());
  }

  @Test
  void theLargestSliceNamesTheDependentPair() {
    Samples[] xy = pairs(1_200, 4, 0.9);
    SlicedInformation few = SLICED.withDirections(20);
    Slice slice = few.maximum(xy[0], xy[1]);
    double truth = -0.5 * Math.log(1 - 0.81);
    assertThat(slice.information().value()).isBetween(0.8 * truth, 1.2 * truth);
    assertThat(Math.abs(slice.onX()[0])).isGreaterThan(0.95);
    assertThat(Math.abs(slice.onY()[0])).isGreaterThan(0.95);
    assertThat(few.withThreads(2).maximum(xy[0], xy[1]).information())
        .isEqualTo(slice.information());
    assertThat(few.mean(xy[0], xy[1]).value()).isLessThan(slice.information().value());
  }

  @Test
  void theCorrectionIsShownAsANumber() {
    Samples[] xy = pairs(600, 2, 0.7);
    MutualInformation corrected =
        MutualInformation.withDefaults().withRoute(MutualInformation.Route.CORRECTED);
    Estimate e = corrected.estimate(xy[0], xy[1]);
    assertThat(e.settings()).contains("route=corrected").containsPattern("correction=[+-]0\\.\\d+");
    assertThat(e.covers(-0.5 * Math.log(1 - 0.49))).isTrue();
  }

  @Test
  void badInputIsNamed() {
    Samples[] few = pairs(70, 1, 0);
    assertThatThrownBy(() -> SLICED.mean(few[0], few[1])).hasMessageContaining("70 rows");
    assertThatThrownBy(() -> SLICED.withDirections(1)).hasMessageContaining("directions (1)");
    assertThatThrownBy(() -> CompressedInformation.withDefaults().withShare(0))
        .hasMessageContaining("share of variance (0.0)");
  }

  /** Normals of which the first columns are correlated. */
  private static Samples[] pairs(int n, int d, double r) {
    Random random = new Random(3);
    double[][] x = new double[d][n];
    double[][] y = new double[d][n];
    for (int j = 0; j < d; j++) {
      double shared = j == 0 ? r : 0;
      for (int i = 0; i < n; i++) {
        x[j][i] = random.nextGaussian();
        y[j][i] = shared * x[j][i] + Math.sqrt(1 - shared * shared) * random.nextGaussian();
      }
    }
    return new Samples[] {Samples.of(x), Samples.of(y)};
  }
}
