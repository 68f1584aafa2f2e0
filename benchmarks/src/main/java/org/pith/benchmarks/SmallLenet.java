package org.pith.benchmarks;

import java.util.List;
import java.util.stream.LongStream;
import org.pith.network.Network;
import org.pith.prune.Descent;
import org.pith.prune.Pruned;
import org.pith.prune.Pruner;
import org.pith.prune.schedule.Load;
import org.pith.prune.schedule.Stages;
import org.pith.train.Examples;
import org.pith.train.Initialization;
import org.pith.train.Recipe;

/**
 * One of the networks for digits, brought to very few weights in stages by joint information, taught in between and at the end by what
 * it was; against the same shape from scratch with as many epochs in total, the same teacher and the same shifted images. While
 * training, images are shifted by up to one pixel, which the published figures are not known to have done.
 *
 * @param convolutional whether LeNet-5, else LeNet-300-100 whose inputs may go too
 * @param weights that may stay, biases not counted
 * @param error share of wrong answers that may be made
 * @param epochs of the original
 * @param last epochs after the last cut
 * @param rate peak learning rate then, and from scratch
 * @param reference who reached that
 */
record SmallLenet(
    String name,
    boolean convolutional,
    long weights,
    double error,
    int epochs,
    int last,
    double rate,
    String reference,
    int minutes)
    implements Evaluation {

  private static final int SEEDS = 1;
  private static final int STAGES = 5;
  private static final int BETWEEN = 2;

  @Override
  public String mark() {
    return "at most %,d weights at no more than %.1f %% error".formatted(weights, 100 * error);
  }

  @Override
  public Verdict run(Bench bench) {
    Pictures images = Pictures.mnist(bench, false);
    List<Double> errors =
        LongStream.rangeClosed(1, SEEDS).mapToObj(seed -> error(bench, images, seed)).toList();
    bench.print("reference: %s", reference);
    double mean = Statistics.of(errors).mean();
    return new Verdict(
        "error %s with at most %,d weights"
            .formatted(Statistics.of(errors).describeShares(), weights),
        mean <= error);
  }

  private double error(Bench bench, Pictures images, long seed) {
    Network drawn =
        Initialization.draw(convolutional ? Layers.lenet5() : Layers.imagePerceptron(), seed);
    Network original =
        ImageTraining.train(drawn, images.train(), recipe().withEpochs(epochs), seed);
    bench.print(
        "seed %d, unpruned, %,d weights: %.2f %% right",
        seed, Load.weightsOf(original), 100 * Trials.accuracy(original, images.judge()));
    ImageTraining training = ImageTraining.of(original, images.train());
    Pruned pruned = training.descend(descent(), Load.weights(weights), seed);
    pruned.plans().forEach(plan -> bench.print("%s", ImageTraining.words(plan)));
    Network left = training.assembled(pruned);
    double right = Trials.accuracy(left, images.judge());
    bench.print("%,d weights: %.2f %% right", Load.weightsOf(pruned.network()), 100 * right);
    bench.print("%s", fromScratch(left, training.rows(), images.judge(), seed));
    return 1 - right;
  }

  private Descent descent() {
    return new Descent(
        Pruner.withDefaults().withInputs(!convolutional).withRows(convolutional ? 2_000 : 10_000),
        new Stages(STAGES),
        recipe().withEpochs(BETWEEN),
        lasting(last));
  }

  private String fromScratch(Network shape, Examples rows, Examples judge, long seed) {
    int all = epochs + (STAGES - 1) * BETWEEN + last;
    Network scratch =
        ImageTraining.train(Initialization.draw(shape, seed), rows, lasting(all), seed);
    return "same shape from scratch, %d epochs, taught alike: %.2f %% right"
        .formatted(all, 100 * Trials.accuracy(scratch, judge));
  }

  private Recipe lasting(int many) {
    return recipe().withEpochs(many).withPeakLearningRate(rate);
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
