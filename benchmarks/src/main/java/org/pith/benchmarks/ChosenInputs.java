package org.pith.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.pith.network.Network;
import org.pith.prune.Pruned;
import org.pith.prune.Pruner;
import org.pith.train.Examples;
import org.pith.train.Initialization;
import org.pith.train.Recipe;

/**
 * 97 of 784 pixels chosen jointly by what the first layer of a trained LeNet-300-100 needs, read by 71 and 33 hidden units cut from it
 * in steps and taught by it; against the same widths on a grid of 97 pixels, trained from scratch for as many epochs and taught alike.
 */
record ChosenInputs(String name, double least, int minutes) implements Evaluation {

  private static final List<Map<String, Integer>> STEPS =
      List.of(
          Map.of("flatten", 250, "dense1", 180, "dense2", 70),
          Map.of("flatten", 97, "dense1", 110, "dense2", 50),
          Map.of("dense1", 71, "dense2", 33));

  private static final int EPOCHS = 20;
  private static final int BETWEEN = 4;
  private static final int LAST = 40;

  @Override
  public String mark() {
    return "at least %.1f %%".formatted(100 * least);
  }

  @Override
  public Verdict run(Bench bench) {
    Pictures pictures = Pictures.mnist(bench, false);
    Network original =
        ImageTraining.train(
            Initialization.draw(Layers.imagePerceptron(), 1),
            pictures.train(),
            recipe().withEpochs(EPOCHS),
            1);
    bench.print("unpruned: %.2f %%", 100 * Trials.accuracy(original, pictures.judge()));
    ImageTraining training = ImageTraining.of(original, pictures.train());
    Pruned chosen = chosen(training);
    double ours = Trials.accuracy(training.assembled(chosen), pictures.judge());
    bench.print("97 pixels chosen jointly: %.2f %%", 100 * ours);
    bench.print(
        "97 pixels on a grid, from scratch: %.2f %%",
        100 * grid(training, chosen, pictures.judge()));
    return new Verdict("%.2f %%".formatted(100 * ours), ours >= least);
  }

  private static Pruned chosen(ImageTraining training) {
    Pruner pruner = Pruner.withDefaults().withInputs(true).withRows(10_000);
    Examples rows = training.bodyRows();
    Pruned state = null;
    for (Map<String, Integer> widths : STEPS) {
      Pruned cut =
          state == null
              ? pruner.toWidths(training.whole().body(), rows, widths)
              : state.then(pruner.toWidths(state.network(), state.narrow(rows), widths));
      boolean last = widths == STEPS.getLast();
      state =
          cut.withNetwork(
              training.learn(
                  cut, recipe().withEpochs(last ? LAST : BETWEEN), STEPS.indexOf(widths)));
    }
    return state;
  }

  /** Every second pixel of the middle, 97 of the 100 nearest to its centre row by row. */
  private static double grid(ImageTraining training, Pruned like, Examples judge) {
    List<Integer> pixels =
        IntStream.range(0, 100)
            .map(i -> (4 + 2 * (i / 10)) * 28 + 4 + 2 * (i % 10))
            .skip(1)
            .limit(97)
            .boxed()
            .toList();
    Pruned drawn = new Pruned(Initialization.draw(like.network(), 2), pixels, List.of());
    int all = EPOCHS + (STEPS.size() - 1) * BETWEEN + LAST;
    Pruned trained = drawn.withNetwork(training.learn(drawn, recipe().withEpochs(all), 2));
    return Trials.accuracy(training.assembled(trained), judge);
  }

  private static Recipe recipe() {
    return Recipe.defaults()
        .withBatchSize(128)
        .withPeakLearningRate(0.004)
        .withLabelSmoothing(0)
        .withDistillation(ImageTraining.TAUGHT)
        .withAugmentation(Recipe.Augmentation.shifts(1));
  }
}
