package org.pith.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import org.pith.network.Network;
import org.pith.train.Examples;
import org.pith.train.Initialization;
import org.pith.train.Recipe;
import org.pith.train.Trained;
import org.pith.train.Trainer;

/**
 * Candidate-steps per second of many networks in one batched call against the same networks one after the other, on one thread. The
 * two are timed in turn, so that what else the machine does falls on both.
 *
 * @param candidates networks of 64 inputs, 32 hidden units and 10 classes
 * @param least the mark of the mean ratio
 */
record BatchedTraining(String name, int candidates, double least, int minutes)
    implements Evaluation {

  private static final int ROUNDS = 5;
  private static final Recipe RECIPE = Recipe.defaults().withBatchSize(64).withEpochs(5);

  @Override
  public String mark() {
    return times(least) + " or more";
  }

  @Override
  public Verdict run(Bench bench) {
    List<Network> networks =
        LongStream.range(0, candidates)
            .mapToObj(seed -> Initialization.draw(Rows.network(32), seed))
            .toList();
    Examples rows = Rows.random(1437, 1);
    together(networks, rows);
    alone(networks.subList(0, Math.min(8, candidates)), rows);
    List<Double> ratios = new ArrayList<>();
    for (int round = 1; round <= (bench.isQuick() ? 1 : ROUNDS); round++) {
      double alone = alone(networks, rows);
      double together = together(networks, rows);
      ratios.add(together / alone);
      bench.print(
          "round %d: alone %,.0f candidate-steps a second (%.0f us each), %d together %,.0f (%.0f"
              + " us), %s",
          round, alone, 1e6 / alone, candidates, together, 1e6 / together, times(together / alone));
    }
    Statistics ratio = Statistics.of(ratios);
    return new Verdict(ratio.describe(BatchedTraining::times), ratio.mean() >= least);
  }

  private static double alone(List<Network> networks, Examples rows) {
    long start = System.nanoTime();
    List<Trained> trained =
        networks.stream().flatMap(network -> train(List.of(network), rows).stream()).toList();
    return stepsPerSecond(trained, start);
  }

  private static double together(List<Network> networks, Examples rows) {
    long start = System.nanoTime();
    return stepsPerSecond(train(networks, rows), start);
  }

  private static List<Trained> train(List<Network> networks, Examples rows) {
    return Trainer.train(networks, rows, Rows.NONE, RECIPE, 1);
  }

  private static double stepsPerSecond(List<Trained> trained, long start) {
    double seconds = (System.nanoTime() - start) / 1e9;
    return trained.stream().mapToLong(Trained::steps).sum() / seconds;
  }

  private static String times(double ratio) {
    return String.format(Locale.ROOT, "%.1f times", ratio);
  }
}
