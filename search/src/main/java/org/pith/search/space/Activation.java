package org.pith.search.space;

import org.pith.network.Operator;

/** The activations of the spaces. All pass zero as zero, so padded units stay inert when candidates train in one batch. */
public enum Activation {
  RELU(new Operator.Unary(Operator.Unary.Function.RELU)),
  LEAKY_RELU(new Operator.LeakyRelu(0.1f)),
  GELU(new Operator.Unary(Operator.Unary.Function.GELU)),
  TANH(new Operator.Unary(Operator.Unary.Function.TANH));

  @SuppressWarnings("ImmutableEnumChecker") // a record of numbers
  private final Operator operator;

  Activation(Operator operator) {
    this.operator = operator;
  }

  Operator operator() {
    return operator;
  }
}
