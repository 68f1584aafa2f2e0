package org.pith.train;

import java.util.ArrayList;
import java.util.List;
import org.pith.network.Network;
import org.pith.network.Operator;
import org.pith.network.cost.Cost;
import org.pith.train.internal.Stack;

/**
 * Which networks of a list are computed in one call. It changes the time and nothing else.
 *
 * <p>Dense networks gain from every further network in the stack, because the overhead of a call is
 * shared. Convolutions of a stack are grouped, which costs up to one and a half times the same
 * convolutions one after the other once there is work enough to hide the overhead: measured with
 * networks of three convolutions, the two ways break even near 10 to 30 million
 * multiply-accumulates of one network in a batch, and 8 networks are no faster than 4.
 */
final class Stacking {

  private static final int DENSE_STACK = 128;
  private static final int CONVOLUTION_STACK = 8;
  private static final long CONVOLUTION_MACS = 10_000_000;

  private Stacking() {}

  /**
   * The networks in their order, cut into stacks.
   *
   * @param batch rows computed at a time
   * @throws IllegalArgumentException if their topologies differ
   */
  static List<List<Network>> plan(List<Network> networks, int batch) {
    int size = Stack.obstacle(networks).isPresent() ? 1 : size(networks, batch);
    List<List<Network>> stacks = new ArrayList<>();
    for (int from = 0; from < networks.size(); from += size) {
      stacks.add(networks.subList(from, Math.min(networks.size(), from + size)));
    }
    return stacks;
  }

  private static int size(List<Network> networks, int batch) {
    if (networks.getFirst().nodes().stream()
        .noneMatch(n -> n.operator() instanceof Operator.Conv)) {
      return DENSE_STACK;
    }
    long macs = networks.stream().mapToLong(n -> Cost.of(n).macs()).max().orElseThrow();
    return macs * batch > CONVOLUTION_MACS ? 1 : CONVOLUTION_STACK;
  }
}
