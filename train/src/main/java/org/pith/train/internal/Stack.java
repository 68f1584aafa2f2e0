package org.pith.train.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.pith.network.Network;
import org.pith.network.Node;
import org.pith.network.Operator;
import org.pith.network.Port;
import org.pith.network.RowAxis;
import org.pith.network.Shape;
import org.pith.network.Tensor.Floats;
import org.pith.network.Tensor.Longs;

/**
 * Networks of one topology in native memory, run in one call. The memory is that of the thread's
 * innermost scope: a stack is used by the thread that made it, and closed before anything that was
 * opened earlier.
 */
public final class Stack implements AutoCloseable {

  /** About how many numbers the widest tensor of a chunk of rows may have when the stack serves. */
  private static final long CHUNK = 1 << 20;

  /** The longest array that every JVM makes. */
  private static final int MOST = Integer.MAX_VALUE - 8;

  private final PointerScope memory;
  private final List<Network> networks;
  private final Alignment alignment;
  private final ScalarType type;
  private final Block learned;
  private final Block tracked;
  private final Tensor gradient;
  private final Map<String, Integer> slots = new HashMap<>();
  private final List<Value> constants = new ArrayList<>();
  private final List<Step> steps = new ArrayList<>();
  private final int decayed;

  private record Step(Node node, Kernel kernel, int[] inputs, int output) {}

  /**
   * Why networks of one topology cannot form a stack; empty if they can. One network always can.
   *
   * @throws IllegalArgumentException if their topologies differ
   */
  public static Optional<String> obstacle(List<Network> networks) {
    Topology.requireSame(networks);
    return Alignment.of(networks).obstacle();
  }

  /**
   * Loads networks in single precision.
   *
   * @throws IllegalArgumentException if their topologies differ, there is an obstacle, or an
   *     operator cannot be trained
   * @throws IllegalStateException naming the node that libtorch refuses
   */
  public Stack(List<Network> networks) {
    this(networks, ScalarType.Float);
  }

  Stack(List<Network> networks, ScalarType type) {
    Binding.ready();
    Topology.requireSame(networks);
    this.alignment = Alignment.of(networks);
    alignment.obstacle().ifPresent(Stack::refuse);
    this.networks = List.copyOf(networks);
    this.type = type;
    List<String> matrices = matrices(first());
    List<String> others = first().trainable().stream().filter(c -> !matrices.contains(c)).toList();
    this.decayed = matrices.size();
    this.memory = new PointerScope();
    try {
      this.learned = block(Stream.concat(matrices.stream(), others.stream()));
      this.tracked = block(first().runningStatistics().stream());
      this.gradient = learned.zeros();
      compile(new Kernels(alignment, networks.size(), load(), first()::constant, type));
    } catch (Throwable e) {
      memory.close();
      throw e;
    }
  }

  private static void refuse(String obstacle) {
    throw new IllegalArgumentException(
        "The networks cannot form a stack: %s. Maybe run them one by one.".formatted(obstacle));
  }

  private Block block(Stream<String> constants) {
    SequencedMap<String, Placement> placements = new LinkedHashMap<>();
    constants.forEach(c -> placements.put(c, alignment.placements().get(c)));
    return new Block(networks, placements, type);
  }

  /** The constants that multiply inputs: weight decay is for them alone. */
  private static List<String> matrices(Network network) {
    Predicate<String> multiplies =
        c ->
            network.consumers(c).stream()
                .anyMatch(
                    n ->
                        switch (n.operator()) {
                          case Operator.Gemm _, Operator.Conv _ -> n.input(1).equals(c);
                          case Operator.MatMul _, Operator.Gather _ -> true;
                          default -> false;
                        });
    return network.trainable().stream().filter(multiplies).toList();
  }

