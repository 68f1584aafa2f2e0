package org.pith.train.internal;

import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.pith.network.Operator;

/** Largest or mean value of each window. */
final class PoolKernel implements Kernel {

  private static final long[] NONE = {0, 0};
  private static final long[] ONE = {1, 1};

  private final Operator.Pool pool;
  private final long[] kernel;
  private final long[] strides;
  private final Padding2d padding;
  private final LongOptional divisor = new LongOptional();

  PoolKernel(Operator.Pool pool) {
    this.pool = pool;
    this.kernel = Padding2d.longs(pool.kernel());
    this.strides = Padding2d.longs(pool.strides());
    this.padding = Padding2d.of(pool.pads());
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
          case AVERAGE ->
              padding.isSymmetric() ? mean(images.tensor()) : unevenMean(images.tensor());
        });
  }

  private Tensor largest(Tensor images) {
    Tensor padded =
        padding.isSymmetric() ? images : padding.fill(images, new Scalar(Float.NEGATIVE_INFINITY));
    return torch.max_pool2d(padded, kernel, strides, padding.remaining(), ONE, pool.ceilMode());
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
  private Tensor unevenMean(Tensor images) {
    Tensor sum = plainMean(padding.fill(images, new Scalar(0)));
    return pool.countIncludePad()
        ? sum
        : sum.div(plainMean(padding.fill(torch.ones_like(images.detach()), new Scalar(0))));
  }

  private Tensor plainMean(Tensor padded) {
    return torch.avg_pool2d(padded, kernel, strides, NONE, pool.ceilMode(), false, divisor);
  }
}
