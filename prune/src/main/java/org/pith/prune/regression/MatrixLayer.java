package org.pith.prune.regression;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.ejml.data.DMatrixRMaj;
import org.pith.network.Network;
import org.pith.network.Node;
import org.pith.network.Operator;
import org.pith.network.Tensor;
import org.pith.network.rewrite.Biases;
import org.pith.network.rewrite.Splice;

/**
 * A matrix product along the last axis: one regression, one row for each place along the axes
 * between the examples and the features. A product of more than two axes has no bias of its own; a
 * new one goes into the sum that follows. Where none follows, weights that need one are not taken.
 */
record MatrixLayer(
    Node node,
    Operator operator,
    int positions,
    boolean unitsFirst,
    DMatrixRMaj matrix,
    double[] biases)
    implements LinearLayer {

  /** A product of a tensor whose last axis is the features with a matrix [F,U]. */
  static Optional<LinearLayer> of(Network network, Node node, Tensor.Floats weight) {
    return of(network, node, node.operator(), Operator.Gemm.PLAIN, weight);
  }

  static Optional<LinearLayer> of(
      Network network, Node node, Operator.Gemm gemm, Tensor.Floats weight) {
    return of(
        network,
        node,
        gemm.transB() ? Operator.Gemm.TRANSPOSED : Operator.Gemm.PLAIN,
        gemm,
        weight);
  }

  private static Optional<LinearLayer> of(
      Network network, Node node, Operator refitted, Operator.Gemm gemm, Tensor.Floats weight) {
    int units = weight.shape().dim(gemm.transB() ? 0 : 1);
    int inputs = weight.shape().dim(gemm.transB() ? 1 : 0);
    DMatrixRMaj matrix = new DMatrixRMaj(inputs, units);
    for (int f = 0; f < inputs; f++) {
      for (int u = 0; u < units; u++) {
        matrix.set(
            f, u, gemm.alpha() * weight.values()[gemm.transB() ? u * inputs + f : f * units + u]);
      }
    }
    return Biases.of(network, node.input(2), units, gemm.beta())
        .map(
            bias ->
                new MatrixLayer(
                    node,
                    refitted,
                    (int) (network.shape(node.input(0)).elements() / inputs),
                    gemm.transB(),
                    matrix,
                    bias));
  }

  @Override
  public int blocks() {
    return 1;
  }

  @Override
  public int features() {
    return matrix.numRows;
  }

  @Override
  public int targets() {
    return matrix.numCols;
  }

  @Override
  public int channel(int block, int feature) {
    return feature;
  }

  @Override
  public void read(float[] input, int example, int position, int block, double[] row) {
    for (int f = 0; f < features(); f++) {
      row[f] = input[(example * positions + position) * features() + f];
    }
  }

  @Override
  public void made(float[] output, int example, int position, int block, double[] row, int offset) {
    for (int u = 0; u < targets(); u++) {
      row[offset + u] = output[(example * positions + position) * targets() + u];
    }
  }

  @Override
  public DMatrixRMaj weights(int block) {
    return matrix.copy();
  }

  @Override
  public double[] bias(int block) {
    return biases.clone();
  }

  @Override
  public Network replaceIn(Network network, List<DMatrixRMaj> weights, List<double[]> bias) {
    DMatrixRMaj refitted = weights.getFirst();
    float[] values = new float[refitted.getNumElements()];
    for (int f = 0; f < features(); f++) {
      for (int u = 0; u < targets(); u++) {
        values[unitsFirst ? u * features() + f : f * targets() + u] = (float) refitted.get(f, u);
      }
    }
    Tensor weight = new Tensor.Floats(network.constant(node.input(1)).shape(), values);
    if (operator instanceof Operator.Gemm) {
      return Splice.withLayer(network, node, operator, weight, Biases.tensor(bias));
    }
    Optional<Node> sum = biasNode(network);
    if (sum.isEmpty() && Arrays.stream(bias.getFirst()).anyMatch(b -> b != 0)) {
      return network;
    }
    Network changed = Splice.withConstant(network, node, 1, weight, "/weight");
    return sum.map(add -> withSum(changed, add, bias)).orElse(changed);
  }

  @Override
  public boolean takesBias(Network network) {
    return operator instanceof Operator.Gemm || biasNode(network).isPresent();
  }

  /** The sum with a vector that is the bias of a product. */
  private Optional<Node> biasNode(Network network) {
    List<Node> readers = network.consumers(node.output());
    return readers.stream()
        .filter(reader -> readers.size() == 1)
        .filter(
            reader ->
                reader.operator() instanceof Operator.Binary(var function)
                    && function == Operator.Binary.Function.ADD)
        .filter(
            reader ->
                reader.inputs().stream()
                    .anyMatch(
                        i ->
                            network.isConstant(i)
                                && network.constant(i).shape().elements() == targets()))
        .findFirst();
  }

  private Network withSum(Network network, Node add, List<double[]> bias) {
    int place = network.isConstant(add.input(0)) ? 0 : 1;
    Tensor.Floats old = network.floats(add.input(place));
    float[] sum = old.values().clone();
    for (int u = 0; u < sum.length; u++) {
      sum[u] += (float) bias.getFirst()[u];
    }
    return Splice.withConstant(network, add, place, new Tensor.Floats(old.shape(), sum), "/bias");
  }
}
