package org.pith.network.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.pith.network.ElementType;
import org.pith.network.Operator;
import org.pith.network.Operator.Binary;
import org.pith.network.Operator.Unary;
import org.pith.network.OperatorTable;
import org.pith.network.Shape;
import org.pith.network.Tensor;

/**
 * Reads one node of the default domain or of {@code ai.onnx.ml} as an operator of the table, bringing older forms up to date.
 *
 * @param type the ONNX operator
 * @param domain its domain
 * @param opset the version of the operator set of its domain
 * @param attributes its attributes
 * @param inputs names of what it reads
 * @param graph what is known of the tensors so far
 */
record OperatorReader(
    String type,
    String domain,
    int opset,
    Attributes attributes,
    List<String> inputs,
    Graph graph) {

  /** What the reader of a node may ask of the graph before it. */
  interface Graph {
    /** The value of a constant. */
    Optional<Tensor> constant(String tensor);

    /** The shape of a tensor. */
    Optional<Shape> shape(String tensor);

    /** What is known of numbers that depend on the number of rows. */
    Optional<Known> known(String tensor);

    /** An input of the graph whose first dimension is the number of rows. */
    Optional<String> rows();

    /** Whether a tensor holds nothing but zeros, however many. */
    boolean isZero(String tensor);

    /** A name that no tensor and no node has, which resembles {@code name}. */
    String fresh(String name);

    /** Adds a constant and returns the name it gets, which resembles {@code name}. */
    String add(String name, Tensor tensor);

    /** Notes that a constant became part of an operator. */
    void absorb(String tensor);

    /** The type that the network uses for an ONNX data type. */
    Optional<ElementType> elementType(int dataType);
  }

  /**
   * An operator with the inputs of its present form.
   *
   * @param operator the operator
   * @param inputs names of what it reads
   */
  record Form(Operator operator, List<String> inputs) {}

  /** The operator; empty if the table does not hold it in this form. */
  Optional<Form> read() {
    Optional<Form> form = domain.equals(OperatorTable.ML) ? readClassical() : readDefault();
    return attributes.exhausted() ? form : Optional.empty();
  }

  private Optional<Form> readDefault() {
    return switch (type) {
      case "Gemm" -> form(gemm());
      case "MatMul" -> form(new Operator.MatMul());
      case "Gelu" -> approximate() ? Optional.empty() : form(new Unary(Unary.Function.GELU));
      case "LeakyRelu" -> form(new Operator.LeakyRelu(attributes.number("alpha", 0.01f)));
      case "HardSigmoid" ->
          form(
              new Operator.HardSigmoid(
                  attributes.number("alpha", 0.2f), attributes.number("beta", 0.5f)));
      case "Clip" -> form(new Operator.Clip());
      case "Where" -> form(new Operator.Where());
      case "Softmax" -> softmax();
      case "Conv" -> conv();
      case "BatchNormalization" -> batchNormalization();
      case "LayerNormalization" -> layerNormalization();
      case "InstanceNormalization" ->
          form(new Operator.InstanceNormalization(attributes.number("epsilon", 1e-5f)));
      case "ConvTranspose" -> convTranspose();
      case "Resize" -> resize();
      case "Transpose" -> transpose();
      case "Pad" -> pad();
      case "Expand" -> expand();
      case "MaxPool" -> pool(Operator.Pool.Kind.MAX);
      case "AveragePool" -> pool(Operator.Pool.Kind.AVERAGE);
      case "GlobalAveragePool" ->
          rank(0).filter(r -> r == 4).flatMap(_ -> form(new Operator.GlobalAveragePool()));
      case "Flatten" -> form(new Operator.Flatten(attributes.integer("axis", 1)));
      case "Reshape" -> reshape();
      case "Concat" -> form(new Operator.Concat(attributes.integer("axis", 1)));
      case "Gather" -> form(new Operator.Gather(attributes.integer("axis", 0)));
      case "ReduceSum" -> reduce(Operator.Reduce.Kind.SUM, 13);
      case "ReduceMean" -> reduce(Operator.Reduce.Kind.MEAN, 18);
      case "ArgMax" -> argMax();
      case "Dropout" -> dropout();
      case "Cast" -> cast();
      case "Sum" -> inputs.size() == 2 ? form(new Binary(Binary.Function.ADD)) : Optional.empty();
      default -> elementwise();
    };
  }

  private Optional<Form> readClassical() {
    return switch (type) {
      case "LabelEncoder" -> labelEncoder();
      case "OneHotEncoder" -> oneHot();
      default -> Optional.empty();
    };
  }

  private Optional<Form> elementwise() {
    Optional<Operator> unary =
        Arrays.stream(Unary.Function.values())
            .<Operator>map(Unary::new)
            .filter(o -> o.type().equals(type))
            .findFirst();
    return unary
        .or(
            () ->
                Arrays.stream(Binary.Function.values())
                    .<Operator>map(Binary::new)
                    .filter(o -> o.type().equals(type) && inputs.size() == 2)
                    .findFirst())
        .flatMap(this::form);
  }

  private Operator gemm() {
    return new Operator.Gemm(
        attributes.number("alpha", 1),
        attributes.number("beta", 1),
        attributes.flag("transA", false),
        attributes.flag("transB", false));
  }

  private boolean approximate() {
    return !attributes.text("approximate", "none").equals("none");
  }

  /** Before version 13, Softmax ran over all dimensions from its axis on. */
  private Optional<Form> softmax() {
    boolean joins = opset < 13;
    int axis = attributes.integer("axis", joins ? 1 : -1);
    boolean last = axis == -1 || rank(0).filter(r -> r == axis + 1).isPresent();
    return joins && !last ? Optional.empty() : form(new Operator.Softmax(axis));
  }

  private Optional<Form> conv() {
    List<Integer> fromWeight =
        shape(1)
            .filter(s -> s.rank() > 2)
            .map(s -> s.dims().subList(2, s.rank()))
            .orElse(List.of());
    List<Integer> kernel = attributes.integers("kernel_shape", fromWeight);
    List<Integer> strides = attributes.integers("strides", List.of(1, 1));
    List<Integer> dilations = attributes.integers("dilations", List.of(1, 1));
    int groups = attributes.integer("group", 1);
    if (kernel.size() != 2) {
      return Optional.empty();
    }
    return pads(kernel, strides, dilations)
        .flatMap(pads -> form(new Operator.Conv(kernel, strides, pads, dilations, groups)));
  }

  private Optional<Form> pool(Operator.Pool.Kind kind) {
    List<Integer> kernel = attributes.integers("kernel_shape", List.of());
    List<Integer> strides = attributes.integers("strides", List.of(1, 1));
    List<Integer> dilations = attributes.integers("dilations", List.of(1, 1));
    boolean ceil = attributes.flag("ceil_mode", false);
    boolean includePad =
        kind == Operator.Pool.Kind.AVERAGE && attributes.flag("count_include_pad", false);
    attributes.ignore("storage_order");
    if (kernel.size() != 2 || !dilations.equals(List.of(1, 1))) {
      return Optional.empty();
    }
    return pads(kernel, strides, dilations)
        .flatMap(pads -> form(new Operator.Pool(kind, kernel, strides, pads, ceil, includePad)));
  }

  /** Explicit pads; those of {@code auto_pad} follow from the size of the image, if that is known. */
  private Optional<List<Integer>> pads(
      List<Integer> kernel, List<Integer> strides, List<Integer> dilations) {
    List<Integer> explicit = attributes.integers("pads", List.of(0, 0, 0, 0));
    String mode = attributes.text("auto_pad", "NOTSET");
    boolean complete = strides.size() == 2 && dilations.size() == 2 && !strides.contains(0);
    return switch (mode) {
      case "NOTSET" -> Optional.of(explicit);
      case "VALID" -> Optional.of(List.of(0, 0, 0, 0));
      case "SAME_UPPER", "SAME_LOWER" ->
          shape(0)
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

  private Optional<Form> batchNormalization() {
    float epsilon = attributes.number("epsilon", 1e-5f);
    float momentum = attributes.number("momentum", 0.9f);
    return attributes.flag("training_mode", false)
        ? Optional.empty()
        : form(new Operator.BatchNormalization(epsilon, momentum));
  }

  private Optional<Form> layerNormalization() {
    attributes.ignore("stash_type");
    return form(
        new Operator.LayerNormalization(
            attributes.integer("axis", -1), attributes.number("epsilon", 1e-5f)));
  }

  private Optional<Form> convTranspose() {
    List<Integer> fromWeight =
        shape(1)
            .filter(s -> s.rank() > 2)
            .map(s -> s.dims().subList(2, s.rank()))
            .orElse(List.of());
    List<Integer> kernel = attributes.integers("kernel_shape", fromWeight);
    List<Integer> strides = attributes.integers("strides", List.of(1, 1));
    List<Integer> dilations = attributes.integers("dilations", List.of(1, 1));
    List<Integer> pads = attributes.integers("pads", List.of(0, 0, 0, 0));
    List<Integer> added = attributes.integers("output_padding", List.of(0, 0));
    int groups = attributes.integer("group", 1);
    boolean explicit = attributes.text("auto_pad", "NOTSET").equals("NOTSET");
    return kernel.size() == 2 && explicit
        ? form(new Operator.ConvTranspose(kernel, strides, pads, dilations, added, groups))
        : Optional.empty();
  }

  private Optional<Form> transpose() {
    return rank(0)
        .flatMap(
            rank ->
                form(
                    new Operator.Transpose(
                        attributes.integers(
                            "perm",
                            IntStream.range(0, rank).map(i -> rank - 1 - i).boxed().toList()))));
  }

  private Optional<Form> pad() {
    Optional<Operator.Pad.Mode> mode =
        switch (attributes.text("mode", "constant")) {
          case "constant" -> Optional.of(Operator.Pad.Mode.CONSTANT);
          case "reflect" -> Optional.of(Operator.Pad.Mode.REFLECT);
          case "edge" -> Optional.of(Operator.Pad.Mode.EDGE);
          default -> Optional.empty();
        };
    Optional<List<Integer>> pads = rank(0).flatMap(this::padsOf);
    float value = 0;
    if (!input(2).isEmpty()) {
      if (!(constant(2).orElse(null) instanceof Tensor.Floats(_, float[] v)) || v.length != 1) {
        return Optional.empty();
      }
      value = v[0];
    }
    absorb(1, 2, 3);
    float filling = value;
    return mode.flatMap(
        m -> pads.map(p -> new Form(new Operator.Pad(m, p, filling), List.of(input(0)))));
  }

  private Optional<List<Integer>> padsOf(int rank) {
    Optional<List<Integer>> axes =
        input(3).isEmpty() ? Optional.of(IntStream.range(0, rank).boxed().toList()) : integers(3);
    return axes.flatMap(
        a ->
            integers(1)
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

  /** To dimensions that were computed from the number of rows. */
  private Optional<Form> expand() {
    Optional<Known> target = graph.known(input(1));
    Optional<Shape> x = shape(0);
    if (target.isEmpty() || x.isEmpty() || graph.rows().isEmpty() || x.get().isOpen()) {
      return Optional.empty();
    }
    int rank = Math.max(target.get().size(), x.get().rank());
    List<Integer> dims = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      int own = i - rank + x.get().rank();
      int asked = i - rank + target.get().size();
      int dim = own < 0 ? 1 : x.get().dim(own);
      boolean rows = asked >= 0 && target.get().rows()[asked] != 0;
      if (rows
          && (dim != 1 || target.get().rows()[asked] != 1 || target.get().fixed()[asked] != 0)) {
        return Optional.empty();
      }
      dims.add(
          rows ? Shape.BATCH : asked < 0 || dim != 1 ? dim : (int) target.get().fixed()[asked]);
    }
    if (dims.stream().filter(d -> d < 0).count() != 1) {
      return Optional.empty();
    }
    return Optional.of(new Form(new Operator.Expand(dims), List.of(input(0), graph.rows().get())));
  }

  private Optional<Form> resize() {
    String mode = attributes.text("mode", "nearest");
    String places = attributes.text("coordinate_transformation_mode", "half_pixel");
    String rounding = attributes.text("nearest_mode", "round_prefer_floor");
    List<Integer> axes = attributes.integers("axes", List.of());
    attributes.ignore("cubic_coeff_a");
    attributes.ignore("extrapolation_value");
    boolean plain =
        !attributes.flag("exclude_outside", false)
            && !attributes.flag("antialias", false)
            && attributes.text("keep_aspect_ratio_policy", "stretch").equals("stretch");
    Optional<int[]> size = shape(0).filter(s -> s.rank() == 4 && plain).flatMap(s -> size(s, axes));
    Optional<Operator.Resize.Mode> known =
        mode.equals("nearest") && places.equals("asymmetric") && rounding.equals("floor")
            ? Optional.of(Operator.Resize.Mode.NEAREST)
            : mode.equals("linear") ? linear(places, size) : Optional.empty();
    absorb(1, 2, 3);
    return known.flatMap(
        m -> size.map(s -> new Form(new Operator.Resize(m, s[0], s[1]), List.of(input(0)))));
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
    if (constant(2).orElse(null) instanceof Tensor.Floats(_, float[] scales)
        && scales.length == from + 2
        && (from == 0 || (scales[0] == 1 && scales[1] == 1))) {
      double height = (double) x.dim(2) * scales[from];
      double width = (double) x.dim(3) * scales[from + 1];
      return height == Math.rint(height) && width == Math.rint(width)
          ? Optional.of(new int[] {(int) height, (int) width})
          : Optional.empty();
    }
    return graph
        .known(input(3))
        .filter(
            sizes ->
                sizes.size() == from + 2 && sizes.rows()[from] == 0 && sizes.rows()[from + 1] == 0)
        .filter(sizes -> from == 0 || keepsChannels(sizes, x))
        .map(sizes -> new int[] {(int) sizes.fixed()[from], (int) sizes.fixed()[from + 1]});
  }

  private static boolean keepsChannels(Known sizes, Shape x) {
    return sizes.fixed()[1] == x.dim(1) && (sizes.rows()[0] == 1 || sizes.fixed()[0] == x.dim(0));
  }

  private void absorb(int... indices) {
    Arrays.stream(indices).mapToObj(this::input).forEach(graph::absorb);
  }

  private Optional<List<Integer>> integers(int index) {
    return constant(index)
        .filter(Tensor.Longs.class::isInstance)
        .map(t -> Arrays.stream(((Tensor.Longs) t).values()).mapToObj(Math::toIntExact).toList());
  }

  /** {@code allowzero} makes a zero mean an empty dimension; it matters only where there is a zero. */
  private Optional<Form> reshape() {
    boolean emptyZeros = attributes.flag("allowzero", false);
    boolean literal =
        constant(1)
            .filter(
                t ->
                    t instanceof Tensor.Longs(_, long[] v)
                        && Arrays.stream(v).noneMatch(d -> d == 0))
            .isPresent();
    Optional<Known> counted = graph.known(input(1)).filter(k -> !k.isFixed());
    absorb(1);
    if (counted.isPresent()) {
      return shape(0).flatMap(x -> reshape(x, counted.get()));
    }
    return emptyZeros && !literal ? Optional.empty() : form(new Operator.Reshape());
  }

  /** To a shape that was computed from the number of rows. */
  private Optional<Form> reshape(Shape x, Known target) {
    List<Integer> dims = new ArrayList<>();
    int inferred = -1;
    for (int i = 0; i < target.size(); i++) {
      double fixed = target.fixed()[i];
      double rows = target.rows()[i];
      if (rows != 0 ? fixed != 0 || rows < 0 : fixed < -1 || (fixed == 0 && i >= x.rank())) {
        return Optional.empty();
      }
      inferred = rows == 0 && fixed == -1 ? i : inferred;
      dims.add(rows != 0 ? -(int) rows : fixed == 0 ? x.dim(i) : (int) fixed);
    }
    if (inferred >= 0) {
      dims.set(inferred, 1);
    }
    long rest = dims.stream().mapToLong(d -> Math.abs((long) d)).reduce(1, Math::multiplyExact);
    if (rest == 0 || dims.stream().filter(d -> d < 0).count() != 1 || x.elements() % rest != 0) {
      return Optional.empty();
    }
    if (inferred >= 0) {
      dims.set(inferred, Math.toIntExact(x.elements() / rest));
    }
    return Optional.of(
        new Form(new Operator.Reshape(), List.of(input(0), Lowering.target(graph, dims, x))));
  }

  /** Axes were an attribute before they became an input. */
  private Optional<Form> reduce(Operator.Reduce.Kind kind, int asInputSince) {
    boolean keepDims = attributes.flag("keepdims", true);
    boolean keepAll = attributes.flag("noop_with_empty_axes", false);
    Operator operator = new Operator.Reduce(kind, keepDims);
    if (opset >= asInputSince) {
      return keepAll ? Optional.empty() : form(operator);
    }
    return attributes
        .longs("axes")
        .map(axes -> new Form(operator, List.of(input(0), vector("axes", axes))))
        .or(() -> form(operator));
  }

  private Optional<Form> argMax() {
    int axis = attributes.integer("axis", 0);
    boolean keepDims = attributes.flag("keepdims", true);
    return attributes.flag("select_last_index", false)
        ? Optional.empty()
        : form(new Operator.ArgMax(axis, keepDims));
  }

  /** The ratio was an attribute before it became an input. */
  private Optional<Form> dropout() {
    float ratio = attributes.number("ratio", 0.5f);
    attributes.ignore("seed");
    boolean trains =
        !input(2).isEmpty()
            && !constant(2)
                .filter(t -> t instanceof Tensor.Bools(_, boolean[] v) && v.length == 1 && !v[0])
                .isPresent();
    if (trains) {
      return Optional.empty();
    }
    if (!input(1).isEmpty()) {
      if (!(constant(1).orElse(null) instanceof Tensor.Floats(_, float[] v)) || v.length != 1) {
        return Optional.empty();
      }
      ratio = v[0];
      graph.absorb(input(1));
    }
    graph.absorb(input(2));
    return Optional.of(new Form(new Operator.Dropout(ratio), List.of(input(0))));
  }

  private Optional<Form> cast() {
    attributes.ignore("saturate");
    return graph
        .elementType(attributes.integer("to", 0))
        .flatMap(to -> form(new Operator.Cast(to)));
  }

  private Optional<Form> labelEncoder() {
    Optional<List<String>> texts = attributes.texts("keys_strings");
    Optional<List<Long>> numbers = attributes.longs("values_int64s");
    if (texts.isPresent() && numbers.isPresent()) {
      long fallback = attributes.wide("default_int64", -1);
      return form(new Operator.StringToIndex(texts.get(), numbers.get(), fallback));
    }
    Optional<List<Long>> keys = attributes.longs("keys_int64s");
    Optional<List<String>> values = attributes.texts("values_strings");
    String fallback = attributes.text("default_string", "_Unused");
    return keys.isPresent() && values.isPresent()
        ? form(new Operator.IndexToString(keys.get(), values.get(), fallback))
        : Optional.empty();
  }

  private Optional<Form> oneHot() {
    boolean zeros = attributes.flag("zeros", true);
    return attributes
        .texts("cats_strings")
        .filter(_ -> zeros)
        .flatMap(categories -> form(new Operator.OneHot(categories)));
  }

  private String vector(String name, List<Long> values) {
    return graph.add(name, Tensor.longs(values.stream().mapToLong(Long::longValue).toArray()));
  }

  private Optional<Form> form(Operator operator) {
    return Optional.of(new Form(operator, new ArrayList<>(inputs)));
  }

  private String input(int index) {
    return index < inputs.size() ? inputs.get(index) : "";
  }

  private Optional<Tensor> constant(int index) {
    return graph.constant(input(index));
  }

  private Optional<Shape> shape(int index) {
    return graph.shape(input(index));
  }

  private Optional<Integer> rank(int index) {
    return shape(index).map(Shape::rank);
  }
}
