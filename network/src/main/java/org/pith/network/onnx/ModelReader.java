package org.pith.network.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.pith.network.ElementType;
import org.pith.network.Network;
import org.pith.network.Node;
import org.pith.network.Notation;
import org.pith.network.Operator;
import org.pith.network.OperatorTable;
import org.pith.network.Port;
import org.pith.network.Shape;
import org.pith.network.ShapeInference;
import org.pith.network.Tensor;
import org.pith.network.TensorType;

/** Turns one ONNX model into a network. Constant nodes and what is computed from
 * shapes and constants become constants, and copies of constants their original. */
final class ModelReader implements OperatorReader.Graph {

  private final ModelProto model;
  private final GraphProto graph;
  private final Map<String, Integer> opsets = new HashMap<>();
  private final ShapeInference inference = new ShapeInference();
  private final List<Port> inputs = new ArrayList<>();
  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, Tensor> constants = new LinkedHashMap<>();
  private final Map<String, String> originals = new HashMap<>();
  private final Set<String> absorbed = new HashSet<>();
  private final Set<String> tensorNames = new HashSet<>();
  private final Map<String, Integer> timesRead = new HashMap<>();
  private final Set<String> nodeNames = new HashSet<>();
  private final Set<DataType> constantTypes = new HashSet<>();
  private final Map<String, Known> folded = new HashMap<>();
  private final Set<String> zeros = new HashSet<>();
  private final Map<String, NodeProto> deferred = new HashMap<>();
  private long foldedElements;
  private long mostFolded = 1 << 20;
  private String currentNode = "";

  ModelReader(ModelProto model) {
    this.model = model;
    this.graph = model.getGraph();
  }

  Network read() {
    checkModel();
    collectNames();
    graph.getInitializerList().forEach(t -> addConstant(t.getName(), decode(t, t.getName())));
    graph.getInputList().stream()
        .filter(v -> !constants.containsKey(v.getName()))
        .forEach(this::addInput);
    graph.getNodeList().forEach(this::addNode);
    graph.getOutputList().forEach(v -> place(deferred(v.getName())));
    dropAbsorbed();
    List<Port> outputs = graph.getOutputList().stream().map(this::output).toList();
    Network network = new Network(graph.getName(), inputs, outputs, nodes, constants, metadata());
    return network.withNotation(
        new Notation(new PrecisionReader(graph, network).read(), nameOfRows()));
  }

  /** As the first open dimension that has a name. */
  private String nameOfRows() {
    return graph.getInputList().stream()
        .flatMap(v -> v.getType().getTensorType().getShape().getDimList().stream())
        .map(Dimension::getDimParam)
        .filter(name -> !name.isBlank())
        .findFirst()
        .orElse(Notation.USUAL.rows());
  }

  private void checkModel() {
    if (!model.hasGraph()) {
      throw new OnnxException("there is no graph in it. Maybe it is not an ONNX file.");
    }
    if (model.getFunctionsCount() > 0) {
      throw new OnnxException(
          "it defines functions of its own, which Pith does not read. Maybe export it with them"
              + " inlined.");
    }
    if (graph.getSparseInitializerCount() > 0) {
      throw new OnnxException("it holds sparse constants, which Pith does not read.");
    }
    for (OperatorSetIdProto set : model.getOpsetImportList()) {
      long version = set.getVersion();
      opsets.put(domain(set.getDomain()), (int) Math.clamp(version, 0, Integer.MAX_VALUE));
    }
    checkOpset();
  }

  private void checkOpset() {
    Integer opset = opsets.get("");
    if (opset == null
        && graph.getNodeList().stream().anyMatch(n -> domain(n.getDomain()).isEmpty())) {
      throw new OnnxException("it does not say which ONNX operator set it uses.");
    }
    if (opset != null && (opset < OnnxFile.OLDEST_OPSET || opset > OnnxFile.NEWEST_OPSET)) {
      throw new OnnxException(
          "it uses ONNX operator set %d, and Pith reads %d to %d. Maybe export it again with one of"
                  .formatted(opset, OnnxFile.OLDEST_OPSET, OnnxFile.NEWEST_OPSET)
              + " these.");
    }
  }

  private static String domain(String domain) {
    return domain.equals("ai.onnx") ? "" : domain;
  }

