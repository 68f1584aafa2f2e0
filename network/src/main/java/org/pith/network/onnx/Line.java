package org.pith.network.onnx;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.pith.network.Operator;
import org.pith.network.Shape;
import org.pith.network.Tensor;

/**
 * What slides along a line [N,C,L], as in time series and sound, as an operator on an image [N,C,1,L].
 *
 * @param operator on the image
 * @param kernel how many places a window has
 * @param stride from one window to the next
 * @param dilation from one place of a window to the next
 * @param pads before and behind together; those of a transposed convolution are taken off what it makes
 * @param added places behind what a transposed convolution makes
 */
record Line(Operator operator, int kernel, int stride, int dilation, int pads, int added) {

  /** The operator that a node is; empty where it pads by itself or rounds up. */
  static Optional<Line> of(String type, Attributes attributes, Optional<Shape> weight) {
    List<Integer> ofWeight =
        weight.filter(w -> w.rank() == 3).map(w -> w.dims().subList(2, 3)).orElse(List.of(0));
    List<Integer> kernels = attributes.integers("kernel_shape", ofWeight);
    List<Integer> strides = attributes.integers("strides", List.of(1));
    List<Integer> dilations = attributes.integers("dilations", List.of(1));
    List<Integer> behind = attributes.integers("output_padding", List.of(0));
    List<Integer> pads = attributes.integers("pads", List.of(0, 0));
    boolean single =
        Stream.of(kernels, strides, dilations, behind).allMatch(given -> given.size() == 1);
    if (!single || pads.size() != 2 || strides.getFirst() < 1) {
      return Optional.empty();
    }
    int kernel = kernels.getFirst();
    int stride = strides.getFirst();
    int dilation = dilations.getFirst();
    int added = behind.getFirst();
    boolean explicit = attributes.text("auto_pad", "NOTSET").equals("NOTSET");
    Operator operator =
        switch (type) {
          case "Conv" ->
              new Operator.Conv(
                  row(kernel), row(stride), padding(pads), row(dilation), groups(attributes));
          case "ConvTranspose" ->
              new Operator.ConvTranspose(
                  row(kernel),
                  row(stride),
                  padding(pads),
                  row(dilation),
                  List.of(0, added),
                  groups(attributes));
          default -> pool(type, attributes, row(kernel), row(stride), padding(pads));
        };
    boolean plain =
        explicit
            && kernel > 0
            && !attributes.flag("ceil_mode", false)
            && (dilation == 1 || !(operator instanceof Operator.Pool))
            && attributes.exhausted();
    return plain
        ? Optional.of(
            new Line(operator, kernel, stride, dilation, pads.get(0) + pads.get(1), added))
        : Optional.empty();
  }

  private static int groups(Attributes attributes) {
    return attributes.integer("group", 1);
  }

  private static List<Integer> row(int size) {
    return List.of(1, size);
  }

  private static List<Integer> padding(List<Integer> pads) {
    return List.of(0, pads.get(0), 0, pads.get(1));
  }

  private static Operator pool(
      String type,
      Attributes attributes,
      List<Integer> kernel,
      List<Integer> strides,
      List<Integer> pads) {
    boolean average = type.equals("AveragePool");
    boolean includesPads = average && attributes.flag("count_include_pad", false);
    attributes.ignore("storage_order");
    Operator.Pool.Kind kind = average ? Operator.Pool.Kind.AVERAGE : Operator.Pool.Kind.MAX;
    return new Operator.Pool(kind, kernel, strides, pads, false, includesPads);
  }

  /** Whether it has weights. */
  boolean isLayer() {
    return !(operator instanceof Operator.Pool);
  }

  /** The shape of what is made of [N,C,L]. */
  Shape made(Shape x, Optional<Shape> weight) {
    int reach = dilation * (kernel - 1) + 1;
    return switch (operator) {
      case Operator.Conv _ ->
          x.with(1, weight.orElseThrow().dim(0)).with(2, windows(x.dim(2), reach));
      case Operator.ConvTranspose conv ->
          x.with(1, weight.orElseThrow().dim(1) * conv.groups())
              .with(2, stride * (x.dim(2) - 1) + reach + added - pads);
      default -> x.with(2, windows(x.dim(2), reach));
    };
  }

  private int windows(int length, int reach) {
    return (length + pads - reach) / stride + 1;
  }

  /** [N,C,L] as [N,C,1,L]. */
  static Shape image(Shape line) {
    return new Shape(List.of(line.dim(0), line.dim(1), 1, line.dim(2)));
  }

  /** Weights of windows along a line as those of windows of one row. */
  static Tensor.Floats image(Tensor.Floats weight) {
    return Tensor.of(image(weight.shape()), weight.values());
  }
}
