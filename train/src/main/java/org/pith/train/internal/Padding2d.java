package org.pith.train.internal;

import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Rows and columns added around images; libtorch's operators only know the same number on opposite
 * sides.
 */
record Padding2d(long top, long left, long bottom, long right) {

  /** From ONNX: top, left, bottom, right. */
  static Padding2d of(List<Integer> pads) {
    return new Padding2d(pads.get(0), pads.get(1), pads.get(2), pads.get(3));
  }

  static long[] longs(List<Integer> values) {
    return values.stream().mapToLong(Integer::longValue).toArray();
  }

  boolean isSymmetric() {
    return top == bottom && left == right;
  }

  /** What is left for the operator to add itself: height, width. */
  long[] remaining() {
    return isSymmetric() ? new long[] {top, left} : new long[] {0, 0};
  }

  /** The images with everything added. */
  Tensor fill(Tensor images, Scalar value) {
    return torch.constant_pad_nd(images, new long[] {left, right, top, bottom}, value);
  }
}
