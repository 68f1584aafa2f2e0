package org.pith.prune.regression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pith.network.Network;
import org.pith.network.Operator.Recurrent;
import org.pith.network.onnx.OnnxFile;
import org.pith.network.onnx.OnnxSession;
import org.pith.prune.Nets;
import org.pith.prune.RecurrentNets;
import org.pith.prune.regression.Regression.States;
import org.pith.train.Examples;
import org.pith.train.Inference;

class RecurrentLayerTest {
  private static final int ROWS = 5;
  private static final int STEPS = RecurrentNets.STEPS;
  private static final int UNITS = RecurrentNets.UNITS;
  private static final int[] ALL = IntStream.range(0, UNITS).toArray();

  /**
   * The cells' own equations, from what the layer says the gates make of X and of the states that ONNX Runtime gives, end in the
   * states that it gives.
   */
  @ParameterizedTest
  @CsvSource({
    "LSTM,FORWARD,false,true",
    "LSTM,REVERSE,false,false",
    "LSTM,BIDIRECTIONAL,false,true",
    "GRU,FORWARD,true,true",
    "GRU,BIDIRECTIONAL,true,true",
    "GRU,BIDIRECTIONAL,false,true"
  })
  void whatTheGatesMakeLeadsToTheStatesOfOnnxRuntime(
      Recurrent.Kind kind, Recurrent.Direction direction, boolean resetsProduct, boolean biased)
      throws IOException {
    Recurrent operator = RecurrentNets.layer(kind, direction, resetsProduct);
    Network network = RecurrentNets.of(operator, biased, true);
    Examples examples = Nets.rows(network, ROWS, 5);
    float[] states = served(network, examples);
    Map<String, float[]> read =
        Map.of(
            "steps", Inference.tap(network, examples, List.of("steps")).get("steps"),
            "recurrent", rowsFirst(states, operator.directions()));
    Regression layer = Regression.of(network, network.node("recurrent")).orElseThrow();
    Regression.Rows made = layer.rows(read, States.GIVEN, network, read, ALL);
    for (int e = 0; e < ROWS; e++) {
      for (int d = 0; d < operator.directions(); d++) {
        boolean back = d == 1 || direction == Recurrent.Direction.REVERSE;
        double[] memory = new double[UNITS];
        for (int i = 0; i < STEPS; i++) {
          int t = back ? STEPS - 1 - i : i;
          double[][] parts = parts(layer, made, e, t, d, layer.blocks() / operator.directions());
          for (int u = 0; u < UNITS; u++) {
            double expected =
                read.get("recurrent")[((e * STEPS + t) * operator.directions() + d) * UNITS + u];
            assertThat(kind == Recurrent.Kind.LSTM ? lstm(parts, memory, u) : gru(parts, memory, u))
                .isCloseTo(expected, within(1e-5));
          }
        }
      }
    }
  }

  /** What each part of a direction makes at a step. */
  private static double[][] parts(
      Regression layer, Regression.Rows rows, int example, int step, int direction, int count) {
    double[][] parts = new double[count][];
    double[] row = new double[layer.features() + UNITS];
    for (int p = 0; p < count; p++) {
      rows.copy(example, step, direction * count + p, row);
      parts[p] = Arrays.copyOfRange(row, layer.features(), row.length);
    }
    return parts;
  }

  private static double lstm(double[][] gates, double[] cell, int u) {
    cell[u] = sigmoid(gates[2][u]) * cell[u] + sigmoid(gates[0][u]) * Math.tanh(gates[3][u]);
    return sigmoid(gates[1][u]) * Math.tanh(cell[u]);
  }

  private static double gru(double[][] parts, double[] state, int u) {
    double recalled = parts.length == 4 ? sigmoid(parts[1][u]) * parts[3][u] : 0;
    double update = sigmoid(parts[0][u]);
    state[u] = (1 - update) * Math.tanh(parts[2][u] + recalled) + update * state[u];
    return state[u];
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  /** [T,D,N,H] to [N,T,D,H]. */
  private static float[] rowsFirst(float[] states, int directions) {
    float[] moved = new float[states.length];
    for (int place = 0; place < STEPS * directions; place++) {
      for (int e = 0; e < ROWS; e++) {
        System.arraycopy(
            states,
            (place * ROWS + e) * UNITS,
            moved,
            (e * STEPS * directions + place) * UNITS,
            UNITS);
      }
    }
    return moved;
  }

  private static float[] served(Network network, Examples examples) throws IOException {
    Network written = OnnxFile.decode(OnnxFile.encode(network), "recurrent");
    try (OnnxSession session = OnnxSession.open(written, 1)) {
      return session.run(examples.inputs()).floats("recurrent");
    }
  }

  /** Features times weights are the targets, and a layer that is given what it has stays what it is. */
  @ParameterizedTest
  @CsvSource({
    "LSTM,REVERSE,false,false",
    "LSTM,BIDIRECTIONAL,false,true",
    "GRU,BIDIRECTIONAL,true,true",
    "GRU,FORWARD,false,true"
  })
  void weightsAndBiasesAreThoseOfTheLayer(
      Recurrent.Kind kind, Recurrent.Direction direction, boolean resetsProduct, boolean biased) {
    Recurrent operator = RecurrentNets.layer(kind, direction, resetsProduct);
    Network network = RecurrentNets.of(operator, biased, false);
    Examples examples = Nets.rows(network, ROWS, 5);
    Regression layer = Regression.of(network, network.node("recurrent")).orElseThrow();
    Map<String, float[]> read = Inference.tap(network, examples, layer.reads());
    Regression.Rows rows = layer.rows(read, States.OWN, network, read, ALL);
    int features = layer.features();
    double[] row = new double[features + UNITS];
    for (int block = 0; block < layer.blocks(); block++) {
      rows.copy(2, 1, block, row);
      for (int u = 0; u < UNITS; u++) {
        double sum = layer.bias(block)[u];
        for (int f = 0; f < features; f++) {
          sum += layer.weights(block).get(f, u) * row[f];
        }
        assertThat(sum).isCloseTo(row[features + u], within(1e-5));
      }
    }
    Network same =
        layer.replaceIn(
            network,
            IntStream.range(0, layer.blocks()).mapToObj(layer::weights).toList(),
            IntStream.range(0, layer.blocks()).mapToObj(layer::bias).toList());
    assertThat(Inference.scores(same, examples))
        .containsExactly(Inference.scores(network, examples), within(1e-5f));
  }
}
