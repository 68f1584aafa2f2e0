package org.pith.train.internal;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.pith.network.Operator.Recurrent;

/**
 * LSTM and GRU, step by step as the ONNX text says them, for all networks at once: what the steps
 * read is multiplied in one product, what they remember in one product a step.
 */
final class RecurrentKernel implements Kernel {

  private final Recurrent layer;
  private final int networks;
  private final Tensor weight;
  private final Tensor state;
  private final Tensor bias;

  /**
   * Keeps the weights.
   *
   * @param weight [K,D,G*H,F]
   * @param state [K,D,G*H,H]
   * @param bias [K,D,2*G*H]; {@code null} for none
   */
  RecurrentKernel(Recurrent layer, Tensor weight, Tensor state, Tensor bias) {
    this.layer = layer;
    this.networks = (int) weight.size(0);
    this.weight = weight;
    this.state = state;
    this.bias = bias;
  }

  @Override
  public Value apply(Value[] inputs, Pass pass) {
    Tensor steps = inputs[0].asStacked();
    TensorVector directions = new TensorVector();
    for (int d = 0; d < layer.directions(); d++) {
      boolean back = layer.direction() == Recurrent.Direction.REVERSE || d == 1;
      directions.push_back(run(steps, d, back));
    }
    return Value.stacked(torch.stack(directions, 2), networks);
  }

  /** [K,T,N,F] to [K,T,N,H]. */
  private Tensor run(Tensor steps, int direction, boolean back) {
    int gates = layer.kind().gates() * layer.hidden();
    long count = steps.size(1);
    long rows = steps.size(2);
    Tensor read = steps.reshape(networks, count * rows, -1);
    Tensor product = torch.bmm(read, weight.select(1, direction).transpose(1, 2));
    Tensor remembers = state.select(1, direction).transpose(1, 2);
    Tensor readBias = null;
    Tensor stateBias = null;
    if (bias != null) {
      Tensor both = bias.select(1, direction).unsqueeze(1);
      readBias = both.narrow(2, 0, gates);
      stateBias = both.narrow(2, gates, gates);
    }
    Tensor ahead = plus(product, readBias).view(networks, count, rows, gates);
    Tensor hidden = torch.zeros(new long[] {networks, rows, layer.hidden()}, steps.options());
    Tensor cell = hidden;
    Tensor[] made = new Tensor[(int) count];
    for (int i = 0; i < count; i++) {
      int t = back ? (int) count - 1 - i : i;
      Tensor input = ahead.select(1, t);
      if (layer.kind() == Recurrent.Kind.LSTM) {
        Tensor g = input.add(plus(torch.bmm(hidden, remembers), stateBias));
        cell = gate(g, 2).mul(cell).add(gate(g, 0).mul(torch.tanh(part(g, 3))));
        hidden = gate(g, 1).mul(torch.tanh(cell));
      } else {
        hidden = gated(input, hidden, remembers, stateBias);
      }
      made[t] = hidden;
    }
    return torch.stack(new TensorVector(made), 1);
  }

  private Tensor gated(Tensor input, Tensor hidden, Tensor remembers, Tensor stateBias) {
    Tensor remembered = plus(torch.bmm(hidden, remembers), stateBias);
    Tensor g = input.add(remembered);
    Tensor update = gate(g, 0);
    Tensor reset = gate(g, 1);
    Tensor recalled =
        layer.resetsProduct()
            ? reset.mul(part(remembered, 2))
            : plus(
                torch.bmm(reset.mul(hidden), part(remembers, 2)),
                stateBias == null ? null : part(stateBias, 2));
    Tensor candidate = torch.tanh(part(input, 2).add(recalled));
    return candidate.add(update.mul(hidden.sub(candidate)));
  }

  private Tensor gate(Tensor gates, int index) {
    return torch.sigmoid(part(gates, index));
  }

  /** The units of one gate. */
  private Tensor part(Tensor gates, int index) {
    return gates.narrow(2, (long) index * layer.hidden(), layer.hidden());
  }

  private static Tensor plus(Tensor tensor, Tensor bias) {
    return bias == null ? tensor : tensor.add(bias);
  }
}