  private void collectNames() {
    graph.getInputList().forEach(v -> tensorNames.add(v.getName()));
    graph.getInitializerList().forEach(t -> tensorNames.add(t.getName()));
    graph.getOutputList().forEach(v -> timesRead.merge(v.getName(), 1, Integer::sum));
    for (NodeProto node : graph.getNodeList()) {
      tensorNames.addAll(node.getOutputList());
      node.getInputList().forEach(i -> timesRead.merge(i, 1, Integer::sum));
    }
    Stream.concat(
            graph.getInitializerList().stream().map(TensorProto::getDataType),
            graph.getNodeList().stream()
                .filter(n -> n.getOpType().equals("Constant"))
                .flatMap(n -> n.getAttributeList().stream())
                .filter(AttributeProto::hasT)
                .map(a -> a.getT().getDataType()))
        .map(DataType::forNumber)
        .forEach(constantTypes::add);
  }

  private Tensor decode(TensorProto tensor, String name) {
    return TensorCodec.decode(tensor, name);
  }

  private void addConstant(String name, Tensor tensor) {
    inference.define(name, tensor);
    constants.put(name, tensor);
    mostFolded += tensor.shape().elements();
  }

  private void addInput(ValueInfoProto value) {
    Port port =
        declared(value)
            .orElseThrow(
                () ->
                    new OnnxException(
                        "Input %s has no fixed shape. Maybe export the model with fixed sizes, the"
                                .formatted(value.getName())
                            + " number of rows excepted."));
    inference.define(port.name(), new TensorType(port.type(), port.shape()));
    inputs.add(port);
  }

  private Port output(ValueInfoProto value) {
    String name = value.getName();
    Optional<TensorType> inferred = inference.type(name);
    Optional<Port> declared = value.getType().hasTensorType() ? declared(value) : Optional.empty();
    if (inferred.isPresent() && declared.isPresent()) {
      checkAgreement(declared.get(), inferred.get());
    }
    return inferred
        .map(t -> new Port(name, t.type(), t.shape()))
        .or(() -> declared)
        .orElseThrow(
            () ->
                new OnnxException(
                    "Output %s has no shape that is declared or can be inferred.".formatted(name)));
  }

  private static void checkAgreement(Port declared, TensorType inferred) {
    List<Integer> said = declared.shape().dims();
    List<Integer> found = inferred.shape().dims();
    boolean agree = said.size() == found.size() && declared.type() == inferred.type();
    for (int i = 0; agree && i < said.size(); i++) {
      agree = said.get(i) < 0 || found.get(i) < 0 || said.get(i).equals(found.get(i));
    }
    if (!agree) {
      throw new OnnxException(
          "Output %s is declared as %s, but the nodes make %s."
              .formatted(
                  declared.name(), new TensorType(declared.type(), declared.shape()), inferred));
    }
  }

  /** The port that a value declares; empty if a dimension other than one is left open. */
  private Optional<Port> declared(ValueInfoProto value) {
    TypeProto.Tensor tensor = value.getType().getTensorType();
    if (!value.getType().hasTensorType()) {
      throw new OnnxException(
          "Input %s is not a tensor, and Pith handles nothing else.".formatted(value.getName()));
    }
    ElementType type =
        elementType(tensor.getElemType())
            .orElseThrow(
                () ->
                    new OnnxException(
                        "%s has the element type %s, which Pith does not read."
                            .formatted(
                                value.getName(), TensorCodec.typeName(tensor.getElemType()))));
    return tensor.hasShape()
        ? shape(value.getName(), tensor.getShape().getDimList())
            .map(s -> new Port(value.getName(), type, s))
        : Optional.empty();
  }

  private static Optional<Shape> shape(String name, List<Dimension> dims) {
    List<Integer> sizes = new ArrayList<>();
    for (Dimension dim : dims) {
      boolean open = !dim.hasDimValue() || dim.getDimValue() < 0;
      if (open && sizes.contains(Shape.BATCH)) {
        return Optional.empty();
      }
      if (dim.getDimValue() > Integer.MAX_VALUE) {
        throw new OnnxException("%s has a dimension of %d.".formatted(name, dim.getDimValue()));
      }
      sizes.add(open ? Shape.BATCH : (int) dim.getDimValue());
    }
    return Optional.of(new Shape(sizes));
  }

