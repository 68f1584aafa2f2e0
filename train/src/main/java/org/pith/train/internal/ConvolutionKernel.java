package org.pith.train.internal;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.pith.network.Operator;

/**
 * Convolution with filters of its own for each network: a group, or several, for each. While all
 * networks still see the same images their filters stand side by side in one convolution.
 */
final class ConvolutionKernel implements Kernel {

  private final int networks;
  private final int groups;
  private final Tensor filters;
  private final TensorOptional bias;
  private final long[] strides;
  private final long[] dilations;
  private final Padding2d padding;

  /**
   * Prepares views of the filters.
   *
   * @param leaf [K,M,C/groups,kh,kw]
   * @param bias [K,M]; {@code null} for none
   * @param groups of one network, padding channels included
   */
  ConvolutionKernel(Operator.Conv conv, Tensor leaf, Tensor bias, int groups) {
    long[] dims = leaf.shape();
    this.networks = (int) dims[0];
    this.groups = groups;
    this.filters = leaf.view(dims[0] * dims[1], dims[2], dims[3], dims[4]);
    this.bias = bias == null ? new TensorOptional() : new TensorOptional(bias.view(-1));
    this.strides = Padding2d.longs(conv.strides());
    this.dilations = Padding2d.longs(conv.dilations());
    this.padding = Padding2d.of(conv.pads());
  }

  @Override
  public Value apply(Value[] inputs, Pass pass) {
    boolean together = inputs[0].layout() == Value.Layout.SHARED && groups == 1;
    Tensor images = together ? inputs[0].tensor() : inputs[0].asChannels();
    images = isUnsafe(together) ? images.contiguous() : channelsLast(images);
    Tensor padded = padding.isSymmetric() ? images : padding.fill(images, new Scalar(0));
    return Value.channels(
        torch.conv2d(
            padded,
            filters,
            bias,
            strides,
            padding.remaining(),
            dilations,
            together ? 1 : (long) networks * groups),
        networks);
  }

  /**
   * Whether libtorch 2.10 fails with channels innermost in memory: with several filters of each
   * channel it computes wrong values, and the gradient of strided 1x1 filters writes beyond its
   * memory.
   */
  private boolean isUnsafe(boolean together) {
    long all = together ? 1 : (long) networks * groups;
    boolean multiplied = all > 1 && filters.size(1) == 1 && filters.size(0) > all;
    boolean single = filters.size(2) == 1 && filters.size(3) == 1;
    return multiplied || (single && (strides[0] > 1 || strides[1] > 1));
  }

  /**
   * The images with channels innermost in memory, which every operator downstream keeps:
   * convolution takes two thirds of the time, depthwise convolution and pooling a third.
   */
  private static Tensor channelsLast(Tensor images) {
    if (images.size(1) > 1) {
      return images.contiguous(MemoryFormat.ChannelsLast);
    }
    // With one channel both orders look alike, and libtorch would choose the other one.
    long height = images.size(2);
    long width = images.size(3);
    return images
        .contiguous()
        .as_strided(
            new long[] {images.size(0), 1, height, width},
            new long[] {height * width, 1, width, 1});
  }
}
