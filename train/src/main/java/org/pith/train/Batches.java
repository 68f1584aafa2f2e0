package org.pith.train;

import java.util.SplittableRandom;
import org.pith.train.internal.Batch;

/**
 * The batches of a training: each epoch a new random order of the rows, cut into batches of nearly
 * equal size, each varied as the recipe says. All that is random comes from one seed.
 */
final class Batches {

  private final Examples examples;
  private final Recipe.Augmentation augmentation;
  private final SplittableRandom random;
  private final int perEpoch;
  private final long[] order;

  Batches(Examples examples, Recipe recipe, long seed) {
    this.examples = examples;
    this.augmentation = recipe.augmentation();
    this.random = new SplittableRandom(seed);
    this.perEpoch = Math.max(1, Math.round((float) examples.rows() / recipe.batchSize()));
    this.order = new long[examples.rows()];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
  }

  int perEpoch() {
    return perEpoch;
  }

  /** The number of rows of the smallest batch. */
  int smallest() {
    return examples.rows() / perEpoch;
  }

  /** Shuffles the rows for the next epoch. */
  long[] nextOrder() {
    for (int i = order.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      long row = order[i];
      order[i] = order[j];
      order[j] = row;
    }
    return order;
  }

  /** Batch {@code index} of the epoch, as varied this time. */
  Batch batch(int index) {
    int from = (int) ((long) index * examples.rows() / perEpoch);
    int to = (int) ((long) (index + 1) * examples.rows() / perEpoch);
    float[] shifted = augmentation.shift() == 0 ? null : shifted(from, to);
    return new Batch(from, to, shifted, augmentation.noise(), share(), random.nextLong());
  }

  private float[] shifted(int from, int to) {
    int width = examples.rowElements();
    float[] images = new float[(to - from) * width];
    int reach = augmentation.shift();
    for (int i = from; i < to; i++) {
      int down = random.nextInt(-reach, reach + 1);
      int right = random.nextInt(-reach, reach + 1);
      shift((int) order[i] * width, down, right, images, (i - from) * width);
    }
    return images;
  }

  /** Copies one image, moved; {@code target} is zero where nothing arrives. */
  private void shift(int source, int down, int right, float[] target, int start) {
    int height = examples.rowShape().dim(1);
    int width = examples.rowShape().dim(2);
    int kept = width - Math.abs(right);
    for (int line = 0; line < examples.rowShape().dim(0) * height; line++) {
      int moved = line % height + down;
      if (kept > 0 && moved >= 0 && moved < height) {
        System.arraycopy(
            examples.inputs(),
            source + line * width + Math.max(0, -right),
            target,
            start + (line + down) * width + Math.max(0, right),
            kept);
      }
    }
  }

  /** Drawn from Beta(alpha, alpha) by Joehnk's method; 1 without mixup. */
  private double share() {
    double alpha = augmentation.mixup();
    if (alpha == 0) {
      return 1;
    }
    while (true) {
      double x = Math.pow(random.nextDouble(), 1 / alpha);
      double y = Math.pow(random.nextDouble(), 1 / alpha);
      if (x + y <= 1 && x + y > 0) {
        return x / (x + y);
      }
    }
  }
}
