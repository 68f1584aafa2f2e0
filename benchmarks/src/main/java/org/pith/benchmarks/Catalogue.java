package org.pith.benchmarks;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Every evaluation. The marks of tables lie half way from scikit-learn's one-hidden-layer network of that size (default recipe, three
 * splits) to its gradient boosting of any size, or at the network where it is ahead; both are named as the reference.
 */
final class Catalogue {

  private static final Compact DIGITS = new Compact("examples/digits.csv.gz", "digit", "params=5k");

  static final List<Evaluation> ALL =
      List.of(
          digits("digits-5k", "params=5k", 0.987, 2, false, "one hidden layer of 64: 98.9 %"),
          digits(
              "digits-1k",
              "params=1k",
              0.974,
              Double.POSITIVE_INFINITY,
              true,
              "12 hidden units: 97.6 %"),
          images("mnist-10k", "mnist", "params=10k", OptionalDouble.of(0.99), 15, false),
          images(
              "fashion-20k",
              "fashion-mnist",
              "params=20k,macs=1M",
              OptionalDouble.empty(),
              20,
              false),
          images(
              "fashion-20k-controls",
              "fashion-mnist",
              "params=20k,macs=1M",
              OptionalDouble.empty(),
              20,
              true),
          table("adult", "adult/adult_train.csv", 0.8605, "network 85.3 %, boosting 86.8 %"),
          table("spambase", "spambase/spambase.csv", 0.946, "network 93.9 %, boosting 95.3 %"),
          table("letter", "letter/letter.csv", 0.946, "network 93.6 %, boosting 95.6 %"),
          table(
              "covertype-10k",
              "covertype-10k/covertype_10k.csv",
              0.813,
              "network 77.1 %, boosting 85.5 %"),
          table(
              "german-credit",
              "german-credit/german_credit.csv",
              0.7485,
              "network 73.5 %, boosting 76.2 %"),
          optdigits(),
          table("sonar", "sonar/sonar.csv", 0.905, "network 90.5 % (± 4), boosting 80.2 %"),
          numbers(
              "california-housing",
              "california-housing/california_housing.csv",
              51_225,
              "network 54,660, boosting 47,790"),
          numbers("abalone", "abalone/abalone.csv", 2.133, "network 2.133, boosting 2.230"),
          numbers(
              "diabetes-regression",
              "diabetes-regression/diabetes_regression.csv",
              56.6,
              "network 56.6, boosting 63.4"),
          new BudgetsHold(
              "budgets-digits",
              DIGITS,
              List.of(
                  "macs=10k",
                  "bytes=12k",
                  "memory=2k",
                  "latency=100us",
                  "params=3k,macs=10k,bytes=16k,memory=2k,latency=100us"),
              List.of("params=1", "macs=1", "bytes=10", "memory=4", "latency=0.01us"),
              12),
          new BatchedTraining("batched-training", 64, 5, 1),
          new ManyTrainings("memory-1000", 1000, 300, 2),
          new InspectLenet5("inspect-lenet5", 2),
          new InspectComplexity("inspect-complexity", 3),
          new InspectSuperposition("inspect-superposition", 4),
          new InspectSums("inspect-sums", 1),
          new OnnxFuzz("onnx-fuzz", 10_000, 2),
          new MeasureAccuracy("measure-accuracy", 0.045, 10),
          new MeasureHonesty("measure-honesty", 15, 20),
          new MeasureSpeed(
              "measure-speed",
              List.of(new MeasureSpeed.Shape(50_000, 1, 3), new MeasureSpeed.Shape(10_000, 5, 2)),
              1.7,
              2),
          new MeasureGrowth("measure-growth", 2, 1),
          new MeasureGraph("measure-graph", 2),
          new MeasureTable(
              "measure-adult",
              List.of("shared/adult/adult_train.csv", "shared/adult/adult_test.csv"),
              "target",
              30,
              1),
          new MeasureWide("measure-wide", 2),
          new MeasureImages("measure-images", 5),
          new LayerCompression("measure-layers", 10),
          new LayerSpectra("measure-spectra", 2),
          new PruningTable(
              "prune-lenet300",
              Lenet.PERCEPTRON,
              List.of(132_997L, 52_707L, 26_399L, 12_705L),
              List.of(0.982, 0.969, 0.910, 0.66),
              1,
              20),
          new PruningTable(
              "prune-lenet5",
              Lenet.CAFFE,
              List.of(215_364L, 86_165L, 41_336L, 21_421L),
              List.of(),
              1,
              40),
          new SmallLenet(
              "prune-lenet300-vib",
              false,
              9_560,
              0.016,
              20,
              40,
              0.004,
              "VIBNet 97-71-33: 9,560 weights, 1.6 % error",
              20),
          new SmallLenet(
              "prune-lenet5-small",
              true,
              2_755,
              0.01,
              8,
              60,
              0.01,
              "BC-GHS 5-10-76-16: 2,755 weights, 1.0 % error",
              60),
          new SingleWeights("prune-sparsity", 4),
          new StagedPruning("prune-stages", 5),
          new QuarterStudent("distillation", 1),
          new ChosenInputs("prune-inputs", 0.978, 20),
          new PlantedChannels("prune-planted", 3),
          new ResidualCut("prune-cifar", 90));

  private Catalogue() {}

  static Optional<Evaluation> find(String name) {
    return ALL.stream().filter(evaluation -> evaluation.name().equals(name)).findFirst();
  }

  private static Evaluation digits(
      String name, String budget, double mark, double limit, boolean controls, String reference) {
    return new CompactScore(
        name,
        DIGITS.withBudget(budget),
        Quality.ACCURACY,
        OptionalDouble.of(mark),
        limit,
        5,
        controls,
        Optional.empty(),
        controls ? 30 : 10,
        reference);
  }

  private static Evaluation images(
      String name, String folder, String budget, OptionalDouble mark, int limit, boolean controls) {
    Compact compact =
        new Compact(
            "shared/" + folder + "/train-images-idx3-ubyte.gz",
            Optional.of("shared/" + folder + "/t10k-images-idx3-ubyte.gz"),
            "label",
            budget);
    return new CompactScore(
        name,
        compact,
        Quality.ACCURACY,
        mark,
        limit,
        1,
        controls,
        Optional.empty(),
        controls ? 5 * limit : limit,
        "the official test images");
  }

  private static Evaluation table(String name, String file, double mark, String reference) {
    return table(
        name,
        new Compact("shared/" + file, "target", "params=5k"),
        Quality.ACCURACY,
        OptionalDouble.of(mark),
        Optional.of(new TablePeers(5_000)),
        reference);
  }

  private static Evaluation optdigits() {
    Compact compact =
        new Compact(
            "shared/optdigits/optdigits_train.csv",
            Optional.of("shared/optdigits/optdigits_test.csv"),
            "target",
            "params=5k");
    return table(
        "optdigits",
        compact,
        Quality.ACCURACY,
        OptionalDouble.empty(),
        Optional.empty(),
        "none; the official test file, whose writers wrote no training row");
  }

  private static Evaluation numbers(String name, String file, double mark, String reference) {
    return table(
        name,
        new Compact("shared/" + file, "target", "params=2k"),
        Quality.RMSE,
        OptionalDouble.of(mark),
        Optional.of(new TablePeers(2_000)),
        reference);
  }

  private static Evaluation table(
      String name,
      Compact compact,
      Quality quality,
      OptionalDouble mark,
      Optional<TablePeers> peers,
      String reference) {
    return new CompactScore(name, compact, quality, mark, 3, 3, false, peers, 9, reference);
  }
}
