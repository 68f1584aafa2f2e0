package org.pith.cli;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.pith.data.Split;
import org.pith.network.Network;
import org.pith.network.rewrite.ChannelGroups;
import org.pith.network.rewrite.Cooling;
import org.pith.prune.Descent;
import org.pith.prune.Pruned;
import org.pith.prune.Pruner;
import org.pith.prune.criterion.Criteria;
import org.pith.prune.schedule.Load;
import org.pith.prune.schedule.Stages;
import org.pith.search.Budget;
import org.pith.search.Limit;
import org.pith.train.Examples;
import org.pith.train.HeldOut;
import org.pith.train.Inference;
import org.pith.train.Initialization;
import org.pith.train.Recipe;

/**
 * A model and its data in, a smaller model that keeps every limit out. Rows are divided into those
 * to learn from and those to choose by; test rows serve for the last judgement alone.
 */
final class Pruning {

  /** Rows held out of large data: enough for a standard error of a third of a percent. */
  private static final int MOST_HELD_OUT = 6_000;

  /** About how many rows a fine-tuning of the whole network would see, all epochs together. */
  private static final int ROWS_SEEN = 1_000_000;

  private static final int FEWEST_EPOCHS = 10;
  private static final int MOST_EPOCHS = 60;

  /** How many times as many epochs a network may learn that became that much smaller. */
  private static final int MOST_TIMES = 4;

  /** One cut should not take more than about this factor at once. */
  private static final double FACTOR = 4;

  private static final int BISECTIONS = 5;
  private static final int ATTEMPTS = 4;

  /**
   * What was asked.
   *
   * @param budget hard limits; empty where a share is to be kept
   * @param keep share of what the model knows that is to be kept; empty with a budget
   * @param finetune epochs; empty to choose on held-out rows
   */
  record Order(
      Optional<Budget> budget,
      OptionalDouble keep,
      Criteria criterion,
      OptionalInt finetune,
      long seed) {}

  /**
   * What came out.
   *
   * @param limit that the pruned network was brought to
   * @param epochs of the last fine-tuning
   * @param anew whether the shape ships with weights drawn anew, since they learned more in as many epochs
   * @param validation what the pruned network knows of the rows to choose by
   */
  record Result(
      Judged before,
      Judged after,
      Pruned pruned,
      Load limit,
      int epochs,
      boolean anew,
      HeldOut original,
      HeldOut validation) {}

  private record Attempt(Pruned pruned, int epochs, boolean anew, HeldOut validation) {

    boolean knowsMoreThan(Attempt other) {
      return validation.information().value() > other.validation.information().value();
    }
  }

  private final Specimen specimen;
  private final Order order;
  private final Progress progress;
  private final Network body;
  private final PruneLimits limits;
  private final Examples train;
  private final Examples validation;
  private final HeldOut original;

  private final long begun = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();

  Pruning(Specimen specimen, Order order, Progress progress) {
    this.specimen = specimen;
    this.order = order;
    this.progress = progress;
    body = specimen.body();
    limits = new PruneLimits(specimen, body, order.budget());
    requirePrunable();
    Examples rows = specimen.examples(specimen.data().development());
    double share = Math.min(0.2, (double) MOST_HELD_OUT / rows.rows());
    Split split = Split.of(specimen.data().development(), share, 0, order.seed());
    Examples learned = rows.rows(split.train());
    validation = rows.rows(split.validation());
    train = learned.withTeacher(taught(learned));
    original = judge(body, validation);
    if (order.keep().isPresent() && original.information().value() <= 0) {
      throw new InputException(
          "%s knows nothing about %s on held-out rows, so no share of it can be kept. Maybe the columns are in another order."
              .formatted(
                  specimen.anatomy().model().name(),
                  specimen.data().development().target().name()));
    }
  }

