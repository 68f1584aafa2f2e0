package org.pith.network.rewrite;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import org.pith.network.ElementType;
import org.pith.network.Network;
import org.pith.network.Node;
import org.pith.network.Operator;
import org.pith.network.Port;
import org.pith.network.Shape;
import org.pith.network.Tensor;

/**
 * A model in three parts: the <em>preparation</em> of what callers feed, the <em>body</em> from
 * features to scores that learns, and the <em>answer</em> that states the scores.
 *
 * <p>The preparation is everything under {@link Network#PREPROCESSING}, and the flattening before a
 * first matrix product. The answer is the softmax, the sigmoid of a single score, the scale of a
 * number, and whatever is made of the scores. So the body of a model made elsewhere is, but for
 * these, the whole model.
 *
 * @param model the whole
 * @param features the tensor that the body reads: [N,F], [N,C,H,W], ...
 * @param scores the tensor that the body makes: [N,K]
 * @param answer the output that states the scores; the scores themselves, their softmax or sigmoid,
 *     or a number in its own unit; of one score it may be [N]
 */
public record Anatomy(Network model, String features, String scores, String answer) {

  /**
   * Cuts up a model that answers with scores of classes.
   *
   * @throws IllegalArgumentException if it has no output of scores [N,K], or more than one tensor
   *     leads from what callers feed to the scores, or an answer reads the inside of the body; the
   *     message says which
   */
  public static Anatomy of(Network model) {
    return of(model, true);
  }

  /**
   * Cuts up a model that answers with a number: a softmax or sigmoid at its end is part of how it
   * computes that number.
   *
   * @throws IllegalArgumentException as {@link #of}
   */
  public static Anatomy ofNumber(Network model) {
    return of(model, false);
  }

  private static Anatomy of(Network model, boolean shares) {
    String answer =
        answer(model, 2).or(() -> answer(model, 1)).orElseThrow(() -> withoutScores(model)).name();
    String scores = answer;
    while (model.producer(scores).filter(n -> states(model, n, shares)).isPresent()) {
      scores = model.producer(scores).orElseThrow().input(0);
    }
    if (model.shape(scores).rank() != 2) {
      throw withoutScores(model);
    }
    Anatomy anatomy = new Anatomy(model, features(model, scores), scores, answer);
    anatomy.requireNoSideExit();
    return anatomy;
  }

  private static Optional<Port> answer(Network model, int rank) {
    return model.outputs().stream()
        .filter(o -> o.type() == ElementType.FLOAT && o.shape().rank() == rank)
        .findFirst();
  }

  private static IllegalArgumentException withoutScores(Network model) {
    return new IllegalArgumentException(
        "%s has no output of scores [N,K]; its outputs are %s."
            .formatted(model.name(), model.outputs()));
  }

  /** Whether a node only states what the scores say already. */
  private static boolean states(Network model, Node node, boolean shares) {
    return switch (node.operator()) {
      case Operator.Softmax _ -> shares;
      case Operator.Unary unary ->
          shares
              && unary.function() == Operator.Unary.Function.SIGMOID
              && model.shape(node.output()).elements() == 1;
      case Operator.Binary _ -> node.input(1).startsWith(Network.PREPROCESSING);
      case Operator.Reshape _ -> model.shape(node.output()).rank() == 1;
      default -> false;
    };
  }

  private static String features(Network model, String scores) {
    Set<String> needed = ancestors(model, scores);
    Set<String> prepared = prepared(model, needed);
    Set<String> entries = new LinkedHashSet<>();
    for (Node node : model.nodes()) {
      if (needed.contains(node.output()) && !prepared.contains(node.output())) {
        node.inputs().stream()
            .filter(t -> prepared.contains(t) && !model.isConstant(t))
            .forEach(entries::add);
      }
    }
    if (entries.size() != 1) {
      throw new IllegalArgumentException(
          entries.isEmpty()
              ? "The answers of %s do not depend on its input, so there is nothing in it to prune. Maybe the export kept constants in place of what was computed."
                  .formatted(model.name())
              : "The answers of %s are computed from %d things that it is given, %s, and Pith can follow one. Maybe join them into one input."
                  .formatted(model.name(), entries.size(), String.join(" and ", entries)));
    }
    return flattened(model, entries.iterator().next());
  }

  /** What callers feed, what preprocessing makes of it, and what that is made from. */
  private static Set<String> prepared(Network model, Set<String> needed) {
    Set<String> prepared = new LinkedHashSet<>();
    model.inputs().forEach(input -> prepared.add(input.name()));
    model.nodes().stream()
        .filter(n -> n.name().startsWith(Network.PREPROCESSING) && needed.contains(n.output()))
        .forEach(n -> prepared.addAll(ancestors(model, n.output())));
    return prepared;
  }

  /** Rows that are only flattened before they are mixed are flattened by the preparation. */
  private static String flattened(Network model, String tensor) {
    List<Node> readers = model.consumers(tensor);
    if (readers.size() != 1) {
      return tensor;
    }
    Node reader = readers.getFirst();
    boolean regroups =
        reader.operator() instanceof Operator.Flatten
            || reader.operator() instanceof Operator.Reshape;
    boolean mixed =
        model.consumers(reader.output()).stream()
            .allMatch(
                n ->
                    n.operator() instanceof Operator.Gemm
                        || n.operator() instanceof Operator.MatMul);
    return regroups && mixed && model.shape(reader.output()).rank() == 2 ? reader.output() : tensor;
  }

