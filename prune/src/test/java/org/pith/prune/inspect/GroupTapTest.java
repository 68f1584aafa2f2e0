package org.pith.prune.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.pith.network.ElementType;
import org.pith.network.Network;
import org.pith.network.Operator;
import org.pith.network.Shape;
import org.pith.network.Tensor;
import org.pith.network.rewrite.ChannelGroups;

class GroupTapTest {

  /** Five units, of which one layer reads the first three and another the rest. */
  private static Network halves() {
    Network.Builder b = Network.builder("halves");
    String x = b.input("features", ElementType.FLOAT, Shape.of(Shape.BATCH, 2));
    b.constant("w", Tensor.of(Shape.of(5, 2), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10));
    b.constant("u", Tensor.of(Shape.of(2, 3), 1, 0, 1, 0, 1, 0));
    b.constant("v", Tensor.of(Shape.of(2, 2), 1, 1, 0, 1));
    String wide = b.add("wide", Operator.Gemm.TRANSPOSED, x, "w");
    String first =
        b.add(
            "first", Operator.Gemm.TRANSPOSED, b.add("a", new Operator.Slice(1, 0, 3), wide), "u");
    String rest =
        b.add("rest", Operator.Gemm.TRANSPOSED, b.add("b", new Operator.Slice(1, 3, 5), wide), "v");
    b.output(b.add("sum", new Operator.Binary(Operator.Binary.Function.ADD), first, rest));
    return b.build();
  }

  @Test
  void seesEveryUnitWhereReadersHaveAPartEach() {
    ChannelGroups groups = ChannelGroups.of(halves());
    GroupTap tap = GroupTap.of(groups, groups.group("wide")).orElseThrow();
    assertThat(tap.tensor()).isEqualTo("wide");
    float[] values = new float[10];
    IntStream.range(0, 10).forEach(i -> values[i] = i);
    double[][] samples = tap.samples(values, 2);
    assertThat(Arrays.stream(samples).mapToDouble(s -> s[1]).toArray())
        .containsExactly(5, 6, 7, 8, 9);
  }
}
