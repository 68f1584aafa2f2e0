package org.pith.cli;

import java.util.Arrays;
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
    double[] shares = HeldOut.shares((Target.Classes) development);
    double nats =
        Arrays.stream(classes.labels()).mapToDouble(l -> -Math.log(shares[l])).average().orElse(0);
    return OptionalDouble.of(Unit.BITS.fromNats(nats));
  }
}