  /**
   * Puts the input and the constants into the first slots; returns the float constants, [K, dims].
   */
  private Map<String, Tensor> load() {
    slots.put(first().inputs().getFirst().name(), 0);
    constants.add(null);
    Map<String, Tensor> weights = new HashMap<>();
    for (String constant : first().constants().keySet()) {
      Value value = load(constant);
      slots.put(constant, constants.size());
      constants.add(value);
      if (first().constant(constant) instanceof Floats) {
        weights.put(constant, value.asStacked());
      }
    }
    return weights;
  }

  private Value load(String constant) {
    int k = networks.size();
    return switch (first().constant(constant)) {
      case Floats _ when learned.has(constant) -> Value.stacked(leaf(constant), k);
      case Floats _ when tracked.has(constant) ->
          Value.stacked(tracked.part(tracked.flat(), constant), k);
      case Floats(Shape shape, float[] values) ->
          Value.shared(Binding.tensor(type, values, longs(shape)), k);
      case Longs(Shape shape, long[] values) ->
          Value.shared(Binding.tensor(values, longs(shape)), k);
      case org.pith.network.Tensor other ->
          throw new IllegalArgumentException(
              "Constant %s of network %s is %s; only numbers can be computed with."
                  .formatted(constant, first().name(), other));
    };
  }

  private Tensor leaf(String constant) {
    Tensor leaf = learned.part(learned.flat(), constant).detach().requires_grad_(true);
    leaf.mutable_grad().put(learned.part(gradient, constant));
    return leaf;
  }

  private static long[] longs(Shape shape) {
    return shape.dims().stream().mapToLong(Integer::longValue).toArray();
  }

  private void compile(Kernels kernels) {
    for (int i = 0; i < first().nodes().size(); i++) {
      Node node = first().nodes().get(i);
      int[] inputs =
          node.inputs().stream().mapToInt(t -> t.isEmpty() ? -1 : slots.get(t)).toArray();
      int output = constants.size() + i;
      slots.put(node.output(), output);
      int place = i;
      steps.add(new Step(node, named(node, () -> kernels.of(node, place)), inputs, output));
    }
  }

  /** What libtorch throws says nothing of the network, and is of no class of its own. */
  private static <T> T named(Node node, Supplier<T> work) {
    try {
      return work.get();
    } catch (RuntimeException e) {
      if (e.getClass() != RuntimeException.class) {
        throw e;
      }
      throw new IllegalStateException(
          "Node %s cannot be computed: %s. Maybe the shapes of its inputs do not suit %s."
              .formatted(node, firstLine(e), node.operator()),
          e);
    }
  }

  private static String firstLine(RuntimeException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
  }

  private Network first() {
    return networks.getFirst();
  }

  /** The number of networks, K. */
  public int size() {
    return networks.size();
  }

  ScalarType type() {
    return type;
  }

  Block learned() {
    return learned;
  }

  Block tracked() {
    return tracked;
  }

  /** The gradient of the learned constants, which a backward pass adds to. */
  Tensor gradient() {
    return gradient;
  }

  /** How many elements of the learned constants, the first ones, belong to matrices and filters. */
  long decayedSize() {
    return learned.sizeOfFirst(decayed);
  }

  /** The output for rows of features: [K,N,outputs]. */
  Tensor scores(Tensor rows, Pass pass) {
    return value(run(rows, pass), output()).asStacked();
  }

  /** The name of the output. */
  String output() {
    return first().outputs().getFirst().name();
  }

  /** A tensor among the values of a run. */
  Value value(Value[] values, String tensor) {
    return values[slots.get(tensor)];
  }

  /** The values of all tensors for rows of features. */
  Value[] run(Tensor rows, Pass pass) {
    Value[] values = constants.toArray(new Value[constants.size() + steps.size()]);
    values[0] = Value.shared(rows, size());
    for (Step step : steps) {
      Value[] inputs = new Value[step.inputs.length];
      for (int i = 0; i < inputs.length; i++) {
        inputs[i] = step.inputs[i] < 0 ? null : values[step.inputs[i]];
      }
      values[step.output] = named(step.node, () -> step.kernel.apply(inputs, pass));
    }
    return values;
  }