  /** Adds what a node becomes; one of known inputs is put off until something reads it that cannot do with its value. */
  private void addNode(NodeProto proto) {
    currentNode = uniqueNodeName(proto);
    Attributes attributes = new Attributes(proto, currentNode);
    List<String> reads = reads(proto);
    if (proto.getOutputCount() == 0) {
      throw new OnnxException(
          "Node %s (%s) has no output.".formatted(currentNode, proto.getOpType()));
    }
    String made = proto.getOutput(0);
    if (proto.getOpType().equals("Constant") && domain(proto.getDomain()).isEmpty()) {
      addConstant(made, constantValue(attributes));
    } else if (isCopy(proto, reads)) {
      originals.put(made, reads.getFirst());
    } else if (!putOff(proto, attributes, reads)) {
      place(nodes(proto, new Attributes(proto, currentNode), reads));
    }
  }

  private List<String> reads(NodeProto proto) {
    return proto.getInputList().stream().map(i -> originals.getOrDefault(i, i)).toList();
  }

  /** A node whose inputs are being made sure of, and those that are not yet looked at. */
  private record Waiting(Node node, Iterator<String> inputs) {}

  /**
   * Adds nodes in order, each after what was put off and it cannot do without. The stack is one of its own, since a chain of
   * nodes put off can be as long as the file.
   */
  private void place(List<Node> made) {
    Deque<Waiting> waiting = new ArrayDeque<>();
    await(made, waiting);
    while (!waiting.isEmpty()) {
      Waiting next = waiting.peek();
      if (next.inputs().hasNext()) {
        await(deferred(next.inputs().next()), waiting);
      } else {
        waiting.pop();
        inference.add(next.node());
        nodes.add(next.node());
      }
    }
  }

  private static void await(List<Node> made, Deque<Waiting> waiting) {
    made.reversed().forEach(n -> waiting.push(new Waiting(n, n.inputs().iterator())));
  }

  /** Remembers the value of a node instead of adding it, where that is known. */
  private boolean putOff(NodeProto proto, Attributes attributes, List<String> reads) {
    if (!domain(proto.getDomain()).isEmpty() || proto.getOutputCount() != 1) {
      return false;
    }
    if (!proto.getOpType().equals("Shape") && reads.stream().anyMatch(r -> !isKnown(r))) {
      return false;
    }
    String made = proto.getOutput(0);
    List<Known> inputs = new ArrayList<>();
    reads.forEach(i -> inputs.add(known(i).orElse(null)));
    Optional<Shape> shape = reads.isEmpty() ? Optional.empty() : shape(reads.getFirst());
    Optional<Known> value =
        new Folding(proto.getOpType(), attributes, inputs, shape)
            .fold()
            .filter(v -> foldedElements + v.size() <= mostFolded);
    value.ifPresent(v -> folded.put(made, v));
    foldedElements += value.map(Known::size).orElse(0);
    if (value.isEmpty() && (isZeroFilled(proto) || isPartOfZeros(proto, reads))) {
      zeros.add(made);
    }
    boolean put = folded.containsKey(made) || zeros.contains(made);
    if (put) {
      nodeNames.remove(currentNode);
      reads.forEach(this::absorb);
      if (constants.containsKey(made) || deferred.put(made, proto) != null) {
        throw new OnnxException("Tensor %s is made twice.".formatted(made));
      }
    }
    return put;
  }

  private boolean isKnown(String tensor) {
    return constants.containsKey(tensor) || folded.containsKey(tensor) || zeros.contains(tensor);
  }

  /** What is picked from zeros is zeros, such as the states that each layer of a stack of LSTMs starts from. */
  private boolean isPartOfZeros(NodeProto proto, List<String> reads) {
    return switch (proto.getOpType()) {
      case "Slice", "Gather", "Squeeze", "Unsqueeze", "Reshape", "Expand" ->
          zeros.contains(reads.getFirst());
      default -> false;
    };
  }

  private boolean isZeroFilled(NodeProto proto) {
    return proto.getOpType().equals("ConstantOfShape")
        && proto.getInputCount() == 1
        && folded.containsKey(proto.getInput(0))
        && new Attributes(proto, currentNode)
            .tensor("value")
            .map(t -> Known.of(t).filter(Known::isZero).isPresent())
            .orElse(true);
  }

