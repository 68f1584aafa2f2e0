package org.pith.prune;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pith.network.Network;
import org.pith.network.Shape;
import org.pith.network.onnx.OnnxFile;
import org.pith.network.onnx.OnnxSession;
import org.pith.prune.criterion.Criteria;
import org.pith.prune.repair.Refit;
import org.pith.prune.schedule.Load;
import org.pith.train.Examples;
import org.pith.train.Inference;
import org.pith.train.Target;

/** Models that PyTorch exported, pruned to half of their parameters. */
class TorchPruningTest {
  private static final Path FOLDER = Path.of("../network/src/test/resources/torch");

  @ParameterizedTest
  @CsvSource({
    "mlp-17, INFORMATION",
    "lenet5-13, INFORMATION",
    "lenet5-13, TAYLOR",
    "resnet20-13, INFORMATION",
    "resnet20-13, L1",
    "mobilenet2-13, INFORMATION",
    "mobilenet2-13, VARIANCE",
    "transformer-13, INFORMATION",
    "transformer-17, INFORMATION",
    "transformer-17, TAYLOR",
    "vit-17, INFORMATION",
    "vit-17, L2",
    "lstm-14, INFORMATION",
    "lstm-14, L1",
    "bilstm-14, INFORMATION",
    "gru-14, RANDOM"
  })
  void halfOfThemGo(String model, Criteria criterion) throws IOException {
    Network network = OnnxFile.read(FOLDER.resolve(model + ".onnx"));
    Examples rows = rows(network);
    Load half = Load.params(params(network) / 2);
    Pruned pruned =
        Pruner.withDefaults()
            .withRows(60)
            .withCriterion(criterion.with(1))
            .withRepair(criterion == Criteria.INFORMATION)
            .prune(network, rows, half);
    assertThat(half.of(pruned.network())).isLessThanOrEqualTo(1);
    requireServedAsRun(pruned, model, rows);
  }

  /** PyTorch's encoder mixes heads where steps and rows are joined, [9*N,16]. */
  @ParameterizedTest
  @CsvSource({
    "transformer-13, INFORMATION",
    "transformer-17, INFORMATION",
    "transformer-17, TAYLOR"
  })
  void headsGo(String model, Criteria criterion) throws IOException {
    Network network = OnnxFile.read(FOLDER.resolve(model + ".onnx"));
    Examples rows = rows(network);
    String heads = "/encoder/layers.%d/self_attn/MatMul";
    Pruned pruned =
        Pruner.withDefaults()
            .withCriterion(criterion.with(1))
            .toWidths(network, rows, Map.of(heads.formatted(0), 1, heads.formatted(1), 3));
    assertThat(pruned.network().shape("/encoder/layers.0/self_attn/Reshape_3_output_0"))
        .hasToString("[9*N,4]");
    assertThat(pruned.network().shape("/encoder/layers.1/self_attn/Reshape_3_output_0"))
        .hasToString("[9*N,12]");
    assertThat(pruned.plans().getFirst().refits())
        .extracting(Refit::node)
        .contains("/encoder/layers.0/self_attn/Gemm", "/encoder/layers.1/self_attn/Gemm");
    assertThat(pruned.plans().getFirst().real()).isGreaterThan(0.9);
    requireServedAsRun(pruned, model, rows);
  }

  private static void requireServedAsRun(Pruned pruned, String model, Examples rows)
      throws IOException {
    Network written = OnnxFile.decode(OnnxFile.encode(pruned.network()), model);
    try (OnnxSession session = OnnxSession.open(written, 1)) {
      Examples narrowed = pruned.narrow(rows);
      assertThat(session.run(narrowed.inputs()).floats(written.outputs().getFirst().name()))
          .containsExactly(Inference.scores(pruned.network(), narrowed), Offset.offset(1e-4f));
    }
  }

  private static long params(Network network) {
    return Math.round(Load.params(1).of(network));
  }

  private static Examples rows(Network network) {
    Shape shape = network.inputs().getFirst().shape();
    Random random = new Random(5);
    float[] values = new float[60 * (int) shape.elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    int classes = (int) network.outputs().getFirst().shape().elements();
    int[] labels = random.ints(60, 0, classes).toArray();
    return new Examples(
        new Shape(shape.dims().subList(1, shape.rank())),
        values,
        new Target.Classes(labels, classes));
  }
}
