package org.pith.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.pith.network.Network;
import org.pith.prune.Descent;
import org.pith.prune.Pruner;
import org.pith.prune.Sparsity;
import org.pith.prune.schedule.Load;
import org.pith.prune.schedule.Stages;
import org.pith.train.Examples;
import org.pith.train.HeldOut;
import org.pith.train.Inference;
import org.pith.train.Recipe;

/**
 * A tenth of 784-300-100-10 is left, reached in one, two, four and eight cuts of equal ratio with equally long trainings after each,
 * together always {@link #EPOCHS} epochs, all taught by the original as it was. The mark's subject, chosen before the first run, are
 * single weights, which is what is called 90 % sparse where stages are said to help (Flouro and Chadwick 2026, arXiv:2601.03195);
 * beside it whole units, down to the parameters that a tenth of the weights are.
 */
record StagedPruning(String name, int minutes) implements Evaluation {

  private static final int SEEDS = 3;
  private static final int ROWS = 10_000;
  private static final int EPOCHS = 8;
  private static final List<Integer> STAGES = List.of(1, 2, 4, 8);
  private static final double LEFT = 0.1;
  private static final long PARAMS = 26_399;
  private static final double LEAD = 0.01;
  private static final String WEIGHTS = "single weights";
  private static final String UNITS = "whole units";

  /** A network to prune and the rows to do it on. */
  private record Subject(Network original, Examples taught, Recipe tuning, int rows, long seed) {

    /** Cuts single weights. */
    Network weights(int stages) {
      Network network = original;
      for (int stage = 1; stage <= stages; stage++) {
        network =
            Sparsity.of(1 - Math.pow(LEFT, (double) stage / stages))
                .withRows(rows)
                .withSeed(seed + stage)
                .apply(network, taught);
        network = trained(network, stages, stage);
      }
      return network;
    }

    private Network trained(Network network, int stages, int stage) {
      return ImageTraining.train(
          network, taught, recipe(stages).withKeepsZeros(true), seed + stage);
    }

    /** Cuts whole units. */
    Network units(int stages) {
      Pruner pruner = Pruner.withDefaults().withRows(rows).withSeed(seed);
      return new Descent(pruner, new Stages(stages), recipe(stages), recipe(stages))
          .run(original, taught, Load.params(PARAMS), seed)
          .network();
    }

    private Recipe recipe(int stages) {
      return tuning.withEpochs(EPOCHS / stages);
    }
  }

  @Override
  public String mark() {
    return "90 % of the weights gone: no doubling of the stages loses beyond its interval, four"
        + " stages at least 1 point above one";
  }

  @Override
  public Verdict run(Bench bench) {
    Lenet lenet = Lenet.PERCEPTRON;
    Pictures pictures = lenet.pictures(bench).limited(ROWS);
    Map<String, Map<Integer, List<Double>>> table = new LinkedHashMap<>();
    for (long seed = 1; seed <= (bench.isQuick() ? 1 : SEEDS); seed++) {
      Network original = lenet.original(bench, pictures, seed);
      Examples taught = pictures.train().withTeacher(Inference.scores(original, pictures.train()));
      Subject subject = new Subject(original, taught, lenet.tuning(), ROWS, seed);
      bench.print("seed %d, unpruned: %s", seed, described(original, pictures.judge()));
      for (int stages : STAGES) {
        judge(bench, table, WEIGHTS, stages, subject.weights(stages), pictures.judge());
        judge(bench, table, UNITS, stages, subject.units(stages), pictures.judge());
      }
    }
    table.forEach(
        (what, row) ->
            row.forEach(
                (stages, accuracies) ->
                    bench.print(
                        "%s in %d stages: %s",
                        what, stages, Statistics.of(accuracies).describeShares())));
    return verdict(table);
  }

  private static void judge(
      Bench bench,
      Map<String, Map<Integer, List<Double>>> table,
      String what,
      int stages,
      Network network,
      Examples judge) {
    bench.print("%s in %d stages: %s", what, stages, described(network, judge));
    table
        .computeIfAbsent(what, _ -> new LinkedHashMap<>())
        .computeIfAbsent(stages, _ -> new ArrayList<>())
        .add(Trials.accuracy(network, judge));
  }

  private static String described(Network network, Examples judge) {
    HeldOut score =
        HeldOut.calibrated(judge.target(), Inference.scores(network, judge), judge.target());
    return String.format(
        Locale.ROOT,
        "%.2f %%, calibration error %.4f",
        100 * score.accuracy(),
        score.calibrationError());
  }

  private static Verdict verdict(Map<String, Map<Integer, List<Double>>> table) {
    Map<Integer, List<Double>> weights = table.get(WEIGHTS);
    double lead = gain(weights, 1, 4).mean();
    boolean rises = true;
    for (int i = 1; i < STAGES.size(); i++) {
      Statistics gain = gain(weights, STAGES.get(i - 1), STAGES.get(i));
      rises &= gain.mean() >= 0 || gain.mean() + gain.half() >= 0;
    }
    return new Verdict(
        String.format(
            Locale.ROOT,
            "four stages %+.2f points over one, %s; of whole units %+.2f points",
            100 * lead,
            rises ? "no doubling loses" : "a doubling loses",
            100 * gain(table.get(UNITS), 1, 4).mean()),
        rises && lead >= LEAD);
  }

  /** What more stages gain, seed by seed. */
  private static Statistics gain(Map<Integer, List<Double>> row, int fewer, int more) {
    List<Double> gains = new ArrayList<>();
    for (int i = 0; i < row.get(more).size(); i++) {
      gains.add(row.get(more).get(i) - row.get(fewer).get(i));
    }
    return Statistics.of(gains);
  }
}
