package org.pith.prune.inspect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.pith.measure.Estimate;
import org.pith.network.Network;
import org.pith.network.cost.Cost;
import org.pith.network.rewrite.ChannelGroup;
import org.pith.network.rewrite.ChannelGroups;
import org.pith.network.rewrite.Removal;

/**
 * What would be left of a network if a group kept fewer units, before any repair: each point is the network that would be cut,
 * run on held-out rows and judged as a {@link Trial} judges. The units that stay are the first of the group's order, where that leaves
 * something of every tensor.
 *
 * @param kept how many units stay
 * @param params trained numbers of the whole network
 * @param macs its multiply-accumulates for one row
 * @param information what its recalibrated answer knows of the target
 * @param accuracy share of right answers as they are; NaN for a numeric target
 */
public record DryRun(int kept, long params, long macs, Estimate information, double accuracy) {

  private static final double[] SHARES = {0.9, 0.75, 0.5, 0.25, 0.1};

  /** The points of one group, the widest first, the whole group not among them. */
  static List<DryRun> curve(
      ChannelGroups groups, ChannelGroup group, List<Integer> order, Trial trial) {
    List<DryRun> points = new ArrayList<>();
    for (int kept : widths(group.size(), groups.fewest(group))) {
      points.add(point(cut(groups, group, order, kept), kept, trial));
    }
    return points;
  }

  /** The network with the first {@code kept} units of an order. */
  static Network cut(ChannelGroups groups, ChannelGroup group, List<Integer> order, int kept) {
    int[] all = order.stream().mapToInt(Integer::intValue).toArray();
    int[] staying = groups.complete(group, all, Arrays.copyOf(all, kept));
    return Removal.keep(groups, Map.of(group.name(), staying));
  }

  private static DryRun point(Network cut, int kept, Trial trial) {
    Trial.Outcome outcome = trial.of(cut);
    Cost cost = Cost.of(cut);
    return new DryRun(kept, cost.params(), cost.macs(), outcome.information(), outcome.accuracy());
  }

  private static int[] widths(int size, int fewest) {
    return Arrays.stream(SHARES)
        .mapToInt(share -> Math.max(fewest, (int) Math.round(share * size)))
        .filter(width -> width < size)
        .distinct()
        .toArray();
  }
}
