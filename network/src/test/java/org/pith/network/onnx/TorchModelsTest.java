package org.pith.network.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.pith.network.GraphCheck;
import org.pith.network.Network;
import org.pith.network.Node;
import org.pith.network.Port;
import org.pith.network.Shape;
import org.pith.network.Tensor;
import org.pith.network.cost.Cost;
import org.pith.network.rewrite.Splice;

/** Recurrent, attention, residual, depthwise and dense prediction models, as PyTorch exports them. */
class TorchModelsTest {

  static final List<String> MODELS = TorchModels.UNDERSTOOD;

  @ParameterizedTest
  @FieldSource("MODELS")
  void holdsNoUnknownOperatorAndEveryShape(String model) {
    Network network = TorchModels.read(model);
    assertThat(GraphCheck.of(network)).isEmpty();
    assertThat(Splice.withoutDeadConstants(network)).isSameAs(network);
    assertThat(Cost.of(network).isComplete()).isTrue();
    assertThat(network.inputs().getFirst().shape().dim(0)).isEqualTo(Shape.BATCH);
  }

  @ParameterizedTest
  @FieldSource("MODELS")
  void computesAsInTorchAfterReadingAndWriting(String model) {
    Network network = TorchModels.read(model);
    assertThat(run(network)).containsExactly(TorchModels.expected(model), Offset.offset(1e-4f));
  }

  @ParameterizedTest
  @FieldSource("MODELS")
  void isTheSameNetworkWhenReadAgain(String model) {
    Network network = TorchModels.read(model);
    assertThat(OnnxFile.decode(OnnxFile.encode(network), model)).isEqualTo(network);
  }

  static float[] run(Network network) {
    Port input = network.inputs().getFirst();
    float[] rows = TorchModels.rows(network);
    Shape shape = input.shape().atBatch(2);
    Tensor fed =
        input.type() == org.pith.network.ElementType.FLOAT
            ? new Tensor.Floats(shape, rows)
            : new Tensor.Longs(shape, longs(rows));
    try (OnnxSession session = OnnxSession.open(network, 1)) {
      return session.run(Map.of(input.name(), fed)).floats(network.outputs().getFirst().name());
    }
  }

  private static long[] longs(float[] values) {
    long[] longs = new long[values.length];
    for (int i = 0; i < longs.length; i++) {
      longs[i] = (long) values[i];
    }
    return longs;
  }

  /** The encoder's attention joins rows and heads in one dimension. */
  @Test
  void keepsTheNumberOfRowsApartFromTheHeads() {
    Network network = TorchModels.read("transformer-17");
    assertThat(network.nodes().stream().map(Node::output).map(network::shape))
        .contains(Shape.of(-4, 9, 4), Shape.of(9, -4, 4), Shape.of(-9, 16));
  }

  /** W and R of 4 gates and two biases; T * 4H * (F + H) and the head. */
  @Test
  void countsARecurrentLayer() {
    Cost cost = Cost.of(TorchModels.read("lstm-14"));
    assertThat(cost.params()).isEqualTo(48 * (5 + 12) + 96 + 4 * 12 + 4);
    assertThat(cost.macs()).isEqualTo(7 * 48 * (5 + 12) + 48);
  }
}
