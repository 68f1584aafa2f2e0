package org.pith.train.internal;

/** What a node does in a running stack. */
@FunctionalInterface
interface Kernel {

  /**
   * Computes the node's first output.
   *
   * @param inputs by position; {@code null} where an optional input is left out
   */
  Value apply(Value[] inputs, Pass pass);
}
