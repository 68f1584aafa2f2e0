package org.pith.train.internal;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * All that changes when a stack trains.
 *
 * @param learned elements of the learned constants
 * @param tracked elements of the running statistics
 */
record State(Tensor learned, Tensor tracked) {

  /** The stack's own, which its kernels read. */
  static State of(Stack stack) {
    return new State(stack.learned().flat(), stack.tracked().flat());
  }

  State copy() {
    return new State(learned.clone(), tracked.clone());
  }

  void set(State other) {
    learned.copy_(other.learned);
    tracked.copy_(other.tracked);
  }

  /** Moves towards {@code other} by a share of the way. */
  void approach(State other, double share) {
    Scalar part = new Scalar(share);
    learned.lerp_(other.learned, part);
    tracked.lerp_(other.tracked, part);
  }

  /**
   * Values by network, [K], for each element; this state holds the networks that its elements
   * belong to.
   */
  State select(Tensor byNetwork) {
    return new State(byNetwork.index_select(0, learned), byNetwork.index_select(0, tracked));
  }

  /** Takes the elements where {@code chosen} from {@code other}. */
  void setWhere(State chosen, State other) {
    learned.copy_(other.learned.where(chosen.learned, learned));
    tracked.copy_(other.tracked.where(chosen.tracked, tracked));
  }
}
