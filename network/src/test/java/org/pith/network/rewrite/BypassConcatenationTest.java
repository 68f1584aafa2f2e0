package org.pith.network.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pith.network.ElementType;
import org.pith.network.Network;
import org.pith.network.Operator;
import org.pith.network.Shape;
import org.pith.network.Tensor;
import org.pith.network.onnx.TorchModels;

class BypassConcatenationTest {
  private final Network.Builder builder = Network.builder("net");

  /** Each layer makes two units, one row of a tensor [1,N,2]; of both together the last one is read. */
  private String layers() {
    String x = builder.input("x", ElementType.FLOAT, Shape.of(Shape.BATCH, 3));
    String a = layer("a", x, 3);
    String b = layer("b", a, 2);
    return builder.add("all", new Operator.Concat(0), row("a1", a), row("b1", b));
  }

  private String layer(String name, String x, int inputs) {
    builder.constant(name + "/w", Tensor.of(Shape.of(2, inputs), new float[2 * inputs]));
    return builder.add(name, Operator.Gemm.TRANSPOSED, x, name + "/w");
  }

  private String row(String name, String x) {
    builder.constant(name + "/shape", Tensor.longs(1, -1, 2));
    return builder.add(name, new Operator.Reshape(), x, name + "/shape");
  }

  private String picked(String all, long index) {
    builder.constant("index", new Tensor.Longs(Shape.of(), new long[] {index}));
    return builder.add("picked", new Operator.Gather(0), all, "index");
  }

  @Test
  void whatLiesInOnePartIsPickedOutOfIt() {
    builder.output(layer("head", picked(layers(), -1), 2));
    Network network = builder.build();
    Network bypassed = BypassConcatenation.apply(network);
    assertThat(bypassed.nodes()).extracting(n -> n.name()).doesNotContain("all", "a1");
    assertThat(bypassed.node("picked").input(0)).isEqualTo("b1");
    Served.assertSame(
        Served.run(bypassed, new float[] {1, 2, 3}), Served.run(network, new float[] {1, 2, 3}));
    assertThat(ChannelGroups.of(bypassed).group("a").producers()).containsExactly("a");
  }

  @Test
  void aRangeBeginsWhereItsPartDoes() {
    String last = builder.add("picked", new Operator.Slice(0, 1, 2), layers());
    builder.output(builder.add("out", new Operator.Transpose(List.of(1, 0, 2)), last));
    Network bypassed = BypassConcatenation.apply(builder.build());
    assertThat(bypassed.node("picked").operator()).isEqualTo(new Operator.Slice(0, 0, 1));
  }

  @Test
  void whatReachesIntoTwoPartsStays() {
    String both = builder.add("picked", new Operator.Slice(0, 0, 2), layers());
    builder.output(builder.add("out", new Operator.Transpose(List.of(1, 0, 2)), both));
    Network network = builder.build();
    assertThat(BypassConcatenation.apply(network)).isSameAs(network);
  }

  /** Both layers have their own units then, although their states were put together. */
  @Test
  void layersOfAStackGoApart() {
    Network stack = BypassConcatenation.apply(TorchModels.read("stack-13"));
    assertThat(ChannelGroups.of(stack).groups()).filteredOn(g -> !g.input()).hasSize(2);
    Network read = TorchModels.read("stack-13");
    Served.assertSame(
        Served.run(stack, TorchModels.rows(stack)), Served.run(read, TorchModels.rows(read)));
  }
}
