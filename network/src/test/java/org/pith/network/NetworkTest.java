package org.pith.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NetworkTest {

  private static final Operator RELU = new Operator.Unary(Operator.Unary.Function.RELU);
  private static final Port X = new Port("x", ElementType.FLOAT, Shape.of(Shape.BATCH, 3));
  private static final Port Y = new Port("y", ElementType.FLOAT, Shape.of(Shape.BATCH, 3));

  private static Network of(List<Node> nodes) {
    return new Network("n", List.of(X), List.of(Y), nodes, Map.of(), Map.of());
  }

  private static Node relu(String name, String in, String out) {
    return new Node(name, RELU, List.of(in), List.of(out));
  }

  @Test
  void findsProducersConsumersAndShapes() {
    Network mlp = Examples.mlp(4, 8, 2);

    assertThat(mlp.producer("layer1/relu")).contains(mlp.node("layer1/relu"));
    assertThat(mlp.producer("features")).isEmpty();
    assertThat(mlp.consumers("layer1/gemm")).containsExactly(mlp.node("layer1/relu"));
    assertThat(mlp.consumers("scores")).isEmpty();
    assertThat(mlp.shape("layer1/relu")).isEqualTo(Shape.of(Shape.BATCH, 8));
    assertThat(mlp.output("scores").shape()).isEqualTo(Shape.of(Shape.BATCH, 2));
    assertThat(mlp.floats("layer1/bias").values()).hasSize(8);
  }

  @Test
  void namesWhatIsMissing() {
    Network mlp = Examples.mlp(4, 8, 2);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> mlp.node("layer9"))
        .withMessage("Network mlp has no node named layer9.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> mlp.shape("layer9"))
        .withMessage("Network mlp has no tensor named layer9.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> mlp.withConstants(Map.of("w", Tensor.scalar(1))))
        .withMessage("Network mlp has no constant named w.");
  }

  @Test
  void keepsThePrecisionOfItsFileWhateverElseChanges() {
    Network half = Examples.mlp(3, 2).withPrecision(Precision.HALF);
    assertThat(
            List.of(
                half.withName("other"),
                half.withConstants(Map.of()),
                half.withMetadata(Map.of("a", "b")),
                half.withNodes(half.nodes()),
                half.withOutputs(List.of(half.nodes().getFirst().output()))))
        .allSatisfy(n -> assertThat(n.precision()).isEqualTo(Precision.HALF));
    assertThat(half).isNotEqualTo(Examples.mlp(3, 2)).isEqualTo(half.withName(half.name()));
  }

  @Test
  void halvesWithinBeginAndEndAtCasts() {
    Network.Builder b = Network.builder("n");
    b.constant("places", Tensor.longs(0, 2));
    b.constant("weight", Tensor.of(Shape.of(2, 2), 1, 2, 3, 4));
    b.input("x", ElementType.FLOAT, Shape.of(Shape.BATCH, 3));
    b.add("picked", new Operator.Gather(1), "x", "places");
    b.add("narrowed", new Operator.Cast(ElementType.FLOAT), "picked");
    b.add("product", new Operator.MatMul(), "narrowed", "weight");
    Network network =
        b.output(b.add("widened", new Operator.Cast(ElementType.FLOAT), "product"))
            .build()
            .withPrecision(Precision.HALF_WITHIN);
    for (String tensor : List.of("x", "picked", "widened")) {
      assertThat(network.precision(tensor)).as(tensor).isEqualTo(Precision.SINGLE);
      assertThat(network.withPrecision(Precision.HALF).precision(tensor)).isEqualTo(Precision.HALF);
    }
    for (String tensor : List.of("narrowed", "product", "weight")) {
      assertThat(network.precision(tensor)).as(tensor).isEqualTo(Precision.HALF_WITHIN);
    }
  }

  @Test
  void trainsWeightsButNotStatisticsFormulasOrPreprocessing() {
    Network.Builder b = Network.builder("n");
    String x = b.input("x", ElementType.FLOAT, Shape.of(Shape.BATCH, 3));
    b.constant("preprocess/mean", Tensor.vector(1, 2, 3));
    x =
        b.add(
            "preprocess/sub",
            new Operator.Binary(Operator.Binary.Function.SUB),
            x,
            "preprocess/mean");
    b.constant("unused", Tensor.vector(1));
    b.constant("weight", Tensor.of(Shape.of(3, 2), 1, 2, 3, 4, 5, 6));
    x = b.add("product", new Operator.MatMul(), x, "weight");
    for (String part : List.of("scale", "shift", "mean", "variance")) {
      b.constant(part, Tensor.vector(1, 1));
    }
    x = b.add("norm", Operator.BatchNormalization.DEFAULT, x, "scale", "shift", "mean", "variance");
    b.constant("half", Tensor.scalar(0.5f));
    x = b.add("mul", new Operator.Binary(Operator.Binary.Function.MUL), x, "half");
    b.constant("bias", Tensor.vector(1, 1));
    x = b.add("add", new Operator.Binary(Operator.Binary.Function.ADD), x, "bias");
    Network network = b.output(x).build();

    assertThat(network.trainable()).containsExactly("weight", "scale", "shift", "bias");
    assertThat(network.runningStatistics()).containsExactly("mean", "variance");
  }

  @Test
  void refusesAnUnknownInput() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> of(List.of(relu("a", "z", "y"))))
        .withMessage(
            "Network n: node a (Relu) reads z, which no input, constant or node provides.");
  }

  @Test
  void refusesACycleAndAWrongOrder() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> of(List.of(relu("a", "h", "y"), relu("b", "y", "h"))))
        .withMessageContaining("node a (Relu) reads h")
        .withMessageContaining("cycle");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> of(List.of(relu("a", "y", "y"))))
        .withMessageContaining("cycle");
  }

  @Test
  void refusesNamesThatAreTaken() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> of(List.of(relu("a", "x", "h"), relu("a", "h", "y"))))
        .withMessage("Network n: node a (Relu) has a name that another node has too.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> of(List.of(relu("a", "x", "y"), relu("b", "x", "y"))))
        .withMessage(
            "Network n: Output of node b (Relu) is named y, but a tensor of that name is already"
                + " there.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Network("n", List.of(X, X), List.of(), List.of(), Map.of(), Map.of()))
        .withMessageContaining("Input is named x");
  }

  @Test
  void refusesAnOutputThatNobodyMakes() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> of(List.of(relu("a", "x", "h"))))
        .withMessage("Network n: no node makes the output y.");
  }

  @Test
  void changesByCopies() {
    Network mlp = Examples.mlp(4, 8, 2);
    Network changed =
        mlp.withConstants(Map.of("layer2/bias", Tensor.vector(1, 2)))
            .withMetadata(Map.of("a", "b"));

    assertThat(changed.floats("layer2/bias").values()).containsExactly(1, 2);
    assertThat(changed.metadata()).containsEntry("a", "b");
    assertThat(changed).isNotEqualTo(mlp);
    assertThat(mlp.withNodes(mlp.nodes())).isEqualTo(mlp).hasSameHashCodeAs(mlp);
    assertThat(mlp.withOutputs(List.of("layer1/relu")).outputs())
        .containsExactly(new Port("layer1/relu", ElementType.FLOAT, Shape.of(Shape.BATCH, 8)));
  }
}
