package org.pith.prune.criterion;

import java.util.List;
import org.pith.network.rewrite.ChannelGroup;
import org.pith.network.rewrite.ChannelGroups;
import org.pith.train.Examples;

/**
 * What a criterion may look at to judge the units of a group.
 *
 * @param groups the groups of the trained network, and the network itself
 * @param group the one whose units are judged
 * @param readings what its consumers read and what for, on the calibration rows
 * @param examples the calibration rows
 */
public record Evidence(
    ChannelGroups groups, ChannelGroup group, List<Reading> readings, Examples examples) {

  /** Copies the list. */
  public Evidence {
    readings = List.copyOf(readings);
  }
}
