package org.pith.search.space;

import java.util.List;
import org.pith.network.Network;
import org.pith.network.Shape;

/**
 * A network of a space before it has weights: its structure, and the widths that the budget decides. Structures that differ in
 * widths alone have the same topology and train in one batched call.
 */
public sealed interface Architecture permits Mlp, Cnn {

  /** The free widths, from the input on; empty where there is nothing to solve. */
  List<Integer> widths();

  /** The same structure with other widths, as many as {@link #widths} has. */
  Architecture withWidths(List<Integer> widths);

  /**
   * The body network: from {@code features} to {@code scores}, weights at zero.
   *
   * @param features the shape of one row's features: [F] or [C,H,W]
   * @param outputs K classes, or 1 for a number
   */
  Network body(Shape features, int outputs);

  /** The structure and the widths in one word, as {@code train --network} takes it, for example {@code mlp:32-16:relu}. */
  String spec();

  /** What two architectures share when they differ in widths alone. */
  default Architecture structure() {
    return withWidths(widths().stream().map(width -> 1).toList());
  }

  /** The body with every width 1: the smallest of this structure. */
  default Network smallest(Shape features, int outputs) {
    return structure().body(features, outputs);
  }
}
