package org.pith.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pith.network.onnx.OnnxFile;
import org.pith.network.onnx.OnnxSession;

class RowAxisTest {

  private static final Path FOLDER = Path.of("src", "test", "resources", "torch");

  /** One input [N,3,4] and what a list of Reshape and Transpose makes of it. */
  private static Network moved(Object... steps) {
    Network.Builder b = Network.builder("moved");
    String x = b.input("x", ElementType.FLOAT, Shape.of(Shape.BATCH, 3, 4));
    for (int i = 0; i < steps.length; i++) {
      x =
          switch (steps[i]) {
            case List<?> order ->
                b.add(
                    "t" + i,
                    new Operator.Transpose(order.stream().map(Integer.class::cast).toList()),
                    x);
            case long[] dims ->
                b.add(
                    "t" + i, new Operator.Reshape(), x, b.constant("dims" + i, Tensor.longs(dims)));
            default -> throw new AssertionError(steps[i]);
          };
    }
    b.output(b.add("y", new Operator.Unary(Operator.Unary.Function.RELU), x));
    return b.build();
  }

  private static long[] to(long... dims) {
    return dims;
  }

  @Test
  void joinedDimensionsAreFollowedToWhereTheyWereJoined() {
    Network rows = moved(to(-1, 4));
    assertThat(rows.shape("y")).hasToString("[3*N,4]");
    assertThat(RowAxis.of(rows, "y")).contains(new RowAxis(1, 12));
    Network steps = moved(List.of(1, 0, 2), to(-1, 4));
    assertThat(steps.shape("y")).hasToString("[3*N,4]");
    assertThat(RowAxis.of(steps, "y")).contains(new RowAxis(3, 4));
    Network heads = moved(List.of(1, 0, 2), to(3, -1, 2), List.of(1, 0, 2));
    assertThat(heads.shape("y")).hasToString("[2*N,3,2]");
    assertThat(RowAxis.of(heads, "y")).contains(new RowAxis(1, 12));
  }

  @Test
  void shapesHaveTheRowsInFront() {
    Network steps = moved(List.of(1, 0, 2), to(-1, 4));
    RowAxis rows = RowAxis.require(steps, "y");
    assertThat(rows.toFront(steps.shape("y"))).hasToString("[N,3,4]");
    assertThat(rows.toFront(Shape.of(3, Shape.BATCH, 4))).hasToString("[N,3,4]");
    assertThat(new RowAxis(1, 4).toFront(Shape.of(Shape.BATCH, 4))).hasToString("[N,4]");
    assertThat(new RowAxis(1, 0).toFront(Shape.of(Shape.BATCH, 0))).hasToString("[N,0]");
  }

  /** [3,N,4] to [2*N,6] puts a half of all rows into one. */
  @Test
  void rowsThatAreMixedAreNotFound() {
    Network mixed = moved(List.of(1, 0, 2), to(-1, 6));
    assertThat(mixed.shape("y")).hasToString("[2*N,6]");
    assertThat(RowAxis.of(mixed, "y")).isEmpty();
    assertThatThrownBy(() -> RowAxis.require(mixed, "y"))
        .hasMessage(
            "Tensor y of network moved has the shape [2*N,6] whose rows cannot be followed.");
    assertThatThrownBy(() -> RowAxis.require(moved(to(-1, 4)), "dims0"))
        .hasMessage("Tensor dims0 of network moved has the shape [2] without rows.");
  }

  @ParameterizedTest
  @CsvSource({"1, 6", "2, 3", "6, 1"})
  void movesRowsToTheFront(int before, int after) {
    float[] values = new float[3 * before * after];
    for (int i = 0; i < values.length; i++) {
      values[i] = i / after % 3;
    }
    float[] moved = new float[values.length + 6];
    new RowAxis(before, after).toFront(values, 3, moved, 1);
    assertThat(Arrays.copyOf(moved, 6)).containsOnly(0);
    for (int row = 0; row < 3; row++) {
      assertThat(Arrays.copyOfRange(moved, 6 + 6 * row, 12 + 6 * row)).containsOnly(row);
    }
  }

  /** Every tensor of models that PyTorch exported; three rows together, rows in front, are what ONNX Runtime makes of each alone. */
  @ParameterizedTest
  @ValueSource(
      strings = {"transformer-13", "transformer-17", "vit-17", "bilstm-14", "gru-14", "decoder-14"})
  void rowsInFrontAreWhatEachRowGivesAlone(String model) throws IOException {
    Network network = OnnxFile.read(FOLDER.resolve(model + ".onnx"));
    List<String> tensors =
        network.nodes().stream()
            .map(Node::output)
            .filter(t -> network.type(t).filter(RowAxisTest::isOpenFloat).isPresent())
            .toList();
    try (OnnxSession session = OnnxSession.open(network.withOutputs(tensors), 1)) {
      OnnxSession.Outputs together = session.run(rows(network, 0, 3));
      for (int row = 0; row < 3; row++) {
        OnnxSession.Outputs alone = session.run(rows(network, row, row + 1));
        for (String tensor : tensors) {
          int elements = (int) network.shape(tensor).elements();
          float[] moved = new float[3 * elements];
          RowAxis.require(network, tensor).toFront(together.floats(tensor), 3, moved, 0);
          assertThat(Arrays.copyOfRange(moved, row * elements, (row + 1) * elements))
              .as(tensor)
              .containsExactly(alone.floats(tensor), within(1e-4f));
        }
      }
    }
  }

  private static boolean isOpenFloat(TensorType type) {
    return type.type() == ElementType.FLOAT && type.shape().isOpen();
  }

  private static Map<String, Tensor> rows(Network network, int from, int to) {
    Port input = network.inputs().getFirst();
    int elements = (int) input.shape().elements();
    float[] values = new float[(to - from) * elements];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.sin(from * elements + i);
    }
    return Map.of(input.name(), new Tensor.Floats(input.shape().atBatch(to - from), values));
  }
}
