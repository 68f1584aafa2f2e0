package org.pith.network.rewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.pith.network.ElementType;
import org.pith.network.Network;
import org.pith.network.Operator;
import org.pith.network.Shape;
import org.pith.network.Tensor;

class FoldBatchNormalizationTest {

  @Property(tries = 100)
  void leavesTheFunctionUnchanged(@ForAll long seed) {
    Network network = RandomNetworks.draw(seed);
    Network folded = FoldBatchNormalization.apply(network);
    float[] rows = Served.rows(network, seed);
    Served.assertSame(Served.run(folded, rows), Served.run(network, rows));
  }

  @Test
  void givesAConvolutionWithoutBiasOne() {
    Network.Builder builder = Network.builder("tiny");
    String x = builder.input("features", ElementType.FLOAT, Shape.of(Shape.BATCH, 1, 1, 1));
    String weight = builder.constant("weight", Tensor.of(Shape.of(1, 1, 1, 1), 3));
    String y = builder.add("conv", Operator.Conv.same(1, 1, 1), x, weight);
    builder.output(norm(builder, y, 1, 2, 5, 7, 4 - 1e-5f));
    Network folded = FoldBatchNormalization.apply(builder.build());
    assertThat(folded.nodes()).hasSize(1);
    assertThat(folded.outputs().getFirst().name()).isEqualTo("norm");
    assertThat(folded.constants()).containsOnlyKeys("weight", "conv/bias");
    // 2 (3 x - 7) / sqrt(4) + 5 = 3 x - 2
    assertThat(folded.floats("weight").values()[0]).isEqualTo(3, within(1e-6f));
    assertThat(folded.floats("conv/bias").values()[0]).isEqualTo(-2, within(1e-6f));
  }

  @Test
  void makesAMatMulAGemm() {
    Network.Builder builder = Network.builder("tiny");
    String x = builder.input("features", ElementType.FLOAT, Shape.of(Shape.BATCH, 2));
    String weight = builder.constant("weight", Tensor.of(Shape.of(2, 1), 1, 2));
    String y = builder.add("product", new Operator.MatMul(), x, weight);
    builder.output(norm(builder, y, 1, 2, 5, 7, 4 - 1e-5f));
    Network folded = FoldBatchNormalization.apply(builder.build());
    assertThat(folded.node("product").operator()).isEqualTo(Operator.Gemm.PLAIN);
    assertThat(Served.run(folded, 1, 1)[0]).isCloseTo(1, within(1e-5f));
  }

  @Test
  void keepsWhatIsReadElsewhereOrShared() {
    Network.Builder builder = Network.builder("shared");
    String x = builder.input("features", ElementType.FLOAT, Shape.of(Shape.BATCH, 1));
    String weight = builder.constant("weight", Tensor.of(Shape.of(1, 1), 3));
    String read = builder.add("read", Operator.Gemm.TRANSPOSED, x, weight);
    String normed = norm(builder, read, 1, 2, 5, 7, 4);
    String sum =
        builder.add("sum", new Operator.Binary(Operator.Binary.Function.ADD), read, normed);
    String again = builder.add("again", Operator.Gemm.TRANSPOSED, sum, weight);
    builder.output(norm(builder, again, 2, 2, 5, 7, 4));
    Network network = builder.build();
    Network folded = FoldBatchNormalization.apply(network);
    assertThat(folded.nodes())
        .extracting(n -> n.name())
        .containsExactly("read", "norm", "sum", "again");
    assertThat(folded.floats("weight").values()[0]).isEqualTo(3);
    Served.assertSame(Served.run(folded, 2), Served.run(network, 2));
  }

  @Test
  void returnsTheSameNetworkWhereNothingFolds() {
    Network.Builder builder = Network.builder("plain");
    String x = builder.input("features", ElementType.FLOAT, Shape.of(Shape.BATCH, 1));
    builder.output(norm(builder, x, 1, 2, 5, 7, 4));
    Network network = builder.build();
    assertThat(FoldBatchNormalization.apply(network)).isSameAs(network);
  }

  private static String norm(
      Network.Builder builder,
      String x,
      int id,
      float scale,
      float shift,
      float mean,
      float variance) {
    String suffix = id == 1 ? "" : Integer.toString(id);
    return builder.add(
        "norm" + suffix,
        Operator.BatchNormalization.DEFAULT,
        x,
        builder.constant("scale" + suffix, Tensor.vector(scale)),
        builder.constant("shift" + suffix, Tensor.vector(shift)),
        builder.constant("mean" + suffix, Tensor.vector(mean)),
        builder.constant("variance" + suffix, Tensor.vector(variance)));
  }
}
