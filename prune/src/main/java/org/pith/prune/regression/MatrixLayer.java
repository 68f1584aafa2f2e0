package org.pith.prune.regression;

import java.util.List;
import java.util.Optional;
import org.ejml.data.DMatrixRMaj;
import org.pith.network.Network;
import org.pith.network.Node;
import org.pith.network.Operator;
import org.pith.network.Tensor;
import org.pith.network.rewrite.Splice;

/** A matrix product of rows: one regression, one row an example. */
record MatrixLayer(Node node, boolean unitsFirst, DMatrixRMaj matrix, double[] biases)
    implements LinearLayer {

  static Optional<LinearLayer> of(
      Network network, Node node, Operator.Gemm gemm, Tensor.Floats weight) {
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
        .map(bias -> new MatrixLayer(node, gemm.transB(), matrix, bias));
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
  public int positions() {
    return 1;
  }

  @Override
  public int channel(int block, int feature) {
    return feature;
  }

  @Override
  public void read(float[] input, int example, int position, int block, double[] row) {
    for (int f = 0; f < features(); f++) {
      row[f] = input[example * features() + f];
    }
  }

  @Override
  public void made(float[] output, int example, int position, int block, double[] row, int offset) {
    for (int u = 0; u < targets(); u++) {
      row[offset + u] = output[example * targets() + u];
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
    DMatrixRMaj changed = weights.getFirst();
    float[] values = new float[changed.getNumElements()];
    for (int f = 0; f < features(); f++) {
      for (int u = 0; u < targets(); u++) {
        values[unitsFirst ? u * features() + f : f * targets() + u] = (float) changed.get(f, u);
      }
    }
    return Splice.withLayer(
        network,
        node,
        unitsFirst ? Operator.Gemm.TRANSPOSED : Operator.Gemm.PLAIN,
        new Tensor.Floats(network.constant(node.input(1)).shape(), values),
        Biases.tensor(bias));
  }
}
