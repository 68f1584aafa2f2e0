package org.pith.benchmarks;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.pith.network.Network;
import org.pith.network.Shape;
import org.pith.train.Examples;
import org.pith.train.Initialization;
import org.pith.train.Recipe;
import org.pith.train.Schedule;
import org.pith.train.Target;
import org.pith.train.Trainer;

/**
 * Which of {@value #TASKS} tasks is asked, and for each {@value #BITS} bits, whose parity is the answer where it is asked: multitask sparse
 * parity (Michaud et al. 2023, arXiv 2303.13506) in the size of Bereska et al. (2025), arXiv 2512.13568, through {@value #UNITS} rectified
 * units and trained as they do, at one rate, with Adam's own constants and without weight decay. Every row there is, four fifths to learn from and the rest to judge by.
 *
 * @param train rows to learn from
 * @param judge the other rows
 * @param seed of the split, the weights and the batches
 */
record ParityTasks(Examples train, Examples judge, long seed) {

  static final int UNITS = 64;
  private static final int TASKS = 3;
  private static final int BITS = 4;
  private static final int WIDTH = TASKS + TASKS * BITS;
  private static final double LEARNED = 0.8;
  private static final int EPOCHS = 300;
  private static final double RATE = 0.001;

  /** All rows, split. */
  static ParityTasks split(long seed) {
    Examples all = all();
    int[] order = IntStream.range(0, all.rows()).toArray();
    Random random = new Random(seed);
    for (int i = order.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int row = order[i];
      order[i] = order[j];
      order[j] = row;
    }
    int learned = (int) (LEARNED * order.length);
    return new ParityTasks(
        all.rows(IntStream.range(0, learned).map(i -> order[i]).toArray()),
        all.rows(IntStream.range(learned, order.length).map(i -> order[i]).toArray()),
        seed);
  }

  private static Examples all() {
    int patterns = 1 << TASKS * BITS;
    float[] x = new float[TASKS * patterns * WIDTH];
    int[] labels = new int[TASKS * patterns];
    for (int row = 0; row < labels.length; row++) {
      int task = row / patterns;
      int bits = row % patterns;
      x[row * WIDTH + task] = 1;
      for (int b = 0; b < TASKS * BITS; b++) {
        x[row * WIDTH + TASKS + b] = bits >> b & 1;
      }
      int asked = bits >> task * BITS & (1 << BITS) - 1;
      labels[row] = Integer.bitCount(asked) % 2;
    }
    return new Examples(Shape.of(WIDTH), x, new Target.Classes(labels, 2));
  }

  /** A trained network, with dropout of this share; the same weights at first whatever the share. */
  Network trained(float dropout) {
    Recipe recipe =
        Recipe.defaults()
            .withEpochs(EPOCHS)
            .withBatchSize(64)
            .withLabelSmoothing(0)
            .withWeightDecay(0)
            .withAdam(new Recipe.Adam(0.9, 0.999, 1e-8))
            .withSchedule(new Schedule.Constant())
            .withPeakLearningRate(RATE);
    Network start = Initialization.draw(Layers.dropping(dropout, WIDTH, UNITS, 2), seed);
    return Trainer.train(List.of(start), train, train.rows(new int[0]), recipe, seed)
        .getFirst()
        .network();
  }
}
