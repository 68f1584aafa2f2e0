package org.pith.network.rewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.pith.network.ElementType;
import org.pith.network.Network;
import org.pith.network.Operator;
import org.pith.network.Precision;
import org.pith.network.Shape;
import org.pith.network.Tensor;
import org.pith.network.onnx.TorchModels;

class AnatomyTest {

  /** Pixels, flattened, two layers, shares and the place of the largest. */
  private static Network.Builder pixels() {
    Network.Builder builder = Network.builder("pixels");
    String x = builder.input("image", ElementType.FLOAT, Shape.of(Shape.BATCH, 1, 2, 3));
    String mean = builder.constant("preprocess/mean", Tensor.of(Shape.of(1), 2));
    String centred =
        builder.add(
            "preprocess/centred", new Operator.Binary(Operator.Binary.Function.SUB), x, mean);
    String flat = builder.add("flat", new Operator.Flatten(1), centred);
    String hidden =
        builder.add("hidden", Operator.Gemm.TRANSPOSED, flat, weight(builder, "a", 4, 6));
    String scores =
        builder.add("scores", Operator.Gemm.TRANSPOSED, hidden, weight(builder, "b", 3, 4));
    String shares = builder.add("shares", new Operator.Softmax(1), scores);
    builder.output(shares);
    builder.output(builder.add("label", new Operator.ArgMax(1, false), shares));
    builder.metadata("author", "somebody");
    return builder;
  }

  private static String weight(Network.Builder builder, String name, int units, int inputs) {
    float[] values = new float[units * inputs];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.sin(i + units);
    }
    return builder.constant(name, new Tensor.Floats(Shape.of(units, inputs), values));
  }

  @Test
  void findsWhatPreparesWhatLearnsAndWhatAnswers() {
    Anatomy anatomy = Anatomy.of(pixels().build());
    assertThat(anatomy.features()).isEqualTo("flat");
    assertThat(anatomy.scores()).isEqualTo("scores");
    assertThat(anatomy.answer()).isEqualTo("shares");
    assertThat(anatomy.answersInShares()).isTrue();
    assertThat(anatomy.isBare()).isFalse();
    assertThat(anatomy.body().nodes()).extracting("name").containsExactly("hidden", "scores");
    assertThat(anatomy.preparation().nodes())
        .extracting("name")
        .containsExactly("preprocess/centred", "flat");
  }

  /** What learns is single, and the whole is again what its file was. */
  @Test
  void theBodyAloneIsSingle() {
    Anatomy anatomy = Anatomy.of(pixels().build().withPrecision(Precision.HALF));
    assertThat(anatomy.body().precision()).isEqualTo(Precision.SINGLE);
    assertThat(anatomy.preparation().precision()).isEqualTo(Precision.HALF);
    assertThat(anatomy.with(anatomy.body(), IntStream.range(0, 6).toArray()))
        .isEqualTo(pixels().build().withPrecision(Precision.HALF));
  }

  @Test
  void putTogetherAgainItComputesTheSame() {
    Network model = pixels().build();
    Anatomy anatomy = Anatomy.of(model);
    Network again = anatomy.with(anatomy.body(), IntStream.range(0, 6).toArray());
    assertThat(again).isEqualTo(model);
    float[] rows = {1, 2, 3, 4, 5, 6, 3, 1, 4, 1, 5, 9};
    ChannelGroups groups = ChannelGroups.of(anatomy.body());
    int[] kept = {0, 2, 3};
    Network narrow = Removal.keep(groups, Map.of("flat", kept, "hidden", new int[] {0, 1, 3}));
    Network smaller = anatomy.with(narrow, kept);
    assertThat(smaller.inputs()).isEqualTo(model.inputs());
    assertThat(smaller.outputs()).isEqualTo(model.outputs());
    assertThat(smaller.metadata()).containsEntry("author", "somebody");
    assertThat(smaller.constants()).containsKey("preprocess/mean");
    Anatomy cut = Anatomy.of(smaller);
    assertThat(cut.body().inputs().getFirst().shape()).isEqualTo(Shape.of(Shape.BATCH, 3));
    Served.assertSame(
        Served.run(cut.with(cut.body(), new int[] {0, 1, 2}), rows), Served.run(smaller, rows));
  }

  @Test
  void aBareModelIsItsOwnBody() {
    Network model = TorchModels.read("resnet20-13");
    Anatomy anatomy = Anatomy.of(model);
    assertThat(anatomy.isBare()).isTrue();
    assertThat(anatomy.body().nodes()).isEqualTo(model.nodes());
  }

  @Test
  void refusesWhatReturnsTheInsideOrNoScores() {
    Network.Builder builder = pixels();
    builder.output("hidden");
    assertThatThrownBy(() -> Anatomy.of(builder.build()))
        .hasMessageContaining("also returns what is made from hidden");
    assertThatThrownBy(() -> Anatomy.of(pixels().build().withOutputs(java.util.List.of("label"))))
        .hasMessageContaining("has no output of scores [N,K]");
  }

  @Test
  void saysInPlainWordsWhatItCannotFollow() {
    Network.Builder two = Network.builder("two.onnx");
    String a = two.input("a", ElementType.FLOAT, Shape.of(Shape.BATCH, 2));
    String b = two.input("b", ElementType.FLOAT, Shape.of(Shape.BATCH, 2));
    two.output(two.add("sum", new Operator.Binary(Operator.Binary.Function.ADD), a, b));
    Network network = two.build();
    assertThatThrownBy(() -> Anatomy.of(network))
        .hasMessage(
            "The answers of two.onnx are computed from 2 things that it is given, a and b, and Pith can follow one. Maybe join them into one input.");
  }
}
