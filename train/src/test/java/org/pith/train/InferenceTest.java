package org.pith.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pith.network.ElementType;
import org.pith.network.Network;
import org.pith.network.Node;
import org.pith.network.Operator;
import org.pith.network.Operator.Unary.Function;
import org.pith.network.Shape;
import org.pith.network.Tensor;
import org.pith.network.onnx.OnnxSession;

class InferenceTest {

  /** Hidden tensors come without the padding that the stack computes them with. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("org.pith.train.StackingTest#topologies")
  void everyTensorIsWhatOnnxRuntimeMakesIt(String name, IntFunction<Network> topology, Shape row) {
    Network network = StackingTest.networks(topology).getFirst();
    Examples examples = StackingTest.random(3, row, 1);
    List<String> tensors = network.nodes().stream().map(Node::output).toList();
    Map<String, float[]> tapped = Inference.tap(network, examples, tensors);
    assertThat(tapped.keySet()).containsExactlyElementsOf(tensors);
    try (OnnxSession session = OnnxSession.open(network.withOutputs(tensors), 1)) {
      OnnxSession.Outputs outputs = session.run(examples.inputs());
      for (String tensor : tensors) {
        assertThat(tapped.get(tensor)).containsExactly(outputs.floats(tensor), within(1e-4f));
      }
    }
  }

  /** Rows are moved to the front, of values and of derivatives: [T,N,F] and [T*N,F] read as [N,T,F]. */
  @Test
  void rowsComeFirstWhereverATensorHoldsThem() {
    Network.Builder b = Network.builder("steps");
    String x = b.input("features", ElementType.FLOAT, Shape.of(Shape.BATCH, 3, 2));
    b.add("steps", new Operator.Transpose(List.of(1, 0, 2)), x);
    b.add("joined", new Operator.Reshape(), "steps", b.constant("to", Tensor.longs(-1, 2)));
    b.add("apart", new Operator.Reshape(), "joined", b.constant("from", Tensor.longs(3, -1, 2)));
    b.add("rows", new Operator.Transpose(List.of(1, 0, 2)), "apart");
    b.output(b.add("scores", new Operator.Flatten(1), "rows"));
    Network network = b.build();
    List<String> tensors = List.of("features", "steps", "joined", "apart", "rows");
    Examples examples = StackingTest.random(5, Shape.of(3, 2), 1);
    Examples six =
        new Examples(
            examples.rowShape(),
            examples.inputs(),
            new Target.Classes(new int[] {0, 1, 2, 3, 5}, 6));
    assertThat(Inference.tap(network, six, tensors).values())
        .allSatisfy(values -> assertThat(values).isEqualTo(six.inputs()));
    Map<String, float[]> slopes = Gradients.of(network, six, tensors);
    assertThat(slopes.values())
        .allSatisfy(values -> assertThat(values).isEqualTo(slopes.get("features")));
  }

  @Test
  void tapsTheInputInTheOrderAsked() {
    Network network = TrainerTest.drawn(2, 4, 3);
    Examples blobs = TrainerTest.blobs(5, 1);
    String output = network.outputs().getFirst().name();
    Map<String, float[]> tapped = Inference.tap(network, blobs, List.of(output, "features"));
    assertThat(tapped.keySet()).containsExactly(output, "features");
    assertThat(tapped.get("features")).isEqualTo(blobs.inputs());
    assertThat(tapped.get(output)).isEqualTo(Inference.scores(network, blobs));
  }

  /** Channels may be the scores, whose number no padding may change. */
  @Test
  void convolutionsMayGiveTheScores() {
    Network network =
        new Nets.Body(2, 6, 6)
            .conv(5, 3, 1)
            .then(Function.RELU)
            .conv(3, 1, 1)
            .then("gap", new Operator.GlobalAveragePool())
            .then("flatten", new Operator.Flatten(1))
            .network();
    Examples examples = StackingTest.random(30, Shape.of(2, 6, 6), 1);
    Network drawn = Initialization.draw(network, 1);
    Recipe recipe = Recipe.defaults().withEpochs(2);
    Trained trained = TrainerTest.train(drawn, examples, examples, recipe, 1);
    assertThat(Inference.scores(trained.network(), examples)).hasSize(90);
  }

  /**
   * 1,200 rows of a layer of 2,048 units are more than one chunk; products of other sizes round
   * otherwise.
   */
  @Test
  void chunksOfRowsGiveWhatSingleRowsGive() {
    Network network = TrainerTest.drawn(2, 2048, 3);
    Examples examples = TrainerTest.blobs(1200, 1);
    float[] all = Inference.scores(network, examples);
    for (int row : new int[] {0, 511, 512, 1199}) {
      float[] alone = Inference.scores(network, examples.rows(new int[] {row}));
      assertThat(Arrays.copyOfRange(all, row * 3, row * 3 + 3))
          .containsExactly(alone, within(1e-5f));
    }
    assertThat(Inference.scores(network, TrainerTest.none(examples))).isEmpty();
  }

  @Test
  void severalNetworksTogether() {
    Examples examples = StackingTest.random(9, Shape.of(6), 1);
    List<Network> networks = StackingTest.networks(StackingTest::concatenated);
    List<float[]> together = Inference.scores(networks, examples);
    for (int k = 0; k < networks.size(); k++) {
      assertThat(together.get(k))
          .containsExactly(Inference.scores(networks.get(k), examples), within(1e-5f));
    }
  }

  @Test
  void refusesWhatDoesNotFit() {
    Network network = TrainerTest.drawn(2, 4, 3);
    Examples blobs = TrainerTest.blobs(3, 1);
    assertThatThrownBy(() -> Inference.tap(network, blobs, List.of("nothing")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nothing");
    assertThatThrownBy(() -> Inference.tap(network, blobs, List.of("layer1/weight")))
        .hasMessageContaining("without rows");
    assertThatThrownBy(() -> Inference.scores(TrainerTest.drawn(5, 4, 3), blobs))
        .hasMessageContaining("rows of shape [2]");
  }
}
