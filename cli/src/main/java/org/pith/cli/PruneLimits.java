package org.pith.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.pith.network.ElementType;
import org.pith.network.Network;
import org.pith.network.cost.Cost;
import org.pith.network.rewrite.ChannelGroup;
import org.pith.network.rewrite.ChannelGroups;
import org.pith.network.rewrite.FoldBatchNormalization;
import org.pith.network.rewrite.Removal;
import org.pith.prune.Pruner;
import org.pith.prune.criterion.Criterion;
import org.pith.prune.schedule.Load;
import org.pith.search.Budget;
import org.pith.search.BudgetException;
import org.pith.search.Footprint;
import org.pith.search.Limit;

/**
 * How far a model is to shrink, in the costs of what ships, and how far it can.
 *
 * @param specimen the model
 * @param body what shrinks in it
 * @param budget hard limits; empty where a share is to be kept
 * @param criterion that says which units go
 * @param shipping what else a model is given before it ships
 */
record PruneLimits(
    Specimen specimen,
    Network body,
    Optional<Budget> budget,
    Criterion criterion,
    UnaryOperator<Network> shipping) {

  /** How much closer an aim comes at least, as a share of the limit. */
  private static final double LEAST_STEP = 0.01;

  /** The same for models that ship with something more, such as where they come from. */
  PruneLimits shipped(UnaryOperator<Network> added) {
    return new PruneLimits(specimen, body, budget, criterion, added);
  }

  private String name() {
    return specimen.anatomy().model().name();
  }

  /** What a cut is brought to; at first without its latency, which nobody knows before a file runs. */
  Budget aim() {
    Map<Limit, Double> limits = new LinkedHashMap<>(budget.orElseThrow().limits());
    limits.remove(Limit.LATENCY);
    if (limits.isEmpty()) {
      limits.put(Limit.MACS, (double) footprint(body).macs() - 1);
    }
    return new Budget(limits);
  }

  /** The limits that are not kept. */
  List<Limit> broken(Footprint reached) {
    return budget.map(b -> b.broken(reached)).orElse(List.of());
  }

  /** Refuses a limit that cannot be kept. */
  BudgetException impossible(Limit limit, Footprint reached) {
    return BudgetException.of(
        limit,
        budget.orElseThrow().limits().get(limit),
        reached.amount(limit),
        "What can be left of " + name());
  }

  /**
   * A closer aim, where what was written breaks a limit: time is only known once a file runs, and what the repair adds once it is
   * written. A little closer than what is beyond the limit, as the same shape may have been far enough below the last aim to keep
   * this one too. Never less than the smallest needs.
   *
   * @param reached by the aim before
   */
  Budget closer(Budget aim, Footprint reached) {
    Map<Limit, Double> closer = new LinkedHashMap<>(aim.limits());
    for (Limit limit : broken(reached)) {
      double asked = budget.orElseThrow().limits().get(limit);
      if (limit == Limit.LATENCY) {
        double share = asked / reached.latencyMicros();
        closer.merge(Limit.MACS, 0.8 * share * reached.macs(), Math::min);
      } else {
        double beyond = reached.amount(limit) - asked + LEAST_STEP * asked;
        closer.merge(limit, beyond, (a, b) -> a - b);
      }
    }
    Footprint smallest = smallest();
    closer.replaceAll((limit, amount) -> Math.max(amount, smallest.amount(limit)));
    return new Budget(closer);
  }

  /** Refuses a budget that is kept already. */
  void requireBinding(Footprint before) {
    budget
        .filter(asked -> asked.allows(before))
        .ifPresent(
            asked -> {
              throw new InputException(
                  "%s keeps the budget %s already: it costs %s. Maybe ask for less."
                      .formatted(
                          name(),
                          asked,
                          asked.limits().keySet().stream()
                              .map(l -> l.key() + "=" + l.format(before.amount(l)))
                              .toList()));
            });
  }

  /** What ships when every group keeps as little as it can, before any repair. */
  Footprint smallest() {
    return footprint(smallestBody());
  }

  /** The load that only the smallest holds. */
  Load least() {
    Footprint smallest = smallest();
    return load(
        new Budget(
            Map.of(
                Limit.PARAMS, Math.max(1.0, smallest.params()),
                Limit.MACS, Math.max(1.0, smallest.macs()))));
  }

  /** As little of every group as leaves something of every tensor. */
  private Network smallestBody() {
    ChannelGroups groups = ChannelGroups.of(body);
    Map<String, int[]> kept = new LinkedHashMap<>();
    for (ChannelGroup group : cuttable(groups)) {
      int[] all = IntStream.range(0, group.size()).toArray();
      kept.put(group.name(), groups.complete(group, all, new int[0]));
    }
    return Removal.keep(groups, kept);
  }

  /** The groups that may shrink. */
  List<ChannelGroup> cuttable(ChannelGroups groups) {
    return Pruner.withDefaults()
        .withCriterion(criterion)
        .withInputs(mayDropInputs())
        .judged(groups);
  }

  /** The groups of hidden units that stay whole, by whether the criterion {@linkplain Criterion#judges finds something} of them. */
  Map<Boolean, List<ChannelGroup>> whole() {
    ChannelGroups groups = ChannelGroups.of(body);
    List<ChannelGroup> cuttable = cuttable(groups);
    return groups.groups().stream()
        .filter(g -> !g.input() && !cuttable.contains(g))
        .collect(Collectors.partitioningBy(g -> criterion.judges(groups, g)));
  }

  /** Columns may go where rows have no places; words are no columns; a picked column costs memory to pick. */
  boolean mayDropInputs() {
    return specimen.anatomy().type() == ElementType.FLOAT
        && specimen.anatomy().model().shape(specimen.anatomy().features()).rank() == 2
        && budget.map(b -> !b.binds(Limit.MEMORY)).orElse(true);
  }

  /** A budget, in the costs of what ships. */
  Load load(Budget aim) {
    return Load.of(aim, this::footprint);
  }

  /** Of what ships with a body. */
  Footprint footprint(Network cut) {
    int width = cut.inputs().getFirst().shape().dim(1);
    return Footprint.of(Cost.of(model(cut, IntStream.range(0, width).toArray())));
  }

  /** What ships with a body that reads these features. */
  Network model(Network cut, int[] inputs) {
    return shipping.apply(specimen.model(FoldBatchNormalization.apply(cut), inputs));
  }

  /** The load of at most this share of parameters and of multiplications. */
  Load share(double share) {
    Footprint whole = footprint(body);
    return load(
        new Budget(Map.of(Limit.PARAMS, share * whole.params(), Limit.MACS, share * whole.macs())));
  }

  /** The share of the cost that is left when every group keeps as little as it can. */
  double leastShare() {
    Footprint whole = footprint(body);
    Footprint least = smallest();
    return Math.max((double) least.params() / whole.params(), (double) least.macs() / whole.macs());
  }
}
