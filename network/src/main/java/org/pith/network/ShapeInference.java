package org.pith.network;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Element types and shapes of the tensors of a graph, node by node, by the shape rules of the operators. What follows an
 * {@linkplain Operator.Unknown unknown operator} stays unknown, as does a shape that depends on values which are only known
 * when the network runs.
 *
 * <p>The number of rows N stays open throughout. An operator that joins it with another dimension makes a multiple of it; one
 * that would divide it leaves the shape unknown, and one that contradicts it is an error.
 *
 * <p>One pass over the nodes; not safe for use by several threads.
 */
public final class ShapeInference {

  private final Map<String, TensorType> types = new HashMap<>();
  private final Map<String, Tensor> constants = new HashMap<>();
  private final Set<String> names = new HashSet<>();

  /** An inference that knows no tensor yet. */
  public ShapeInference() {}

  /**
   * The known types of all tensors of a network.
   *
   * @return by tensor name; without the tensors whose type is unknown
   * @throws IllegalArgumentException if shapes or element types disagree; the message names the node, its operator and the
   *     shapes
   */
  public static Map<String, TensorType> infer(Network network) {
    ShapeInference inference = new ShapeInference();
    network.inputs().forEach(p -> inference.define(p.name(), new TensorType(p.type(), p.shape())));
    network.constants().forEach(inference::define);
    network.nodes().forEach(inference::add);
    return Collections.unmodifiableMap(inference.types);
  }

  /**
   * Makes an input of the graph known.
   *
   * @throws IllegalArgumentException if the name is empty or already there
   */
  public void define(String tensor, TensorType type) {
    if (tensor.isEmpty() || !names.add(tensor)) {
      throw new IllegalArgumentException(
          tensor.isEmpty()
              ? "A tensor must have a name."
              : "A tensor named %s is already there.".formatted(tensor));
    }
    types.put(tensor, type);
  }

  /**
   * Makes a constant known; its values count where a shape depends on them.
   *
   * @throws IllegalArgumentException if the name is empty or already there
   */
  public void define(String tensor, Tensor constant) {
    define(tensor, new TensorType(constant.type(), constant.shape()));
    constants.put(tensor, constant);
  }

  /**
   * Infers the outputs of the next node.
   *
   * @throws IllegalArgumentException if an input is not known by name, an output already is, or the inputs do not suit the
   *     operator
   */
  public void add(Node node) {
    List<TensorType> inputs = new ArrayList<>();
    boolean known = true;
    for (String input : node.inputs()) {
      if (!input.isEmpty() && !names.contains(input)) {
        throw new IllegalArgumentException(
            "Node %s reads %s, which nothing before it provides. Maybe the nodes are not in an order of"
                    .formatted(node, input)
                + " computation, or the graph has a cycle.");
      }
      inputs.add(types.get(input));
      known &= input.isEmpty() || types.containsKey(input);
    }
    List<Tensor> values = new ArrayList<>();
    node.inputs().forEach(input -> values.add(constants.get(input)));
    ShapeRules rules = new ShapeRules(node, inputs, values);
    rules.checkInputCount();
    defineOutputs(node, known ? output(node, rules) : Optional.empty());
  }

  private static Optional<TensorType> output(Node node, ShapeRules rules) {
    try {
      return rules.output();
    } catch (ArithmeticException overflow) {
      throw new IllegalArgumentException(
          "Node %s has shapes that are too large: %s.".formatted(node, rules.inputs()), overflow);
    }
  }

  /** Element type and shape of a tensor; empty where unknown or not there. */
  public Optional<TensorType> type(String tensor) {
    return Optional.ofNullable(types.get(tensor));
  }

  private void defineOutputs(Node node, Optional<TensorType> first) {
    for (String output : node.outputs()) {
      if (!output.isEmpty() && !names.add(output)) {
        throw new IllegalArgumentException(
            "Node %s makes %s, but a tensor of that name is already there."
                .formatted(node, output));
      }
    }
    first.ifPresent(type -> types.put(node.output(), type));
    if (node.operator() instanceof Operator.Unknown unknown) {
      for (int i = 0; i < Math.min(unknown.makes().size(), node.outputs().size()); i++) {
        types.put(node.outputs().get(i), unknown.makes().get(i));
      }
    }
  }
}
