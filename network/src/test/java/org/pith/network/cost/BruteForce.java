package org.pith.network.cost;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.pith.network.Network;
import org.pith.network.Node;
import org.pith.network.Operator;
import org.pith.network.Port;
import org.pith.network.Shape;

/** Costs by walking over every product and every moment, slowly. */
final class BruteForce {

  private static final Set<Class<?>> WRITES_OVER =
      Set.of(
          Operator.Unary.class,
          Operator.LeakyRelu.class,
          Operator.Binary.class,
          Operator.BatchNormalization.class,
          Operator.Flatten.class,
          Operator.Reshape.class,
          Operator.Dropout.class);

  private BruteForce() {}

  static long macs(Network network) {
    return network.nodes().stream().mapToLong(n -> macs(network, n)).sum();
  }

  private static long macs(Network network, Node node) {
    long count = 0;
    Shape out = network.shape(node.output());
    switch (node.operator()) {
      case Operator.Gemm gemm -> {
        Shape weight = network.shape(node.input(1));
        for (int i = 0; i < weight.dim(0); i++) {
          for (int j = 0; j < weight.dim(1); j++) {
            count++;
          }
        }
      }
      case Operator.MatMul _ -> {
        Shape read = network.shape(node.input(0)).atBatch(1);
        for (int i = 0; i < read.dim(-1); i++) {
          for (int j = 0; j < out.atBatch(1).elements(); j++) {
            count++;
          }
        }
      }
      case Operator.Conv conv -> {
        int perGroup = network.shape(node.input(0)).dim(1) / conv.groups();
        for (int m = 0; m < out.dim(1); m++) {
          for (int y = 0; y < out.dim(2); y++) {
            for (int x = 0; x < out.dim(3); x++) {
              for (int c = 0; c < perGroup; c++) {
                count += (long) conv.kernel().get(0) * conv.kernel().get(1);
              }
            }
          }
        }
      }
      default -> {}
    }
    return count;
  }

  /** For every node: the sizes of all that is made by then and still read then or later; what is overwritten counts once. */
  static long peakBytes(Network network) {
    List<String> tensors =
        Stream.concat(
                network.inputs().stream().map(Port::name),
                network.nodes().stream().map(Node::output))
            .toList();
    long peak = network.inputs().stream().mapToLong(p -> p.shape().elements() * 4).sum();
    for (int at = 0; at < network.nodes().size(); at++) {
      Set<String> alive = new HashSet<>();
      for (String tensor : tensors) {
        if (madeAt(network, tensor) <= at && neededAt(network, tensor) >= at) {
          alive.add(tensor);
        }
      }
      Node node = network.nodes().get(at);
      String read = node.input(0);
      boolean over =
          WRITES_OVER.contains(node.operator().getClass())
              && madeAt(network, read) >= 0
              && neededAt(network, read) == at
              && network.shape(read).elements() == network.shape(node.output()).elements();
      if (over) {
        alive.remove(read);
      }
      peak = Math.max(peak, alive.stream().mapToLong(t -> network.shape(t).elements() * 4).sum());
    }
    return peak;
  }

  private static int madeAt(Network network, String tensor) {
    return network.producer(tensor).map(n -> network.nodes().indexOf(n)).orElse(-1);
  }

  private static int neededAt(Network network, String tensor) {
    boolean isOutput = network.outputs().stream().anyMatch(p -> p.name().equals(tensor));
    int last =
        network.consumers(tensor).stream()
            .mapToInt(n -> network.nodes().indexOf(n))
            .max()
            .orElse(madeAt(network, tensor));
    return isOutput ? Integer.MAX_VALUE : last;
  }
}
