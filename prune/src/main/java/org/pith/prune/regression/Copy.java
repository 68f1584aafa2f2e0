package org.pith.prune.regression;

import java.util.List;
import java.util.Optional;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.pith.network.Network;
import org.pith.network.Node;
import org.pith.network.RowAxis;
import org.pith.network.Shape;
import org.pith.network.rewrite.ChannelAxis;
import org.pith.network.rewrite.ChannelGroups;

/**
 * Channels at a place where something reads them that is no linear layer, such as a recurrent one
 * or the product of two tensors: what it makes of them is not asked, so what is to be made is
 * the channels themselves, {@code y = x}. Only for reading; it has no weights that could be refitted.
 *
 * @param node reads the channels as its first input
 * @param axis size of the channels' axis
 * @param inner how many numbers one channel has after its axis
 * @param positions how many such places one example has
 */
record Copy(Node node, int axis, int inner, int positions) implements LinearLayer {

  /** A place where all the units of a group can be read row by row. */
  static Optional<LinearLayer> of(ChannelGroups groups, int group) {
    Network network = groups.network();
    for (Node node : network.nodes()) {
      Optional<ChannelAxis> axis = groups.axis(node.input(0));
      if (axis.isPresent()
          && RowAxis.of(network, node.input(0)).isPresent()
          && reads(axis.get(), group)
          && axis.get().axis() != network.shape(node.input(0)).openAxis()) {
        Shape shape = network.shape(node.input(0));
        int size = axis.get().size();
        int inner = shape.inner(axis.get().axis());
        return Optional.of(new Copy(node, size, inner, (int) (shape.elements() / size)));
      }
    }
    return Optional.empty();
  }

  private static boolean reads(ChannelAxis axis, int group) {
    for (int g : axis.group()) {
      if (g == group) {
        return true;
      }
    }
    return false;
  }

  @Override
  public int blocks() {
    return 1;
  }

  @Override
  public int features() {
    return axis;
  }

  @Override
  public int targets() {
    return axis;
  }

  @Override
  public int channel(int block, int feature) {
    return feature;
  }

  @Override
  public void read(float[] values, int example, int position, int block, double[] row) {
    made(values, example, position, block, row, 0);
  }

  @Override
  public String made() {
    return node.input(0);
  }

  @Override
  public void made(float[] values, int example, int position, int block, double[] row, int offset) {
    int outer = position / inner;
    int start = example * positions * axis + outer * axis * inner + position % inner;
    for (int f = 0; f < axis; f++) {
      row[offset + f] = values[start + f * inner];
    }
  }

  @Override
  public DMatrixRMaj weights(int block) {
    return CommonOps_DDRM.identity(axis);
  }

  @Override
  public double[] bias(int block) {
    return new double[axis];
  }

  @Override
  public Network replaceIn(Network network, List<DMatrixRMaj> weights, List<double[]> biases) {
    throw new UnsupportedOperationException("A copy has no weights.");
  }
}
