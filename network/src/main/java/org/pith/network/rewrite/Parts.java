package org.pith.network.rewrite;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * The parts of a group of which none may become empty: the units that one tensor holds, such as those that a split gives to one of
 * its outputs. A part that holds another one whole adds nothing and is left out.
 *
 * @param units one set a part, the smallest first
 */
record Parts(List<BitSet> units) {

  /** The parts of a group, by its place among the groups, in tensors of these axes. */
  static Parts of(int group, Iterable<ChannelAxis> axes) {
    Set<BitSet> sets = new LinkedHashSet<>();
    for (ChannelAxis axis : axes) {
      BitSet set = unitsOf(group, axis);
      if (!set.isEmpty() && !isFixed(axis)) {
        sets.add(set);
      }
    }
    // Ties by the first unit, so that the order of the tensors does not matter.
    List<BitSet> ordered =
        sets.stream()
            .sorted(
                Comparator.comparingInt(BitSet::cardinality).thenComparing(s -> s.nextSetBit(0)))
            .toList();
    List<BitSet> smallest = new ArrayList<>();
    for (BitSet set : ordered) {
      if (smallest.stream().noneMatch(part -> isWithin(part, set))) {
        smallest.add(set);
      }
    }
    return new Parts(List.copyOf(smallest));
  }

  private static BitSet unitsOf(int group, ChannelAxis axis) {
    BitSet set = new BitSet();
    IntStream.range(0, axis.size())
        .filter(p -> axis.group()[p] == group)
        .forEach(p -> set.set(axis.unit()[p]));
    return set;
  }

  /** Whether some channel of a tensor stays in any case. */
  private static boolean isFixed(ChannelAxis axis) {
    return Arrays.stream(axis.group()).anyMatch(g -> g == ChannelAxis.FROZEN);
  }

  private static boolean isWithin(BitSet part, BitSet whole) {
    BitSet rest = (BitSet) part.clone();
    rest.andNot(whole);
    return rest.isEmpty();
  }

  /**
   * A choice of as many units, or as few more as it takes, that leaves something of every part.
   *
   * @param order all units, the one to keep first at the front
   * @param chosen units
   * @return ascending; the choice itself where it has a unit of every part
   */
  int[] complete(int[] order, int[] chosen) {
    BitSet choice = new BitSet();
    Arrays.stream(chosen).forEach(choice::set);
    BitSet kept = new BitSet();
    for (BitSet part : units) {
      if (!kept.intersects(part)) {
        boolean met = choice.intersects(part);
        kept.set(first(order, unit -> part.get(unit) && (choice.get(unit) || !met)));
      }
    }
    while (kept.cardinality() < chosen.length) {
      kept.set(first(order, unit -> choice.get(unit) && !kept.get(unit)));
    }
    return kept.stream().toArray();
  }

  private static int first(int[] order, IntPredicate wanted) {
    return Arrays.stream(order).filter(wanted).findFirst().orElseThrow();
  }
}
