package org.pith.network;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Looks for what makes the results of a network wrong or stops it: shapes that disagree, and weights that are not numbers. (What
 * is no graph at all, the constructor of {@link Network} refuses.)
 */
public final class GraphCheck {

  private GraphCheck() {}

  /**
   * One thing found.
   *
   * @param where name of the constant or output; of the network, where shapes disagree within
   * @param message a sentence for the user
   */
  public record Finding(String where, String message) {}

  /** All findings, those of shapes first, otherwise in the order of the graph. */
  public static List<Finding> of(Network network) {
    return Stream.of(shapes(network), values(network)).flatMap(List::stream).toList();
  }

  private static List<Finding> shapes(Network network) {
    try {
      return network.outputs().stream()
          .filter(p -> network.type(p.name()).filter(t -> !t.equals(typeOf(p))).isPresent())
          .map(
              p ->
                  new Finding(
                      p.name(),
                      "Output %s is declared as %s, but the nodes make %s."
                          .formatted(p.name(), typeOf(p), network.type(p.name()).orElseThrow())))
          .toList();
    } catch (IllegalArgumentException disagreement) {
      return List.of(new Finding(network.name(), disagreement.getMessage()));
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
              int nans = tensor instanceof Tensor.Floats(_, float[] values) ? nans(values) : 0;
              if (nans > 0) {
                findings.add(
                    new Finding(
                        name,
                        "Constant %s holds NaN in %d of %d values."
                            .formatted(name, nans, tensor.shape().elements())));
              }
            });
    return findings;
  }

  private static int nans(float[] values) {
    int nans = 0;
    for (float value : values) {
      nans += Float.isNaN(value) ? 1 : 0;
    }
    return nans;
  }
}
