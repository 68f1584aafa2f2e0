package org.pith.prune.criterion;

import java.util.Arrays;
import org.pith.network.rewrite.ChannelGroup;
import org.pith.network.rewrite.ChannelGroups;

/** Says which units of a group to keep. */
public interface Criterion {

  /** A short name for reports, such as {@code information} or {@code l1}. */
  String name();

  /** Whether there is something of a group to look at; a group of which there is not stays whole. */
  default boolean judges(ChannelGroups groups, ChannelGroup group) {
    return true;
  }

  /**
   * All units, the one to keep first at the front; ties in the order of the units.
   *
   * @throws IllegalArgumentException if the criterion does not apply to this group; the message
   *     says why
   */
  int[] order(Evidence evidence);

  /**
   * The units to keep when {@code count} may stay. By default the first of the order; a criterion
   * that judges sets may do better.
   *
   * @param order from {@link #order} on the same evidence
   * @return ascending
   */
  default int[] keep(Evidence evidence, int[] order, int count) {
    return Arrays.stream(order).limit(count).sorted().toArray();
  }
}
