package org.pith.network.onnx;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.pith.network.Operator;
import org.pith.network.Shape;
import org.pith.network.Tensor;

/** Reads nodes that slide, pad or resize images: their windows, and how their edges are filled. */
record SpatialReader(OperatorReader node) {

  Optional<OperatorReader.Form> conv() {
    List<Integer> kernel = kernel();
    List<Integer> strides = node.attributes().integers("strides", List.of(1, 1));
    List<Integer> dilations = node.attributes().integers("dilations", List.of(1, 1));
    int groups = node.attributes().integer("group", 1);
    if (kernel.size() != 2) {
      return Optional.empty();
    }
    return pads(kernel, strides, dilations)
        .flatMap(pads -> node.form(new Operator.Conv(kernel, strides, pads, dilations, groups)));
  }

  Optional<OperatorReader.Form> pool(Operator.Pool.Kind kind) {
    List<Integer> kernel = node.attributes().integers("kernel_shape", List.of());
    List<Integer> strides = node.attributes().integers("strides", List.of(1, 1));
    List<Integer> dilations = node.attributes().integers("dilations", List.of(1, 1));
    boolean ceil = node.attributes().flag("ceil_mode", false);
    boolean includePad =
        kind == Operator.Pool.Kind.AVERAGE && node.attributes().flag("count_include_pad", false);
    node.attributes().ignore("storage_order");
    if (kernel.size() != 2 || !dilations.equals(List.of(1, 1))) {
      return Optional.empty();
    }
    return pads(kernel, strides, dilations)
        .flatMap(
            pads -> node.form(new Operator.Pool(kind, kernel, strides, pads, ceil, includePad)));
  }

  /** Explicit pads; those of {@code auto_pad} follow from the size of the image, if that is known. */
  private Optional<List<Integer>> pads(
      List<Integer> kernel, List<Integer> strides, List<Integer> dilations) {
    List<Integer> explicit = node.attributes().integers("pads", List.of(0, 0, 0, 0));
    String mode = node.attributes().text("auto_pad", "NOTSET");
    boolean complete = strides.size() == 2 && dilations.size() == 2 && !strides.contains(0);
    return switch (mode) {
      case "NOTSET" -> Optional.of(explicit);
      case "VALID" -> Optional.of(List.of(0, 0, 0, 0));
      case "SAME_UPPER", "SAME_LOWER" ->
          node.shape(0)
              .filter(s -> s.rank() == 4 && complete)
              .map(s -> samePads(s, kernel, strides, dilations, mode.endsWith("UPPER")));
      default -> Optional.empty();
    };
  }

  private static List<Integer> samePads(
      Shape x,
      List<Integer> kernel,
      List<Integer> strides,
      List<Integer> dilations,
      boolean upper) {
    Integer[] pads = new Integer[4];
    for (int i = 0; i < 2; i++) {
      int in = x.dim(i + 2);
      int windows = Math.ceilDiv(in, strides.get(i));
      long reach = (long) dilations.get(i) * (kernel.get(i) - 1) + 1;
      int total = Math.toIntExact(Math.max(0, (windows - 1L) * strides.get(i) + reach - in));
      pads[i] = upper ? total / 2 : total - total / 2;
      pads[i + 2] = total - pads[i];
    }
    return List.of(pads);
  }

  Optional<OperatorReader.Form> convTranspose() {
    List<Integer> kernel = kernel();
    List<Integer> strides = node.attributes().integers("strides", List.of(1, 1));
    List<Integer> dilations = node.attributes().integers("dilations", List.of(1, 1));
    List<Integer> pads = node.attributes().integers("pads", List.of(0, 0, 0, 0));
    List<Integer> added = node.attributes().integers("output_padding", List.of(0, 0));
    int groups = node.attributes().integer("group", 1);
    boolean explicit = node.attributes().text("auto_pad", "NOTSET").equals("NOTSET");
    return kernel.size() == 2 && explicit
        ? node.form(new Operator.ConvTranspose(kernel, strides, pads, dilations, added, groups))
        : Optional.empty();
  }

  Optional<OperatorReader.Form> pad() {
    Optional<Operator.Pad.Mode> mode =
        switch (node.attributes().text("mode", "constant")) {
          case "constant" -> Optional.of(Operator.Pad.Mode.CONSTANT);
          case "reflect" -> Optional.of(Operator.Pad.Mode.REFLECT);
          case "edge" -> Optional.of(Operator.Pad.Mode.EDGE);
          default -> Optional.empty();
        };
    Optional<List<Integer>> pads = node.rank(0).flatMap(this::padsOf);
    float value = 0;
    if (!node.input(2).isEmpty()) {
      if (!(node.constant(2).orElse(null) instanceof Tensor.Floats(_, float[] v))
          || v.length != 1) {
        return Optional.empty();
      }
      value = v[0];
    }
    node.absorb(1, 2, 3);
    float filling = value;
    return mode.flatMap(
        m ->
            pads.map(
                p ->
                    new OperatorReader.Form(
                        new Operator.Pad(m, p, filling), List.of(node.input(0)))));
  }

