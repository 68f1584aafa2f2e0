package org.pith.prune.inspect;

import java.util.List;
import org.pith.network.Network;
import org.pith.network.Port;
import org.pith.train.HeldOut;
import org.pith.train.Target;

/**
 * What a network's output says: the first float output of one number a class, logits or probabilities, or of one number a row.
 *
 * @param tensor its name
 * @param reference target of the rows that the constant decoder is fitted on
 */
record Answer(String tensor, Target reference) {

  /**
   * Finds the output.
   *
   * @throws IllegalArgumentException if no output fits the target
   */
  static Answer of(Network network, Target reference) {
    int wanted = reference.outputs();
    return network.outputs().stream()
        .filter(p -> Taps.isTappable(network, p.name()))
        .filter(p -> p.shape().isBatched() && p.shape().elements() == wanted)
        .map(Port::name)
        .findFirst()
        .map(name -> new Answer(name, reference))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "No output of the model has %s: it returns %s."
                        .formatted(
                            reference instanceof Target.Classes
                                ? "the shape [N,%d], one number for each class of the target"
                                    .formatted(wanted)
                                : "the shape [N,1] for a numeric target",
                            network.outputs().stream()
                                .map(p -> p.name() + " " + p.shape())
                                .toList())));
  }

  /** What the network knows about the target of these rows, its probabilities taken as they are. */
  HeldOut judge(Network network, Rows rows, int threads) {
    float[] values = Taps.of(network, rows, List.of(tensor), threads).get(tensor);
    return judge(values, rows.target());
  }

  /** As {@link #judge(Network, Rows, int)} for an output that is already there. */
  HeldOut judge(float[] values, Target target) {
    return HeldOut.calibrated(target, scores(values), reference);
  }

  /** Logits: of probabilities the logarithm, the smallest positive float standing for none. */
  private float[] scores(float[] values) {
    if (!(reference instanceof Target.Classes classes) || !areShares(values, classes.classes())) {
      return values;
    }
    float[] logits = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      logits[i] = (float) Math.log(Math.max(values[i], Float.MIN_NORMAL));
    }
    return logits;
  }

  private static boolean areShares(float[] values, int classes) {
    for (int row = 0; row < values.length / classes; row++) {
      double sum = 0;
      for (int k = 0; k < classes; k++) {
        float v = values[row * classes + k];
        if (!(v >= 0 && v <= 1)) {
          return false;
        }
        sum += v;
      }
      if (Math.abs(sum - 1) > 1e-3) {
        return false;
      }
    }
    return true;
  }
}
