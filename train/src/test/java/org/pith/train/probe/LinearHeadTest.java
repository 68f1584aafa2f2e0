package org.pith.train.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.pith.network.Shape;
import org.pith.train.HeldOut;
import org.pith.train.Target;

class LinearHeadTest {

  private static float[] noise(int count, long seed) {
    Random random = new Random(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (50 + 3 * random.nextGaussian());
    }
    return values;
  }

  private static float[] scores(LinearHead head, float[] values, int rows) {
    int width = values.length / rows;
    int outputs = head.bias().values().length;
    float[] scores = new float[rows * outputs];
    for (int row = 0; row < rows; row++) {
      for (int k = 0; k < outputs; k++) {
        double sum = head.bias().values()[k];
        for (int i = 0; i < width; i++) {
          sum += (double) head.weight().values()[k * width + i] * values[row * width + i];
        }
        scores[row * outputs + k] = (float) sum;
      }
    }
    return scores;
  }

  /** An image of 1,024 values, which is read in means of squares of 2x2; its class is the brightness of one corner. */
  @Test
  void saysOfAnImageWhatTheLinearDecoderReads() {
    Shape shape = Shape.of(Shape.BATCH, 1, 32, 32);
    int rows = 600;
    float[] fit = noise(rows * 1_024, 1);
    float[] judge = noise(rows * 1_024, 2);
    Target.Classes fitTarget = corner(fit, rows);
    Target.Classes judgeTarget = corner(judge, rows);
    Readout read = Readout.of(shape, fit, fitTarget, judge, judgeTarget, 7);
    LinearHead head = LinearHead.fit(shape, fit, fitTarget, 7);
    HeldOut held = HeldOut.calibrated(judgeTarget, scores(head, judge, rows), first(fitTarget));
    assertThat(read.linear().value()).isGreaterThan(0.1);
    assertThat(held.information().value())
        .isBetween(read.linear().value(), read.linear().value() + 0.05);
  }

  /** Of a hundred rows that are told apart for certain a decoder of few epochs is right and not sure. */
  @Test
  void isAsSureAsItMayBe() {
    int rows = 100;
    float[] fit = noise(rows * 8, 5);
    float[] judge = noise(rows * 8, 6);
    Shape shape = Shape.of(Shape.BATCH, 8);
    Target.Classes fitTarget = apart(fit, rows);
    Target.Classes judgeTarget = apart(judge, rows);
    LinearHead head = LinearHead.fit(shape, fit, fitTarget, 7);
    HeldOut held = HeldOut.calibrated(judgeTarget, scores(head, judge, rows), fitTarget);
    Readout read = Readout.of(shape, fit, fitTarget, judge, judgeTarget, 7);
    assertThat(held.accuracy()).isGreaterThan(0.9);
    assertThat(held.information().value()).isGreaterThan(read.linear().value() + 0.05);
  }

  /** Moves the first of every other row's values far away. */
  private static Target.Classes apart(float[] values, int rows) {
    int[] labels = new int[rows];
    for (int row = 0; row < rows; row++) {
      labels[row] = row % 2;
      values[row * 8] += 40 * labels[row];
    }
    return new Target.Classes(labels, 2);
  }

  /** The decoder's constant is of the rows that it is fitted on, without those that stop it. */
  private static Target first(Target.Classes all) {
    return all.rows(IntStream.range(0, all.rows() * 4 / 5).toArray());
  }

  /** Brightens the corner of about every other image, and says which. */
  private static Target.Classes corner(float[] images, int rows) {
    int[] labels = new int[rows];
    for (int row = 0; row < rows; row++) {
      int first = row * 1_024;
      labels[row] = images[first + 500] > 50 ? 1 : 0;
      for (int place : new int[] {0, 1, 32, 33}) {
        images[first + place] += 9 * labels[row];
      }
    }
    return new Target.Classes(labels, 2);
  }

  @Test
  void saysNumbersInTheirOwnUnit() {
    int rows = 500;
    float[] fit = noise(rows * 3, 3);
    float[] judge = noise(rows * 3, 4);
    LinearHead head = LinearHead.fit(Shape.of(Shape.BATCH, 3), fit, plane(fit, rows), 7);
    float[] truth = plane(judge, rows).values();
    float[] said = scores(head, judge, rows);
    double squares = 0;
    for (int row = 0; row < rows; row++) {
      squares += Math.pow(said[row] - truth[row], 2) / rows;
    }
    // 1000 times a value of deviation 3 less another: a deviation of 4,243 is to be told.
    assertThat(Math.sqrt(squares)).isLessThan(450);
  }

  private static Target.Numbers plane(float[] values, int rows) {
    float[] numbers = new float[rows];
    for (int row = 0; row < rows; row++) {
      numbers[row] = 1_000 * (values[row * 3] - values[row * 3 + 2]) + 1e5f;
    }
    return new Target.Numbers(numbers);
  }
}
