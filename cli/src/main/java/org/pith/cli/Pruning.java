package org.pith.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.pith.data.Split;
import org.pith.network.Network;
import org.pith.network.Node;
import org.pith.network.Operator;
import org.pith.network.rewrite.ChannelGroup;
import org.pith.network.rewrite.ChannelGroups;
import org.pith.network.rewrite.Cooling;
import org.pith.prune.Descent;
import org.pith.prune.Pruned;
import org.pith.prune.Pruner;
import org.pith.prune.criterion.Criteria;
import org.pith.prune.schedule.Load;
import org.pith.prune.schedule.Stages;
import org.pith.search.Budget;
import org.pith.train.Examples;
import org.pith.train.HeldOut;
import org.pith.train.Inference;
import org.pith.train.Recipe;

/**
 * A model and its data in, a smaller model that keeps every limit out. Rows are divided into those
 * to learn from and those to choose by; test rows serve for the last judgement alone.
 */
final class Pruning {

  /** Rows held out of large data: enough for a standard error of a third of a percent. */
  private static final int MOST_HELD_OUT = 6_000;

  /** One cut should not take more than about this factor at once. */
  private static final double FACTOR = 4;

  /** How much what is left listens to the original, and how soft the answers are that it hears. */
  private static final Recipe.Distillation TAUGHT = new Recipe.Distillation(0.7, 3);

  /**
   * What was asked.
   *
   * @param budget hard limits; empty where something else says how far
   * @param keep share of what the model knows that is to be kept; empty where something else says how far
   * @param sparsity share of single weights that are to be zero; empty where whole units go
   * @param finetune epochs; empty to choose on held-out rows
   */
  record Order(
      Optional<Budget> budget,
      OptionalDouble keep,
      OptionalDouble sparsity,
      Criteria criterion,
      OptionalInt finetune,
      long seed) {

    /** Whole units go. */
    Order(
        Optional<Budget> budget,
        OptionalDouble keep,
        Criteria criterion,
        OptionalInt finetune,
        long seed) {
      this(budget, keep, OptionalDouble.empty(), criterion, finetune, seed);
    }
  }

  /**
   * What came out.
   *
   * @param limit that the pruned network was brought to
   * @param epochs of the last fine-tuning
   * @param anew whether the shape ships with weights drawn anew, since they learned more in as many epochs
   * @param original what the model knows of the rows to choose by
   * @param validation what the pruned network knows of them
   * @param cpuSeconds CPU time, that of an interrupted beginning included
   */
  record Result(
      Judged before,
      Judged after,
      Pruned pruned,
      Load limit,
      int epochs,
      boolean anew,
      HeldOut original,
      HeldOut validation,
      double cpuSeconds) {}

  private final Specimen specimen;
  private final Order order;
  private final Network body;
  private final PruneLimits limits;
  private final Examples train;
  private final Examples validation;
  private final HeldOut original;

