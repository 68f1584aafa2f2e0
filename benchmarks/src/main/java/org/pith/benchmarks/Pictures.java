package org.pith.benchmarks;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.pith.data.Dataset;
import org.pith.data.ImageShape;
import org.pith.data.Images;
import org.pith.data.TableReader;
import org.pith.network.Shape;
import org.pith.train.Examples;
import org.pith.train.Target;

/**
 * Labelled images, pixels divided by 255: rows to learn from, and rows to judge by. In a quick run the rows to judge by are a sixth of
 * the training rows, held out; every setting of an evaluation was chosen in such runs, so the test rows were in no choice.
 *
 * @param train to learn from
 * @param judge the official test rows, or in a quick run those held out
 */
record Pictures(Examples train, Examples judge) {

  private static final double HELD_OUT = 1.0 / 6;

  /** Handwritten digits as rows of 784 numbers, or as images [1,28,28]. */
  static Pictures mnist(Bench bench, boolean flat) {
    return read(
        bench,
        "shared/mnist/train-images-idx3-ubyte.gz",
        "shared/mnist/t10k-images-idx3-ubyte.gz",
        flat);
  }

  /** Photographs [3,32,32] of ten kinds of things. */
  static Pictures cifar(Bench bench) {
    return read(
        bench,
        "shared/cifar10/data_batch_1.bin.gz",
        "shared/cifar10/test_batch_first2000.bin.gz",
        false);
  }

  private static Pictures read(Bench bench, String train, String test, boolean flat) {
    Dataset all = Dataset.of(TableReader.defaults().read(bench.file(train)), "label");
    Examples rows = examples(all, flat);
    if (!bench.isQuick()) {
      Dataset others = all.test(TableReader.defaults().read(bench.file(test)));
      return new Pictures(rows, examples(others, flat));
    }
    int[] order = shuffled(rows.rows());
    int held = (int) (HELD_OUT * order.length);
    return new Pictures(
        rows.rows(IntStream.range(held, order.length).map(i -> order[i]).toArray()),
        rows.rows(IntStream.range(0, held).map(i -> order[i]).toArray()));
  }

  private static Examples examples(Dataset data, boolean flat) {
    Images images = data.features().images().orElseThrow();
    ImageShape shape = images.shape();
    float[] pixels = new float[images.rows() * shape.elements()];
    for (int row = 0; row < images.rows(); row++) {
      for (int p = 0; p < shape.elements(); p++) {
        pixels[row * shape.elements() + p] = images.pixel(row, p) / 255f;
      }
    }
    return new Examples(
        flat
            ? Shape.of(shape.elements())
            : Shape.of(shape.channels(), shape.height(), shape.width()),
        pixels,
        new Target.Classes(data.labels(), data.classes().size()));
  }

  /** The first rows of a fixed shuffle, to learn from fewer. */
  Pictures limited(int rows) {
    int[] order = shuffled(train.rows());
    return new Pictures(
        train.rows(IntStream.range(0, Math.min(rows, order.length)).map(i -> order[i]).toArray()),
        judge);
  }

  private static int[] shuffled(int rows) {
    SplittableRandom random = new SplittableRandom(20_240_601);
    int[] order = IntStream.range(0, rows).toArray();
    for (int i = rows - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int row = order[i];
      order[i] = order[j];
      order[j] = row;
    }
    return order;
  }
}
