package org.pith.train.internal;

import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * Normalises each row over its dimensions from one on, then scales and shifts: LayerNormalization,
 * and, with scales along the channels before, InstanceNormalization.
 */
final class TrailingNormalizationKernel implements Kernel {

  private static final TensorOptional NONE = new TensorOptional();

  private final int axis;
  private final int scaledAxis;
  private final double epsilon;
  private final Tensor scale;
  private final Tensor shift;

  /**
   * Keeps views of the weights.
   *
   * @param axis the first dimension of one network that is normalised
   * @param scaledAxis the dimension that the first one of the scales runs along
   * @param scale [K, dims]
   * @param shift [K, dims]; {@code null} for none
   */
  TrailingNormalizationKernel(
      int axis, int scaledAxis, double epsilon, Tensor scale, Tensor shift) {
    this.axis = axis;
    this.scaledAxis = scaledAxis;
    this.epsilon = epsilon;
    this.scale = scale;
    this.shift = shift;
  }

  @Override
  public Value apply(Value[] inputs, Pass pass) {
    Value input = inputs[0];
    Tensor rows = input.asStacked();
    long[] dims = rows.shape();
    int first = counted(axis, dims) + 1;
    Tensor normal =
        torch.layer_norm(
            rows, Arrays.copyOfRange(dims, first, dims.length), NONE, NONE, epsilon, false);
    Tensor scaled = normal.mul(along(scale, dims));
    return Value.stacked(shift == null ? scaled : scaled.add(along(shift, dims)), input.networks());
  }

  private static int counted(int axis, long[] stacked) {
    return axis < 0 ? axis + stacked.length - 1 : axis;
  }

  /** [K, dims] with ones where the tensor has other dimensions. */
  private Tensor along(Tensor weight, long[] stacked) {
    long[] own = weight.shape();
    long[] dims = new long[stacked.length];
    Arrays.fill(dims, 1);
    dims[0] = own[0];
    System.arraycopy(own, 1, dims, counted(scaledAxis, stacked) + 1, own.length - 1);
    return weight.view(dims);
  }
}
