package org.pith.benchmarks;

import java.util.List;
import java.util.SplittableRandom;
import org.pith.network.Network;
import org.pith.network.Shape;
import org.pith.search.space.Activation;
import org.pith.search.space.Mlp;
import org.pith.train.Examples;
import org.pith.train.Target;

/** Rows of 64 numbers in 10 classes, the size of the digits: what costs time and memory does not depend on the values. */
final class Rows {

  static final int FEATURES = 64;
  static final int CLASSES = 10;

  /** No rows. */
  static final Examples NONE = random(0, 0);

  private Rows() {}

  static Examples random(int rows, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] inputs = new float[rows * FEATURES];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = (float) random.nextGaussian();
    }
    return new Examples(
        Shape.of(FEATURES),
        inputs,
        new Target.Classes(random.ints(rows, 0, CLASSES).toArray(), CLASSES));
  }

  /** A network for them of one hidden layer, without weights. */
  static Network network(int hidden) {
    return new Mlp(List.of(hidden), Activation.RELU, false, false, 0)
        .body(Shape.of(FEATURES), CLASSES);
  }
}
