package org.pith.network.rewrite;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import org.pith.network.Network;

/**
 * What can be removed from a network: its channels, gathered into {@link ChannelGroup}s of units.
 * All that hangs on a unit goes with it, through residual sums, concatenation, batch normalisation,
 * depthwise and grouped convolutions, pooling and flattening. The rules are those of the operators,
 * so they hold for any graph that is made of them.
 *
 * <p>Channels that the network returns, or that an operator uses in a way that fixes their number,
 * are frozen: the whole group stays as it is and {@link #frozen} says why.
 *
 * <p>Immutable. Cost: linear in the elements of the shapes that are flattened or reshaped, and in
 * the number of channels.
 */
public final class ChannelGroups {
  private final Network network;
  private final List<ChannelGroup> groups = new ArrayList<>();
  private final SequencedMap<String, String> frozen = new LinkedHashMap<>();
  private final Map<String, ChannelAxis> tensors = new HashMap<>();
  private final Map<String, List<ChannelAxis>> constants = new HashMap<>();
  private final List<Parts> parts;

  private ChannelGroups(Coupling coupling) {
    network = coupling.network();
    Families families = new Families(coupling);
    families.all().forEach(family -> gather(coupling, families, family));
    int[] group = families.groups();
    int[] unit = families.units();
    coupling
        .tensors()
        .forEach(
            (name, slots) -> tensors.put(name, axis(slots.axis(), slots.slots(), group, unit)));
    coupling
        .constants()
        .forEach(
            (key, slots) ->
                constants
                    .computeIfAbsent(key.constant(), _ -> new ArrayList<>())
                    .add(axis(key.axis(), slots, group, unit)));
    parts =
        IntStream.range(0, groups.size())
            .mapToObj(place -> Parts.of(place, tensors.values()))
            .toList();
  }

  /**
   * Finds the groups of a network.
   *
   * @param network any network whose shapes are consistent
   */
  public static ChannelGroups of(Network network) {
    return new ChannelGroups(Coupling.of(network));
  }

  /** The network these are the groups of. */
  public Network network() {
    return network;
  }

  /** The groups whose units can be removed, those of the inputs first, then in node order. */
  public List<ChannelGroup> groups() {
    return Collections.unmodifiableList(groups);
  }

  /** For each maker of channels that cannot be removed, by name, why not. */
  public SequencedMap<String, String> frozen() {
    return Collections.unmodifiableSequencedMap(frozen);
  }

