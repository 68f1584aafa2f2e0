package org.pith.network.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pith.network.ElementType;
import org.pith.network.Examples;
import org.pith.network.Network;
import org.pith.network.Node;
import org.pith.network.Operator;
import org.pith.network.Port;
import org.pith.network.Shape;
import org.pith.network.Tensor;
import org.pith.network.onnx.OnnxFile;
import org.pith.network.rewrite.RandomNetworks;

class CostTest {

  /** 784*300 + 300 + 300*100 + 100 + 100*10 + 10; the products alone are the MACs. */
  @Test
  void countsLeNet300() {
    Cost cost = Cost.of(Examples.mlp(784, 300, 100, 10));
    assertThat(cost.params()).isEqualTo(266_610);
    assertThat(cost.macs()).isEqualTo(266_200);
    // The image and the first product; Relu writes over what it reads.
    assertThat(cost.memoryBytes()).isEqualTo(4 * (784 + 300));
  }

  /** 2 MACs of 4.6 pJ; two weights and a bias once, the score and what Relu makes of it twice, each 5 pJ. */
  @Test
  void estimatesEnergy() {
    Network.Builder b = Network.builder("tiny");
    String x = b.input("x", ElementType.FLOAT, Shape.of(Shape.BATCH, 2));
    b.constant("w", Tensor.of(Shape.of(1, 2), 1, 2));
    b.constant("b", Tensor.vector(0));
    String score = b.add("score", Operator.Gemm.TRANSPOSED, x, "w", "b");
    b.output(b.add("relu", new Operator.Unary(Operator.Unary.Function.RELU), score));
    Cost cost = Cost.of(b.build());
    assertThat(cost.whole()).isEqualTo(new Cost.Part(3, 2, 2));
    assertThat(cost.whole().picojoules()).isCloseTo(2 * 4.6 + (3 + 2 * 2) * 5, within(1e-9));
    assertThat(cost.whole().minus(cost.lines().getFirst().part()))
        .isEqualTo(new Cost.Part(0, 0, 1));
  }

  /**
   * Caffe's LeNet has 431,080 parameters; 24*24*20*25 + 8*8*50*20*25 + 800*500 + 500*10 = 288,000 + 1,600,000 + 400,000 + 5,000
   * multiply-accumulates.
   */
  @Test
  void countsLeNet5() {
    Cost cost = Cost.of(Examples.leNet5());
    assertThat(cost.params()).isEqualTo(431_080);
    assertThat(cost.macs()).isEqualTo(2_293_000);
    assertThat(cost.memoryBytes()).isEqualTo(4 * (24 * 24 * 20 + 12 * 12 * 20));
    assertThat(cost.lines())
        .contains(new Cost.Line("layer2/conv", "Conv", 25_050, 1_600_000, 8 * 8 * 50));
  }

  @Test
  void countsNormalisationButNotPreprocessing() {
    Network.Builder b = Network.builder("n");
    String x = b.input("x", ElementType.FLOAT, Shape.of(Shape.BATCH, 3));
    b.constant("preprocess/mean", Tensor.vector(1, 2, 3));
    x =
        b.add(
            "preprocess/sub",
            new Operator.Binary(Operator.Binary.Function.SUB),
            x,
            "preprocess/mean");
    for (String part : List.of("scale", "shift", "mean", "variance")) {
      b.constant(part, Tensor.vector(1, 1, 1));
    }
    x = b.add("norm", Operator.BatchNormalization.DEFAULT, x, "scale", "shift", "mean", "variance");
    assertThat(Cost.of(b.output(x).build()).params()).isEqualTo(12);
  }

  @Test
  void countsASharedWeightOnceAndItsProductsTwice() {
    Network.Builder b = Network.builder("n");
    String x = b.input("x", ElementType.FLOAT, Shape.of(Shape.BATCH, 3));
    b.constant("w", Tensor.of(Shape.of(3, 3), new float[9]));
    x = b.add("a", new Operator.MatMul(), x, "w");
    x = b.add("b", new Operator.MatMul(), x, "w");
    Cost cost = Cost.of(b.output(x).build());
    assertThat(cost.params()).isEqualTo(9);
    assertThat(cost.macs()).isEqualTo(18);
  }

