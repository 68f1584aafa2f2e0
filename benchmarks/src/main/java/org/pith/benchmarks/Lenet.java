package org.pith.benchmarks;

import org.pith.network.Network;
import org.pith.train.Initialization;
import org.pith.train.Recipe;

/** The two networks for handwritten digits that pruning is compared on, and how they are trained. */
enum Lenet {
  /** 784-300-100-10. */
  PERCEPTRON(60_000, 20_000, 12, 12, 0.006),
  /** 20-50-800-500, on a third of the rows, as the figures it is compared with. */
  CAFFE(20_000, 2_000, 6, 6, 0.003);

  private final int rows;
  private final int calibration;
  private final int epochs;
  private final int tuningEpochs;
  private final double tuningRate;

  Lenet(int rows, int calibration, int epochs, int tuningEpochs, double tuningRate) {
    this.rows = rows;
    this.calibration = calibration;
    this.epochs = epochs;
    this.tuningEpochs = tuningEpochs;
    this.tuningRate = tuningRate;
  }

  /** Without weights. */
  Network network() {
    return this == PERCEPTRON ? Layers.perceptron(784, 300, 100, 10) : Layers.lenet5();
  }

  Pictures pictures(Bench bench) {
    return Pictures.mnist(bench, this == PERCEPTRON).limited(rows);
  }

  /** How many rows to prune and repair on. */
  int calibration() {
    return calibration;
  }

  /** The network before pruning. */
  Network original(Bench bench, Pictures pictures, long seed) {
    Trials.Learned learned =
        new Trials()
            .add(
                Initialization.draw(network(), seed),
                pictures.train(),
                pictures.judge(),
                recipe().withEpochs(epochs),
                seed)
            .run()
            .getFirst();
    bench.print("seed %d, unpruned: %.2f %%", seed, 100 * learned.accuracy());
    return learned.network();
  }

  /** Fine-tuning of a pruned network. */
  Recipe tuning() {
    return recipe().withEpochs(tuningEpochs).withPeakLearningRate(tuningRate);
  }

  /** Training from scratch for as many epochs as original and fine-tuning have together. */
  Recipe wholly() {
    return tuning().withEpochs(epochs + tuningEpochs);
  }

  private static Recipe recipe() {
    return Recipe.defaults()
        .withBatchSize(128)
        .withPeakLearningRate(0.003)
        .withLabelSmoothing(0)
        .withDistillation(ImageTraining.TAUGHT);
  }
}
