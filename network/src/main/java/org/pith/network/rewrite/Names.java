package org.pith.network.rewrite;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.pith.network.Network;

/** Names for what a rewrite adds. */
final class Names {

  private Names() {}

  /**
   * The wanted name, or the first of {@code wanted_2, wanted_3, ...} that no tensor and no node of
   * the network has.
   */
  static String free(Network network, String wanted) {
    return Stream.concat(
            Stream.of(wanted), IntStream.iterate(2, i -> i + 1).mapToObj(i -> wanted + "_" + i))
        .filter(name -> !taken(network, name))
        .findFirst()
        .orElseThrow();
  }

  private static boolean taken(Network network, String name) {
    return network.constants().containsKey(name)
        || network.producer(name).isPresent()
        || network.inputs().stream().anyMatch(p -> p.name().equals(name))
        || network.nodes().stream().anyMatch(n -> n.name().equals(name));
  }
}
