package org.pith.benchmarks;

import org.pith.measure.Estimate;
import org.pith.measure.density.NormalScores;
import org.pith.measure.knn.KozachenkoLeonenko;
import org.pith.measure.knn.Kraskov;
import org.pith.measure.route.CompressedInformation;

/**
 * Images of 16 by 16 noisy pixels that show two latents each: what is found of 1, 3 and 5 nats after compression to principal components, and
 * by neighbours of the pixels themselves. The control of the mark is {@code h(X) + h(Y) − h(X,Y)} by Kozachenko and Leonenko; KSG, whose
 * errors cancel better, is printed beside it. After Butakov et al. (2024), arXiv 2305.08013, whose autoencoder these images do not need.
 */
record MeasureImages(String name, int minutes) implements Evaluation {

  private static final double[] NATS = {1, 3, 5};
  private static final double MOST_COMPRESSED = 0.15;
  private static final double LEAST_PIXELS = 0.5;
  private static final int ROWS = 2_000;

  @Override
  public String mark() {
    return "error at most 15 % with compression; above 50 % without";
  }

  @Override
  public Verdict run(Bench bench) {
    int seeds = bench.isQuick() ? 1 : 5;
    double worst = 0;
    double mildest = Double.POSITIVE_INFINITY;
    for (double nats : NATS) {
      SharedLatents images = new SharedLatents(256, 2, nats, 0.05);
      for (int seed = 0; seed < seeds; seed++) {
        MeasureTasks.Pair pair = images.draw(ROWS, seed);
        Estimate compressed = CompressedInformation.withDefaults().estimate(pair.x(), pair.y());
        double pixels = entropies(pair);
        double ksg =
            Kraskov.withDefaults().value(NormalScores.of(pair.x()), NormalScores.of(pair.y()));
        bench.print(
            "%.0f nats, seed %d: compressed %.3f %s, pixels %.3f, KSG of pixels %.3f",
            nats, seed, compressed.value(), compressed.verdict(), pixels, ksg);
        worst = Math.max(worst, Math.abs(compressed.value() / nats - 1));
        mildest = Math.min(mildest, Math.abs(pixels / nats - 1));
      }
    }
    return new Verdict(
        "largest error %.1f %% with compression, smallest %.1f %% without"
            .formatted(100 * worst, 100 * mildest),
        worst <= MOST_COMPRESSED && mildest > LEAST_PIXELS);
  }

  private static double entropies(MeasureTasks.Pair pair) {
    KozachenkoLeonenko entropy = KozachenkoLeonenko.withDefaults();
    return entropy.value(pair.x())
        + entropy.value(pair.y())
        - entropy.value(pair.x().join(pair.y()));
  }
}
