package org.pith.prune.regression;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.ejml.data.DMatrixRMaj;
import org.pith.network.Network;
import org.pith.network.Node;
import org.pith.network.Operator;
import org.pith.network.Shape;
import org.pith.network.Tensor;
import org.pith.network.rewrite.Biases;
import org.pith.network.rewrite.Splice;

/**
 * A convolution: per group a regression of its output channels at one position on the patch of its
 * input channels there. Where an example is several images, as the frames of a film, the positions are those of the first image,
 * then those of the second, and so on.
 */
record ConvolutionLayer(
    Node node,
    Operator.Conv operator,
    Shape input,
    Shape output,
    Tensor.Floats weight,
    double[] biases)
    implements LinearLayer {

  static Optional<LinearLayer> of(
      Network network, Node node, Operator.Conv operator, Tensor.Floats weight) {
    Shape input = network.shape(node.input(0));
    Shape output = network.shape(node.output());
    return Biases.of(network, node.input(2), weight.shape().dim(0), 1)
        .map(bias -> new ConvolutionLayer(node, operator, input, output, weight, bias));
  }

  private int taps() {
    return weight.shape().dim(2) * weight.shape().dim(3);
  }

  @Override
  public int blocks() {
    return operator.groups();
  }

  @Override
  public int features() {
    return weight.shape().dim(1) * taps();
  }

  @Override
  public int targets() {
    return weight.shape().dim(0) / blocks();
  }

  /** How many images one example is: what is joined with the rows. */
  private int images() {
    return -input.dim(0);
  }

  private int places() {
    return output.dim(2) * output.dim(3);
  }

  @Override
  public int positions() {
    return images() * places();
  }

  @Override
  public int channel(int block, int feature) {
    return block * weight.shape().dim(1) + feature / taps();
  }

  @Override
  public void read(float[] values, int example, int position, int block, double[] row) {
    int channels = weight.shape().dim(1);
    int height = input.dim(2);
    int width = input.dim(3);
    int image = example * images() + position / places();
    int place = position % places();
    int top = place / output.dim(3) * operator.strides().get(0) - operator.pads().get(0);
    int left = place % output.dim(3) * operator.strides().get(1) - operator.pads().get(1);
    int next = 0;
    for (int c = 0; c < channels; c++) {
      int plane = (image * input.dim(1) + block * channels + c) * height * width;
      for (int ky = 0; ky < weight.shape().dim(2); ky++) {
        int y = top + ky * operator.dilations().get(0);
        for (int kx = 0; kx < weight.shape().dim(3); kx++) {
          int x = left + kx * operator.dilations().get(1);
          boolean inside = y >= 0 && y < height && x >= 0 && x < width;
          row[next++] = inside ? values[plane + y * width + x] : 0;
        }
      }
    }
  }

  @Override
  public void made(float[] values, int example, int position, int block, double[] row, int offset) {
    int image = example * images() + position / places();
    for (int t = 0; t < targets(); t++) {
      int channel = block * targets() + t;
      row[offset + t] = values[(image * output.dim(1) + channel) * places() + position % places()];
    }
  }

  @Override
  public DMatrixRMaj weights(int block) {
    DMatrixRMaj weights = new DMatrixRMaj(features(), targets());
    for (int t = 0; t < targets(); t++) {
      for (int f = 0; f < features(); f++) {
        weights.set(f, t, weight.values()[(block * targets() + t) * features() + f]);
      }
    }
    return weights;
  }

  @Override
  public double[] bias(int block) {
    return Arrays.copyOfRange(biases, block * targets(), (block + 1) * targets());
  }

  @Override
  public Network replaceIn(Network network, List<DMatrixRMaj> weights, List<double[]> bias) {
    float[] values = new float[weight.values().length];
    for (int block = 0; block < blocks(); block++) {
      for (int t = 0; t < targets(); t++) {
        for (int f = 0; f < features(); f++) {
          values[(block * targets() + t) * features() + f] = (float) weights.get(block).get(f, t);
        }
      }
    }
    return Splice.withLayer(
        network, node, operator, new Tensor.Floats(weight.shape(), values), Biases.tensor(bias));
  }
}