  /** The nodes that a tensor still needs to be there; none where it is there, or its value is known and becomes a constant. */
  private List<Node> deferred(String tensor) {
    NodeProto proto = deferred.remove(tensor);
    if (proto == null) {
      return List.of();
    }
    Optional<Tensor> value = Optional.ofNullable(folded.get(tensor)).flatMap(Known::tensor);
    if (value.isPresent()) {
      addConstant(tensor, value.get());
      return List.of();
    }
    currentNode = uniqueNodeName(proto);
    return nodes(proto, new Attributes(proto, currentNode), reads(proto));
  }

  private List<Node> nodes(NodeProto proto, Attributes attributes, List<String> reads) {
    String domain = domain(proto.getDomain());
    int opset = opsets.getOrDefault(domain, 1);
    List<String> made =
        proto.getOutputList().stream().map(o -> timesRead.containsKey(o) ? o : "").toList();
    boolean several = made.stream().skip(1).anyMatch(o -> !o.isEmpty());
    Optional<List<Node>> understood = Optional.empty();
    if (domain.isEmpty() && Lowering.covers(proto.getOpType())) {
      List<String> outputs = several ? made : List.of(proto.getOutput(0));
      Lowering lowering = new Lowering(proto.getOpType(), opset, attributes, reads, outputs, this);
      understood = named(proto, lowering::nodes);
    } else if (domain.isEmpty() && !several) {
      Decomposition parts =
          new Decomposition(
              currentNode, proto.getOpType(), opset, attributes, reads, proto.getOutput(0), this);
      understood = named(proto, parts::nodes);
    }
    if (understood.isEmpty() && !several && (domain.isEmpty() || domain.equals(OperatorTable.ML))) {
      OperatorReader reader =
          new OperatorReader(proto.getOpType(), domain, opset, attributes, reads, this);
      understood =
          named(proto, reader::read)
              .map(
                  f ->
                      List.of(
                          new Node(
                              currentNode, f.operator(), f.inputs(), List.of(proto.getOutput(0)))));
    }
    return understood.orElseGet(() -> List.of(unknown(proto, domain, opset, reads)));
  }

  private <T> Optional<T> named(NodeProto proto, Supplier<Optional<T>> reading) {
    try {
      return reading.get();
    } catch (OnnxException named) {
      throw named;
    } catch (IllegalArgumentException e) {
      throw new OnnxException(
          "Node %s (%s): %s".formatted(currentNode, proto.getOpType(), e.getMessage()), e);
    }
  }

  private Node unknown(NodeProto proto, String domain, int opset, List<String> reads) {
    if (proto.getAttributeList().stream().anyMatch(a -> a.hasG() || a.getGraphsCount() > 0)) {
      throw new OnnxException(
          "Node %s (%s) holds a graph of its own; Pith reads graphs without control flow."
              .formatted(currentNode, proto.getOpType()));
    }
    Optional<Modernised> present =
        domain.isEmpty() ? Modernised.of(proto, opset) : Optional.empty();
    List<Byte> encoded = new ArrayList<>();
    for (byte b : present.map(Modernised::node).orElse(proto).toByteArray()) {
      encoded.add(b);
    }
    List<String> inputs = new ArrayList<>(reads);
    present.ifPresent(p -> inputs.add(add(p.attribute(), Tensor.longs(p.values()))));
    return new Node(
        currentNode,
        new Operator.Unknown(
            domain, proto.getOpType(), present.map(Modernised::version).orElse(opset), encoded),
        inputs,
        proto.getOutputList());
  }

  /** Weights that are shared arrive as an Identity of a constant. */
  private boolean isCopy(NodeProto proto, List<String> reads) {
    return proto.getOpType().equals("Identity")
        && domain(proto.getDomain()).isEmpty()
        && reads.size() == 1
        && constants.containsKey(reads.getFirst())
        && graph.getOutputList().stream().noneMatch(o -> o.getName().equals(proto.getOutput(0)));
  }

