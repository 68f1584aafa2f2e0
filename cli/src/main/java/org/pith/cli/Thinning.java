package org.pith.cli;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.IntStream;
import org.pith.network.Network;
import org.pith.prune.Descent;
import org.pith.prune.Pruned;
import org.pith.prune.RecordedLearner;
import org.pith.prune.Sparsity;
import org.pith.runs.Run;
import org.pith.train.DivergedException;
import org.pith.train.HeldOut;
import org.pith.train.Recipe;

/**
 * Single weights to zero in place of whole units: by information, refitted, trained on with the zeros kept where that was asked for.
 * What was learned is in the run's record.
 */
final class Thinning {

  private final Pruning pruning;
  private final Specimen specimen;
  private final byte[] file;
  private final Run run;
  private final RecordedLearner learner;
  private final long begun = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();

  /**
   * One thinning.
   *
   * @param file of the original
   */
  Thinning(Pruning pruning, byte[] file, Run run) {
    this.file = file;
    this.pruning = pruning;
    this.specimen = pruning.specimen();
    this.run = run;
    this.learner = new RecordedLearner(Descent.Learner.on(pruning.train()), run);
  }

  /** Sets the share of weights that was asked for to zero. */
  Pruning.Result run() {
    Clock clock = new Clock(run);
    Network body = pruning.body();
    int[] all = IntStream.range(0, pruning.train().rowShape().dim(0)).toArray();
    Judged before = Judged.of(specimen, specimen.anatomy().model(), file, body, all, clock);
    int epochs = pruning.order().finetune().orElse(0);
    Pruned whole = new Pruned(body, IntStream.of(all).boxed().toList(), List.of());
    Pruned thin = pruning.cooled(learned(whole.withNetwork(thinned(body)), epochs));
    HeldOut validation = pruning.judgeAsIs(thin);
    if (validation.isDiverged()) {
      throw new DivergedException(
          "What is left of %s diverged. Maybe ask for less --sparsity, or other --finetune epochs."
              .formatted(specimen.anatomy().model().name()));
    }
    Network model =
        Descents.withProvenance(pruning.limits().model(thin.network(), all), specimen, run);
    return new Pruning.Result(
        before,
        Judged.of(specimen, model, thin.network(), all, clock),
        thin,
        pruning.limits().share(1),
        epochs,
        false,
        pruning.original(),
        validation,
        cpuSeconds());
  }

  private Network thinned(Network body) {
    double share = pruning.order().sparsity().orElseThrow();
    Network thinned =
        Sparsity.of(share).withSeed(pruning.order().seed()).apply(body, pruning.train());
    if (Zeros.of(share, body, thinned).zeros() == 0) {
      throw new InputException(
          "%s has too few weights of dense layers, products or convolutions for %s of them to be one."
              .formatted(specimen.anatomy().model().name(), Shown.asked(share)));
    }
    return thinned;
  }

  private Pruned learned(Pruned thin, int epochs) {
    if (epochs == 0) {
      return thin;
    }
    Recipe recipe = pruning.recipe(epochs).withKeepsZeros(true);
    return thin.withNetwork(learner.learn(thin, recipe, pruning.order().seed()));
  }

  private double cpuSeconds() {
    return (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begun) / 1e9
        + learner.replayedSeconds();
  }
}
