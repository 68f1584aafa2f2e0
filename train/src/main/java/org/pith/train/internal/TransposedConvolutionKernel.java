package org.pith.train.internal;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.pith.network.Operator;

/** Transposed convolution with filters of its own for each network, a group or several for each. */
final class TransposedConvolutionKernel implements Kernel {

  private static final long[] NONE = {0, 0};

  private final Operator.ConvTranspose conv;
  private final int networks;
  private final Tensor filters;
  private final TensorOptional bias;

  /**
   * Prepares views of the filters.
   *
   * @param leaf [K,C,M/groups,kh,kw]
   * @param bias [K,M]; {@code null} for none
   */
  TransposedConvolutionKernel(Operator.ConvTranspose conv, Tensor leaf, Tensor bias) {
    long[] dims = leaf.shape();
    this.conv = conv;
    this.networks = (int) dims[0];
    this.filters = leaf.view(dims[0] * dims[1], dims[2], dims[3], dims[4]);
    this.bias = bias == null ? new TensorOptional() : new TensorOptional(bias.view(-1));
  }

  @Override
  public Value apply(Value[] inputs, Pass pass) {
    Padding2d pads = Padding2d.of(conv.pads());
    Tensor whole =
        torch.conv_transpose2d(
            inputs[0].asChannels(),
            filters,
            bias,
            Padding2d.longs(conv.strides()),
            NONE,
            Padding2d.longs(conv.added()),
            (long) networks * conv.groups(),
            Padding2d.longs(conv.dilations()));
    Tensor cut =
        whole
            .narrow(2, pads.top(), whole.size(2) - pads.top() - pads.bottom())
            .narrow(3, pads.left(), whole.size(3) - pads.left() - pads.right());
    return Value.channels(cut, networks);
  }
}
