package org.pith.benchmarks;

import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import org.pith.measure.Estimate;
import org.pith.measure.Samples;
import org.pith.measure.route.CompressedInformation;
import org.pith.measure.route.MutualInformation;

/**
 * Repeats in 50 dimensions: vectors of 2 latent pairs that share 2 bits, compressed, at 256 to 4,096 rows, and vectors of 50 dependent
 * pairs at 256 rows, which are too few. After the protocol of Abdelaleem, Martini, Nemenman (2025), arXiv 2506.00330, whose critics are
 * networks; here principal components and the default route take their place.
 */
record MeasureWide(String name, int minutes) implements Evaluation {

  private static final int[] ROWS = {256, 512, 1_024, 2_048, 4_096};
  private static final int WIDTH = 50;
  private static final double TWO_BITS = 2 * Math.log(2);
  private static final double LEAST_COVERED = 0.8;

  @Override
  public String mark() {
    return "the interval covers 2 bits in 80 % of the repeats of every size, and no full-rank value is trusted";
  }

  @Override
  public Verdict run(Bench bench) {
    int repeats = bench.isQuick() ? 5 : 20;
    SharedLatents latents = new SharedLatents(WIDTH, 2, TWO_BITS, 0.1);
    double least = 1;
    for (int n : ROWS) {
      int covered = 0;
      double mean = 0;
      Map<Estimate.Verdict, Integer> verdicts = new EnumMap<>(Estimate.Verdict.class);
      for (int repeat = 0; repeat < repeats; repeat++) {
        MeasureTasks.Pair pair = latents.draw(n, 1_000L * n + repeat);
        Estimate e = CompressedInformation.withDefaults().estimate(pair.x(), pair.y());
        covered += e.covers(TWO_BITS) ? 1 : 0;
        mean += e.bits() / repeats;
        verdicts.merge(e.verdict(), 1, Integer::sum);
      }
      bench.print(
          "n = %,d: mean %.3f bits, %d of %d intervals cover 2 bits, %s",
          n, mean, covered, repeats, verdicts);
      least = Math.min(least, (double) covered / repeats);
    }
    int trusted = trustedAmongFullRank(bench, repeats);
    return new Verdict(
        "at least %.0f %% covered at every size; %d of %d full-rank values trusted"
            .formatted(100 * least, trusted, repeats),
        least >= LEAST_COVERED && trusted == 0);
  }

  /** Fifty pairs of correlation 0.2: 1.02 nats that 256 rows cannot show. */
  private static int trustedAmongFullRank(Bench bench, int repeats) {
    int trusted = 0;
    for (int repeat = 0; repeat < repeats; repeat++) {
      double[][][] xy = pairs(256, new Random(repeat));
      Samples x = Samples.of(xy[0]);
      Samples y = Samples.of(xy[1]);
      Estimate whole = MutualInformation.of(x, y);
      Estimate compressed = CompressedInformation.withDefaults().estimate(x, y);
      if (repeat == 0) {
        bench.print("full rank, whole: %s, %s", whole.verdict(), whole.reason());
        bench.print("full rank, compressed: %s, %s", compressed.verdict(), compressed.reason());
      }
      trusted +=
          whole.verdict() == Estimate.Verdict.TRUSTED
                  || compressed.verdict() == Estimate.Verdict.TRUSTED
              ? 1
              : 0;
    }
    return trusted;
  }

  private static double[][][] pairs(int n, Random random) {
    double[][][] xy = new double[2][WIDTH][n];
    for (int j = 0; j < WIDTH; j++) {
      for (int i = 0; i < n; i++) {
        xy[0][j][i] = random.nextGaussian();
        xy[1][j][i] = 0.2 * xy[0][j][i] + Math.sqrt(0.96) * random.nextGaussian();
      }
    }
    return xy;
  }
}
