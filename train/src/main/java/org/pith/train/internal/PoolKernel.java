package org.pith.train.internal;

import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.pith.network.Operator;

/**
 * Largest or mean value of each window. libtorch pads by no more than half a window and alike on
 * opposite sides; other images are padded here first.
 */
final class PoolKernel implements Kernel {

  private static final long[] NONE = {0, 0};
  private static final long[] ONE = {1, 1};

  private final Operator.Pool pool;
  private final long[] kernel;
  private final long[] strides;
  private final Padding2d padding;
  private final boolean isPaddedByLibtorch;
  private final LongOptional divisor = new LongOptional();

  PoolKernel(Operator.Pool pool) {
    this.pool = pool;
    this.kernel = Padding2d.longs(pool.kernel());
    this.strides = Padding2d.longs(pool.strides());
    this.padding = Padding2d.of(pool.pads());
    this.isPaddedByLibtorch =
        padding.isSymmetric() && padding.top() <= kernel[0] / 2 && padding.left() <= kernel[1] / 2;
  }

  @Override
  public Value apply(Value[] inputs, Pass pass) {
    Value images =
        inputs[0].layout() == Value.Layout.STACKED
            ? Value.channels(inputs[0].asChannels(), inputs[0].networks())
            : inputs[0];
    return images.with(
        switch (pool.kind()) {
          case MAX -> largest(images.tensor());
          case AVERAGE -> isPaddedByLibtorch ? mean(images.tensor()) : paddedMean(images.tensor());
        });
  }

  private Tensor largest(Tensor images) {
    if (isPaddedByLibtorch) {
      return torch.max_pool2d(images, kernel, strides, padding.remaining(), ONE, pool.ceilMode());
    }
    Tensor padded = padding.fill(images, new Scalar(Float.NEGATIVE_INFINITY));
    return cut(torch.max_pool2d(padded, kernel, strides, NONE, ONE, pool.ceilMode()), images);
  }

  private Tensor mean(Tensor images) {
    return torch.avg_pool2d(
        images,
        kernel,
        strides,
        padding.remaining(),
        pool.ceilMode(),
        pool.countIncludePad(),
        divisor);
  }

  /**
   * The mean over windows of the padded images, corrected by the share of each window that is not
   * padding.
   */
  private Tensor paddedMean(Tensor images) {
    Tensor sum = plainMean(images, images);
    return pool.countIncludePad()
        ? sum
        : sum.div(plainMean(torch.ones_like(images.detach()), images));
  }

  private Tensor plainMean(Tensor values, Tensor images) {
    Tensor padded = padding.fill(values, new Scalar(0));
    return cut(
        torch.avg_pool2d(padded, kernel, strides, NONE, pool.ceilMode(), false, divisor), images);
  }

  /** Without a last window that starts in the padding after the image, which rounding up leaves out. */
  private Tensor cut(Tensor pooled, Tensor images) {
    long rows = windows(pooled.size(2), images.size(2) + padding.top(), strides[0]);
    long columns = windows(pooled.size(3), images.size(3) + padding.left(), strides[1]);
    return pooled.narrow(2, 0, rows).narrow(3, 0, columns);
  }

  private long windows(long most, long end, long stride) {
    return pool.ceilMode() ? Math.min(most, Math.ceilDiv(end, stride)) : most;
  }
}
