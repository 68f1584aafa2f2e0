package org.pith.train;

import java.util.List;
import org.pith.network.Network;
import org.pith.train.internal.Stack;

/** Which networks of a list are computed in one call. */
final class Stacking {

  private Stacking() {}

  /** The networks in their order, cut into stacks. */
  static List<List<Network>> plan(List<Network> networks) {
    return Stack.obstacle(networks).isEmpty()
        ? List.of(networks)
        : networks.stream().map(List::of).toList();
  }
}
