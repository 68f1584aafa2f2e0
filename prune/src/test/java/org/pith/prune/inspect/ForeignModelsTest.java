package org.pith.prune.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pith.network.Network;
import org.pith.network.Shape;
import org.pith.network.Tensor;
import org.pith.network.cost.Cost;
import org.pith.network.onnx.OnnxFile;
import org.pith.network.rewrite.FuseLayerNormalization;
import org.pith.train.Target;

/** Models that PyTorch exported ({@code torch/models.py} of the network module), inspected on rows of noise. */
class ForeignModelsTest {

  private static final Path FOLDER = Path.of("..", "network", "src", "test", "resources", "torch");

  @ParameterizedTest
  @CsvSource({
    "mobilenet2-13, 17",
    "transformer-13, 10",
    "vit-17, 10",
    "lstm-14, 2",
    "bilstm-14, 2"
  })
  void everyLayerIsReadAndEveryGroupWeighed(String model, int layers) throws IOException {
    Network network = FuseLayerNormalization.apply(OnnxFile.read(FOLDER.resolve(model + ".onnx")));
    int classes = (int) network.outputs().getFirst().shape().elements();
    Inventory inventory =
        new Inspector(1, 1, _ -> {})
            .inspect(
                network, rows(network, classes, 150, 1), rows(network, classes, 60, 2), List.of());
    assertThat(inventory.unknown()).isEmpty();
    assertThat(inventory.layers()).hasSizeGreaterThanOrEqualTo(layers);
    assertThat(inventory.layers()).allMatch(l -> l.after().isPresent());
    assertThat(inventory.layers().stream().mapToLong(l -> l.span().cost().params()).sum())
        .isEqualTo(Cost.of(network).params());
    assertThat(inventory.groups()).isNotEmpty();
    assertThat(inventory.groups()).allMatch(g -> g.units().isPresent() && !g.curve().isEmpty());
    assertThat(inventory.groups()).allMatch(g -> g.cost().params() > 0);
  }

  private static Rows rows(Network network, int classes, int n, long seed) {
    Random random = new Random(seed);
    Shape shape = network.inputs().getFirst().shape().atBatch(n);
    float[] values = new float[(int) shape.elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    int[] labels = random.ints(n, 0, classes).toArray();
    return new Rows(
        Map.of(network.inputs().getFirst().name(), new Tensor.Floats(shape, values)),
        new Target.Classes(labels, classes));
  }
}
