package org.pith.benchmarks;

import java.util.List;

/**
 * Whether the default route's verdicts can be believed, over the tasks S01 to S26 and five sizes: no trusted value that is off by more than the
 * tolerance, intervals of trusted values that cover the truth as often as they say, and trust where there are rows enough.
 *
 * @param least how many tasks must be trusted in every seed at the largest size
 */
record MeasureHonesty(String name, int least, int minutes) implements Evaluation {

  private static final int[] ROWS = {100, 500, 1_000, 5_000, 10_000};

  @Override
  public String mark() {
    return "0 trusted values off by more than the tolerance; coverage 90 to 99 %% where trusted; %d tasks trusted at 10,000 rows"
        .formatted(least);
  }

  @Override
  public Verdict run(Bench bench) {
    int trusted = 0;
    int covered = 0;
    int misled = 0;
    long sure = 0;
    for (int n : ROWS) {
      List<TaskScore> scores = TaskScore.all(bench, n, bench.isQuick() ? 2 : 10);
      int here = scores.stream().mapToInt(TaskScore::trusted).sum();
      int hit = scores.stream().mapToInt(TaskScore::covered).sum();
      int off = scores.stream().mapToInt(TaskScore::misled).sum();
      sure = scores.stream().filter(TaskScore::isTrustedInEverySeed).count();
      bench.print("");
      bench.print(
          "n = %,d: %d tasks trusted in every seed, %d trusted values, %.3f of them covered, %d off",
          n, sure, here, here == 0 ? Double.NaN : (double) hit / here, off);
      trusted += here;
      covered += hit;
      misled += off;
    }
    double coverage = (double) covered / trusted;
    return new Verdict(
        "%d of %d trusted values off by more than the tolerance; coverage %.1f %%; %d tasks trusted at 10,000 rows"
            .formatted(misled, trusted, 100 * coverage, sure),
        misled == 0 && coverage >= 0.9 && coverage <= 0.99 && sure >= least);
  }
}
