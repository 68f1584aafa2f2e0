package org.pith.benchmarks;

import java.util.Arrays;
import java.util.Random;
import org.pith.benchmarks.MeasureTasks.Pair;
import org.pith.measure.Samples;

/**
 * Wide vectors that show a few latent numbers each, of which pairs share a known amount: {@code x = Σ a_l w_l + σ noise}, {@code y = Σ b_l
 * w'_l + σ noise} with orthonormal cosines w and {@code corr(a_l, b_l)} such that every pair carries the same. The noise is independent, so
 * {@code I(X;Y) = −½ Σ ln(1 − (ρ / (1 + σ²))²)} over the pairs, whatever the width.
 *
 * @param width columns of a side, at least twice the latents
 * @param latents pairs that share information
 * @param nats in all
 * @param noise standard deviation σ of every column
 */
record SharedLatents(int width, int latents, double nats, double noise) {

  Pair draw(int n, long seed) {
    Random random = new Random(seed);
    double r = (1 + noise * noise) * Math.sqrt(-Math.expm1(-2 * nats / latents));
    double[][] x = new double[width][n];
    double[][] y = new double[width][n];
    for (int i = 0; i < n; i++) {
      for (int l = 0; l < latents; l++) {
        double a = random.nextGaussian();
        double b = r * a + Math.sqrt(1 - r * r) * random.nextGaussian();
        show(a, l + 1, x, i);
        show(b, latents + l + 1, y, i);
      }
      blur(x, i, random);
      blur(y, i, random);
    }
    return new Pair(Samples.of(x), Samples.of(y));
  }

  private void show(double latent, int wave, double[][] columns, int i) {
    for (int j = 0; j < width; j++) {
      columns[j][i] +=
          latent * Math.sqrt(2.0 / width) * Math.cos(Math.PI * (j + 0.5) * wave / width);
    }
  }

  private void blur(double[][] columns, int i, Random random) {
    Arrays.stream(columns).forEach(c -> c[i] += noise * random.nextGaussian());
  }
}
