package org.pith.train;

import org.pith.network.ElementType;
import org.pith.network.Network;
import org.pith.network.Operator;
import org.pith.network.Operator.Unary.Function;
import org.pith.network.Shape;
import org.pith.network.Tensor;

/**
 * Small networks for tests, without weights worth having until {@link Initialization} draws them.
 */
public final class Nets {

  private Nets() {}

  /** Grows a body network layer by layer. */
  public static final class Body {
    final Network.Builder builder = Network.builder("test");
    String last;
    private int layer;
    private int nodes;

    /** Starts from rows of this shape, without the batch. */
    public Body(int... row) {
      int[] dims = new int[row.length + 1];
      dims[0] = Shape.BATCH;
      System.arraycopy(row, 0, dims, 1, row.length);
      last = builder.input("features", ElementType.FLOAT, Shape.of(dims));
    }

    /** A dense layer without activation. */
    public Body dense(int units) {
      String name = next();
      int inputs = builder.shape(last).dim(1);
      last =
          builder.add(
              name + "/gemm",
              Operator.Gemm.TRANSPOSED,
              last,
              constant(name + "/weight", units, inputs),
              constant(name + "/bias", units));
      return this;
    }

    /** A convolution without activation, of the size it gets. */
    public Body conv(int filters, int kernel, int groups) {
      String name = next();
      int channels = builder.shape(last).dim(1);
      last =
          builder.add(
              name + "/conv",
              Operator.Conv.same(kernel, 1, groups),
              last,
              constant(name + "/weight", filters, channels / groups, kernel, kernel),
              constant(name + "/bias", filters));
      return this;
    }

    /** BatchNormalization. */
    public Body norm() {
      String name = "layer" + layer;
      int units = builder.shape(last).dim(1);
      last =
          builder.add(
              name + "/norm",
              Operator.BatchNormalization.DEFAULT,
              last,
              constant(name + "/scale", units),
              constant(name + "/shift", units),
              constant(name + "/mean", units),
              constant(name + "/variance", units));
      return this;
    }

    /** An activation. */
    public Body then(Function function) {
      return then(function.name().toLowerCase(java.util.Locale.ROOT), new Operator.Unary(function));
    }

    /** Any operator of one input. */
    public Body then(String name, Operator operator) {
      return with(name, operator);
    }

    /** Any operator of the last tensor and others. */
    public Body with(String name, Operator operator, String... others) {
      String[] inputs = new String[others.length + 1];
      inputs[0] = last;
      System.arraycopy(others, 0, inputs, 1, others.length);
      last = builder.add("layer%d/%s%d".formatted(layer, name, ++nodes), operator, inputs);
      return this;
    }

    /** A product with a matrix [inputs, units]. */
    public Body matMul(int units) {
      String name = next();
      int inputs = builder.shape(last).dim(1);
      last =
          builder.add(
              name + "/product",
              new Operator.MatMul(),
              last,
              constant(name + "/weight", inputs, units));
      return this;
    }

    /** Goes on from another tensor. */
    public Body at(String tensor) {
      last = tensor;
      return this;
    }

    /** The number of dimensions of the last tensor. */
    public int rank() {
      return builder.shape(last).rank();
    }

    /** The name of the last tensor. */
    public String last() {
      return last;
    }

    /** The network, its output being the last tensor. */
    public Network network() {
      return builder.output(last).build();
    }

    private String next() {
      return "layer" + ++layer;
    }

    /** A scalar constant. */
    public String scalar(String name, float value) {
      return builder.constant(name, Tensor.of(Shape.of(), value));
    }

    /** A constant of whole numbers. */
    public String longs(String name, long... values) {
      return builder.constant(name, Tensor.longs(values));
    }

    /** A float constant of zeros. */
    public String constant(String name, int... dims) {
      Shape shape = Shape.of(dims);
      return builder.constant(name, new Tensor.Floats(shape, new float[(int) shape.elements()]));
    }
  }

  /** Dense layers with rectifiers between them. */
  public static Network mlp(int inputs, int... units) {
    Body body = new Body(inputs);
    for (int i = 0; i < units.length; i++) {
      body.dense(units[i]);
      if (i < units.length - 1) {
        body.then(Function.RELU);
      }
    }
    return body.network();
  }
}
