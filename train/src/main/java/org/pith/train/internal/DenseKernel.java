package org.pith.train.internal;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * {@code alpha * A W + beta * b} with weights of its own for each network.
 *
 * <p>While all networks still see the same rows, their weights stand side by side in one matrix
 * product, which costs a third of K small ones (64-32-10, K = 64); after that it is a batched
 * product.
 */
final class DenseKernel implements Kernel {

  private final int networks;
  private final Tensor weight;
  private final Tensor bias;
  private final Tensor wideWeight;
  private final Tensor wideBias;
  private final long units;
  private final boolean isScaled;
  private final Scalar alpha;
  private final Scalar beta;

  /**
   * Prepares views of the weights.
   *
   * @param leaf [K,U,F] when transposed, else [K,F,U]
   * @param bias [K,U], [K,1,U], [K,1] or [K]; {@code null} for none
   */
  DenseKernel(Tensor leaf, boolean transposed, Tensor bias, float alpha, float beta) {
    this.networks = (int) leaf.size(0);
    this.weight = transposed ? leaf.transpose(1, 2) : leaf;
    this.units = weight.size(2);
    this.isScaled = alpha != 1;
    this.bias = bias == null ? null : bias.view(networks, 1, bias.numel() / networks);
    boolean wide = networks == 1 || transposed;
    this.wideWeight =
        wide ? (transposed ? leaf.view(-1, leaf.size(2)).t() : leaf.squeeze(0)) : null;
    this.wideBias = bias != null && bias.numel() == networks * units ? bias.view(-1) : null;
    this.alpha = new Scalar(alpha);
    this.beta = new Scalar(beta);
  }

  @Override
  public Value apply(Value[] inputs, Pass pass) {
    Value input = inputs[0];
    if (input.layout() == Value.Layout.SHARED
        && wideWeight != null
        && (bias == null) == (wideBias == null)) {
      return Value.stacked(wide(input.tensor()), networks);
    }
    Tensor rows = input.asStacked();
    return Value.stacked(
        bias == null
            ? scaled(torch.bmm(rows, weight))
            : torch.baddbmm(bias, rows, weight, beta, alpha),
        networks);
  }

  /** [N,F] times [F,K*U], seen as [K,N,U]. */
  private Tensor wide(Tensor rows) {
    Tensor product =
        wideBias == null
            ? scaled(torch.mm(rows, wideWeight))
            : torch.addmm(wideBias, rows, wideWeight, beta, alpha);
    return networks == 1 ? product.unsqueeze(0) : product.view(-1, networks, units).transpose(0, 1);
  }

  private Tensor scaled(Tensor product) {
    return isScaled ? product.mul(alpha) : product;
  }
}
