package org.pith.benchmarks;

import java.util.List;
import org.pith.network.ElementType;
import org.pith.network.Network;
import org.pith.network.Operator;
import org.pith.network.Operator.Binary;
import org.pith.network.Operator.Unary;
import org.pith.network.Shape;
import org.pith.network.Tensor;

/** The published networks that pruning is compared on, weights at zero. */
final class Layers {

  private final Network.Builder builder;
  private String tensor = "features";
  private int layer;

  private Layers(String name, int... row) {
    builder = Network.builder(name);
    int[] dims = new int[row.length + 1];
    dims[0] = Shape.BATCH;
    System.arraycopy(row, 0, dims, 1, row.length);
    builder.input(tensor, ElementType.FLOAT, Shape.of(dims));
  }

  /** 784-300-100-10 with rectifiers (LeCun et al. 1998), or other widths. */
  static Network perceptron(int... widths) {
    Layers net = new Layers("lenet-300-100", widths[0]);
    for (int i = 1; i < widths.length - 1; i++) {
      net.dense(widths[i]).relu();
    }
    return net.dense(widths[widths.length - 1]).scores();
  }

  /** A dense classifier of one hidden layer with dropout of this share behind it, none for 0. */
  static Network dropping(float share, int inputs, int units, int classes) {
    Layers net = new Layers("dropping", inputs).dense(units).relu();
    if (share > 0) {
      net.tensor = net.builder.add("dropout", new Operator.Dropout(share), net.tensor);
    }
    return net.dense(classes).scores();
  }

  /** Two convolutions of these widths and a dense layer, for images [1,28,28]. */
  static Network convolutional(int first, int second) {
    return new Layers("convolutional", 1, 28, 28)
        .conv(first, 5, 1, 0, false)
        .relu()
        .maxPool()
        .conv(second, 5, 1, 0, false)
        .relu()
        .maxPool()
        .flatten()
        .dense(10)
        .scores();
  }

  /** 784-300-100-10 for images [1,28,28]. */
  static Network imagePerceptron() {
    return new Layers("lenet-300-100", 1, 28, 28)
        .flatten()
        .dense(300)
        .relu()
        .dense(100)
        .relu()
        .dense(10)
        .scores();
  }

  /** The variant of LeNet-5 that comes with Caffe: 20-50-800-500, kernels of 5 without padding. */
  static Network lenet5() {
    return new Layers("lenet-5-caffe", 1, 28, 28)
        .conv(20, 5, 1, 0, false)
        .maxPool()
        .conv(50, 5, 1, 0, false)
        .maxPool()
        .flatten()
        .dense(500)
        .relu()
        .dense(10)
        .scores();
  }

  /** ResNet-20 for 32 x 32 images (He et al. 2016, arXiv:1512.03385), its stages of these widths. */
  static Network resnet20(int... widths) {
    Layers net = new Layers("resnet-20", 3, 32, 32).conv(widths[0], 3, 1, 1, true).relu();
    for (int stage = 0; stage < widths.length; stage++) {
      for (int block = 0; block < 3; block++) {
        net.residual(widths[stage], block == 0 && stage > 0 ? 2 : 1);
      }
    }
    net.tensor = net.builder.add("pool", new Operator.GlobalAveragePool(), net.tensor);
    return net.flatten().dense(10).scores();
  }

  private void residual(int channels, int stride) {
    String shortcut = tensor;
    conv(channels, 3, stride, 1, true).relu().conv(channels, 3, 1, 1, true);
    String deep = tensor;
    tensor = shortcut;
    if (stride != 1 || builder.shape(shortcut).dim(1) != channels) {
      conv(channels, 1, stride, 0, true);
    }
    tensor = builder.add(deep + "/sum", new Operator.Binary(Binary.Function.ADD), deep, tensor);
    relu();
  }

  private Layers conv(int channels, int kernel, int stride, int pad, boolean norm) {
    String name = "conv" + ++layer;
    Operator.Conv conv =
        new Operator.Conv(
            List.of(kernel, kernel),
            List.of(stride, stride),
            List.of(pad, pad, pad, pad),
            List.of(1, 1),
            1);
    String weight =
        filled(name + "/weight", 0, channels, builder.shape(tensor).dim(1), kernel, kernel);
    if (!norm) {
      tensor = builder.add(name, conv, tensor, weight, filled(name + "/bias", 0, channels));
      return this;
    }
    String bare = builder.add(name, conv, tensor, weight);
    tensor =
        builder.add(
            name + "/norm",
            Operator.BatchNormalization.DEFAULT,
            bare,
            filled(name + "/norm/scale", 1, channels),
            filled(name + "/norm/bias", 0, channels),
            filled(name + "/norm/mean", 0, channels),
            filled(name + "/norm/variance", 1, channels));
    return this;
  }

  private Layers dense(int units) {
    String name = "dense" + ++layer;
    tensor =
        builder.add(
            name,
            Operator.Gemm.TRANSPOSED,
            tensor,
            filled(name + "/weight", 0, units, builder.shape(tensor).dim(1)),
            filled(name + "/bias", 0, units));
    return this;
  }

  private Layers relu() {
    tensor = builder.add(tensor + "/relu", new Operator.Unary(Unary.Function.RELU), tensor);
    return this;
  }

  private Layers maxPool() {
    tensor = builder.add(tensor + "/pool", Operator.Pool.square(Operator.Pool.Kind.MAX, 2), tensor);
    return this;
  }

  private Layers flatten() {
    tensor = builder.add("flatten", new Operator.Flatten(1), tensor);
    return this;
  }

  private String filled(String name, float value, int... dims) {
    Shape shape = Shape.of(dims);
    float[] values = new float[(int) shape.elements()];
    java.util.Arrays.fill(values, value);
    return builder.constant(name, new Tensor.Floats(shape, values));
  }

  private Network scores() {
    builder.output(tensor);
    return builder.build();
  }
}
