package org.pith.train.encode;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.pith.data.Task;
import org.pith.network.ElementType;
import org.pith.network.Network;
import org.pith.network.Node;
import org.pith.network.Operator;
import org.pith.network.Port;
import org.pith.network.Shape;
import org.pith.network.Tensor;
import org.pith.network.rewrite.FoldBatchNormalization;

/** Joins preprocessing, network and answer into the model that ships. */
public final class Export {

  private static final String FEATURES = "features";
  private static final String VALUE_MEAN = Network.PREPROCESSING + "value/mean";
  private static final String VALUE_DEVIATION = Network.PREPROCESSING + "value/deviation";

  private Export() {}

  /**
   * The model that takes raw columns or pixels. Classes: {@code probabilities} float[N,K] and
   * {@code label} string[N]. Numbers: {@code value} float[N,1] in the target's own unit.
   * Normalisation is folded into the weights.
   *
   * @param body from {@code features} to {@code scores}
   * @param scale how standardised scores become numbers; without effect on classes
   */
  public static Network compose(Encoding encoding, Network body, Task task, Scale scale) {
    Network folded = FoldBatchNormalization.apply(body);
    Network.Builder builder = Network.builder("pith");
    String features = Prefix.write(builder, encoding);
    folded.constants().forEach(builder::constant);
    for (Node node : folded.nodes()) {
      builder.add(
          new Node(
              node.name(),
              node.operator(),
              node.inputs().stream().map(i -> i.equals(FEATURES) ? features : i).toList(),
              node.outputs()));
    }
    String scores = folded.outputs().getFirst().name();
    switch (task) {
      case Task.Classification classes -> classes(builder, scores, classes.classes());
      case Task.Regression regression -> number(builder, scores, scale);
    }
    metadata(encoding, task).forEach(builder::metadata);
    return builder.build();
  }

  private static void classes(Network.Builder builder, String scores, List<String> classes) {
    String probabilities = builder.add("probabilities", new Operator.Softmax(1), scores);
    String index = builder.add("answer/index", new Operator.ArgMax(1, false), scores);
    List<Long> keys = IntStream.range(0, classes.size()).mapToObj(i -> (long) i).toList();
    String label =
        builder.add("label", new Operator.IndexToString(keys, classes, classes.getFirst()), index);
    builder.outputAs(
        new Port(probabilities, ElementType.FLOAT, Shape.of(Shape.BATCH, classes.size())));
    builder.outputAs(new Port(label, ElementType.STRING, Shape.of(Shape.BATCH)));
  }

  /**
   * The names start as preprocessing does: mean and deviation of the target are fitted, not
   * trained.
   */
  private static void number(Network.Builder builder, String scores, Scale scale) {
    String scaled =
        builder.add(
            Network.PREPROCESSING + "value/scaled",
            new Operator.Binary(Operator.Binary.Function.MUL),
            scores,
            builder.constant(VALUE_DEVIATION, Tensor.of(Shape.of(), (float) scale.deviation())));
    String value =
        builder.add(
            "value",
            new Operator.Binary(Operator.Binary.Function.ADD),
            scaled,
            builder.constant(VALUE_MEAN, Tensor.of(Shape.of(), (float) scale.mean())));
    builder.outputAs(new Port(value, ElementType.FLOAT, Shape.of(Shape.BATCH, 1)));
  }

  private static Map<String, String> metadata(Encoding encoding, Task task) {
    Map<String, String> metadata = new java.util.LinkedHashMap<>();
    switch (task) {
      case Task.Classification classes -> {
        metadata.put("task", "classification");
        metadata.put("target", classes.target());
        metadata.put("classes", Lines.join(classes.classes()));
      }
      case Task.Regression regression -> {
        metadata.put("task", "regression");
        metadata.put("target", regression.target());
      }
    }
    metadata.putAll(encoding.input().metadata());
    return metadata;
  }

  /**
   * How a regression's scores become numbers: {@code mean + deviation * score}.
   *
   * @param mean of the training rows' target
   * @param deviation of the training rows' target, positive
   */
  public record Scale(double mean, double deviation) {
    /** For classes, which have none. */
    public static final Scale NONE = new Scale(0, 1);

    /** The scale of these values. */
    public static Scale of(double[] values) {
      double mean = java.util.Arrays.stream(values).average().orElse(0);
      double variance =
          java.util.Arrays.stream(values).map(v -> (v - mean) * (v - mean)).average().orElse(0);
      return new Scale(mean, variance > 0 ? Math.sqrt(variance) : 1);
    }

    /** The scale that a model of {@link #compose} states its numbers on; empty for any other. */
    public static Optional<Scale> of(Network model) {
      return model.constants().get(VALUE_MEAN) instanceof Tensor.Floats(Shape _, float[] mean)
              && model.constants().get(VALUE_DEVIATION)
                  instanceof Tensor.Floats(Shape _, float[] deviation)
          ? Optional.of(new Scale(mean[0], deviation[0]))
          : Optional.empty();
    }

    /** {@code values} standardised. */
    public float[] standardise(double[] values) {
      float[] standardised = new float[values.length];
      for (int i = 0; i < values.length; i++) {
        standardised[i] = (float) ((values[i] - mean) / deviation);
      }
      return standardised;
    }
  }
}
