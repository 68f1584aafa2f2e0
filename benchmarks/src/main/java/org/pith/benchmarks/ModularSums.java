package org.pith.benchmarks;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.pith.network.Network;
import org.pith.network.Shape;
import org.pith.train.Examples;
import org.pith.train.Initialization;
import org.pith.train.Recipe;
import org.pith.train.Target;
import org.pith.train.Trainer;

/**
 * The sum of two numbers modulo {@value #MODULUS}, each given as one of {@value #MODULUS} columns, through {@value #UNITS} rectified units:
 * the size of Bereska et al. (2025), arXiv 2512.13568. Learned from four fifths of the pairs, with much weight decay, so that a rule is found.
 */
final class ModularSums {

  static final int UNITS = 48;
  private static final int MODULUS = 53;
  private static final double LEARNED = 0.8;

  private ModularSums() {}

  /** Every pair, in an order of this seed. */
  static Examples pairs(long seed) {
    int n = MODULUS * MODULUS;
    List<Integer> order = new Random(seed).ints(0, n).distinct().limit(n).boxed().toList();
    float[] x = new float[n * 2 * MODULUS];
    int[] labels = new int[n];
    for (int row = 0; row < n; row++) {
      int a = order.get(row) / MODULUS;
      int b = order.get(row) % MODULUS;
      x[row * 2 * MODULUS + a] = 1;
      x[row * 2 * MODULUS + MODULUS + b] = 1;
      labels[row] = (a + b) % MODULUS;
    }
    return new Examples(Shape.of(2 * MODULUS), x, new Target.Classes(labels, MODULUS));
  }

  /** A network trained on the first of these pairs. */
  static Network trained(Examples pairs, long seed) {
    Recipe recipe =
        Recipe.defaults()
            .withEpochs(1_600)
            .withBatchSize(128)
            .withLabelSmoothing(0)
            .withWeightDecay(0.2)
            .withPeakLearningRate(0.01);
    Network start = Initialization.draw(Layers.dropping(0, 2 * MODULUS, UNITS, MODULUS), seed);
    Examples train = pairs.rows(IntStream.range(0, learned(pairs)).toArray());
    return Trainer.train(List.of(start), train, train.rows(new int[0]), recipe, seed)
        .getFirst()
        .network();
  }

  /** The pairs that nothing was learned from. */
  static Examples judge(Examples pairs) {
    return pairs.rows(IntStream.range(learned(pairs), pairs.rows()).toArray());
  }

  private static int learned(Examples pairs) {
    return (int) (LEARNED * pairs.rows());
  }
}
