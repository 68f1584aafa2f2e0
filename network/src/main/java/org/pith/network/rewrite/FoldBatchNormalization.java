package org.pith.network.rewrite;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pith.network.Network;
import org.pith.network.Node;
import org.pith.network.Operator;
import org.pith.network.Shape;
import org.pith.network.Tensor;

/**
 * Folds batch normalisation into the layer before it. With per-channel scale {@code s = scale /
 * sqrt(variance + epsilon)},
 *
 * <pre>  s * (W x + b - mean) + bias  =  (s W) x + (s (b - mean) + bias),</pre>
 *
 * so the layer's weights and bias absorb the node. What the folded network computes while serving
 * is the same up to float rounding; it can no longer be trained with batch statistics.
 *
 * <p>A node is folded where its input is made by a Gemm, a MatMul of matrices (which becomes a
 * Gemm, for it has no bias) or a Conv with constant weights, and nothing else reads that input.
 * Others stay as they are.
 */
public final class FoldBatchNormalization {

  private FoldBatchNormalization() {}

  /**
   * Folds every batch normalisation that can be folded.
   *
   * @param network any network
   * @return the folded network, without the constants that became dead; the same network where
   *     there is nothing to fold
   */
  public static Network apply(Network network) {
    Network folded = network;
    for (Node node : network.nodes()) {
      if (node.operator() instanceof Operator.BatchNormalization norm) {
        folded = fold(folded, folded.node(node.name()), norm);
      }
    }
    boolean fewer = folded.nodes().size() < network.nodes().size();
    return fewer ? Splice.withoutDeadConstants(folded) : network;
  }

  private static Network fold(Network network, Node node, Operator.BatchNormalization operator) {
    return layerBefore(network, node)
        .flatMap(layer -> Affine.of(network, layer).map(affine -> new Layer(layer, affine)))
        .map(layer -> replace(network, node, layer, Scaling.of(network, node, operator)))
        .orElse(network);
  }

  private static Optional<Node> layerBefore(Network network, Node norm) {
    String read = norm.input(0);
    boolean readElsewhere =
        network.consumers(read).size() > 1
            || network.outputs().stream().anyMatch(o -> o.name().equals(read));
    boolean constant =
        norm.inputs().stream()
            .skip(1)
            .allMatch(name -> network.constants().get(name) instanceof Tensor.Floats);
    return readElsewhere || !constant ? Optional.empty() : network.producer(read);
  }

  private static Network replace(Network network, Node norm, Layer layer, Scaling scaling) {
    Affine affine = layer.affine();
    Network scaled =
        Splice.withLayer(
            network,
            layer.node(),
            affine.operator(),
            affine.scaledWeight(scaling.scale()),
            affine.scaledBias(scaling.scale(), scaling.shift()));
    return bridge(scaled, scaled.node(layer.node().name()), norm);
  }

  /** Lets {@code before} make what {@code after} made, and drops {@code after}. */
  private static Network bridge(Network network, Node before, Node after) {
    List<Node> nodes = new ArrayList<>(network.nodes());
    nodes.set(
        nodes.indexOf(before),
        new Node(before.name(), before.operator(), before.inputs(), after.outputs()));
    nodes.remove(after);
    return network.withNodes(nodes);
  }

  private record Layer(Node node, Affine affine) {}

  /** Per-channel {@code y = scale * x + shift}. */
  private record Scaling(double[] scale, double[] shift) {

    static Scaling of(Network network, Node node, Operator.BatchNormalization operator) {
      float[] gamma = network.floats(node.input(1)).values();
      float[] beta = network.floats(node.input(2)).values();
      float[] mean = network.floats(node.input(3)).values();
      float[] variance = network.floats(node.input(4)).values();
      double[] scale = new double[gamma.length];
      double[] shift = new double[gamma.length];
      for (int c = 0; c < gamma.length; c++) {
        scale[c] = gamma[c] / Math.sqrt((double) variance[c] + operator.epsilon());
        shift[c] = beta[c] - mean[c] * scale[c];
      }
      return new Scaling(scale, shift);
    }
  }

  /** A layer {@code W x + b} whose weight's axis {@code unitAxis} counts its units. */
  private record Affine(Operator operator, Tensor.Floats weight, int unitAxis, double[] bias) {

    static Optional<Affine> of(Network network, Node node) {
      if (!(network.constants().get(node.input(1)) instanceof Tensor.Floats weight)) {
        return Optional.empty();
      }
      return switch (node.operator()) {
        case Operator.Gemm gemm -> ofGemm(network, node, gemm, weight);
        case Operator.Conv conv ->
            Biases.of(network, node.input(2), weight.shape().dim(0), 1)
                .map(bias -> new Affine(conv, weight, 0, bias));
        case Operator.MatMul _
            when network.shape(node.input(0)).rank() == 2 && weight.shape().rank() == 2 ->
            Optional.of(
                new Affine(Operator.Gemm.PLAIN, weight, 1, new double[weight.shape().dim(1)]));
        default -> Optional.empty();
      };
    }

    private static Optional<Affine> ofGemm(
        Network network, Node node, Operator.Gemm gemm, Tensor.Floats weight) {
      int unitAxis = gemm.transB() ? 0 : 1;
      Operator plainBias = new Operator.Gemm(gemm.alpha(), 1, gemm.transA(), gemm.transB());
      return Biases.of(network, node.input(2), weight.shape().dim(unitAxis), gemm.beta())
          .map(bias -> new Affine(plainBias, weight, unitAxis, bias));
    }

    Tensor scaledWeight(double[] scale) {
      float[] values = weight.values().clone();
      int inner = inner(weight.shape(), unitAxis);
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (values[i] * scale[i / inner % scale.length]);
      }
      return new Tensor.Floats(weight.shape(), values);
    }

    Tensor scaledBias(double[] scale, double[] shift) {
      float[] values = new float[bias.length];
      for (int u = 0; u < values.length; u++) {
        values[u] = (float) (scale[u] * bias[u] + shift[u]);
      }
      return Tensor.vector(values);
    }

    private static int inner(Shape shape, int axis) {
      int product = 1;
      for (int i = axis + 1; i < shape.rank(); i++) {
        product *= shape.dim(i);
      }
      return product;
    }
  }
}