  /** At every place of a row, features * units; and every place by every place, as attention does. */
  @Property(tries = 50, seed = "42")
  void countsProductsOfMoreThanTwoAxes(
      @ForAll @IntRange(min = 1, max = 7) int places,
      @ForAll @IntRange(min = 1, max = 7) int features,
      @ForAll @IntRange(min = 1, max = 7) int units) {
    Network.Builder b = Network.builder("places");
    String x = b.input("x", ElementType.FLOAT, Shape.of(Shape.BATCH, places, features));
    b.constant("w", Tensor.of(Shape.of(features, units), new float[features * units]));
    String y = b.add("y", new Operator.MatMul(), x, "w");
    String turned = b.add("turned", new Operator.Transpose(List.of(0, 2, 1)), y);
    Network network = b.output(b.add("pairs", new Operator.MatMul(), y, turned)).build();
    assertThat(Cost.of(network).macs())
        .isEqualTo((long) places * features * units + (long) places * places * units)
        .isEqualTo(BruteForce.macs(network));
  }

  /** X' X sums over the rows, of which there is at least one: 4 * 4 as a MatMul, and again as a Gemm. */
  @Test
  void countsASumOverTheRowsAsOfOneRow() {
    Network.Builder b = Network.builder("gram");
    String x = b.input("x", ElementType.FLOAT, Shape.of(Shape.BATCH, 4));
    String turned = b.add("turned", new Operator.Transpose(List.of(1, 0)), x);
    b.output(b.add("products", new Operator.MatMul(), turned, x));
    b.output(b.add("gemm", new Operator.Gemm(1, 1, true, false), x, x));
    Network network = b.build();
    assertThat(Cost.of(network).macs()).isEqualTo(2 * 4 * 4);
  }

  @Test
  void isALowerBoundAfterAnUnknownOperator() {
    Node odd =
        new Node(
            "odd", new Operator.Unknown("", "Odd", 17, List.of()), List.of("x", "w"), List.of("y"));
    Port x = new Port("x", ElementType.FLOAT, Shape.of(Shape.BATCH, 3));
    Port y = new Port("y", ElementType.FLOAT, Shape.of(Shape.BATCH, 3));
    Network network =
        new Network(
            "n",
            List.of(x),
            List.of(y),
            List.of(odd),
            java.util.Map.of("w", Tensor.vector(1, 2)),
            java.util.Map.of());
    Cost cost = Cost.of(network);
    assertThat(cost.isComplete()).isFalse();
    assertThat(cost.params()).isEqualTo(2);
    assertThat(cost.memoryBytes()).isEqualTo(12);
  }

  @Test
  void countsTheBytesOfTheFile(@TempDir Path folder) throws IOException {
    Network network = Examples.leNet5().withMetadata(java.util.Map.of("run", "7"));
    Path file = folder.resolve("model.onnx");
    OnnxFile.write(network, file);
    assertThat(Cost.of(network).bytes()).isEqualTo(Files.size(file));
  }

  @Property(tries = 100, seed = "42")
  void agreesWithCountingEveryProduct(@ForAll long seed) {
    Network network = RandomNetworks.draw(seed);
    Cost cost = Cost.of(network);
    assertThat(cost.isComplete()).isTrue();
    assertThat(cost.macs()).isEqualTo(BruteForce.macs(network));
    assertThat(cost.memoryBytes()).isEqualTo(BruteForce.peakBytes(network));
    assertThat(cost.bytes()).isEqualTo(OnnxFile.encode(network).length);
    assertThat(cost.params())
        .isEqualTo(
            network.constants().values().stream()
                .filter(Tensor.Floats.class::isInstance)
                .mapToLong(t -> t.shape().elements())
                .sum());
  }
}
