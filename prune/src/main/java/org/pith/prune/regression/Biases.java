package org.pith.prune.regression;

import java.util.List;
import java.util.Optional;
import org.pith.network.Network;
import org.pith.network.Tensor;

/** Biases of layers as numbers, one a unit. */
final class Biases {

  private Biases() {}

  /**
   * Zeros where there is no bias; empty where it is no constant of one number a unit, or one for
   * all.
   */
  static Optional<double[]> of(Network network, String name, int units, double factor) {
    double[] bias = new double[units];
    if (name.isEmpty()) {
      return Optional.of(bias);
    }
    if (!(network.constants().get(name) instanceof Tensor.Floats(_, float[] values))
        || (values.length != units && values.length != 1)) {
      return Optional.empty();
    }
    for (int u = 0; u < units; u++) {
      bias[u] = factor * values[values.length == 1 ? 0 : u];
    }
    return Optional.of(bias);
  }

  /** All blocks' biases, one after the other. */
  static Tensor tensor(List<double[]> blocks) {
    float[] values = new float[blocks.stream().mapToInt(b -> b.length).sum()];
    int next = 0;
    for (double[] block : blocks) {
      for (double value : block) {
        values[next++] = (float) value;
      }
    }
    return Tensor.vector(values);
  }
}