  private float[] taught(Examples rows) {
    float[] scores = Inference.scores(body, rows);
    for (float score : scores) {
      if (!Float.isFinite(score)) {
        throw new InputException(
            "%s answers some rows with %s. Maybe its weights are damaged."
                .formatted(specimen.anatomy().model().name(), score));
      }
    }
    return scores;
  }

  private void requirePrunable() {
    ChannelGroups groups = ChannelGroups.of(body);
    boolean inputs = limits.mayDropInputs();
    if (groups.groups().stream().allMatch(g -> g.input() && !inputs)) {
      throw new InputException(
          "Nothing of %s can be pruned: %s."
              .formatted(
                  specimen.anatomy().model().name(),
                  groups.frozen().isEmpty()
                      ? "it has no hidden units"
                      : String.join("; ", groups.frozen().values())));
    }
  }

  Specimen specimen() {
    return specimen;
  }

  Order order() {
    return order;
  }

  Examples train() {
    return train;
  }

  Network body() {
    return body;
  }

  /** Prunes until what ships keeps every limit by measurement. */
  Result run(Map<String, String> provenance) {
    Judged before = Judged.of(specimen, specimen.anatomy().model(), body, all());
    limits.requireBinding(before.footprint());
    Load limit = limits.asked().orElseGet(this::shareLoad);
    for (int attempt = 1; ; attempt++) {
      Attempt best = best(limit);
      int[] inputs = best.pruned().inputs().stream().mapToInt(Integer::intValue).toArray();
      Network model = withProvenance(limits.model(best.pruned().network(), inputs), provenance);
      Judged after = Judged.of(specimen, model, best.pruned().network(), inputs);
      List<Limit> broken = limits.broken(after.footprint());
      if (broken.isEmpty()) {
        return new Result(
            before,
            after,
            best.pruned(),
            limit,
            best.epochs(),
            best.anew(),
            original,
            best.validation());
      }
      if (attempt == ATTEMPTS || !broken.equals(List.of(Limit.LATENCY))) {
        throw limits.impossible(broken.getFirst(), after.footprint());
      }
      limit = limits.slower(after.footprint());
    }
  }

  private int[] all() {
    return IntStream.range(0, train.rowShape().dim(0)).toArray();
  }

  /** The trained numbers of what ships with a body. */
  long params(Network cut) {
    return limits.footprint(cut).params();
  }

  /** CPU time of this thread since the pruning began. */
  double cpuSeconds() {
    return (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begun) / 1e9;
  }

  /** The smallest share of the cost, by bisection, at which short fine-tuning keeps enough. */
  private Load shareLoad() {
    double low = Math.log(limits.leastShare());
    double high = 0;
    for (int i = 0; i < BISECTIONS; i++) {
      double middle = (low + high) / 2;
      progress.step(
          "keep %.0f %%: try %.1f %% of the cost"
              .formatted(100 * order.keep().orElseThrow(), 100 * Math.exp(middle)));
      if (keepsEnough(attempt(limits.share(Math.exp(middle)), mostEpochs()))) {
        high = middle;
      } else {
        low = middle;
      }
    }
    if (high == 0) {
      throw new InputException(
          "Nothing of %s can go if %s of what it knows is to stay. Maybe keep less."
              .formatted(specimen.anatomy().model().name(), percent(order.keep().orElseThrow())));
    }
    return limits.share(Math.exp(high));
  }

  private static String percent(double share) {
    return "%s %%".formatted(100 * share);
  }

  private boolean keepsEnough(Attempt attempt) {
    return attempt.validation().information().value()
        >= order.keep().orElseThrow() * original.information().value();
  }

  /** The attempt with the epochs asked for, or with more and more of them, as long as more is better. */
  private Attempt best(Load limit) {
    Attempt best = null;
    for (int epochs : epochs(limit)) {
      progress.step("prune, %d epochs".formatted(epochs));
      Attempt attempt = attempt(limit, epochs);
      if (best != null && !attempt.knowsMoreThan(best)) {
        break;
      }
      best = attempt;
    }
    return best.epochs() == 0 ? best : orAnew(best);
  }

