package org.pith.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pith.network.GraphCheck.Finding;

class GraphCheckTest {

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
            new Finding("layer1/bias", "Constant layer1/bias holds NaN in 1 of 2 values."));
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
}
