package org.pith.measure.density;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.pith.measure.Labels;
import org.pith.measure.Samples;
import org.pith.measure.discrete.CountEntropy;

class DiffusionSpectrumTest {
  private static final DiffusionSpectrum SPECTRUM = DiffusionSpectrum.withDefaults();

  @Test
  void copiesAreOneDirectionAndDistantPointsOneEach() {
    assertThat(SPECTRUM.entropy(Samples.of(new double[30]))).isCloseTo(0, within(1e-10));
    double[] apart = new double[30];
    Arrays.setAll(apart, i -> 100 * i);
    assertThat(SPECTRUM.entropy(Samples.of(apart))).isCloseTo(Math.log(30), within(1e-10));
  }

  @Test
  void twoPointsHaveAClosedForm() {
    // G = [[1, g], [g, 1]] has the walk's eigenvalues 1 and (1 − g) / (1 + g).
    double g = Math.exp(-1.0 / 8);
    double second = (1 - g) / (1 + g);
    double a = 1 / (1 + second);
    double expected = -a * Math.log(a) - (1 - a) * Math.log(1 - a);
    assertThat(SPECTRUM.entropy(Samples.of(new double[] {0, 1})))
        .isCloseTo(expected, within(1e-12));
    double later = 1 / (1 + second * second);
    assertThat(SPECTRUM.withTime(2).entropy(Samples.of(new double[] {0, 1})))
        .isCloseTo(-later * Math.log(later) - (1 - later) * Math.log(1 - later), within(1e-12));
  }

  @Test
  void entropyRisesWithTheIntrinsicDimensionAndBearsNoise() {
    double last = 0;
    for (int d : new int[] {1, 2, 4, 8, 16, 32}) {
      Samples z = DensityTest.normal(300, d, d);
      double entropy = SPECTRUM.entropy(z);
      assertThat(entropy).as("%d dimensions", d).isGreaterThan(last);
      last = entropy;
    }
    // The ceiling is ln 300 = 5.70.
    assertThat(last).isBetween(5.4, Math.log(300));
    Samples z = DensityTest.normal(300, 16, 1);
    assertThat(SPECTRUM.entropy(noisy(z, 0.5 / 4, 6))).isCloseTo(SPECTRUM.entropy(z), within(0.17));
  }

  /**
   * The published toy: 500 points that fill d of 64 dimensions, σ = 2. Entropy in bits goes from 1.1
   * to near log2 500 = 8.97; noise of norm 0.5 moves it by at most 0.25 where d is 8 or more, and
   * the joint entropy of two bins a column has no room left from d = 4 on.
   */
  @Test
  void spectraTellDimensionsApartWhereBinsAreFull() {
    double last = 0;
    for (int d : new int[] {1, 2, 4, 8, 16, 32}) {
      Samples z = embedded(500, d);
      double bits = SPECTRUM.entropy(z) / Math.log(2);
      assertThat(bits).as("%d dimensions", d).isGreaterThan(last);
      assertThat(last > 0 || Math.abs(bits - 1.1) < 0.3).as("one dimension: %s", bits).isTrue();
      last = bits;
      if (d >= 4) {
        int[] counts = Bins.equalCount(z, 2).counts();
        assertThat(CountEntropy.PLUG_IN.nats(counts) / Math.log(2)).isGreaterThanOrEqualTo(8.9);
      }
      if (d == 8 || d == 32) {
        // One draw of the noise moves 8 dimensions by 0.240 with a standard deviation of 0.009.
        double noisy =
            LongStream.rangeClosed(1, 10)
                .mapToDouble(seed -> SPECTRUM.entropy(noisy(z, 0.5 / 8, seed)) / Math.log(2))
                .average()
                .orElseThrow();
        assertThat(noisy).as("%d dimensions", d).isCloseTo(bits, within(0.25));
      }
    }
    assertThat(last).isCloseTo(8.9, within(0.1));
  }

  /** Standard normals on d random directions of 64. */
  private static Samples embedded(int n, int d) {
    double[][] latent = DensityTest.normal(n, d, d).columns();
    double[][] directions =
        PrincipalComponents.of(DensityTest.normal(100, 64, 99))
            .scores(DensityTest.normal(64, 64, 98), d)
            .columns();
    double[][] z = new double[64][n];
    for (int l = 0; l < d; l++) {
      double length = Math.sqrt(Arrays.stream(directions[l]).map(v -> v * v).sum());
      for (int j = 0; j < 64; j++) {
        for (int i = 0; i < n; i++) {
          z[j][i] += latent[l][i] * directions[l][j] / length;
        }
      }
    }
    return Samples.of(z);
  }

  @Test
  void clustersInformAboutTheirClassAndShuffledLabelsDoNot() {
    int[] y = new Random(4).ints(240, 0, 3).toArray();
    double[][] z = DensityTest.normal(240, 2, 5).columns();
    for (int i = 0; i < y.length; i++) {
      z[0][i] += 12 * y[i];
    }
    Samples samples = Samples.of(z);
    double real = SPECTRUM.information(samples, Labels.of(y));
    double chance =
        SPECTRUM.information(samples, Labels.of(new Random(9).ints(240, 0, 3).toArray()));
    assertThat(real).isGreaterThan(0.5);
    // Five draws of 80 rows have a mean with a deviation of about 0.02.
    assertThat(Math.abs(chance)).isLessThan(0.1 * real);
  }

  @Test
  void badInputIsNamed() {
    assertThatThrownBy(() -> SPECTRUM.entropy(Samples.of(new double[5_001])))
        .hasMessageContaining("5001 rows");
    assertThatThrownBy(() -> SPECTRUM.withWidth(0)).hasMessageContaining("width (0.0)");
    assertThatThrownBy(() -> SPECTRUM.withTime(0)).hasMessageContaining("time (0)");
  }

  private static Samples noisy(Samples z, double sigma, long seed) {
    Random random = new Random(seed);
    double[][] columns = z.columns();
    Arrays.stream(columns)
        .forEach(c -> Arrays.setAll(c, i -> c[i] + sigma * random.nextGaussian()));
    return Samples.of(columns);
  }
}
