package org.pith.prune.schedule;

import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import org.pith.network.rewrite.ChannelGroups;
import org.pith.network.rewrite.Removal;

/**
 * Divides a limit among the groups of a network. What a network of layers in series knows shrinks
 * with each of them, so the retained shares are multiplied: starting from full widths, the step is
 * taken, again and again, that costs the smallest fall of {@code sum_g log share_g(width_g)} for
 * the load it saves, until the limit holds. A layer that is about to lose its last knowledge
 * becomes infinitely dear, and none goes below the floor. Then what room is left is filled with the
 * units that are worth most for it.
 *
 * <p>Every load is that of a network that was really cut. Cost: (groups x steps) cuts, with steps
 * of about {@link #STEP} of a width.
 */
public final class Allocation {
  private static final double STEP = 0.02;

  private final ChannelGroups groups;
  private final List<Ranked> ranked;
  private final Load limit;
  private final int[] widths;
  private final int[] floors;

  private Allocation(ChannelGroups groups, List<Ranked> ranked, Load limit, double floor) {
    this.groups = groups;
    this.ranked = ranked;
    this.limit = limit;
    widths = ranked.stream().mapToInt(r -> r.group().size()).toArray();
    floors =
        ranked.stream()
            .mapToInt(r -> Math.max(fewest(r), (int) Math.ceil(floor * r.group().size())))
            .toArray();
  }

  private int fewest(Ranked r) {
    return groups.complete(r.group(), r.order(), new int[0]).length;
  }

  /**
   * Widths that hold a limit.
   *
   * @param groups the groups of the network
   * @param ranked those that may shrink
   * @param floor the smallest share of its units that a group keeps, in [0,1]; at least one unit
   *     of every tensor stays
   * @return by group name the number of units to keep
   * @throws IllegalArgumentException if the limit cannot be held; the message says how far it can
   *     be approached
   */
  public static SequencedMap<String, Integer> widths(
      ChannelGroups groups, List<Ranked> ranked, Load limit, double floor) {
    if (!(floor >= 0 && floor <= 1)) {
      throw new IllegalArgumentException(
          "The floor (%s) must be a share between 0 and 1.".formatted(floor));
    }
    return new Allocation(groups, ranked, limit, floor).solve();
  }

  private SequencedMap<String, Integer> solve() {
    double load = load();
    while (load > 1) {
      Step step = cheapest(load);
      widths[step.index()] = step.width();
      load = step.load();
    }
    fill(load);
    SequencedMap<String, Integer> result = new LinkedHashMap<>();
    all().forEach(g -> result.put(ranked.get(g).group().name(), widths[g]));
    return result;
  }

  /**
   * A change of one width.
   *
   * @param index of the group in {@link #ranked}
   * @param width the new one
   * @param load the network's with it
   * @param price change of worth per change of load
   */
  private record Step(int index, int width, double load, double price) {}

  private Step cheapest(double load) {
    return all()
        .filter(g -> widths[g] > floors[g])
        .mapToObj(g -> step(g, widths[g] - stride(g), load))
        .min(Comparator.comparingDouble(Step::price))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "The limit cannot be held: with every layer at its floor the load is still %.3f times what is allowed. Maybe the floor is too high, or the limit below what the layers need that cannot be cut."
                        .formatted(load)));
  }

  private int stride(int g) {
    return Math.min(widths[g] - floors[g], Math.max(1, (int) (STEP * widths[g])));
  }

  /** Adds unit after unit where there is room, the one of largest worth for its load first. */
  private void fill(double start) {
    Optional<Step> step = dearest(start);
    while (step.isPresent()) {
      widths[step.get().index()] = step.get().width();
      step = dearest(step.get().load());
    }
  }

  private Optional<Step> dearest(double load) {
    return all()
        .filter(g -> widths[g] < ranked.get(g).group().size())
        .mapToObj(g -> step(g, widths[g] + 1, load))
        .filter(step -> step.load() <= 1 && step.price() > 0)
        .max(Comparator.comparingDouble(Step::price));
  }

  private Step step(int g, int width, double load) {
    double after = loadWith(g, width);
    double worth = Math.abs(worth(g, width) - worth(g, widths[g]));
    return new Step(g, width, after, worth / Math.max(Math.abs(load - after), Double.MIN_NORMAL));
  }

  private double worth(int g, int width) {
    return Math.log(Math.max(ranked.get(g).share().with(width), Double.MIN_NORMAL));
  }

  private IntStream all() {
    return IntStream.range(0, ranked.size());
  }

  private double loadWith(int g, int width) {
    int before = widths[g];
    widths[g] = width;
    double load = load();
    widths[g] = before;
    return load;
  }

  private double load() {
    Map<String, int[]> kept = new LinkedHashMap<>();
    all().forEach(g -> kept.put(ranked.get(g).group().name(), first(ranked.get(g), widths[g])));
    return limit.of(Removal.keep(groups, kept));
  }

  private int[] first(Ranked r, int width) {
    return groups.complete(r.group(), r.order(), Arrays.copyOf(r.order(), width));
  }
}
