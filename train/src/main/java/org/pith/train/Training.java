package org.pith.train;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.pith.network.Network;
import org.pith.train.internal.AdamSettings;
import org.pith.train.internal.Judgement;
import org.pith.train.internal.Learner;

/** One training of a stack of networks. */
final class Training {

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final List<Network> networks;
  private final Examples train;
  private final Examples validation;
  private final Recipe recipe;
  private final Batches batches;
  private final Lesson lesson;
  private final List<Progress> progress;
  private final long steps;
  private long step;

  Training(List<Network> networks, Examples train, Examples validation, Recipe recipe, long seed) {
    this.networks = networks;
    this.train = train;
    this.validation = validation;
    this.recipe = recipe;
    this.batches = new Batches(train, recipe, seed);
    this.lesson = Lesson.of(train, recipe);
    this.progress = networks.stream().map(_ -> new Progress(recipe.patience())).toList();
    this.steps = (long) recipe.epochs() * batches.perEpoch();
  }

  List<Trained> run() {
    long start = THREADS.getCurrentThreadCpuTime();
    List<Network> learned = recipe.epochs() == 0 ? networks : learn();
    double seconds = (THREADS.getCurrentThreadCpuTime() - start) / 1e9;
    long epochs = progress.stream().mapToLong(Progress::epochs).sum();
    return IntStream.range(0, networks.size())
        .mapToObj(k -> trained(learned.get(k), progress.get(k), seconds / Math.max(1, epochs)))
        .toList();
  }

  private Trained trained(Network network, Progress past, double secondsPerEpoch) {
    return new Trained(
        network,
        past.history(),
        past.bestEpoch(),
        (long) past.epochs() * batches.perEpoch(),
        past.epochs() * secondsPerEpoch);
  }

  private List<Network> learn() {
    try (Learner learner =
        new Learner(networks, train.rowShape(), train.inputs(), lesson.goal(), settings())) {
      loadValidation(learner);
      for (int epoch = 1; epoch <= recipe.epochs() && isAnyLearning(); epoch++) {
        learn(learner);
        record(learner, epoch);
        if (Thread.currentThread().isInterrupted()) {
          throw new CancellationException(
              "Training was interrupted in epoch %d of %d.".formatted(epoch, recipe.epochs()));
        }
      }
      return learner.networks();
    }
  }

  private AdamSettings settings() {
    Recipe.Adam adam = recipe.adam();
    return new AdamSettings(
        adam.beta1(),
        adam.beta2(),
        adam.epsilon(),
        recipe.weightDecay(),
        recipe.clipNorm(),
        recipe.keepsZeros());
  }

  private void loadValidation(Learner learner) {
    switch (validation.target()) {
      case Target.Classes(int[] labels, _) -> learner.judgeBy(validation.inputs(), labels);
      case Target.Numbers(float[] values) -> learner.judgeBy(validation.inputs(), values);
    }
  }

  private boolean isAnyLearning() {
    return progress.stream().anyMatch(Progress::isLearning);
  }

  private void learn(Learner learner) {
    learner.order(batches.nextOrder());
    for (int b = 0; b < batches.perEpoch(); b++) {
      learner.step(batches.batch(b), recipe.learningRate(step, steps));
      step++;
      double share = recipe.averaging().share(step, steps);
      if (share > 0) {
        learner.average(share);
      }
    }
  }

  private void record(Learner learner, int epoch) {
    double[] losses = learner.takeLosses();
    Judgement[] judgements = learner.judge();
    boolean[] best = new boolean[networks.size()];
    for (int k = 0; k < best.length; k++) {
      best[k] =
          progress
              .get(k)
              .add(
                  new EpochRecord(
                      epoch,
                      recipe.learningRate(step - 1, steps),
                      losses[k] / train.rows() + lesson.constant(),
                      nats(judgements[k]),
                      metric(judgements[k])));
    }
    if (recipe.patience() > 0) {
      learner.keep(best);
    }
  }

  private double nats(Judgement judgement) {
    return validation.target() instanceof Target.Classes
        ? judgement.loss()
        : Math.log(2 * Math.PI * Math.E * judgement.loss()) / 2;
  }

  private double metric(Judgement judgement) {
    return validation.target() instanceof Target.Classes ? judgement.accuracy() : judgement.loss();
  }

  /** What is recorded of one network, and whether it is still learning. */
  private static final class Progress {
    private final int patience;
    private final List<EpochRecord> history = new ArrayList<>();
    private double lowest;
    private int best;

    Progress(int patience) {
      this.patience = patience;
    }

    /** Adds an epoch while the network is learning; whether its weights are the ones to keep. */
    boolean add(EpochRecord epoch) {
      if (!isLearning()) {
        return false;
      }
      history.add(epoch);
      boolean isBest = history.size() == 1 || isBelow(epoch.validationLoss(), lowest);
      if (isBest) {
        lowest = epoch.validationLoss();
        best = epoch.epoch();
      }
      return isBest;
    }

    /** NaN, the loss of a training that diverged, is above every number. */
    private static boolean isBelow(double loss, double other) {
      return loss < other || (Double.isNaN(other) && !Double.isNaN(loss));
    }

    boolean isLearning() {
      return patience == 0 || history.size() - best < patience;
    }

    int epochs() {
      return history.size();
    }

    int bestEpoch() {
      return patience == 0 ? history.size() : best;
    }

    List<EpochRecord> history() {
      return history;
    }
  }
}