  /**
   * The same shape with weights drawn anew, where they learn more in as many epochs: what a deep cut leaves of the old ones is a good
   * answer and not always a good start. Chosen on held-out rows like everything else.
   */
  private Attempt orAnew(Attempt found) {
    progress.step("the same shape anew, %d epochs".formatted(found.epochs()));
    Pruned drawn =
        found.pruned().withNetwork(Initialization.draw(found.pruned().network(), order.seed()));
    Network learned = Descent.Learner.on(train).learn(drawn, recipe(found.epochs()), order.seed());
    Attempt anew = judged(found.pruned().withNetwork(learned), found.epochs(), true);
    return anew.knowsMoreThan(found) ? anew : found;
  }

  private int mostEpochs() {
    return order
        .finetune()
        .orElse(Math.clamp(ROWS_SEEN / train.rows(), FEWEST_EPOCHS, MOST_EPOCHS));
  }

  /** None, some and many; a network that shrinks by much learns longest, and may: its epochs cost as much less. */
  private List<Integer> epochs(Load limit) {
    if (order.finetune().isPresent()) {
      return List.of(mostEpochs());
    }
    List<Integer> epochs = new ArrayList<>(List.of(0, mostEpochs() / 4));
    int cheaper = (int) Math.min(MOST_TIMES, limit.of(body));
    for (int times = 1; times <= cheaper; times *= 4) {
      epochs.add(times * mostEpochs());
    }
    return epochs;
  }

  private Attempt attempt(Load limit, int epochs) {
    Pruned pruned;
    try {
      pruned =
          descent(limit, epochs, order.criterion(), order.seed())
              .run(body, train, limit, order.seed());
    } catch (IllegalArgumentException unfit) {
      throw new InputException(
          "--criterion %s: %s".formatted(order.criterion().key(), unfit.getMessage()));
    }
    return judged(pruned, epochs, false);
  }

  /** With scores as sure as they are right: what is judged by held-out rows is what ships. */
  private Attempt judged(Pruned pruned, int epochs, boolean anew) {
    Examples rows = pruned.narrow(validation);
    double temperature = judge(pruned.network(), rows).temperature();
    Pruned shipped =
        Cooling.of(pruned.network(), temperature).map(pruned::withNetwork).orElse(pruned);
    HeldOut score =
        HeldOut.calibrated(
            rows.target(), Inference.scores(shipped.network(), rows), train.target());
    return new Attempt(shipped, epochs, anew, score);
  }

  /** Cuts of equal factor with short fine-tunings between them, then the long one. */
  Descent descent(Load limit, int epochs, Criteria criterion, long seed) {
    int stages =
        epochs == 0
            ? 1
            : (int) Math.max(1, Math.round(Math.log(limit.of(body)) / Math.log(FACTOR)));
    Pruner pruner =
        Pruner.withDefaults()
            .withCriterion(criterion.with(seed))
            .withRepair(criterion == Criteria.INFORMATION)
            .withInputs(limits.mayDropInputs())
            .withSeed(seed);
    return new Descent(pruner, new Stages(stages), recipe(Math.ceilDiv(epochs, 4)), recipe(epochs));
  }

  Recipe recipe(int epochs) {
    return Recipe.defaults()
        .withEpochs(epochs)
        .withBatchSize(train.rows() > 10_000 ? 128 : 64)
        .withPeakLearningRate(0.003)
        .withLabelSmoothing(0)
        .withDistillation(new Recipe.Distillation(0.7, 3));
  }

  private HeldOut judge(Network network, Examples rows) {
    return HeldOut.of(rows.target(), Inference.scores(network, rows), train().target());
  }

  /** With where it comes from now in place of where the original came from. */
  private static Network withProvenance(Network model, Map<String, String> provenance) {
    Map<String, String> all = new LinkedHashMap<>(model.metadata());
    all.keySet().removeIf(key -> key.startsWith("pith."));
    all.putAll(provenance);
    return model.withMetadata(all);
  }
}
