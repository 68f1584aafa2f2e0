package org.pith.prune.regression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pith.network.ElementType;
import org.pith.network.Network;
import org.pith.network.Operator;
import org.pith.network.Shape;
import org.pith.network.Tensor;
import org.pith.prune.Nets;
import org.pith.train.Examples;
import org.pith.train.Inference;

class LinearLayerTest {

  /**
   * Strides, pads and groups of a convolution, whose values libtorch gives. Float sums of at most
   * 18 terms.
   */
  @ParameterizedTest
  @CsvSource({"1,1,1", "2,0,1", "1,2,2", "2,1,4"})
  void rowsTimesWeightsAreWhatTheConvolutionMakes(int stride, int pad, int groups) {
    Network network = convolution(stride, pad, groups);
    check(network, LinearLayer.of(network, network.node("conv")).orElseThrow());
  }

  @Test
  void rowsTimesWeightsAreWhatAScaledGemmMakes() {
    Network.Builder builder = Network.builder("gemm");
    String x = builder.input("features", ElementType.FLOAT, Shape.of(Shape.BATCH, 2));
    String w = builder.constant("w", Tensor.of(Shape.of(2, 3), 1, 2, 3, 4, 5, 6));
    String b = builder.constant("b", Tensor.of(Shape.of(1), 7));
    builder.output(builder.add("gemm", new Operator.Gemm(2, 0.5f, false, false), x, w, b));
    Network network = builder.build();
    check(network, LinearLayer.of(network, network.node("gemm")).orElseThrow());
  }

  /** Steps before rows, as they are and joined with them; and rows joined with the images of each. */
  @ParameterizedTest
  @CsvSource({"product", "gemm", "conv"})
  void rowsTimesWeightsAreWhatALayerMakesWhereverRowsLie(String layer) {
    Network network =
        switch (layer) {
          case "product" -> steps(new Operator.MatMul());
          case "gemm" -> steps(Operator.Gemm.PLAIN, -1, 4);
          default -> film();
        };
    LinearLayer found = LinearLayer.of(network, network.node("layer")).orElseThrow();
    assertThat(found.positions()).isEqualTo(layer.equals("conv") ? 2 * 9 : 3);
    check(network, found);
  }

  /** [N,3,4], steps first, then a layer from 4 to 5 of what it is reshaped to. */
  private static Network steps(Operator operator, long... dims) {
    Network.Builder builder = Network.builder("steps");
    String x = builder.input("features", ElementType.FLOAT, Shape.of(Shape.BATCH, 3, 4));
    x = builder.add("steps", new Operator.Transpose(List.of(1, 0, 2)), x);
    if (dims.length > 0) {
      x =
          builder.add(
              "joined", new Operator.Reshape(), x, builder.constant("dims", Tensor.longs(dims)));
    }
    x = builder.add("layer", operator, x, builder.constant("w", sines(4, 5)));
    x =
        builder.add(
            "apart", new Operator.Reshape(), x, builder.constant("to", Tensor.longs(3, -1, 5)));
    x = builder.add("rows", new Operator.Transpose(List.of(1, 0, 2)), x);
    builder.output(builder.add("flatten", new Operator.Flatten(1), x));
    return builder.build();
  }

  /** Two images a row, each [2,5,5], through one convolution. */
  private static Network film() {
    Network.Builder builder = Network.builder("film");
    String x = builder.input("features", ElementType.FLOAT, Shape.of(Shape.BATCH, 2, 50));
    x =
        builder.add(
            "images",
            new Operator.Reshape(),
            x,
            builder.constant("dims", Tensor.longs(-1, 2, 5, 5)));
    Operator conv =
        new Operator.Conv(List.of(3, 3), List.of(1, 1), List.of(0, 0, 0, 0), List.of(1, 1), 1);
    x = builder.add("layer", conv, x, builder.constant("w", sines(3, 2, 3, 3)));
    x =
        builder.add(
            "rows", new Operator.Reshape(), x, builder.constant("to", Tensor.longs(-1, 54)));
    builder.output(x);
    return builder.build();
  }

  private static Tensor.Floats sines(int... dims) {
    Shape shape = Shape.of(dims);
    float[] values = new float[(int) shape.elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.sin(i);
    }
    return new Tensor.Floats(shape, values);
  }

  @Test
  void otherOperatorsAreNone() {
    Network network = Nets.mlp(1, 3, 4, 2);
    assertThat(LinearLayer.of(network, network.node("layer1/relu"))).isEmpty();
  }

  private static void check(Network network, LinearLayer layer) {
    Examples rows = Nets.rows(network, 3, 5);
    String input = layer.node().input(0);
    String output = layer.node().output();
    Map<String, float[]> values = Inference.tap(network, rows, List.of(input, output));
    double[] features = new double[layer.features()];
    double[] targets = new double[layer.targets()];
    for (int e = 0; e < 3; e++) {
      for (int position = 0; position < layer.positions(); position++) {
        for (int block = 0; block < layer.blocks(); block++) {
          layer.read(values.get(input), e, position, block, features);
          layer.made(values.get(output), e, position, block, targets, 0);
          assertThat(apply(layer, block, features)).containsExactly(targets, within(1e-5));
        }
      }
    }
    List<DMatrixRMaj> weights =
        IntStream.range(0, layer.blocks()).mapToObj(layer::weights).toList();
    List<double[]> biases = IntStream.range(0, layer.blocks()).mapToObj(layer::bias).toList();
    assertThat(Inference.scores(layer.replaceIn(network, weights, biases), rows))
        .containsExactly(Inference.scores(network, rows), within(1e-5f));
  }

  private static double[] apply(LinearLayer layer, int block, double[] features) {
    double[] made = layer.bias(block);
    for (int t = 0; t < made.length; t++) {
      for (int f = 0; f < features.length; f++) {
        made[t] += layer.weights(block).get(f, t) * features[f];
      }
    }
    return made;
  }

  private static Network convolution(int stride, int pad, int groups) {
    Network.Builder builder = Network.builder("conv");
    String x = builder.input("features", ElementType.FLOAT, Shape.of(Shape.BATCH, 4, 5, 6));
    Operator conv =
        new Operator.Conv(
            List.of(3, 3),
            List.of(stride, stride),
            List.of(pad, pad, pad, pad),
            List.of(1, 1),
            groups);
    String w = builder.constant("weight", sines(8, 4 / groups, 3, 3));
    String y = builder.add("conv", conv, x, w);
    builder.output(builder.add("flatten", new Operator.Flatten(1), y));
    return builder.build();
  }
}
