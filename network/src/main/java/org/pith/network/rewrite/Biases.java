package org.pith.network.rewrite;

import java.util.List;
import java.util.Optional;
import org.pith.network.Network;
import org.pith.network.Shape;
import org.pith.network.Tensor;

/** Biases of layers as numbers, one a unit. */
public final class Biases {

  private Biases() {}

  /**
   * The bias of a layer times a factor.
   *
   * @param name of the constant, empty where the layer has none
   * @param units how many numbers
   * @return zeros where there is no bias; empty where it is no constant of one number a unit, along its last axis, or of one for all
   */
  public static Optional<double[]> of(Network network, String name, int units, double factor) {
    double[] bias = new double[units];
    if (name.isEmpty()) {
      return Optional.of(bias);
    }
    if (!(network.constants().get(name) instanceof Tensor.Floats(Shape shape, float[] values))
        || (values.length != units && values.length != 1)
        || (shape.rank() > 0 && shape.dim(-1) != values.length)) {
      return Optional.empty();
    }
    for (int u = 0; u < units; u++) {
      bias[u] = factor * values[values.length == 1 ? 0 : u];
    }
    return Optional.of(bias);
  }

  /** The biases of all blocks of a layer, one after the other. */
  public static Tensor tensor(List<double[]> blocks) {
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
