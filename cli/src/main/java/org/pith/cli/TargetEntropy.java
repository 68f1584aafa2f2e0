package org.pith.cli;

import java.util.OptionalDouble;
import org.pith.measure.Unit;
import org.pith.train.HeldOut;
import org.pith.train.Target;

/** How much there is to know about a target. */
final class TargetEntropy {

  private TargetEntropy() {}

  /** Of the test rows under the development shares, in bits; empty for numbers, whose entropy depends on their unit. */
  static OptionalDouble bits(Target test, Target development) {
    if (!(test instanceof Target.Classes classes)) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(
        Unit.BITS.fromNats(HeldOut.entropy(classes, (Target.Classes) development)));
  }
}
