package org.pith.network.rewrite;

/**
 * Which unit of which group each position along one axis of a tensor belongs to. The arrays are not
 * to be written to.
 *
 * @param axis the axis that the channels run along
 * @param group for each position the index of its group in {@link ChannelGroups#groups}, or {@link
 *     #FROZEN}
 * @param unit for each position the unit in its group; without meaning where frozen
 */
public record ChannelAxis(int axis, int[] group, int[] unit) {

  /** The group of a position that cannot be removed. */
  public static final int FROZEN = -1;

  /** How many positions there are. */
  public int size() {
    return group.length;
  }
}
