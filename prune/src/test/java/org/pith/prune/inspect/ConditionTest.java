package org.pith.prune.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.pith.network.ElementType;
import org.pith.network.Network;
import org.pith.network.Operator;
import org.pith.network.Shape;
import org.pith.network.Tensor;

class ConditionTest {

  private static double of(float... weights) {
    Network.Builder net = Network.builder("dense");
    String x = net.input("x", ElementType.FLOAT, Shape.of(Shape.BATCH, 2));
    net.constant("w", Tensor.of(Shape.of(2, 2), weights));
    net.constant("b", Tensor.vector(0, 0));
    net.output(net.add("y", Operator.Gemm.TRANSPOSED, x, "w", "b"));
    Network network = net.build();
    return Condition.of(network, network.node("y"));
  }

  @Test
  void isTheQuotientOfTheSingularValues() {
    assertThat(of(3, 0, 0, -2)).isCloseTo(1.5, within(1e-12));
    assertThat(of(1e7f, 0, 0, 1e-7f)).isCloseTo(1e14, within(1e9));
  }

  @Test
  void isInfiniteWhereTheLeastIsRoundingAlone() {
    assertThat(of(1, 0, 0, 0)).isInfinite();
    assertThat(of(1e10f, 0, 0, 1e-10f)).as("1e20, which no double resolves").isInfinite();
  }
}
