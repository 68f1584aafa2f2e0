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
    float[] inputs = channels(examples.inputs(), examples.rows(), shape.dim(0), kept);
    return new Examples(shape.with(0, kept.length), inputs, examples.target(), examples.teacher());
  }

  /**
   * The kept channels of rows.
   *
   * @param values [rows, channels, ...], row-major
   * @return [rows, kept, ...]; the same array where all are kept
   */
  static float[] channels(float[] values, int rows, int channels, int[] kept) {
    if (kept.length == channels) {
      return values;
    }
    int inner = rows == 0 ? 0 : values.length / rows / channels;
    float[] picked = new float[rows * kept.length * inner];
    for (int row = 0; row < rows; row++) {
      for (int k = 0; k < kept.length; k++) {
        System.arraycopy(
            values,
            (row * channels + kept[k]) * inner,
            picked,
            (row * kept.length + k) * inner,
            inner);
      }
    }
    return picked;
  }
}
