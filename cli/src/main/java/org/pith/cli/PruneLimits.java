package org.pith.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.pith.network.ElementType;
import org.pith.network.Network;
import org.pith.network.cost.Cost;
import org.pith.network.rewrite.ChannelGroup;
import org.pith.network.rewrite.ChannelGroups;
import org.pith.network.rewrite.FoldBatchNormalization;
import org.pith.network.rewrite.Removal;
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
 */
record PruneLimits(Specimen specimen, Network body, Optional<Budget> budget) {

  private String name() {
    return specimen.anatomy().model().name();
  }

  /** The budget as a load; at first without its latency, which nobody knows before a file runs. */
  Optional<Load> asked() {
    return budget.map(this::load);
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

  /** Time is only known once a file runs; as long as it is too slow, fewer multiplications are allowed. */
  Load slower(Footprint reached) {
    Budget asked = budget.orElseThrow();
    double share = asked.limits().get(Limit.LATENCY) / reached.latencyMicros();
    Map<Limit, Double> limits = new LinkedHashMap<>(asked.limits());
    limits.merge(Limit.MACS, 0.8 * share * reached.macs(), Math::min);
    return load(new Budget(limits));
  }

  /** Refuses a budget that is kept already, or that no cut can keep. */
  void requireBinding(Footprint before) {
    budget.ifPresent(asked -> requireBinding(asked, before));
  }

  private void requireBinding(Budget budget, Footprint before) {
    if (budget.allows(before)) {
      throw new InputException(
          "%s keeps the budget %s already: it costs %s. Maybe ask for less."
              .formatted(
                  name(),
                  budget,
                  budget.limits().keySet().stream()
                      .map(l -> l.key() + "=" + l.format(before.amount(l)))
                      .toList()));
    }
    Footprint smallest = footprint(smallest());
    budget
        .limits()
        .forEach(
            (limit, allowed) -> {
              if (limit != Limit.LATENCY && smallest.amount(limit) > allowed) {
                throw impossible(limit, smallest);
              }
            });
  }

  /** As little of every group as leaves something of every tensor. */
  private Network smallest() {
    ChannelGroups groups = ChannelGroups.of(body);
    Map<String, int[]> kept = new LinkedHashMap<>();
    for (ChannelGroup group : groups.groups()) {
      if (!group.input() || mayDropInputs()) {
        int[] all = IntStream.range(0, group.size()).toArray();
        kept.put(group.name(), groups.complete(group, all, new int[0]));
      }
    }
    return Removal.keep(groups, kept);
  }

  /** Columns may go where rows have no places; words are no columns; a picked column costs memory to pick. */
  boolean mayDropInputs() {
    return specimen.anatomy().type() == ElementType.FLOAT
        && specimen.anatomy().model().shape(specimen.anatomy().features()).rank() == 2
        && budget.map(b -> !b.binds(Limit.MEMORY)).orElse(true);
  }

  private Load load(Budget budget) {
    Map<Limit, Double> limits = new LinkedHashMap<>(budget.limits());
    limits.remove(Limit.LATENCY);
    if (limits.isEmpty()) {
      limits.put(Limit.MACS, (double) footprint(body).macs() - 1);
    }
    return Load.of(new Budget(limits), this::footprint);
  }

  /** Of what ships with a body. */
  Footprint footprint(Network cut) {
    int width = cut.inputs().getFirst().shape().dim(1);
    return Footprint.of(Cost.of(model(cut, IntStream.range(0, width).toArray())));
  }

  /** What ships with a body that reads these features. */
  Network model(Network cut, int[] inputs) {
    return specimen.model(FoldBatchNormalization.apply(cut), inputs);
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
    Footprint least = footprint(smallest());
    return Math.max((double) least.params() / whole.params(), (double) least.macs() / whole.macs());
  }
}