  private Optional<List<Integer>> padsOf(int rank) {
    Optional<List<Integer>> axes =
        node.input(3).isEmpty()
            ? Optional.of(IntStream.range(0, rank).boxed().toList())
            : node.integers(3);
    return axes.flatMap(
        a ->
            node.integers(1)
                .filter(given -> given.size() == 2 * a.size())
                .map(
                    given -> {
                      Integer[] pads = new Integer[2 * rank];
                      Arrays.fill(pads, 0);
                      for (int i = 0; i < a.size(); i++) {
                        int axis = a.get(i) < 0 ? a.get(i) + rank : a.get(i);
                        if (axis < 0 || axis >= rank) {
                          throw new IllegalArgumentException(
                              "axis %d is not there.".formatted(axis));
                        }
                        pads[axis] = given.get(i);
                        pads[axis + rank] = given.get(i + a.size());
                      }
                      return List.of(pads);
                    }));
  }

  Optional<OperatorReader.Form> resize() {
    String mode = node.attributes().text("mode", "nearest");
    String places = node.attributes().text("coordinate_transformation_mode", "half_pixel");
    String rounding = node.attributes().text("nearest_mode", "round_prefer_floor");
    List<Integer> axes = node.attributes().integers("axes", List.of());
    node.attributes().ignore("cubic_coeff_a");
    node.attributes().ignore("extrapolation_value");
    boolean plain =
        !node.attributes().flag("exclude_outside", false)
            && !node.attributes().flag("antialias", false)
            && node.attributes().text("keep_aspect_ratio_policy", "stretch").equals("stretch");
    Optional<int[]> size =
        node.shape(0).filter(s -> s.rank() == 4 && plain).flatMap(s -> size(s, axes));
    Optional<Operator.Resize.Mode> known =
        mode.equals("nearest") && places.equals("asymmetric") && rounding.equals("floor")
            ? Optional.of(Operator.Resize.Mode.NEAREST)
            : mode.equals("linear") ? linear(places, size) : Optional.empty();
    node.absorb(1, 2, 3);
    return known.flatMap(
        m ->
            size.map(
                s ->
                    new OperatorReader.Form(
                        new Operator.Resize(m, s[0], s[1]), List.of(node.input(0)))));
  }

  /** PyTorch differs from half pixels only where the result has a single row or column. */
  private static Optional<Operator.Resize.Mode> linear(String places, Optional<int[]> size) {
    return switch (places) {
      case "half_pixel" -> Optional.of(Operator.Resize.Mode.LINEAR);
      case "pytorch_half_pixel" ->
          size.filter(s -> s[0] > 1 && s[1] > 1).map(_ -> Operator.Resize.Mode.LINEAR);
      case "align_corners" -> Optional.of(Operator.Resize.Mode.LINEAR_CORNERS);
      default -> Optional.empty();
    };
  }

  /** The height and width asked for, by size or by a scale that fits. */
  private Optional<int[]> size(Shape x, List<Integer> axes) {
    if (!axes.isEmpty() && !axes.equals(List.of(2, 3))) {
      return Optional.empty();
    }
    int from = axes.isEmpty() ? 2 : 0;
    if (node.constant(2).orElse(null) instanceof Tensor.Floats(_, float[] scales)
        && scales.length == from + 2
        && (from == 0 || (scales[0] == 1 && scales[1] == 1))) {
      double height = (double) x.dim(2) * scales[from];
      double width = (double) x.dim(3) * scales[from + 1];
      return height == Math.rint(height) && width == Math.rint(width)
          ? Optional.of(new int[] {(int) height, (int) width})
          : Optional.empty();
    }
    return node.graph()
        .known(node.input(3))
        .filter(
            sizes ->
                sizes.size() == from + 2 && sizes.rows()[from] == 0 && sizes.rows()[from + 1] == 0)
        .filter(sizes -> from == 0 || keepsChannels(sizes, x))
        .map(sizes -> new int[] {(int) sizes.fixed()[from], (int) sizes.fixed()[from + 1]});
  }

  private static boolean keepsChannels(Known sizes, Shape x) {
    return sizes.fixed()[1] == x.dim(1) && (sizes.rows()[0] == 1 || sizes.fixed()[0] == x.dim(0));
  }

  /** The size of a convolution's windows; where it is not stated, that of its weights. */
  private List<Integer> kernel() {
    List<Integer> fromWeight =
        node.shape(1)
            .filter(s -> s.rank() > 2)
            .map(s -> s.dims().subList(2, s.rank()))
            .orElse(List.of());
    return node.attributes().integers("kernel_shape", fromWeight);
  }
}
