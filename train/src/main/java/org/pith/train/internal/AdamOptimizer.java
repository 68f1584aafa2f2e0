package org.pith.train.internal;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** AdamW over the learned constants of a stack, each network's gradient limited by itself. */
final class AdamOptimizer {

  private final AdamSettings settings;
  private final Tensor weights;
  private final Tensor decayed;
  private final Tensor gradient;
  private final Tensor mask;
  private final Tensor owners;
  private final Tensor first;
  private final Tensor second;
  private final int networks;
  private final Scalar oneMinusBeta1;
  private final Scalar beta2;
  private final Scalar oneMinusBeta2;
  private long step;

  AdamOptimizer(Stack stack, AdamSettings settings) {
    Block learned = stack.learned();
    this.settings = settings;
    this.weights = learned.flat();
    this.decayed = weights.narrow(0, 0, stack.decayedSize());
    this.gradient = stack.gradient();
    this.mask =
        settings.keepsZeros()
            ? withoutZeros(learned.mask(stack.type()))
            : learned.mask(stack.type());
    this.owners = settings.clipNorm() > 0 ? learned.owners() : null;
    this.first = learned.zeros();
    this.second = learned.zeros();
    this.networks = stack.size();
    this.oneMinusBeta1 = new Scalar(1 - settings.beta1());
    this.beta2 = new Scalar(settings.beta2());
    this.oneMinusBeta2 = new Scalar(1 - settings.beta2());
  }

  /** A weight that is zero stays so without a gradient: decay only scales it. */
  private Tensor withoutZeros(Tensor padding) {
    Tensor free = torch.ones_like(weights);
    free.narrow(0, 0, decayed.numel()).copy_(decayed.ne(new Scalar(0.0)));
    return padding == null ? free : free.mul_(padding);
  }

  /** Moves the weights against the gradient. */
  void step(double learningRate) {
    step++;
    if (mask != null) {
      gradient.mul_(mask);
    }
    if (owners != null) {
      clip();
    }
    if (settings.weightDecay() > 0) {
      decayed.mul_(new Scalar(1 - learningRate * settings.weightDecay()));
    }
    first.lerp_(gradient, oneMinusBeta1);
    second.mul_(beta2).addcmul_(gradient, gradient, oneMinusBeta2);
    // The corrections of both moments are moved into the numbers, which saves two passes over the
    // weights.
    double root = Math.sqrt(1 - Math.pow(settings.beta2(), (double) step));
    double rate = learningRate * root / (1 - Math.pow(settings.beta1(), (double) step));
    Tensor scale = second.sqrt().add_(new Scalar(settings.epsilon() * root));
    weights.addcdiv_(first, scale, new Scalar(-rate));
  }

  private void clip() {
    Tensor squares = gradient.square();
    Tensor norms = squares.new_zeros(networks).index_add_(0, owners, squares).sqrt_();
    Tensor factors =
        norms
            .add_(new Scalar(1e-12))
            .reciprocal_()
            .mul_(new Scalar(settings.clipNorm()))
            .clamp_max_(new Scalar(1));
    gradient.mul_(factors.index_select(0, owners));
  }
}
