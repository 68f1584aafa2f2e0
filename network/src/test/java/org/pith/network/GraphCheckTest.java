package org.pith.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pith.network.GraphCheck.Severity.ERROR;
import static org.pith.network.GraphCheck.Severity.WARNING;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pith.network.GraphCheck.Finding;

class GraphCheckTest {

  private static final Operator RELU = new Operator.Unary(Operator.Unary.Function.RELU);

  @Test
  void findsNothingInASoundNetwork() {
    assertThat(GraphCheck.of(Examples.leNet5())).isEmpty();
  }

  @Test
  void namesWeightsThatAreNotNumbers() {
    Network broken =
        Examples.mlp(3, 2)
            .withConstants(
                Map.of("layer1/bias", Tensor.vector(Float.NaN, Float.POSITIVE_INFINITY)));
    assertThat(GraphCheck.of(broken))
        .containsExactly(
            new Finding(ERROR, "layer1/bias", "Constant layer1/bias holds NaN in 1 of 2 values."),
            new Finding(
                WARNING, "layer1/bias", "Constant layer1/bias is infinite in 1 of 2 values."));
  }

  @Test
  void namesWhatNoOutputNeeds() {
    Network.Builder b = Network.builder("n");
    String x = b.input("x", ElementType.FLOAT, Shape.of(Shape.BATCH, 3));
    b.input("z", ElementType.FLOAT, Shape.of(Shape.BATCH, 3));
    b.constant("unused", Tensor.vector(1));
    b.add("dead", RELU, x);
    Network network = b.output(b.add("y", RELU, x)).build();

    assertThat(GraphCheck.of(network))
        .extracting(Finding::message)
        .containsExactly(
            "No output depends on input z.",
            "No output depends on constant unused.",
            "No output depends on node dead (Relu).");
  }

  @Test
  void namesAnOutputWhoseDeclarationDisagrees() {
    Network mlp = Examples.mlp(3, 2);
    Port wrong = new Port("scores", ElementType.FLOAT, Shape.of(Shape.BATCH, 7));
    Network network =
        new Network(
            "n", mlp.inputs(), List.of(wrong), mlp.nodes(), mlp.constants(), mlp.metadata());
    assertThat(GraphCheck.of(network))
        .containsExactly(
            new Finding(
                ERROR,
                "scores",
                "Output scores is declared as float[N,7], but the nodes make float[N,2]."));
  }

  @Test
  void namesTheNodeWhereShapesDisagree() {
    Network mlp = Examples.mlp(3, 2);
    Network network = mlp.withConstants(Map.of("layer1/bias", Tensor.vector(1, 2, 3)));
    assertThat(GraphCheck.of(network))
        .extracting(Finding::message)
        .containsExactly("Node scores (Gemm) cannot combine [N,2] and [3].");
  }

  @Test
  void namesUnknownOperators() {
    Node odd =
        new Node("odd", new Operator.Unknown("", "Odd", 17, List.of()), List.of("x"), List.of("y"));
    Port x = new Port("x", ElementType.FLOAT, Shape.of(Shape.BATCH, 3));
    Port y = new Port("y", ElementType.FLOAT, Shape.of(Shape.BATCH, 3));
    Network network = new Network("n", List.of(x), List.of(y), List.of(odd), Map.of(), Map.of());
    assertThat(GraphCheck.of(network))
        .extracting(Finding::message)
        .containsExactly(
            "Node odd (Odd) has an operator that is not in Pith's table: it can be kept but not"
                + " trained.");
  }
}