  /**
   * Runs the stack as it serves, a chunk of rows at a time.
   *
   * @param rowShape the shape of one row
   * @param rows row-major
   * @param tensors names of tensors with rows {@linkplain RowAxis wherever they lie}
   * @return by tensor, for each network the values of all rows, row-major, rows moved to the front
   * @throws IllegalArgumentException if they are more than an array holds, or rows are not found
   * @throws IllegalStateException naming the node that libtorch refuses
   */
  public Map<String, List<float[]>> serve(Shape rowShape, float[] rows, List<String> tensors) {
    int width = Math.toIntExact(rowShape.elements());
    int count = rows.length / width;
    Map<String, List<float[]>> served = new LinkedHashMap<>();
    tensors.forEach(t -> served.put(t, room(count, t)));
    int chunk = chunkRows();
    for (int from = 0; from < count; from += chunk) {
      int to = Math.min(count, from + chunk);
      try (PointerScope _ = new PointerScope();
          NoGradGuard _ = new NoGradGuard()) {
        float[] part = Arrays.copyOfRange(rows, from * width, to * width);
        Value[] values = run(Binding.rows(type, rowShape, part, to - from), Pass.SERVING);
        for (String tensor : tensors) {
          copy(tensor, values[slots.get(tensor)], from, to - from, served.get(tensor));
        }
      }
    }
    return served;
  }

  private List<float[]> room(int rows, String tensor) {
    return networks.stream().map(n -> new float[length(rows, n, tensor)]).toList();
  }

  private static int length(int rows, Network network, String tensor) {
    long length = (long) rows * elements(network, tensor);
    if (length > MOST) {
      throw new IllegalArgumentException(
          "%,d rows of tensor %s of network %s are %,d values, more than an array holds. Maybe ask for fewer rows at a time."
              .formatted(rows, tensor, network.name(), length));
    }
    return (int) length;
  }

  private static int elements(Network network, String tensor) {
    return Math.toIntExact(network.shape(tensor).elements());
  }

  /** Copies what each network has of a chunk of rows, rows moved to the front, without padding. */
  void copy(String tensor, Value value, int from, int rows, List<float[]> served) {
    Tensor stacked = value.asStacked();
    Units units = alignment.units(tensor);
    for (int k = 0; k < served.size(); k++) {
      Tensor own = stacked.select(0, k);
      float[] values = Binding.floats(units.isPadded() ? unpadded(own, units.places(k)) : own);
      RowAxis.require(networks.get(k), tensor).toFront(values, rows, served.get(k), from);
    }
  }

  private static Tensor unpadded(Tensor rows, int[] places) {
    long[] indices = Arrays.stream(places).asLongStream().toArray();
    return rows.index_select(1, Binding.tensor(indices, indices.length));
  }

  /**
   * How many rows to run at a time while serving: bounded memory, and small enough for the caches.
   */
  int chunkRows() {
    long widest =
        Stream.concat(
                first().inputs().stream().map(Port::name),
                first().nodes().stream().map(Node::output))
            .mapToLong(t -> first().type(t).map(type -> type.shape().elements()).orElse(1L))
            .max()
            .orElse(1);
    return (int) Math.max(1, CHUNK / Math.max(1, widest * size()));
  }

  /**
   * The networks with the constants that flat tensors like {@link #learned} and {@link #tracked}
   * hold.
   */
  List<Network> networks(Tensor learnedElements, Tensor trackedElements) {
    float[] trained = Binding.floats(learnedElements);
    float[] statistics = Binding.floats(trackedElements);
    return IntStream.range(0, size())
        .mapToObj(
            k -> {
              Network network = networks.get(k);
              return network
                  .withConstants(learned.constants(trained, k, network))
                  .withConstants(tracked.constants(statistics, k, network));
            })
        .toList();
  }

  /** Frees the memory. */
  @Override
  public void close() {
    memory.close();
  }
}
