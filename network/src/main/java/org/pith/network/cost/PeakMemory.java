package org.pith.network.cost;

import java.util.HashMap;
import java.util.Map;
import org.pith.network.ElementType;
import org.pith.network.Network;
import org.pith.network.Node;
import org.pith.network.Operator;
import org.pith.network.Port;

/**
 * The peak of live activations for one row. Nodes run in their order. A tensor lives from the node that makes it to the last
 * node that reads it, an input from the start, an output to the end; while a node runs, both what it reads and what it makes
 * are alive. Constants are not activations. Floats take as many bytes as in the file's {@linkplain Network#precision precision}.
 * Tensors of unknown shape count as nothing.
 *
 * <p>A node that works element by element, or only gives its input another shape, writes into the memory of its first input
 * if that input is as large as the output, is not an input of the network, and lives no longer.
 */
final class PeakMemory {

  private final Network network;
  private final Map<String, Integer> lastUse = new HashMap<>();

  private PeakMemory(Network network) {
    this.network = network;
    for (int i = 0; i < network.nodes().size(); i++) {
      for (String input : network.nodes().get(i).inputs()) {
        lastUse.put(input, i);
      }
    }
    network.outputs().forEach(p -> lastUse.put(p.name(), Integer.MAX_VALUE));
  }

  /** The peak in bytes. */
  static long bytes(Network network) {
    return new PeakMemory(network).peak();
  }

  private long peak() {
    Map<String, Long> live = new HashMap<>();
    network.inputs().stream().map(Port::name).forEach(name -> live.put(name, size(name)));
    long now = live.values().stream().mapToLong(Long::longValue).sum();
    long peak = now;
    for (int i = 0; i < network.nodes().size(); i++) {
      Node node = network.nodes().get(i);
      if (overwrites(node, i)) {
        now -= live.remove(node.input(0));
      }
      for (String output : node.outputs()) {
        long size = output.isEmpty() ? 0 : size(output);
        live.put(output, size);
        now += size;
      }
      peak = Math.max(peak, now);
      now -= release(live, i);
    }
    return peak;
  }

  private long release(Map<String, Long> live, int step) {
    long[] freed = {0};
    live.entrySet()
        .removeIf(
            e -> {
              boolean dead = lastUse.getOrDefault(e.getKey(), -1) <= step;
              freed[0] += dead ? e.getValue() : 0;
              return dead;
            });
    return freed[0];
  }

  private boolean overwrites(Node node, int step) {
    String input = node.input(0);
    return worksInPlace(node.operator())
        && network.producer(input).isPresent()
        && lastUse.get(input) == step
        && size(input) == size(node.output());
  }

  private long size(String tensor) {
    return network
        .type(tensor)
        .map(type -> type.shape().elements() * bytes(tensor, type.type()))
        .orElse(0L);
  }

  private int bytes(String tensor, ElementType type) {
    return type == ElementType.FLOAT ? network.precision(tensor).bytes() : type.bytes();
  }

  private static boolean worksInPlace(Operator operator) {
    return switch (operator) {
      case Operator.Unary _,
          Operator.LeakyRelu _,
          Operator.Clip _,
          Operator.HardSigmoid _,
          Operator.LayerNormalization _,
          Operator.InstanceNormalization _,
          Operator.Binary _,
          Operator.BatchNormalization _,
          Operator.Softmax _,
          Operator.Flatten _,
          Operator.Reshape _,
          Operator.Dropout _ ->
          true;
      case Operator.Gemm _,
          Operator.MatMul _,
          Operator.Where _,
          Operator.ConvTranspose _,
          Operator.Recurrent _,
          Operator.Resize _,
          Operator.Transpose _,
          Operator.Slice _,
          Operator.Pad _,
          Operator.Expand _,
          Operator.Conv _,
          Operator.Pool _,
          Operator.GlobalAveragePool _,
          Operator.Concat _,
          Operator.Gather _,
          Operator.Reduce _,
          Operator.ArgMax _,
          Operator.Cast _,
          Operator.StringToIndex _,
          Operator.IndexToString _,
          Operator.OneHot _,
          Operator.Unknown _ ->
          false;
    };
  }
}
