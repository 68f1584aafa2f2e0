package org.pith.network;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Looks for what is legal in a graph but rarely meant. (What is not legal, the constructor of {@link Network} refuses.) An
 * error makes the results of the network wrong or stops it; a warning only wastes.
 */
public final class GraphCheck {

  private GraphCheck() {}

  /** How bad a finding is. */
  public enum Severity {
    WARNING,
    ERROR
  }

  /**
   * One thing found.
   *
   * @param severity how bad it is
   * @param where name of the node, constant, input or output
   * @param message a sentence for the user
   */
  public record Finding(Severity severity, String where, String message) {}

  /** All findings, errors first, otherwise in the order of the graph. */
  public static List<Finding> of(Network network) {
    Set<String> needed = needed(network);
    return Stream.of(
            shapes(network),
            values(network),
            unknown(network),
            unusedInputs(network, needed),
            unusedConstants(network, needed),
            deadNodes(network, needed))
        .flatMap(List::stream)
        .sorted((a, b) -> b.severity().compareTo(a.severity()))
        .toList();
  }

  /** Names of the tensors on which the outputs depend. */
  private static Set<String> needed(Network network) {
    Set<String> needed = new HashSet<>();
    network.outputs().forEach(p -> needed.add(p.name()));
    for (Node node : network.nodes().reversed()) {
      if (node.outputs().stream().anyMatch(needed::contains)) {
        needed.addAll(node.inputs());
      }
    }
    return needed;
  }

  private static List<Finding> shapes(Network network) {
    try {
      return network.outputs().stream()
          .filter(p -> network.type(p.name()).filter(t -> !t.equals(typeOf(p))).isPresent())
          .map(
              p ->
                  error(
                      p.name(),
                      "Output %s is declared as %s, but the nodes make %s."
                          .formatted(p.name(), typeOf(p), network.type(p.name()).orElseThrow())))
          .toList();
    } catch (IllegalArgumentException disagreement) {
      return List.of(error(network.name(), disagreement.getMessage()));
    }
  }

  private static TensorType typeOf(Port port) {
    return new TensorType(port.type(), port.shape());
  }

  private static List<Finding> values(Network network) {
    List<Finding> findings = new ArrayList<>();
    network
        .constants()
        .forEach(
            (name, tensor) -> {
              if (tensor instanceof Tensor.Floats(_, float[] values)) {
                findings.addAll(values(name, values));
              }
            });
    return findings;
  }

  private static List<Finding> values(String name, float[] values) {
    int nans = 0;
    int infinities = 0;
    for (float value : values) {
      nans += Float.isNaN(value) ? 1 : 0;
      infinities += Float.isInfinite(value) ? 1 : 0;
    }
    List<Finding> findings = new ArrayList<>();
    if (nans > 0) {
      findings.add(
          error(
              name,
              "Constant %s holds NaN in %d of %d values.".formatted(name, nans, values.length)));
    }
    if (infinities > 0) {
      findings.add(
          warning(
              name,
              "Constant %s is infinite in %d of %d values."
                  .formatted(name, infinities, values.length)));
    }
    return findings;
  }

  private static List<Finding> unknown(Network network) {
    return network.nodes().stream()
        .filter(n -> n.operator() instanceof Operator.Unknown)
        .map(
            n ->
                warning(
                    n.name(),
                    "Node %s has an operator that is not in Pith's table: it can be kept but not"
                            .formatted(n)
                        + " trained."))
        .toList();
  }

  private static List<Finding> unusedInputs(Network network, Set<String> needed) {
    return network.inputs().stream()
        .map(Port::name)
        .filter(name -> !needed.contains(name))
        .map(name -> warning(name, "No output depends on input %s.".formatted(name)))
        .toList();
  }

  private static List<Finding> unusedConstants(Network network, Set<String> needed) {
    return network.constants().keySet().stream()
        .filter(name -> !needed.contains(name))
        .map(name -> warning(name, "No output depends on constant %s.".formatted(name)))
        .toList();
  }

  private static List<Finding> deadNodes(Network network, Set<String> needed) {
    return network.nodes().stream()
        .filter(n -> n.outputs().stream().noneMatch(needed::contains))
        .map(n -> warning(n.name(), "No output depends on node %s.".formatted(n)))
        .toList();
  }

  private static Finding error(String where, String message) {
    return new Finding(Severity.ERROR, where, message);
  }

  private static Finding warning(String where, String message) {
    return new Finding(Severity.WARNING, where, message);
  }
}
