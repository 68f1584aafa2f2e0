package org.pith.train;

import java.util.List;
import java.util.Map;
import org.pith.network.Network;

/**
 * Runs networks as they serve: no gradients, no dropout, running statistics in BatchNormalization.
 */
public final class Inference {

  private Inference() {}

  /**
   * What a network says about each row.
   *
   * @return n x outputs, row-major: class logits, or standardised values
   */
  public static float[] scores(Network network, Examples examples) {
    return scores(List.of(network), examples).getFirst();
  }

  /**
   * The scores of several networks of one topology, computed together; each as {@link
   * #scores(Network, Examples)}.
   */
  public static List<float[]> scores(List<Network> networks, Examples examples) {
    throw new UnsupportedOperationException("The engine is in the next commits.");
  }

  /**
   * The values of named tensors for each row.
   *
   * @param tensors outputs of nodes or the input, float and with rows as their first dimension
   * @return by name, in the order asked: n x elements of one row, row-major
   * @throws IllegalArgumentException for a tensor the network does not have
   */
  public static Map<String, float[]> tap(Network network, Examples examples, List<String> tensors) {
    throw new UnsupportedOperationException("The engine is in the next commits.");
  }
}