  Pruning(Specimen specimen, Order order) {
    this.specimen = specimen;
    this.order = order;
    body = specimen.body();
    requireTrainable();
    limits =
        new PruneLimits(
            specimen,
            body,
            order.budget(),
            order.criterion().with(order.seed()),
            UnaryOperator.identity());
    if (order.sparsity().isEmpty()) {
      requirePrunable();
    }
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

  /** Whatever is cut has to be run and repaired by rows, which takes operators with a kernel for training. */
  private void requireTrainable() {
    for (Node node : body.nodes()) {
      if (node.operator() instanceof Operator.Unknown unknown) {
        throw new InputException(
            "%s: operator %s of node %s cannot be trained, so what is cut could not be repaired. Maybe write the model with the operators of docs/operators.md; pith inspect looks around it."
                .formatted(
                    specimen.anatomy().model().name(), unknown.qualifiedName(), node.name()));
      }
    }
  }

  private float[] taught(Examples rows) {
    float[] scores = Inference.scores(body, rows);
    for (float score : scores) {
      if (!Float.isFinite(score)) {
        throw new InputException(
            "%s answers some rows with %s. Maybe its weights are damaged, or a cell is missing that it was not made for."
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
    if (limits.cuttable(groups).isEmpty()) {
      throw new InputException(
          order.criterion() == Criteria.BN
              ? "--criterion bn: %s has no batch normalisation whose scale could be looked at. Maybe it was folded already; --criterion information needs none."
                  .formatted(specimen.anatomy().model().name())
              : "Nothing of %s can be pruned: nothing that reads its channels shows rows apart."
                  .formatted(specimen.anatomy().model().name()));
    }
  }

  /** Which groups stay whole and why; empty where all can be cut. */
  Optional<String> whole() {
    Map<Boolean, List<ChannelGroup>> whole = limits.whole();
    List<String> reasons =
        Stream.of(
                whole(
                    "--criterion %s finds nothing to tell their units apart by"
                        .formatted(order.criterion().key()),
                    whole.get(false)),
                whole("nothing that reads them shows rows apart", whole.get(true)))
            .flatMap(Optional::stream)
            .toList();
    return reasons.isEmpty()
        ? Optional.empty()
        : Optional.of("What stays whole: %s.".formatted(String.join("; ", reasons)));
  }

  private static Optional<String> whole(String reason, List<ChannelGroup> groups) {
    return groups.stream()
        .map(g -> "%s (%d units)".formatted(g.name(), g.size()))
        .reduce((a, b) -> a + ", " + b)
        .map(names -> "%s, since %s".formatted(names, reason));
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

  PruneLimits limits() {
    return limits;
  }

  /** What the original knows of the rows to choose by. */
  HeldOut original() {
    return original;
  }

  /** The trained numbers of what ships with a body. */
  long params(Network cut) {
    return limits.footprint(cut).params();
  }

  Examples validation() {
    return validation;
  }

  /** How units are chosen, and whether what reads them is refitted. */
  record Method(Criteria criterion, boolean repaired) {
    /** As the criterion is used by itself: only joint information comes with the repair. */
    static Method of(Criteria criterion) {
      return new Method(criterion, criterion == Criteria.INFORMATION);
    }
  }

  /** Cuts of equal factor with short fine-tunings between them, then the long one. */
  Descent descent(Load limit, int epochs, Method method, long seed) {
    int stages =
        epochs == 0
            ? 1
            : (int) Math.max(1, Math.round(Math.log(limit.of(body)) / Math.log(FACTOR)));
    Pruner pruner =
        Pruner.withDefaults()
            .withCriterion(method.criterion().with(seed))
            .withRepair(method.repaired())
            .withInputs(limits.mayDropInputs())
            .withSeed(seed);
    return new Descent(pruner, new Stages(stages), recipe(Math.ceilDiv(epochs, 4)), recipe(epochs));
  }

  Recipe recipe(int epochs) {
    return Recipe.defaults()
        .withEpochs(epochs)
        .withBatchSize(batchSize())
        .withPeakLearningRate(0.003)
        .withLabelSmoothing(0)
        .withDistillation(TAUGHT);
  }

  /** Batch normalisation has no variance to divide by in a last batch of one row, which is then no batch of its own. */
  private int batchSize() {
    int size = train.rows() > 10_000 ? 128 : 64;
    while (isNormalized() && train.rows() % size == 1) {
      size++;
    }
    return size;
  }

  private boolean isNormalized() {
    return body.nodes().stream()
        .anyMatch(node -> node.operator() instanceof Operator.BatchNormalization);
  }

  /** With scores as sure as they are right on rows to choose by, where its weights can take that in. */
  Pruned cooled(Pruned pruned) {
    double temperature = judge(pruned.network(), pruned.narrow(validation)).temperature();
    return Cooling.of(pruned.network(), temperature).map(pruned::withNetwork).orElse(pruned);
  }

  /** How well a network says rows to choose by, as it is. */
  HeldOut judgeAsIs(Pruned pruned) {
    Examples rows = pruned.narrow(validation);
    return HeldOut.calibrated(
        rows.target(), Inference.scores(pruned.network(), rows), train.target());
  }

  /** How well a network says rows to choose by, its scores recalibrated. */
  HeldOut judge(Network network, Examples rows) {
    return HeldOut.of(rows.target(), Inference.scores(network, rows), train.target());
  }
}
