package org.pith.network;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A neural network: an immutable directed acyclic graph of ONNX operators with its constants. It is the one representation
 * that search proposes, training runs, pruning rewrites, cost reads and ONNX Runtime serves.
 *
 * <p>Nodes stand in an order in which every tensor is made before it is read; the constructor checks that, and that names are
 * unique and known. Element types and shapes are inferred when first asked for, by {@link ShapeInference}, and kept.
 *
 * <p>Names that start with {@link #PREPROCESSING} belong to the fitted, untrained part that turns raw columns or pixels into
 * features: its constants cost bytes and time but are not trained parameters.
 *
 * <p>Its numbers are single; {@link #precision()} says how its file holds them.
 *
 * <p>Immutable and safe for use by several threads, provided that nobody writes into the arrays of its constants.
 */
public final class Network {

  /** Prefix of the names of nodes and constants that prepare raw input and are not trained. */
  public static final String PREPROCESSING = "preprocess/";

  private final String name;
  private final List<Port> inputs;
  private final List<Port> outputs;
  private final List<Node> nodes;
  private final SequencedMap<String, Tensor> constants;
  private final SequencedMap<String, String> metadata;
  private final Notation notation;

  private final Map<String, Node> nodesByName = new HashMap<>();
  private final Map<String, Node> producers = new HashMap<>();
  private final Map<String, List<Node>> consumers = new HashMap<>();
  private volatile Map<String, TensorType> types;

  /**
   * A network whose file holds single numbers. Checks the structure of the graph.
   *
   * @param name the graph's name
   * @param inputs what the caller feeds
   * @param outputs what the caller receives
   * @param nodes in an order of computation
   * @param constants the initializers by name
   * @param metadata the model's key-value properties
   * @throws IllegalArgumentException if a name is empty or used twice, or a node or an output reads a tensor that is not made
   *     before it; the message names the node
   */
  public Network(
      String name,
      List<Port> inputs,
      List<Port> outputs,
      List<Node> nodes,
      Map<String, ? extends Tensor> constants,
      Map<String, String> metadata) {
    this(name, inputs, outputs, nodes, constants, metadata, Notation.USUAL);
  }

  private Network(
      String name,
      List<Port> inputs,
      List<Port> outputs,
      List<Node> nodes,
      Map<String, ? extends Tensor> constants,
      Map<String, String> metadata,
      Notation notation) {
    this.name = Objects.requireNonNull(name, "name");
    this.inputs = List.copyOf(inputs);
    this.outputs = List.copyOf(outputs);
    this.nodes = List.copyOf(nodes);
    this.constants = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(constants));
    this.metadata = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(metadata));
    this.notation = Objects.requireNonNull(notation, "notation");
    index();
  }

  /** Starts an empty network. */
  public static Builder builder(String name) {
    return new Builder(name);
  }

  /** The graph's name. */
  public String name() {
    return name;
  }

  /** What the caller feeds. */
  public List<Port> inputs() {
    return inputs;
  }

  /** What the caller receives. */
  public List<Port> outputs() {
    return outputs;
  }

  /** The nodes in an order of computation. */
  public List<Node> nodes() {
    return nodes;
  }

  /** The initializers by name. */
  public SequencedMap<String, Tensor> constants() {
    return constants;
  }

  /** The model's key-value properties. */
  public SequencedMap<String, String> metadata() {
    return metadata;
  }

  /** What the file of this network says beyond the graph. */
  public Notation notation() {
    return notation;
  }

  /**
   * How the file of this network holds its float numbers. It goes along with every change of the network; what learns apart from
   * the whole ({@link org.pith.network.rewrite.Anatomy#body()}) is single.
   */
  public Precision precision() {
    return notation.precision();
  }

  /**
   * How the file of this network holds the floats of one tensor: as {@link #precision()} says for inputs and outputs where the tensor is
   * an input, what is only picked from one or given another shape before a Cast, or what a Cast makes that no node reads; as it says
   * for all between them otherwise.
   */
  public Precision precision(String tensor) {
    String source = tensor;
    while (producers.containsKey(source) && moves(producers.get(source).operator())) {
      source = producers.get(source).input(0);
    }
    Node node = producers.get(source);
    boolean leaves = node != null && node.operator() instanceof Operator.Cast;
    return leaves && consumers(source).isEmpty() || node == null && !isConstant(source)
        ? precision().ofPorts()
        : precision();
  }

  private static boolean moves(Operator operator) {
    return operator instanceof Operator.Gather
        || operator instanceof Operator.Slice
        || operator instanceof Operator.Flatten
        || operator instanceof Operator.Reshape
        || operator instanceof Operator.Transpose;
  }

  /** The node that makes a tensor; empty for inputs, constants and names that do not occur. */
  public Optional<Node> producer(String tensor) {
    return Optional.ofNullable(producers.get(tensor));
  }

  /** The nodes that read a tensor, in order, each once. */
  public List<Node> consumers(String tensor) {
    return Collections.unmodifiableList(consumers.getOrDefault(tensor, List.of()));
  }

  /**
   * The node of this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Node node(String node) {
    return require(nodesByName.get(node), "node", node);
  }

  /**
   * The input of this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Port input(String input) {
    return port(inputs, "input", input);
  }

  /**
   * The output of this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Port output(String output) {
    return port(outputs, "output", output);
  }

  /** Whether a tensor is a constant. */
  public boolean isConstant(String tensor) {
    return constants.containsKey(tensor);
  }

  /**
   * The constant of this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Tensor constant(String constant) {
    return require(constants.get(constant), "constant", constant);
  }

  /**
   * The constant of this name, which must hold floats.
   *
   * @throws IllegalArgumentException if there is none, or it holds something else
   */
  public Tensor.Floats floats(String constant) {
    if (constant(constant) instanceof Tensor.Floats floats) {
      return floats;
    }
    throw new IllegalArgumentException(
        "Constant %s of network %s is %s, not float."
            .formatted(constant, name, constant(constant)));
  }

  /**
   * Element type and shape of a tensor; empty downstream of an {@linkplain Operator.Unknown unknown operator}.
   *
   * @throws IllegalArgumentException if the tensor does not occur, or shapes of the network disagree
   */
  public Optional<TensorType> type(String tensor) {
    if (!isTensor(tensor)) {
      throw missing("tensor", tensor);
    }
    return Optional.ofNullable(types().get(tensor));
  }

  /**
   * The shape of a tensor.
   *
   * @throws IllegalArgumentException if the tensor does not occur, its shape is unknown, or shapes of the network disagree
   */
  public Shape shape(String tensor) {
    return type(tensor)
        .map(TensorType::shape)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "The shape of tensor %s of network %s is unknown%s"
                        .formatted(tensor, name, unknownOperators())));
  }

  /**
   * Names of the float constants that training changes, each once, in the order of the nodes that read them. Not among them:
   * names under {@link #PREPROCESSING}, running means and variances ({@link #runningStatistics}), and the numbers of formulas
   * (scalars without dimensions, bounds, exponents).
   */
  public List<String> trainable() {
    return constantsInRole(TrainedInputs::trained);
  }

  /** Names of the running means and variances of batch normalisation, outside {@link #PREPROCESSING}, in node order. */
  public List<String> runningStatistics() {
    return constantsInRole(TrainedInputs::tracked);
  }

  /** This network under another name. */
  public Network withName(String changed) {
    return new Network(changed, inputs, outputs, nodes, constants, metadata, notation);
  }

  /**
   * This network with the named constants replaced, for instance by trained weights; the others stay.
   *
   * @throws IllegalArgumentException if a name is not that of a constant
   */
  public Network withConstants(Map<String, ? extends Tensor> changed) {
    changed.keySet().forEach(this::constant);
    SequencedMap<String, Tensor> merged = new LinkedHashMap<>(constants);
    merged.putAll(changed);
    return new Network(name, inputs, outputs, nodes, merged, metadata, notation);
  }

  /** This network with exactly these properties. */
  public Network withMetadata(Map<String, String> changed) {
    return new Network(name, inputs, outputs, nodes, constants, changed, notation);
  }

  /** This network, to be held by its file in another precision. */
  public Network withPrecision(Precision changed) {
    return withNotation(notation.with(changed));
  }

  /** This network, of which its file says this. */
  public Network withNotation(Notation changed) {
    return new Network(name, inputs, outputs, nodes, constants, metadata, changed);
  }

  /** This network with exactly these nodes; the outputs keep their names and get the shapes that follow. */
  public Network withNodes(List<Node> changed) {
    return withNodes(changed, constants);
  }

  /** This network with exactly these nodes and constants; the outputs keep their names and get the shapes that follow. */
  public Network withNodes(List<Node> changed, Map<String, ? extends Tensor> changedConstants) {
    Builder builder = builder(name);
    inputs.forEach(builder::input);
    changedConstants.forEach(builder::constant);
    changed.forEach(builder::add);
    outputs.forEach(output -> builder.outputAs(output));
    metadata.forEach(builder::metadata);
    return builder.build().withNotation(notation);
  }

  /**
   * This network with these tensors for outputs, for instance to watch hidden layers.
   *
   * @throws IllegalArgumentException if a tensor does not occur or its shape is unknown
   */
  public Network withOutputs(List<String> tensors) {
    List<Port> ports =
        tensors.stream()
            .map(t -> new Port(t, shapedType(t).type(), shapedType(t).shape()))
            .toList();
    return new Network(name, inputs, ports, nodes, constants, metadata, notation);
  }

  /** The nodes that some of these tensors depend on, in node order. */
  public List<Node> leadingTo(Collection<String> tensors) {
    Set<String> needed = new HashSet<>(tensors);
    List<Node> leading = new ArrayList<>();
    // Each node comes after what it reads.
    for (Node node : nodes.reversed()) {
      if (node.outputs().stream().anyMatch(o -> !o.isEmpty() && needed.contains(o))) {
        needed.addAll(node.inputs());
        leading.addFirst(node);
      }
    }
    return leading;
  }

  private TensorType shapedType(String tensor) {
    return new TensorType(type(tensor).map(TensorType::type).orElse(null), shape(tensor));
  }

  private boolean isTensor(String tensor) {
    return producers.containsKey(tensor)
        || constants.containsKey(tensor)
        || inputs.stream().anyMatch(p -> p.name().equals(tensor));
  }

  private Map<String, TensorType> types() {
    Map<String, TensorType> known = types;
    if (known == null) {
      known = ShapeInference.infer(this);
      types = known;
    }
    return known;
  }

  private String unknownOperators() {
    List<String> unknown =
        nodes.stream()
            .filter(n -> n.operator() instanceof Operator.Unknown)
            .map(Node::toString)
            .limit(3)
            .toList();
    return unknown.isEmpty()
        ? ": it depends on values that are only known when the network runs."
        : ": the operator of %s is not in Pith's table.".formatted(String.join(", ", unknown));
  }

  private List<String> constantsInRole(Role role) {
    Set<String> found = new LinkedHashSet<>();
    for (Node node : nodes) {
      IntStream.range(0, node.inputs().size())
          .filter(i -> constants.get(node.input(i)) instanceof Tensor.Floats)
          .filter(i -> !node.input(i).startsWith(PREPROCESSING))
          .filter(i -> role.plays(node.operator(), i, constants.get(node.input(i)).shape()))
          .forEach(i -> found.add(node.input(i)));
    }
    return List.copyOf(found);
  }

  private interface Role {
    boolean plays(Operator operator, int input, Shape shape);
  }

  private Port port(List<Port> ports, String kind, String wanted) {
    return require(
        ports.stream().filter(p -> p.name().equals(wanted)).findFirst().orElse(null), kind, wanted);
  }

  private <T> T require(T found, String kind, String wanted) {
    if (found == null) {
      throw missing(kind, wanted);
    }
    return found;
  }

  private IllegalArgumentException missing(String kind, String wanted) {
    return new IllegalArgumentException(
        "Network %s has no %s named %s.".formatted(name, kind, wanted));
  }

  private void index() {
    Set<String> made = new HashSet<>();
    inputs.forEach(p -> define(made, p.name(), "Input"));
    constants.keySet().forEach(c -> define(made, c, "Constant"));
    Collection<String> later =
        nodes.stream()
            .flatMap(n -> n.outputs().stream())
            .collect(HashSet::new, Set::add, Set::addAll);
    for (Node node : nodes) {
      if (node.name().isEmpty() || nodesByName.putIfAbsent(node.name(), node) != null) {
        throw new IllegalArgumentException(
            "Network %s: node %s has %s."
                .formatted(
                    name,
                    node,
                    node.name().isEmpty() ? "no name" : "a name that another node has too"));
      }
      given(node.inputs()).forEach(input -> read(made, later, input, node));
      given(node.outputs())
          .forEach(
              output -> {
                define(made, output, "Output of node " + node);
                producers.put(output, node);
              });
    }
    outputs.stream()
        .map(Port::name)
        .filter(o -> !made.contains(o))
        .findFirst()
        .ifPresent(
            o -> {
              throw new IllegalArgumentException(
                  "Network %s: no node makes the output %s.".formatted(name, o));
            });
  }

  private static Stream<String> given(List<String> tensors) {
    return tensors.stream().filter(t -> !t.isEmpty()).distinct();
  }

  private void define(Set<String> made, String tensor, String what) {
    if (tensor.isEmpty()) {
      throw new IllegalArgumentException("Network %s: %s has no name.".formatted(name, what));
    }
    if (!made.add(tensor)) {
      throw new IllegalArgumentException(
          "Network %s: %s is named %s, but a tensor of that name is already there."
              .formatted(name, what, tensor));
    }
  }

  private void read(Set<String> made, Collection<String> later, String tensor, Node node) {
    if (!made.contains(tensor)) {
      throw new IllegalArgumentException(
          "Network %s: node %s reads %s, which %s."
              .formatted(
                  name,
                  node,
                  tensor,
                  later.contains(tensor)
                      ? "is made by the node itself or after it. The nodes are not in an order of"
                          + " computation, or the graph has a cycle"
                      : "no input, constant or node provides"));
    }
    consumers.computeIfAbsent(tensor, t -> new ArrayList<>()).add(node);
  }

  /** Equal in name, inputs, outputs, nodes, constants (bit for bit), metadata and notation. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Network that
        && name.equals(that.name)
        && inputs.equals(that.inputs)
        && outputs.equals(that.outputs)
        && nodes.equals(that.nodes)
        && constants.equals(that.constants)
        && metadata.equals(that.metadata)
        && notation.equals(that.notation);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, inputs, outputs, nodes, constants, metadata, notation);
  }

  /** For messages: the name and the number of nodes. */
  @Override
  public String toString() {
    return "%s (%d nodes)".formatted(name, nodes.size());
  }

  /**
   * Collects a network from its inputs on. Shapes are inferred while it grows, so a mistake shows at the call that makes it.
   * A builder serves one thread.
   */
  public static final class Builder {
    private final String name;
    private final List<Port> inputs = new ArrayList<>();
    private final List<Port> outputs = new ArrayList<>();
    private final List<Node> nodes = new ArrayList<>();
    private final SequencedMap<String, Tensor> constants = new LinkedHashMap<>();
    private final SequencedMap<String, String> metadata = new LinkedHashMap<>();
    private final ShapeInference inference = new ShapeInference();

    private Builder(String name) {
      this.name = name;
    }

    /** Adds an input and returns its name. */
    public String input(String input, ElementType type, Shape shape) {
      return input(new Port(input, type, shape));
    }

    /** Adds an input and returns its name. */
    public String input(Port input) {
      inference.define(input.name(), new TensorType(input.type(), input.shape()));
      inputs.add(input);
      return input.name();
    }

    /** Adds a constant and returns its name. */
    public String constant(String constant, Tensor tensor) {
      inference.define(constant, tensor);
      constants.put(constant, tensor);
      return constant;
    }

    /**
     * Adds a node of one output that has the node's name.
     *
     * @return the output's name
     * @throws IllegalArgumentException if an input is not there yet or its shape does not suit the operator
     */
    public String add(String node, Operator operator, String... reads) {
      return add(new Node(node, operator, List.of(reads), List.of(node)));
    }

    /**
     * Adds a node.
     *
     * @return the name of its first output
     * @throws IllegalArgumentException if an input is not there yet or its shape does not suit the operator
     */
    public String add(Node node) {
      inference.add(node);
      nodes.add(node);
      return node.output();
    }

    /** Element type and shape of a tensor that is already there; empty where unknown. */
    public Optional<TensorType> type(String tensor) {
      return inference.type(tensor);
    }

    /**
     * The shape of a tensor that is already there.
     *
     * @throws IllegalArgumentException if the tensor is not there or its shape is unknown
     */
    public Shape shape(String tensor) {
      return requireType(tensor).shape();
    }

    /** Makes a tensor an output, with the type and shape inferred for it. */
    public Builder output(String tensor) {
      TensorType type = requireType(tensor);
      outputs.add(new Port(tensor, type.type(), type.shape()));
      return this;
    }

    /** Makes a tensor an output, with the declared type and shape where none can be inferred. */
    public Builder outputAs(Port declared) {
      TensorType type =
          type(declared.name()).orElse(new TensorType(declared.type(), declared.shape()));
      outputs.add(new Port(declared.name(), type.type(), type.shape()));
      return this;
    }

    /** Sets a property of the model. */
    public Builder metadata(String key, String value) {
      metadata.put(key, value);
      return this;
    }

    /** The network so far. */
    public Network build() {
      return new Network(name, inputs, outputs, nodes, constants, metadata);
    }

    private TensorType requireType(String tensor) {
      return type(tensor)
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "Network %s: the shape of tensor %s is unknown.".formatted(name, tensor)));
    }
  }
}
