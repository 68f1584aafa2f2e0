package org.pith.prune.schedule;

import org.pith.network.rewrite.ChannelGroup;
import org.pith.prune.criterion.RetainedShare;

/**
 * A group whose units are in an order.
 *
 * @param order the unit to keep first at the front
 * @param share how much of what its consumers need is retained along that order
 */
public record Ranked(ChannelGroup group, int[] order, RetainedShare share) {}