  /**
   * The group of this name.
   *
   * @throws IllegalArgumentException if there is none; the message says why where it is frozen
   */
  public ChannelGroup group(String name) {
    return groups.stream()
        .filter(g -> g.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Network %s has no removable group %s%s"
                        .formatted(
                            network.name(),
                            name,
                            frozen.containsKey(name)
                                ? ": " + frozen.get(name) + "."
                                : ". Maybe one of "
                                    + groups.stream().map(ChannelGroup::name).toList())));
  }

  /**
   * Which units the channels of a tensor belong to.
   *
   * @param tensor an input or the output of a node
   * @return empty where the channels could not be followed, so none of them is ever removed
   */
  public Optional<ChannelAxis> axis(String tensor) {
    return Optional.ofNullable(tensors.get(tensor));
  }

  /** The same for the axes of a constant that channels run along, at most one entry an axis. */
  public List<ChannelAxis> constantAxes(String constant) {
    return constants.getOrDefault(constant, List.of());
  }

  /**
   * The positions along the channel axis of a tensor that are left after a removal.
   *
   * @param axis the tensor's axis
   * @param kept by group name the units that stay; groups that are not named stay whole
   * @return ascending
   */
  public int[] survivors(ChannelAxis axis, Map<String, int[]> kept) {
    return positions(axis, staying(kept));
  }

  /**
   * The units to keep instead of a choice that would leave nothing of some tensor, such as of one part of a split: for every such
   * tensor the best of its units, in place of the worst that can be spared.
   *
   * @param order all units of the group, the one to keep first at the front
   * @param chosen some of them
   * @return ascending, as many as were chosen, or the fewest that leave something everywhere; the choice itself where it does
   */
  public int[] complete(ChannelGroup group, int[] order, int[] chosen) {
    return parts.get(groups.indexOf(group)).complete(order, chosen);
  }

  /** The fewest of its units that leave something of every tensor that a group's channels reach. */
  public int fewest(ChannelGroup group) {
    return complete(group, IntStream.range(0, group.size()).toArray(), new int[0]).length;
  }

  /** By the place of a group in {@link #groups} the units of it that stay; the others stay whole. */
  Map<Integer, BitSet> staying(Map<String, int[]> kept) {
    Map<Integer, BitSet> staying = new HashMap<>();
    kept.forEach((name, units) -> staying.put(groups.indexOf(group(name)), bits(units)));
    return staying;
  }

  static int[] positions(ChannelAxis axis, Map<Integer, BitSet> staying) {
    return IntStream.range(0, axis.size())
        .filter(
            p -> {
              BitSet units = staying.get(axis.group()[p]);
              return units == null || units.get(axis.unit()[p]);
            })
        .toArray();
  }

  private static BitSet bits(int[] units) {
    BitSet bits = new BitSet();
    Arrays.stream(units).forEach(bits::set);
    return bits;
  }

  private static ChannelAxis axis(int axis, int[] slots, int[] group, int[] unit) {
    return new ChannelAxis(
        axis,
        Arrays.stream(slots).map(s -> group[s]).toArray(),
        Arrays.stream(slots).map(s -> unit[s]).toArray());
  }

  private void gather(Coupling coupling, Families families, int family) {
    List<Coupling.Source> makers =
        coupling.sources().stream()
            .filter(s -> s.slots().length > 0 && families.of(s.slots()[0]) == family)
            .toList();
    Optional<String> reason = families.frozen(family);
    if (reason.isPresent()) {
      makers.forEach(maker -> frozen.put(maker.name(), reason.get()));
      return;
    }
    List<String> readers =
        coupling.mixers().stream()
            .filter(m -> Arrays.stream(m.slots()).anyMatch(s -> families.of(s) == family))
            .map(Coupling.Mixer::node)
            .toList();
    int size = families.number(family, groups.size());
    groups.add(
        new ChannelGroup(
            makers.getFirst().name(),
            size,
            makers.stream().anyMatch(Coupling.Source::input),
            makers.stream().filter(m -> !m.input()).map(Coupling.Source::name).toList(),
            readers));
  }

  /** Families of slots: those of one maker, and of all makers that share a slot. */
  private static final class Families {
    private final UnionFind units;
    private final UnionFind families = new UnionFind();
    private final Map<Integer, String> reasons = new HashMap<>();
    private final int[] groupOf;
    private final int[] unitOf;

    Families(Coupling coupling) {
      units = coupling.union();
      for (int slot = 0; slot < units.size(); slot++) {
        families.add();
      }
      for (int slot = 0; slot < units.size(); slot++) {
        families.union(slot, units.find(slot));
      }
      for (Coupling.Source source : coupling.sources()) {
        Arrays.stream(source.slots()).forEach(slot -> families.union(source.slots()[0], slot));
      }
      coupling
          .frozen()
          .forEach((slot, reason) -> reasons.merge(families.find(slot), reason, (a, _) -> a));
      groupOf = new int[units.size()];
      unitOf = new int[units.size()];
      Arrays.fill(groupOf, ChannelAxis.FROZEN);
    }

    List<Integer> all() {
      return IntStream.range(0, units.size()).filter(s -> families.find(s) == s).boxed().toList();
    }

    int of(int slot) {
      return families.find(slot);
    }

    Optional<String> frozen(int family) {
      return Optional.ofNullable(reasons.get(family));
    }

    /**
     * Numbers the units of a family in the order of their first slots, and returns how many there
     * are.
     */
    int number(int family, int group) {
      int count = 0;
      for (int slot = 0; slot < units.size(); slot++) {
        if (families.find(slot) == family) {
          groupOf[slot] = group;
          unitOf[slot] = units.find(slot) == slot ? count++ : unitOf[units.find(slot)];
        }
      }
      return count;
    }

    int[] groups() {
      return groupOf;
    }

    int[] units() {
      return unitOf;
    }
  }
}