  private Tensor constantValue(Attributes attributes) {
    return attributes
        .tensor("value")
        .or(
            () ->
                attributes.has("value_float")
                    ? Optional.of(Tensor.scalar(attributes.number("value_float", 0)))
                    : Optional.empty())
        .or(
            () ->
                attributes.has("value_int")
                    ? Optional.of(
                        new Tensor.Longs(Shape.of(), new long[] {attributes.wide("value_int", 0)}))
                    : Optional.empty())
        .or(
            () ->
                attributes
                    .longs("value_ints")
                    .map(v -> Tensor.longs(v.stream().mapToLong(Long::longValue).toArray())))
        .or(() -> attributes.floats("value_floats").map(ModelReader::vector))
        .or(
            () ->
                attributes
                    .texts("value_strings")
                    .map(v -> new Tensor.Strings(Shape.of(v.size()), v.toArray(new String[0]))))
        .orElseThrow(
            () ->
                new OnnxException(
                    "Node %s (Constant) has no value that Pith reads.".formatted(currentNode)));
  }

  private static Tensor vector(List<Float> values) {
    float[] copy = new float[values.size()];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = values.get(i);
    }
    return Tensor.vector(copy);
  }

  private String uniqueNodeName(NodeProto proto) {
    String base =
        !proto.getName().isEmpty() || proto.getOutputCount() == 0
            ? proto.getName()
            : proto.getOutput(0);
    return unique(base.isEmpty() ? proto.getOpType() : base, nodeNames);
  }

  private static String unique(String base, Set<String> taken) {
    String name = base;
    for (int i = 2; !taken.add(name); i++) {
      name = base + "_" + i;
    }
    return name;
  }

  private void dropAbsorbed() {
    Set<String> kept = new HashSet<>();
    nodes.forEach(n -> kept.addAll(n.inputs()));
    graph.getOutputList().forEach(o -> kept.add(o.getName()));
    absorbed.stream().filter(t -> !kept.contains(t)).forEach(constants::remove);
  }

  private Map<String, String> metadata() {
    Map<String, String> metadata = new LinkedHashMap<>();
    for (StringStringEntryProto entry : model.getMetadataPropsList()) {
      if (metadata.put(entry.getKey(), entry.getValue()) != null) {
        throw new OnnxException("it has the property %s twice.".formatted(entry.getKey()));
      }
    }
    return metadata;
  }

  @Override
  public Optional<Tensor> constant(String tensor) {
    return Optional.ofNullable(constants.get(tensor))
        .or(() -> Optional.ofNullable(folded.get(tensor)).flatMap(Known::tensor));
  }

  @Override
  public boolean isShared(String tensor) {
    return timesRead.getOrDefault(tensor, 0) > 1;
  }

  @Override
  public Optional<Known> known(String tensor) {
    return Optional.ofNullable(folded.get(tensor))
        .or(() -> Optional.ofNullable(constants.get(tensor)).flatMap(Known::of));
  }

  @Override
  public Optional<String> rows() {
    return inputs.stream().filter(p -> p.shape().isBatched()).map(Port::name).findFirst();
  }

  @Override
  public boolean isZero(String tensor) {
    return zeros.contains(tensor) || known(tensor).filter(Known::isZero).isPresent();
  }

  @Override
  public Optional<Shape> shape(String tensor) {
    return inference
        .type(tensor)
        .map(TensorType::shape)
        .or(() -> Optional.ofNullable(folded.get(tensor)).map(Known::shape));
  }

  @Override
  public String fresh(String name) {
    String free = unique(currentNode + "/" + name, tensorNames);
    nodeNames.add(free);
    return free;
  }

  @Override
  public String add(String name, Tensor tensor) {
    String free = unique(currentNode + "/" + name, tensorNames);
    addConstant(free, tensor);
    return free;
  }

  @Override
  public void absorb(String tensor) {
    absorbed.add(tensor);
  }

  /** Constants are held as floats and int64, so a file that has others computes in these throughout. */
  @Override
  public Optional<ElementType> elementType(int dataType) {
    return TensorCodec.elementType(dataType)
        .map(
            type ->
                switch (type) {
                  case DOUBLE -> constantTypes.contains(DataType.DOUBLE) ? ElementType.FLOAT : type;
                  case INT32 -> constantTypes.contains(DataType.INT32) ? ElementType.INT64 : type;
                  case FLOAT, INT64, BOOL, STRING -> type;
                });
  }
}
