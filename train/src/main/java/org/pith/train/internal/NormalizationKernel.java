package org.pith.train.internal;

import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.pith.network.Operator;

/**
 * BatchNormalization: statistics of the batch while training, which move the running ones (with the
 * unbiased variance, as libtorch does); the running ones while serving.
 */
final class NormalizationKernel implements Kernel {

  private final int networks;
  private final TensorOptional scale;
  private final TensorOptional shift;
  private final TensorOptional mean;
  private final TensorOptional variance;
  private final double momentum;
  private final double epsilon;

  /** Each of the tensors [K,C]; mean and variance change while training. */
  NormalizationKernel(
      Operator.BatchNormalization norm, Tensor scale, Tensor shift, Tensor mean, Tensor variance) {
    this.networks = (int) scale.size(0);
    this.scale = flat(scale);
    this.shift = flat(shift);
    this.mean = flat(mean);
    this.variance = flat(variance);
    this.momentum = 1 - norm.momentum();
    this.epsilon = norm.epsilon();
  }

  private static TensorOptional flat(Tensor perNetwork) {
    return new TensorOptional(perNetwork.view(-1));
  }

  @Override
  public Value apply(Value[] inputs, Pass pass) {
    return inputs[0].rank() == 4
        ? Value.channels(normalize(inputs[0].asChannels(), pass), networks)
        : rows(inputs[0], pass);
  }

  /** [K,N,C] seen as [N,K*C], and with positions [K,N,C,...] as [N,K*C,...]. */
  private Value rows(Value input, Pass pass) {
    Tensor rows = input.asStacked().transpose(0, 1);
    long[] dims = rows.shape();
    Tensor normal = normalize(rows.reshape(sideBySide(dims)), pass);
    return Value.stacked(normal.view(dims).transpose(0, 1), networks);
  }

  /** [N,K,C,...] without K. */
  private static long[] sideBySide(long[] dims) {
    long[] joined = Arrays.copyOfRange(dims, 1, dims.length);
    joined[0] = dims[0];
    joined[1] = dims[1] * dims[2];
    return joined;
  }

  private Tensor normalize(Tensor values, Pass pass) {
    return torch.batch_norm(
        values, scale, shift, mean, variance, pass.training(), momentum, epsilon, false);
  }
}
