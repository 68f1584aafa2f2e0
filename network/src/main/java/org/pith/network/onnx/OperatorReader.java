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

    /** The values of a constant of whole numbers. */
    default Optional<List<Long>> longs(String tensor) {
      return constant(tensor)
          .filter(Tensor.Longs.class::isInstance)
          .map(t -> Arrays.stream(((Tensor.Longs) t).values()).boxed().toList());
    }

    /** Whether a tensor is read in several places. */
    boolean isShared(String tensor);

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
      case "Conv" -> new SpatialReader(this).conv();
      case "BatchNormalization" -> batchNormalization();
      case "LayerNormalization" -> layerNormalization();
      case "InstanceNormalization" ->
          form(new Operator.InstanceNormalization(attributes.number("epsilon", 1e-5f)));
      case "ConvTranspose" -> new SpatialReader(this).convTranspose();
      case "Resize" -> new SpatialReader(this).resize();
      case "Transpose" -> transpose();
      case "Pad" -> new SpatialReader(this).pad();
      case "Expand" -> new ShapeReader(this).expand();
      case "MaxPool" -> new SpatialReader(this).pool(Operator.Pool.Kind.MAX);
      case "AveragePool" -> new SpatialReader(this).pool(Operator.Pool.Kind.AVERAGE);
      case "GlobalAveragePool" ->
          rank(0).filter(r -> r == 4).flatMap(_ -> form(new Operator.GlobalAveragePool()));
      case "Flatten" -> form(new Operator.Flatten(attributes.integer("axis", 1)));
      case "Reshape" -> new ShapeReader(this).reshape();
      case "Concat" -> form(new Operator.Concat(attributes.integer("axis", 1)));
      case "Gather" -> form(new Operator.Gather(attributes.integer("axis", 0)));
      case "ReduceSum" -> reduce(Operator.Reduce.Kind.SUM, 13);
      case "ReduceMean" -> reduce(Operator.Reduce.Kind.MEAN, 18);
      case "ReduceMax" -> reduce(Operator.Reduce.Kind.MAX, 18);
      case "ReduceMin" -> reduce(Operator.Reduce.Kind.MIN, 18);
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

  private Optional<Form> batchNormalization() {
    float epsilon = attributes.number("epsilon", 1e-5f);
    float momentum = attributes.number("momentum", 0.9f);
    return attributes.flag("training_mode", false)
        ? Optional.empty()
        : form(new Operator.BatchNormalization(epsilon, momentum))
            .map(form -> new Form(form.operator(), ownStatistics(form.inputs())));
  }

  /** Tools that join equal constants may give two layers, or a mean and a shift, one tensor; training would track both in it. */
  private List<String> ownStatistics(List<String> inputs) {
    List<String> own = new ArrayList<>(inputs);
    for (int i = 3; i < own.size(); i++) {
      String statistic = own.get(i);
      Optional<Tensor> value =
          graph.isShared(statistic) ? graph.constant(statistic) : Optional.empty();
      if (value.isPresent()) {
        own.set(i, graph.add(i == 3 ? "mean" : "variance", value.get()));
      }
    }
    return own;
  }

  private Optional<Form> layerNormalization() {
    attributes.ignore("stash_type");
    return form(
        new Operator.LayerNormalization(
            attributes.integer("axis", -1), attributes.number("epsilon", 1e-5f)));
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

  /** Notes that constants at these places became part of the operator. */
  void absorb(int... indices) {
    Arrays.stream(indices).mapToObj(this::input).forEach(graph::absorb);
  }

  /** A constant of whole numbers at a place. */
  Optional<List<Integer>> integers(int index) {
    return constant(index)
        .filter(Tensor.Longs.class::isInstance)
        .map(t -> Arrays.stream(((Tensor.Longs) t).values()).mapToObj(Math::toIntExact).toList());
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

  /** The operator with all that the node reads. */
  Optional<Form> form(Operator operator) {
    return Optional.of(new Form(operator, new ArrayList<>(inputs)));
  }

  /** What the node reads at a place; empty where it reads nothing there. */
  String input(int index) {
    return index < inputs.size() ? inputs.get(index) : "";
  }

  Optional<Tensor> constant(int index) {
    return graph.constant(input(index));
  }

  Optional<Shape> shape(int index) {
    return graph.shape(input(index));
  }

  Optional<Integer> rank(int index) {
    return shape(index).map(Shape::rank);
  }
}
