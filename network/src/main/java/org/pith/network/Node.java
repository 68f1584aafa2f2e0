package org.pith.network;

import java.util.List;

/**
 * One operator at work in a network.
 *
 * @param name unique in its network
 * @param operator what it computes
 * @param inputs names of the tensors it reads, in the operator's order; an empty name is an optional input left out
 * @param outputs names of the tensors it makes, at least one; an empty name is an optional output left out
 */
public record Node(String name, Operator operator, List<String> inputs, List<String> outputs) {

  /** Copies the lists. */
  public Node {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    if (outputs.isEmpty()) {
      throw new IllegalArgumentException("Node %s must have an output.".formatted(name));
    }
  }

  /** The first output, the only one of most operators. */
  public String output() {
    return outputs.getFirst();
  }

  /** Input {@code index}, or the empty string where it is left out. */
  public String input(int index) {
    return index < inputs.size() ? inputs.get(index) : "";
  }

  /** Whether input {@code index} is given. */
  public boolean hasInput(int index) {
    return !input(index).isEmpty();
  }

  /** This node reading other tensors. */
  public Node withInputs(List<String> changed) {
    return new Node(name, operator, changed, outputs);
  }

  /** This node computing something else. */
  public Node withOperator(Operator changed) {
    return new Node(name, changed, inputs, outputs);
  }

  /** For messages: {@code layer1/gemm (Gemm)}. */
  @Override
  public String toString() {
    return "%s (%s)".formatted(name, operator.type());
  }
}
