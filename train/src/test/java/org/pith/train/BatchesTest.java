package org.pith.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.pith.network.Shape;
import org.pith.train.Recipe.Augmentation;
import org.pith.train.internal.Batch;

class BatchesTest {

  private static Batches batches(Examples examples, int size, Augmentation augmentation) {
    return new Batches(
        examples, Recipe.defaults().withBatchSize(size).withAugmentation(augmentation), 3);
  }

  private static Examples images(int rows) {
    float[] inputs = new float[rows * 2 * 3 * 4];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = i + 1;
    }
    return new Examples(Shape.of(2, 3, 4), inputs, new Target.Classes(new int[rows], 2));
  }

  @Test
  void everyRowOnceInBatchesOfNearlyEqualSize() {
    Batches batches = batches(images(23), 5, Augmentation.NONE);
    long[] first = batches.nextOrder().clone();
    assertThat(LongStream.of(first).sorted().toArray())
        .isEqualTo(LongStream.range(0, 23).toArray());
    assertThat(batches.nextOrder()).isNotEqualTo(first);
    assertThat(batches(images(23), 5, Augmentation.NONE).nextOrder()).isEqualTo(first);
    int[] sizes =
        IntStream.range(0, batches.perEpoch())
            .mapToObj(batches::batch)
            .mapToInt(b -> b.to() - b.from())
            .toArray();
    assertThat(sizes).containsExactly(4, 5, 4, 5, 5);
    assertThat(Batches.smallest(23, 5)).isEqualTo(4);
    assertThat(batches(images(3), 64, Augmentation.NONE).perEpoch()).isEqualTo(1);
  }

  @Test
  void takesRowsAsTheyAreUnlessTold() {
    Batch batch = batches(images(4), 2, Augmentation.NONE).batch(0);
    assertThat(batch.inputs()).isNull();
    assertThat(batch.share()).isEqualTo(1);
  }

  /** Every moved image is one of the 25 shifts of the original, and all of them occur. */
  @Test
  void shiftsFillWithZeros() {
    Examples one = images(1);
    Batches batches = batches(one, 1, Augmentation.shifts(2));
    batches.nextOrder();
    boolean[] seen = new boolean[25];
    for (int draw = 0; draw < 400; draw++) {
      float[] moved = batches.batch(0).inputs();
      int found =
          IntStream.range(0, 25)
              .filter(s -> Arrays.equals(moved, shifted(one.inputs(), s / 5 - 2, s % 5 - 2)))
              .findFirst()
              .orElse(-1);
      assertThat(found).isNotNegative();
      seen[found] = true;
    }
    assertThat(seen).doesNotContain(false);
  }

  private static float[] shifted(float[] image, int down, int right) {
    float[] moved = new float[image.length];
    for (int c = 0; c < 2; c++) {
      for (int y = 0; y < 3; y++) {
        for (int x = 0; x < 4; x++) {
          int fromY = y - down;
          int fromX = x - right;
          if (fromY >= 0 && fromY < 3 && fromX >= 0 && fromX < 4) {
            moved[(c * 3 + y) * 4 + x] = image[(c * 3 + fromY) * 4 + fromX];
          }
        }
      }
    }
    return moved;
  }

  /** Shares of 2,000 images; the tolerance is three standard deviations. */
  @Test
  void flipsAndShiftsTheirShares() {
    Examples many = images(2000);
    Batches flipping = batches(many, 2000, Augmentation.NONE.withFlip(true));
    flipping.nextOrder();
    assertThat(unmoved(flipping.batch(0).inputs())).isBetween(933, 1067);
    Batches shifting = batches(many, 2000, Augmentation.shifts(1).withShiftShare(0.25));
    shifting.nextOrder();
    double expected = 2000 * (0.75 + 0.25 / 9);
    assertThat((double) unmoved(shifting.batch(0).inputs())).isCloseTo(expected, within(56.0));
  }

  private static int unmoved(float[] images) {
    return (int)
        IntStream.range(0, images.length / 24)
            .filter(i -> images[24 * i + 1] == images[24 * i] + 1)
            .filter(i -> images[24 * i + 23] == images[24 * i] + 23)
            .count();
  }

  /** Beta(a, a) has mean 1/2 and variance 1 / (4 (2 a + 1)); four standard errors. */
  @Test
  void mixingSharesFollowTheBetaDistribution() {
    Batches batches = batches(images(1), 1, new Augmentation(0, 0, 0.4));
    double[] shares = DoubleStream.generate(() -> batches.batch(0).share()).limit(4000).toArray();
    double mean = DoubleStream.of(shares).average().orElseThrow();
    double variance =
        DoubleStream.of(shares).map(s -> (s - mean) * (s - mean)).average().orElseThrow();
    assertThat(mean).isCloseTo(0.5, within(0.024));
    assertThat(variance).isCloseTo(1 / (4 * 1.8), within(0.007));
  }

  @Test
  void seedsDifferFromBatchToBatch() {
    Batches batches = batches(images(4), 2, Augmentation.NONE);
    assertThat(batches.batch(0).seed()).isNotEqualTo(batches.batch(0).seed());
  }
}
