package org.pith.train.internal;

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

  /** [K,N,C] seen as [N,K*C]. */
  private Value rows(Value input, Pass pass) {
    Tensor stacked = input.asStacked();
    long rows = stacked.size(1);
    Tensor side = stacked.transpose(0, 1).reshape(rows, -1);
    return Value.stacked(
        normalize(side, pass).view(rows, networks, stacked.size(2)).transpose(0, 1), networks);
  }

  private Tensor normalize(Tensor values, Pass pass) {
    return torch.batch_norm(
        values, scale, shift, mean, variance, pass.training(), momentum, epsilon, false);
  }
}
