package org.pith.search.space;

import java.util.List;
import org.pith.network.ElementType;
import org.pith.network.Network;
import org.pith.network.Operator;
import org.pith.network.Shape;
import org.pith.network.Tensor;

/** Writes layers into a network, weights at zero; every layer has its own name and its tensors are named after it. */
final class Body {

  private final Network.Builder builder;
  private String tensor = "features";
  private Shape shape;
  private int layers;

  Body(String name, Shape features) {
    builder = Network.builder(name);
    shape = features;
    int[] dims = new int[features.rank() + 1];
    dims[0] = Shape.BATCH;
    System.arraycopy(features.toArray(), 0, dims, 1, features.rank());
    builder.input("features", ElementType.FLOAT, Shape.of(dims));
  }

  /** The tensor that the last layer made. */
  String tensor() {
    return tensor;
  }

  /** Goes on from a tensor made earlier. */
  Body from(String earlier, Shape itsShape) {
    tensor = earlier;
    shape = itsShape;
    return this;
  }

  /** The shape of one row of {@link #tensor}. */
  Shape shape() {
    return shape;
  }

  /** The name of the next layer. */
  String next() {
    layers++;
    return "layer" + layers;
  }

  Body flatten() {
    if (shape.rank() > 1) {
      add("flatten" + layers, new Operator.Flatten(1));
      shape = Shape.of((int) shape.elements());
    }
    return this;
  }

  /** A dense layer, with its normalisation in place of a bias where asked. */
  Body dense(String layer, int units, boolean norm) {
    String weight = builder.constant(layer + "/weight", zeros(units, shape.dim(0)));
    if (norm) {
      add(layer + "/gemm", Operator.Gemm.TRANSPOSED, weight);
    } else {
      add(layer + "/gemm", Operator.Gemm.TRANSPOSED, weight, bias(layer, units));
    }
    shape = Shape.of(units);
    return norm ? normalise(layer, units) : this;
  }

  /** A convolution that keeps the size at stride 1. */
  Body conv(String layer, int channels, int kernel, int stride, int groups, boolean norm) {
    int inputs = shape.dim(0);
    String weight =
        builder.constant(layer + "/weight", zeros(channels, inputs / groups, kernel, kernel));
    Operator.Conv conv = Operator.Conv.same(kernel, stride, groups);
    if (norm) {
      add(layer + "/conv", conv, weight);
    } else {
      add(layer + "/conv", conv, weight, bias(layer, channels));
    }
    shape = Shape.of(channels, strided(shape.dim(1), stride), strided(shape.dim(2), stride));
    return norm ? normalise(layer, channels) : this;
  }

  private static int strided(int size, int stride) {
    return (size + stride - 1) / stride;
  }

  private Body normalise(String layer, int channels) {
    return add(
        layer + "/norm",
        Operator.BatchNormalization.DEFAULT,
        builder.constant(layer + "/norm/scale", filled(1, channels)),
        builder.constant(layer + "/norm/bias", filled(0, channels)),
        builder.constant(layer + "/norm/mean", filled(0, channels)),
        builder.constant(layer + "/norm/variance", filled(1, channels)));
  }

  Body activate(String layer, Activation activation) {
    return add(
        layer + "/" + activation.name().toLowerCase(java.util.Locale.ROOT), activation.operator());
  }

  Body dropout(String layer, float ratio) {
    return ratio > 0 ? add(layer + "/dropout", new Operator.Dropout(ratio)) : this;
  }

  Body pool(String layer, Operator.Pool.Kind kind, int size) {
    add(layer + "/pool", Operator.Pool.square(kind, size));
    shape = Shape.of(shape.dim(0), shape.dim(1) / size, shape.dim(2) / size);
    return this;
  }

  Body globalPool(String layer) {
    add(layer + "/pool", new Operator.GlobalAveragePool());
    shape = Shape.of(shape.dim(0), 1, 1);
    return this;
  }

  /** The sum with an earlier tensor of the same shape. */
  Body plus(String name, String other) {
    return add(name, new Operator.Binary(Operator.Binary.Function.ADD), other);
  }

  Network scores() {
    add("scores", new Operator.Unary(Operator.Unary.Function.IDENTITY));
    builder.output(tensor);
    return builder.build();
  }

  private Body add(String node, Operator operator, String... others) {
    String[] inputs = new String[others.length + 1];
    inputs[0] = tensor;
    System.arraycopy(others, 0, inputs, 1, others.length);
    tensor = builder.add(node, operator, inputs);
    return this;
  }

  private String bias(String layer, int units) {
    return builder.constant(layer + "/bias", filled(0, units));
  }

  private static Tensor filled(float value, int length) {
    float[] values = new float[length];
    java.util.Arrays.fill(values, value);
    return Tensor.vector(values);
  }

  private static Tensor zeros(int... dims) {
    Shape shape = new Shape(java.util.Arrays.stream(dims).boxed().toList());
    return new Tensor.Floats(shape, new float[(int) shape.elements()]);
  }

  static List<Integer> checked(List<Integer> widths) {
    for (int width : widths) {
      if (width < 1) {
        throw new IllegalArgumentException(
            "A layer's width (%d) must be positive.".formatted(width));
      }
    }
    return List.copyOf(widths);
  }
}
