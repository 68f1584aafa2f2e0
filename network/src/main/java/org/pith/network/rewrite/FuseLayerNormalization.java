package org.pith.network.rewrite;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pith.network.Network;
import org.pith.network.Node;
import org.pith.network.Operator;
import org.pith.network.Operator.Binary.Function;
import org.pith.network.Operator.Reduce;
import org.pith.network.Port;
import org.pith.network.Shape;
import org.pith.network.Tensor;

/**
 * Finds layer normalisation written out, as exporters do before operator set 17, and makes it one node again:
 *
 * <pre>  d = x - mean(x);  d / sqrt(mean(d^2) + epsilon) * scale + bias</pre>
 *
 * over the last dimension, with a constant scale and bias of its size. What the network computes is the same up to float
 * rounding. As one node its channels can be followed, so they can be removed.
 */
public final class FuseLayerNormalization {

  private final Network network;

  private FuseLayerNormalization(Network network) {
    this.network = network;
  }

  /**
   * Fuses every layer normalisation that is found and of which nothing else reads a part.
   *
   * @param network any network
   * @return the same network where there is nothing to fuse
   */
  public static Network apply(Network network) {
    Network fused = network;
    for (Node node : network.nodes()) {
      if (isBinary(node, Function.ADD)) {
        fused = new FuseLayerNormalization(fused).fuse(node).orElse(fused);
      }
    }
    return fused.nodes().size() == network.nodes().size()
        ? network
        : Splice.withoutDeadConstants(fused);
  }

  private record Parts(String x, Node div, Node mul, float epsilon, String scale, String bias) {}

  private Optional<Network> fuse(Node add) {
    return parts(add).filter(parts -> isApart(parts, add)).map(parts -> replaced(parts, add));
  }

  private Optional<Parts> parts(Node add) {
    Optional<Operand> shift = operand(add);
    Optional<Node> mul = shift.flatMap(s -> made(s.tensor(), Function.MUL));
    Optional<Operand> scale = mul.flatMap(this::operand);
    Optional<Node> div = scale.flatMap(s -> made(s.tensor(), Function.DIV));
    Optional<Node> sub = div.flatMap(d -> made(d.input(0), Function.SUB));
    Optional<Float> epsilon = div.flatMap(d -> epsilon(d.input(1), d.input(0)));
    boolean centred =
        sub.filter(s -> mean(s.input(1)).filter(s.input(0)::equals).isPresent()).isPresent();
    return centred && epsilon.isPresent() && fits(scale.get(), shift.get(), sub.get().input(0))
        ? Optional.of(
            new Parts(
                sub.get().input(0),
                div.get(),
                mul.get(),
                epsilon.get(),
                scale.get().constant(),
                shift.get().constant()))
        : Optional.empty();
  }

  /** A sum or product of a tensor with a constant. */
  private record Operand(String tensor, String constant) {}

  private Optional<Operand> operand(Node node) {
    boolean second = network.constants().get(node.input(1)) instanceof Tensor.Floats;
    boolean first = network.constants().get(node.input(0)) instanceof Tensor.Floats;
    return second
        ? Optional.of(new Operand(node.input(0), node.input(1)))
        : first ? Optional.of(new Operand(node.input(1), node.input(0))) : Optional.empty();
  }

  /** The epsilon of {@code sqrt(mean(d^2) + epsilon)}. */
  private Optional<Float> epsilon(String tensor, String difference) {
    return network
        .producer(tensor)
        .filter(n -> n.operator().equals(new Operator.Unary(Operator.Unary.Function.SQRT)))
        .flatMap(n -> made(n.input(0), Function.ADD))
        .flatMap(this::operand)
        .filter(sum -> network.constant(sum.constant()).shape().elements() == 1)
        .filter(sum -> mean(sum.tensor()).filter(s -> isSquare(s, difference)).isPresent())
        .map(sum -> network.floats(sum.constant()).values()[0]);
  }

  private boolean isSquare(String tensor, String difference) {
    Node node = network.producer(tensor).orElse(null);
    if (node == null || !node.input(0).equals(difference)) {
      return false;
    }
    boolean power =
        isBinary(node, Function.POW)
            && network.constants().get(node.input(1)) instanceof Tensor.Floats(_, float[] v)
            && v.length == 1
            && v[0] == 2;
    return power || (isBinary(node, Function.MUL) && node.input(1).equals(difference));
  }

  /** What a mean over the last dimension is taken of. */
  private Optional<String> mean(String tensor) {
    return network
        .producer(tensor)
        .filter(n -> n.operator().equals(new Reduce(Reduce.Kind.MEAN, true)))
        .filter(n -> network.type(n.input(0)).isPresent())
        .filter(
            n ->
                network.constants().get(n.input(1)) instanceof Tensor.Longs(_, long[] axes)
                    && axes.length == 1
                    && (axes[0] == -1 || axes[0] == network.shape(n.input(0)).rank() - 1))
        .map(n -> n.input(0));
  }

  private boolean fits(Operand scale, Operand shift, String x) {
    Shape last = Shape.of(network.shape(x).dim(-1));
    return network.constant(scale.constant()).shape().equals(last)
        && network.constant(shift.constant()).shape().equals(last);
  }

  private Optional<Node> made(String tensor, Function function) {
    return network.producer(tensor).filter(n -> isBinary(n, function));
  }

  private static boolean isBinary(Node node, Function function) {
    return node.operator().equals(new Operator.Binary(function));
  }

  /** Whether nothing but the next step reads what the steps make. */
  private boolean isApart(Parts parts, Node add) {
    Set<String> returned = new HashSet<>();
    network.outputs().stream().map(Port::name).forEach(returned::add);
    return inner(parts).stream()
        .map(Node::output)
        .allMatch(
            t ->
                !returned.contains(t)
                    && network.consumers(t).stream()
                        .allMatch(n -> n.equals(add) || inner(parts).contains(n)));
  }

  /** The steps before the last. */
  private Set<Node> inner(Parts parts) {
    Set<Node> inner = new HashSet<>();
    collect(parts.mul(), parts.x(), inner);
    return inner;
  }

  private void collect(Node node, String until, Set<Node> inner) {
    inner.add(node);
    node.inputs().stream()
        .filter(input -> !input.equals(until))
        .flatMap(input -> network.producer(input).stream())
        .forEach(before -> collect(before, until, inner));
  }

  private Network replaced(Parts parts, Node add) {
    Node norm =
        new Node(
            add.name(),
            new Operator.LayerNormalization(-1, parts.epsilon()),
            List.of(parts.x(), parts.scale(), parts.bias()),
            add.outputs());
    List<Node> nodes = new ArrayList<>(network.nodes());
    nodes.set(nodes.indexOf(add), norm);
    nodes.removeAll(inner(parts));
    return network.withNodes(nodes);
  }
}
