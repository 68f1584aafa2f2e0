package org.pith.prune.inspect;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.pith.network.Network;
import org.pith.network.Node;
import org.pith.network.Operator;
import org.pith.network.Port;
import org.pith.network.RowAxis;
import org.pith.network.Shape;
import org.pith.network.Tensor;
import org.pith.network.cost.Cost;
import org.pith.network.rewrite.Splice;
import org.pith.train.Target;
import org.pith.train.probe.LinearHead;

/**
 * How far a network can be run. What hangs on an operator that ONNX Runtime does not have either is out of reach; where the answer
 * is, a linear decoder of all that the rest would have read stands in its place, so that what comes before can be inspected as ever.
 * Those tensors are outputs too: their channels stay as they are, since what reads them is not known to do with fewer.
 *
 * @param network that can be run
 * @param unreached what cannot; empty where that is nothing
 */
record Reach(Network network, Optional<Inventory.Unreached> unreached) {

  /**
   * Finds it.
   *
   * @param network whose operators outside of the table have been observed where they can be run
   * @param fit rows that the decoder is fitted on
   * @throws IllegalArgumentException if the answer is out of reach, and all layers are
   */
  static Reach of(Network network, Rows fit, int threads, long seed) {
    List<Node> lost = lost(network);
    if (lost.isEmpty()) {
      return new Reach(network, Optional.empty());
    }
    Network within = within(network, lost);
    if (Answer.find(within, fit.target()).isPresent()) {
      return new Reach(within, Optional.of(unreached(network, lost, within, List.of())));
    }
    List<String> read = read(within, lost);
    Network leading = within.withNodes(within.leadingTo(read)).withOutputs(read);
    if (leading.nodes().stream().noneMatch(n -> Span.mixes(leading, n))) {
      throw new IllegalArgumentException(
          "ONNX Runtime cannot run operator %s of node %s, so nothing after it can be inspected, and it reads of no layer before it what rows could be told apart in. Maybe write the model with operators of ONNX."
              .formatted(operator(lost.getFirst()), lost.getFirst().name()));
    }
    Network answering = withHead(Splice.withoutDeadConstants(leading), read, fit, threads, seed);
    return new Reach(answering, Optional.of(unreached(network, lost, leading, read)));
  }

  /** Nodes that cannot be run, and all that hangs on them, in node order. */
  private static List<Node> lost(Network network) {
    Set<String> tensors = new HashSet<>();
    List<Node> lost = new ArrayList<>();
    for (Node node : network.nodes()) {
      boolean stranger =
          node.operator() instanceof Operator.Unknown unknown && !unknown.isObserved();
      if (stranger || node.inputs().stream().anyMatch(tensors::contains)) {
        lost.add(node);
        node.outputs().stream().filter(o -> !o.isEmpty()).forEach(tensors::add);
      }
    }
    return lost;
  }

  /** The network without these nodes, and without the outputs that they make. */
  private static Network within(Network network, List<Node> lost) {
    Set<Node> without = new HashSet<>(lost);
    List<Node> kept = network.nodes().stream().filter(Predicate.not(without::contains)).toList();
    Set<String> made = new HashSet<>();
    lost.forEach(n -> made.addAll(n.outputs()));
    List<String> outputs =
        network.outputs().stream().map(Port::name).filter(Predicate.not(made::contains)).toList();
    return network.withOutputs(List.of()).withNodes(kept).withOutputs(outputs);
  }

  /** What these nodes read of the others, as far as rows can be told apart in it, in node order. */
  private static List<String> read(Network within, List<Node> lost) {
    Set<String> wanted = new HashSet<>();
    lost.forEach(n -> wanted.addAll(n.inputs()));
    return within.nodes().stream()
        .flatMap(n -> n.outputs().stream())
        .filter(wanted::contains)
        .filter(t -> Taps.isTappable(within, t))
        .toList();
  }

  private static Inventory.Unreached unreached(
      Network whole, List<Node> lost, Network within, List<String> read) {
    long params = Cost.of(whole).params() - Cost.of(within).params();
    Node first = lost.getFirst();
    return new Inventory.Unreached(operator(first), first.name(), lost.size(), params, read);
  }

  private static String operator(Node node) {
    return ((Operator.Unknown) node.operator()).qualifiedName();
  }

  private static Network withHead(
      Network leading, List<String> read, Rows fit, int threads, long seed) {
    LinearHead head = head(leading, read, fit, threads, seed);
    List<Node> nodes = new ArrayList<>(leading.nodes());
    Map<String, Tensor> constants = new LinkedHashMap<>(leading.constants());
    List<String> flat = read.stream().map(t -> flattened(leading, t, nodes, constants)).toList();
    String all =
        flat.size() == 1
            ? flat.getFirst()
            : added(nodes, "all that is read", new Operator.Concat(1), flat);
    String name = Inventory.Unreached.DECODER;
    constants.put(name + "/weight", head.weight());
    constants.put(name + "/bias", head.bias());
    added(nodes, name, Operator.Gemm.TRANSPOSED, List.of(all, name + "/weight", name + "/bias"));
    return leading
        .withNodes(nodes, constants)
        .withOutputs(Stream.concat(Stream.of(name), read.stream()).toList());
  }

  private static LinearHead head(
      Network leading, List<String> read, Rows fit, int threads, long seed) {
    Map<String, float[]> values = Taps.of(leading, fit, read, threads);
    Target target = fit.target();
    if (read.size() == 1) {
      String tensor = read.getFirst();
      return LinearHead.fit(Taps.shape(leading, tensor), values.get(tensor), target, seed);
    }
    float[] together = sideBySide(read.stream().map(values::get).toList(), fit.count());
    Shape shape = Shape.of(Shape.BATCH, together.length / fit.count());
    return LinearHead.fit(shape, together, target, seed);
  }

  private static float[] sideBySide(List<float[]> parts, int rows) {
    int width = parts.stream().mapToInt(p -> p.length / rows).sum();
    float[] together = new float[Math.multiplyExact(rows, width)];
    int from = 0;
    for (float[] part : parts) {
      int own = part.length / rows;
      for (int row = 0; row < rows; row++) {
        System.arraycopy(part, row * own, together, row * width + from, own);
      }
      from += own;
    }
    return together;
  }

  /** Adds what makes of a tensor one row of numbers for each row, in the order that taps give. */
  private static String flattened(
      Network network, String tensor, List<Node> nodes, Map<String, Tensor> constants) {
    RowAxis rows = RowAxis.require(network, tensor);
    String moved = tensor;
    if (rows.before() > 1) {
      String apart = reshaped(tensor, "/apart", nodes, constants, rows.before(), -1, rows.after());
      moved =
          added(
              nodes,
              tensor + "/rows first",
              new Operator.Transpose(List.of(1, 0, 2)),
              List.of(apart));
    }
    return reshaped(moved, "/flat", nodes, constants, -1, (long) rows.before() * rows.after());
  }

  private static String reshaped(
      String tensor, String suffix, List<Node> nodes, Map<String, Tensor> constants, long... dims) {
    String shape = tensor + suffix + "/shape";
    constants.put(shape, Tensor.longs(dims));
    return added(nodes, tensor + suffix, new Operator.Reshape(), List.of(tensor, shape));
  }

  private static String added(
      List<Node> nodes, String name, Operator operator, List<String> inputs) {
    nodes.add(new Node(name, operator, inputs, List.of(name)));
    return name;
  }
}
