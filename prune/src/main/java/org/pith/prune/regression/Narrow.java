package org.pith.prune.regression;

import org.pith.network.Shape;
import org.pith.train.Examples;

/** Values of fewer channels. */
public final class Narrow {

  private Narrow() {}

  /**
   * The same rows with only some of their columns, or channels of images.
   *
   * @param kept positions along the first axis of a row, in the order wanted
   */
  public static Examples inputs(Examples examples, int[] kept) {
    Shape shape = examples.rowShape();
    float[] inputs = channels(examples.inputs(), examples.rows(), 1, shape.dim(0), kept);
    return new Examples(shape.with(0, kept.length), inputs, examples.target(), examples.teacher());
  }

  /**
   * The kept channels of rows.
   *
   * @param values [rows, outer, channels, inner], row-major
   * @param outer product of the dimensions between rows and channels
   * @return [rows, outer, kept, inner]; the same array where all are kept
   */
  static float[] channels(float[] values, int rows, int outer, int channels, int[] kept) {
    if (kept.length == channels) {
      return values;
    }
    int blocks = rows * outer;
    int inner = blocks == 0 ? 0 : values.length / blocks / channels;
    float[] picked = new float[blocks * kept.length * inner];
    for (int block = 0; block < blocks; block++) {
      for (int k = 0; k < kept.length; k++) {
        System.arraycopy(
            values,
            (block * channels + kept[k]) * inner,
            picked,
            (block * kept.length + k) * inner,
            inner);
      }
    }
    return picked;
  }
}
