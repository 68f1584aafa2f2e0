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
    this.perEpoch = perEpoch(examples.rows(), recipe.batchSize());
    this.order = new long[examples.rows()];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
  }

  int perEpoch() {
    return perEpoch;
  }

  private static int perEpoch(int rows, int batchSize) {
    return Math.max(1, Math.round((float) rows / batchSize));
  }

  /** The number of rows of the smallest batch. */
  static int smallest(int rows, int batchSize) {
    return rows / perEpoch(rows, batchSize);
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
    float[] moved = augmentation.isForImages() ? moved(from, to) : null;
    return new Batch(from, to, moved, augmentation.noise(), share(), random.nextLong());
  }

  private float[] moved(int from, int to) {
    int width = examples.rowElements();
    float[] images = new float[(to - from) * width];
    for (int i = from; i < to; i++) {
      boolean shifts = augmentation.shift() > 0 && random.nextDouble() < augmentation.shiftShare();
      int down = shifts ? pixels() : 0;
      int right = shifts ? pixels() : 0;
      boolean flips = augmentation.flip() && random.nextBoolean();
      move((int) order[i] * width, down, right, flips, images, (i - from) * width);
    }
    return images;
  }

  private int pixels() {
    return random.nextInt(-augmentation.shift(), augmentation.shift() + 1);
  }

  /** Copies one image, moved and perhaps mirrored; {@code target} is zero where nothing arrives. */
  private void move(int source, int down, int right, boolean flips, float[] target, int start) {
    int height = examples.rowShape().dim(1);
    int width = examples.rowShape().dim(2);
    int kept = width - Math.abs(right);
    for (int line = 0; line < examples.rowShape().dim(0) * height; line++) {
      int moved = line % height + down;
      if (kept > 0 && moved >= 0 && moved < height) {
        int read = source + line * width + Math.max(0, -right);
        int write = start + (line + down) * width;
        System.arraycopy(examples.inputs(), read, target, write + Math.max(0, right), kept);
        if (flips) {
          reverse(target, write, write + width);
        }
      }
    }
  }

  private static void reverse(float[] values, int from, int to) {
    for (int i = from, j = to - 1; i < j; i++, j--) {
      float value = values[i];
      values[i] = values[j];
      values[j] = value;
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
