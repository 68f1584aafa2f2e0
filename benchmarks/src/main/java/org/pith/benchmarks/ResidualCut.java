package org.pith.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pith.network.Network;
import org.pith.network.cost.Cost;
import org.pith.network.rewrite.FoldBatchNormalization;
import org.pith.prune.Pruned;
import org.pith.prune.Pruner;
import org.pith.prune.criterion.Criteria;
import org.pith.prune.schedule.Load;
import org.pith.train.Examples;
import org.pith.train.Inference;
import org.pith.train.Initialization;
import org.pith.train.Recipe;

/**
 * A network of ResNet-20's shape for CIFAR-10, here half as wide (8-16-32 channels) and on the 10,000 training images that are at
 * hand, cut to half of its multiplications and fine-tuned, taught by what it was; against L1, Taylor and chance with as many epochs, and
 * against the original trained for those epochs more.
 */
record ResidualCut(String name, int minutes) implements Evaluation {

  private static final int EPOCHS = 24;

  /** As long as the original learned. */
  private static final int TUNING = EPOCHS;

  private static final double ROOM = 0.01;

  @Override
  public String mark() {
    return "half the MACs, accuracy within 1 point of the original";
  }

  @Override
  public Verdict run(Bench bench) {
    Pictures pictures = Pictures.cifar(bench);
    Network drawn = Initialization.draw(Layers.resnet20(8, 16, 32), 1);
    Network original = ImageTraining.train(drawn, pictures.train(), recipe().withEpochs(EPOCHS), 1);
    double whole = Trials.accuracy(original, pictures.judge());
    long macs = macs(original);
    bench.print("unpruned: %.2f %%, %,d MACs", 100 * whole, macs);
    Examples taught = pictures.train().withTeacher(Inference.scores(original, pictures.train()));
    Map<String, Pruned> networks = new LinkedHashMap<>();
    for (Criteria criterion :
        List.of(Criteria.INFORMATION, Criteria.L1, Criteria.TAYLOR, Criteria.RANDOM)) {
      networks.put(criterion.key(), cut(original, taught, criterion, macs / 2));
    }
    networks.put("unpruned, as many epochs more", new Pruned(original, List.of(), List.of()));
    Trials trials = new Trials();
    networks.forEach(
        (_, network) ->
            trials.add(network.start(), taught, pictures.judge(), recipe().withEpochs(TUNING), 1));
    List<Trials.Learned> learned = trials.run();
    int next = 0;
    for (Map.Entry<String, Pruned> entry : networks.entrySet()) {
      Network cut = entry.getValue().network();
      bench.print(
          "%s: %,d MACs, %.2f %% before fine-tuning, %.2f %% after",
          entry.getKey(),
          macs(cut),
          100 * Trials.accuracy(cut, pictures.judge()),
          100 * learned.get(next++).accuracy());
    }
    double ours = learned.getFirst().accuracy();
    return new Verdict(
        "%.2f %% of %.2f %% with %.2f of the MACs"
            .formatted(
                100 * ours,
                100 * whole,
                (double) macs(networks.get(Criteria.INFORMATION.key()).network()) / macs),
        ours >= whole - ROOM);
  }

  private static Pruned cut(Network original, Examples rows, Criteria criterion, long macs) {
    Load half = network -> macs(network) / (double) macs;
    return Pruner.withDefaults()
        .withRows(1_000)
        .withFloor(0.25)
        .withCriterion(criterion.with(1))
        .withRepair(criterion == Criteria.INFORMATION)
        .prune(original, rows, half);
  }

  private static long macs(Network network) {
    return Cost.of(FoldBatchNormalization.apply(network)).macs();
  }

  private static Recipe recipe() {
    return Recipe.defaults()
        .withBatchSize(64)
        .withPeakLearningRate(0.005)
        .withLabelSmoothing(0)
        .withDistillation(ImageTraining.TAUGHT)
        .withAugmentation(new Recipe.Augmentation(4, 1, true, 0, 0));
  }
}
