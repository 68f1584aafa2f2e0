package org.pith.prune;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.pith.network.Network;
import org.pith.network.Port;
import org.pith.network.rewrite.ChannelAxis;
import org.pith.network.rewrite.ChannelGroup;
import org.pith.network.rewrite.ChannelGroups;
import org.pith.network.rewrite.Removal;
import org.pith.prune.criterion.Criterion;
import org.pith.prune.criterion.Evidence;
import org.pith.prune.criterion.JointInformation;
import org.pith.prune.criterion.Reading;
import org.pith.prune.criterion.RetainedShare;
import org.pith.prune.regression.LinearLayer;
import org.pith.prune.regression.Moments;
import org.pith.prune.regression.Observer;
import org.pith.prune.regression.Sensitivity;
import org.pith.prune.repair.Repair;
import org.pith.prune.schedule.Allocation;
import org.pith.prune.schedule.Load;
import org.pith.prune.schedule.Ranked;
import org.pith.train.Examples;
import org.pith.train.Inference;

/**
 * Removes from a trained network what its consumers need least, and repairs the rest, without a
 * gradient step.
 *
 * <p>A cut goes: observe the network on calibration rows; let the criterion order the units of
 * every group; divide the limit among the groups; remove; refit every layer downstream to what it
 * made before.
 *
 * <p>Immutable. The calibration rows are drawn by the seed, so they need not be shuffled.
 *
 * @param criterion which units to keep
 * @param repair whether to refit after the cut
 * @param inputs whether columns of the input may go too
 * @param rows how many calibration rows to draw from the examples at most; of a convolution's
 *     positions, about four times as many
 * @param floor the smallest share of its units that a group keeps, in [0,1]
 * @param seed of the rows drawn
 */
