package org.pith.network.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.pith.network.ElementType;
import org.pith.network.Network;
import org.pith.network.Node;
import org.pith.network.Operator;
import org.pith.network.Operator.Unary.Function;
import org.pith.network.Shape;
import org.pith.network.Tensor;

class SpliceTest {

  @Test
  void nodesThatNoOutputDependsOnGoWithTheirConstants() {
    Network.Builder b = Network.builder("net");
    String x = b.input("x", ElementType.FLOAT, Shape.of(Shape.BATCH, 2));
    b.constant("w", Tensor.of(Shape.of(3, 2), 1, 2, 3, 4, 5, 6));
    b.constant("v", Tensor.of(Shape.of(1, 3), 1, 2, 3));
    String hidden = b.add("hidden", Operator.Gemm.TRANSPOSED, x, "w");
    b.add(
        "end",
        new Operator.Unary(Function.RELU),
        b.add("side", Operator.Gemm.TRANSPOSED, hidden, "v"));
    b.output(b.add("active", new Operator.Unary(Function.RELU), hidden));
    Network alive = Splice.withoutDeadNodes(b.build());
    assertThat(alive.nodes()).extracting(Node::name).containsExactly("hidden", "active");
    assertThat(alive.constants()).containsOnlyKeys("w");
    assertThat(Splice.withoutDeadNodes(alive)).isSameAs(alive);
  }
}
