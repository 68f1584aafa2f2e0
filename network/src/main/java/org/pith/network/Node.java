package org.pith.network;

import java.util.List;

/**
 * One operator at work in a network.
 *
 * @param name unique in its network
 * @param operator what it computes
 * @param inputs names of the tensors it reads, in the operator's order; an empty name is an optional input left out
 * @param outputs names of the tensors it makes
 */
public record Node(String name, Operator operator, List<String> inputs, List<String> outputs) {

  /** Copies the lists. */
  public Node {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  /** The first output, the only one of most operators. */
  public String output() {
    return outputs.getFirst();
  }

  /** Input {@code index}, or the empty string where it is left out. */
  public String input(int index) {
    return index < inputs.size() ? inputs.get(index) : "";
  }
}