public record Pruner(
    Criterion criterion, boolean repair, boolean inputs, int rows, double floor, long seed) {
  private static final int FOLDS = 4;
  private static final int POSITIONS = 4;

  /** Joint information with repair, inputs untouched, 6,000 rows, no floor but one unit. */
  public static Pruner withDefaults() {
    return new Pruner(JointInformation.DEFAULT, true, false, 6_000, 0, 1);
  }

  /** With another criterion. */
  public Pruner withCriterion(Criterion changed) {
    return new Pruner(changed, repair, inputs, rows, floor, seed);
  }

  /** With or without repair. */
  public Pruner withRepair(boolean changed) {
    return new Pruner(criterion, changed, inputs, rows, floor, seed);
  }

  /** With inputs that may go, or not. */
  public Pruner withInputs(boolean changed) {
    return new Pruner(criterion, repair, changed, rows, floor, seed);
  }

  /** With another number of calibration rows. */
  public Pruner withRows(int changed) {
    return new Pruner(criterion, repair, inputs, changed, floor, seed);
  }

  /** With another floor. */
  public Pruner withFloor(double changed) {
    return new Pruner(criterion, repair, inputs, rows, changed, seed);
  }

  /** With another seed. */
  public Pruner withSeed(long changed) {
    return new Pruner(criterion, repair, inputs, rows, floor, changed);
  }

  /**
   * Cuts a network until a limit holds.
   *
   * @param network a body network with trained weights
   * @param examples rows to calibrate on, of the kind it was trained on
   * @param limit what the result may cost
   * @return the original, unrepaired, where the limit holds already
   * @throws IllegalArgumentException if the limit cannot be held, or nothing can be removed
   */
  public Pruned prune(Network network, Examples examples, Load limit) {
    Session session = new Session(network, examples);
    return session.cut(Allocation.widths(session.groups, session.ranked(), limit, floor));
  }

  /**
   * Cuts a network to given widths.
   *
   * @param widths by group name how many units to keep; groups that are not named stay whole
   */
  public Pruned toWidths(Network network, Examples examples, Map<String, Integer> widths) {
    return new Session(network, examples).cut(widths);
  }

  /**
   * The groups whose units can be judged, and so be cut: of the others the criterion finds nothing to look at, or nothing that reads
   * them shows the examples apart, as where an operator mixes {@linkplain org.pith.network.RowAxis rows} with one another.
   */
  public List<ChannelGroup> judged(ChannelGroups groups) {
    return removable(groups).stream()
        .filter(g -> isJudged(g, LinearLayer.reading(groups, g)))
        .toList();
  }

  private List<ChannelGroup> removable(ChannelGroups groups) {
    return groups.groups().stream()
        .filter(g -> inputs || !g.input())
        .filter(g -> criterion.judges(groups, g))
        .toList();
  }

  private static boolean isJudged(ChannelGroup group, List<LinearLayer> places) {
    return !places.isEmpty() || group.consumers().isEmpty();
  }

  /** One network under one set of calibration rows. */
  private final class Session {
    private final ChannelGroups groups;
    private final Observer observer;
    private final List<Evidence> evidence;
    private final Map<String, int[]> orders = new LinkedHashMap<>();
    private final Map<String, RetainedShare> shares = new LinkedHashMap<>();

    Session(Network network, Examples examples) {
      groups = ChannelGroups.of(network);
      Examples drawn = Drawing.of(examples, rows, seed);
      observer = new Observer(drawn, POSITIONS * drawn.rows(), FOLDS, seed);
      evidence = observe();
      if (evidence.isEmpty()) {
        throw new IllegalArgumentException(
            "Nothing of network %s can be removed: %s".formatted(network.name(), groups.frozen()));
      }
      for (Evidence e : evidence) {
        int[] order = criterion.order(e);
        orders.put(e.group().name(), order);
        shares.put(e.group().name(), RetainedShare.along(e, order));
      }
    }

    private List<Evidence> observe() {
      List<ChannelGroup> removable = removable(groups);
      Map<ChannelGroup, List<LinearLayer>> places = new LinkedHashMap<>();
      removable.forEach(g -> places.put(g, LinearLayer.reading(groups, g)));
      List<LinearLayer> all = places.values().stream().flatMap(List::stream).distinct().toList();
      Map<LinearLayer, List<List<Moments>>> moments = observer.readings(groups.network(), all);
      Map<LinearLayer, double[][]> sensitivity =
          Sensitivity.of(groups.network(), observer.examples(), all);
      return removable.stream()
          .filter(g -> isJudged(g, places.get(g)))
          .map(
              g ->
                  new Evidence(
                      groups,
                      g,
                      readings(g, places.get(g), moments, sensitivity),
                      observer.examples()))
          .toList();
    }

    private List<Reading> readings(
        ChannelGroup group,
        List<LinearLayer> places,
        Map<LinearLayer, List<List<Moments>>> moments,
        Map<LinearLayer, double[][]> sensitivity) {
      List<Reading> readings = new ArrayList<>();
      for (LinearLayer layer : places) {
        for (int block = 0; block < layer.blocks(); block++) {
          readings.add(
              Reading.of(
                  layer.node().name(),
                  Moments.total(moments.get(layer).get(block)).covariance(),
                  layer.weights(block),
                  units(layer, block, groups.groups().indexOf(group)),
                  sensitivity.get(layer)[block]));
        }
      }
      return readings;
    }

    private int[] units(LinearLayer layer, int block, int group) {
      ChannelAxis axis = groups.axis(layer.node().input(0)).orElseThrow();
      return IntStream.range(0, layer.features())
          .map(f -> layer.channel(block, f))
          .map(c -> axis.group()[c] == group ? axis.unit()[c] : Reading.OTHER)
          .toArray();
    }

    List<Ranked> ranked() {
      return evidence.stream()
          .map(Evidence::group)
          .map(g -> new Ranked(g, orders.get(g.name()), shares.get(g.name())))
          .toList();
    }

    Pruned cut(Map<String, Integer> widths) {
      Map<String, int[]> kept = new LinkedHashMap<>();
      for (Evidence e : evidence) {
        String name = e.group().name();
        int width = widths.getOrDefault(name, e.group().size());
        if (width < e.group().size()) {
          int[] order = orders.get(name);
          kept.put(name, groups.complete(e.group(), order, criterion.keep(e, order, width)));
        }
      }
      Network smaller = Removal.keep(groups, kept);
      Repair repaired = repair ? Repair.of(groups, smaller, kept, observer) : Repair.none(smaller);
      return pruned(kept, repaired);
    }

    private Pruned pruned(Map<String, int[]> kept, Repair repaired) {
      Pruned bare =
          new Pruned(repaired.network(), repaired.start(), boxed(inputs(kept)), List.of());
      List<Plan.Cut> cuts = evidence.stream().map(e -> describe(e.group(), kept)).toList();
      double predicted =
          cuts.stream()
              .mapToDouble(c -> c.shares().get(c.kept().size()))
              .reduce(1, (a, b) -> a * b);
      Plan plan = new Plan(criterion.name(), cuts, repaired.layers(), predicted, reproduced(bare));
      return new Pruned(bare.network(), bare.start(), bare.inputs(), List.of(plan));
    }

    /** Positions of the input that are still read; of whole numbers, such as words, all of them. */
    private int[] inputs(Map<String, int[]> kept) {
      Port input = groups.network().inputs().getFirst();
      return groups
          .axis(input.name())
          .map(axis -> groups.survivors(axis, kept))
          .orElseGet(() -> IntStream.range(0, input.shape().dim(1)).toArray());
    }

    private Plan.Cut describe(ChannelGroup group, Map<String, int[]> kept) {
      int[] units = kept.getOrDefault(group.name(), IntStream.range(0, group.size()).toArray());
      List<Double> curve = Arrays.stream(shares.get(group.name()).shares()).boxed().toList();
      return new Plan.Cut(group.name(), group.size(), boxed(units), curve);
    }

    private double reproduced(Pruned pruned) {
      Examples examples = observer.examples();
      return Agreement.of(
          Inference.scores(groups.network(), examples),
          Inference.scores(pruned.network(), pruned.narrow(examples)),
          examples.outputs());
    }

    private static List<Integer> boxed(int[] numbers) {
      return Arrays.stream(numbers).boxed().toList();
    }
  }
}
