package org.pith.network.rewrite;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.pith.network.Network;
import org.pith.network.Node;
import org.pith.network.Operator.Binary;
import org.pith.network.Operator.Reduce;
import org.pith.network.Operator.Unary;
import org.pith.network.Shape;
import org.pith.network.Tensor;

/**
 * The logarithms of a softmax, as they are read from a file: {@code x - log(sum(exp(x)))} of {@code x = z - max(z)}. A softmax of them
 * at some temperature is that of z at it.
 *
 * @param scores z
 * @param nodes the six that make x and the result of it, in node order
 */
record LogSoftmax(String scores, List<Node> nodes) {

  /** The one that makes a tensor; empty where it is made otherwise, or something else reads what is made on the way. */
  static Optional<LogSoftmax> of(Network network, String tensor) {
    return network
        .producer(tensor)
        .filter(last -> is(last, Binary.Function.SUB))
        .flatMap(last -> of(network, last));
  }

  private static Optional<LogSoftmax> of(Network network, Node last) {
    Optional<Node> log = made(network, last.input(1)).filter(n -> is(n, Unary.Function.LOG));
    Optional<Node> sum = read(network, log).filter(n -> is(network, n, Reduce.Kind.SUM));
    Optional<Node> exp =
        read(network, sum)
            .filter(n -> is(n, Unary.Function.EXP) && n.input(0).equals(last.input(0)));
    Optional<Node> shifted = read(network, exp).filter(n -> is(n, Binary.Function.SUB));
    Optional<Node> max =
        shifted
            .flatMap(n -> made(network, n.input(1)))
            .filter(
                n ->
                    is(network, n, Reduce.Kind.MAX)
                        && n.input(0).equals(shifted.orElseThrow().input(0)));
    return max.map(
            m ->
                new LogSoftmax(
                    m.input(0),
                    List.of(
                        m,
                        shifted.orElseThrow(),
                        exp.orElseThrow(),
                        sum.orElseThrow(),
                        log.orElseThrow(),
                        last)))
        .filter(found -> found.isAlone(network, last));
  }

  private static Optional<Node> read(Network network, Optional<Node> node) {
    return node.flatMap(n -> made(network, n.input(0)));
  }

  private static Optional<Node> made(Network network, String tensor) {
    return network.producer(tensor);
  }

  private boolean isAlone(Network network, Node last) {
    Set<String> names = nodes.stream().map(Node::name).collect(Collectors.toSet());
    return nodes.stream()
        .filter(n -> !n.equals(last))
        .allMatch(
            n ->
                network.outputs().stream().noneMatch(p -> p.name().equals(n.output()))
                    && network.consumers(n.output()).stream()
                        .allMatch(c -> names.contains(c.name())));
  }

  private static boolean is(Node node, Binary.Function function) {
    return node.operator().equals(new Binary(function));
  }

  private static boolean is(Node node, Unary.Function function) {
    return node.operator().equals(new Unary(function));
  }

  /** Over the last axis, which stays. */
  private static boolean is(Network network, Node node, Reduce.Kind kind) {
    int last = network.type(node.input(0)).map(t -> t.shape().rank() - 1).orElse(-1);
    return node.operator().equals(new Reduce(kind, true))
        && network.constants().get(node.input(1)) instanceof Tensor.Longs(Shape _, long[] axes)
        && axes.length == 1
        && (axes[0] == -1 || axes[0] == last);
  }
}
