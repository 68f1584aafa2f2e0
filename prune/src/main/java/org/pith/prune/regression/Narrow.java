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
    float[] inputs = channels(examples.inputs(), shape.dim(0), shape.inner(0), kept);
    return new Examples(shape.with(0, kept.length), inputs, examples.target(), examples.teacher());
  }

  /**
   * The kept channels of rows.
   *
   * @param values [outer, channels, inner], row-major, rows first among the outer
   * @return [outer, kept, inner]; the same array where all are kept
   */
  static float[] channels(float[] values, int channels, int inner, int[] kept) {
    if (kept.length == channels) {
      return values;
    }
    int outer = inner == 0 ? 0 : values.length / (channels * inner);
    float[] picked = new float[outer * kept.length * inner];
    for (int block = 0; block < outer; block++) {
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