  private void requireNoSideExit() {
    Set<String> inside = new LinkedHashSet<>(tensors(bodyNodes()));
    inside.remove(scores);
    List<String> leaving = new ArrayList<>();
    model.outputs().stream().map(Port::name).forEach(leaving::add);
    answerNodes().forEach(node -> leaving.addAll(node.inputs()));
    leaving.retainAll(inside);
    if (!leaving.isEmpty()) {
      throw new IllegalArgumentException(
          "%s also returns what is made from %s, inside the part to be changed. Maybe export it without that output."
              .formatted(model.name(), leaving.getFirst()));
    }
  }

  /** From features to scores, under the names they have in the model; one input, one output, of single precision. */
  public Network body() {
    Network.Builder builder = Network.builder(model.name());
    Shape shape = model.shape(features);
    builder.input(features, type(), shape);
    List<Node> nodes = bodyNodes();
    Set<String> read = new LinkedHashSet<>();
    nodes.forEach(node -> read.addAll(node.inputs()));
    model
        .constants()
        .forEach(
            (name, tensor) -> {
              if (read.contains(name)) {
                builder.constant(name, tensor);
              }
            });
    nodes.forEach(builder::add);
    builder.output(scores);
    return builder.build();
  }

  /** Of the features: floats, or whole numbers such as words of a vocabulary. */
  public ElementType type() {
    return model.type(features).orElseThrow().type();
  }

  /** Whether the answer is the softmax of the scores, or the sigmoid of a single one. */
  public boolean answersInShares() {
    String stated = answer;
    while (!stated.equals(scores)) {
      Node node = model.producer(stated).orElseThrow();
      if (node.operator() instanceof Operator.Softmax
          || node.operator() instanceof Operator.Unary) {
        return true;
      }
      stated = node.input(0);
    }
    return false;
  }

  /** What makes the features from what callers feed; not where {@link #isBare}. */
  public Network preparation() {
    return new Network(
            model.name(),
            model.inputs(),
            List.of(new Port(features, type(), model.shape(features))),
            preparationNodes(),
            constantsReadBy(preparationNodes()),
            Map.of())
        .withNotation(model.notation());
  }

  /** Whether callers feed the features themselves. */
  public boolean isBare() {
    return model.inputs().stream().anyMatch(p -> p.name().equals(features));
  }

  /**
   * The model with another body.
   *
   * @param body reads features of the same name, or those of them that are kept, and makes scores
   *     of the same name and shape
   * @param kept positions along axis 1 of the features that it reads, ascending
   * @return inputs, outputs and metadata as in the model
   */
  public Network with(Network body, int[] kept) {
    boolean narrower = kept.length < model.shape(features).dim(1);
    String read =
        narrower ? Names.free(model, Network.PREPROCESSING + features + "/kept") : features;
    List<Node> nodes = new ArrayList<>(preparationNodes());
    SequencedMap<String, Tensor> constants = new LinkedHashMap<>(model.constants());
    constants.keySet().removeAll(constantsOf(bodyNodes()));
    constants.putAll(constantsReadBy(answerNodes()));
    constants.putAll(constantsReadBy(nodes));
    constants.putAll(body.constants());
    if (narrower) {
      String positions = read + "/positions";
      constants.put(
          positions, Tensor.longs(java.util.Arrays.stream(kept).asLongStream().toArray()));
      nodes.add(
          new Node(read, new Operator.Gather(1), List.of(features, positions), List.of(read)));
    }
    body.nodes().forEach(node -> nodes.add(Splice.reading(node, features, read)));
    nodes.addAll(answerNodes());
    return Splice.withoutDeadConstants(
        new Network(
                model.name(), model.inputs(), model.outputs(), nodes, constants, model.metadata())
            .withNotation(model.notation()));
  }

  private Set<String> constantsOf(List<Node> nodes) {
    return constantsReadBy(nodes).keySet();
  }

  private SequencedMap<String, Tensor> constantsReadBy(List<Node> nodes) {
    SequencedMap<String, Tensor> read = new LinkedHashMap<>();
    nodes.forEach(
        node ->
            node.inputs().stream()
                .filter(model::isConstant)
                .forEach(c -> read.put(c, model.constant(c))));
    return read;
  }

  private List<Node> preparationNodes() {
    return producing(ancestors(model, features));
  }

  private List<Node> bodyNodes() {
    Set<String> body = ancestors(model, scores);
    body.removeAll(ancestors(model, features));
    return producing(body);
  }

  private List<Node> answerNodes() {
    Set<String> before = ancestors(model, scores);
    before.addAll(ancestors(model, features));
    return model.nodes().stream().filter(node -> !before.contains(node.output())).toList();
  }

  private List<Node> producing(Set<String> tensors) {
    return model.nodes().stream().filter(node -> tensors.contains(node.output())).toList();
  }

  private static List<String> tensors(List<Node> nodes) {
    return nodes.stream().flatMap(node -> node.outputs().stream()).toList();
  }

  /** A tensor and all that it is made from. */
  private static Set<String> ancestors(Network model, String tensor) {
    Set<String> found = new LinkedHashSet<>();
    List<String> open = new ArrayList<>(List.of(tensor));
    while (!open.isEmpty()) {
      String next = open.removeLast();
      if (found.add(next)) {
        model
            .producer(next)
            .ifPresent(
                node -> {
                  found.addAll(node.outputs());
                  open.addAll(node.inputs());
                });
      }
    }
    return found;
  }
}
