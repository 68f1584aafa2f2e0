package org.pith.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pith.network.ElementType;
import org.pith.network.Network;
import org.pith.network.Shape;
import org.pith.network.onnx.OnnxFile;

/** Models that PyTorch exported ({@code torch/models.py} of the network module) at work in libtorch's kernels. */
class ForeignModelTest {

  private static final Path FOLDER = Path.of("..", "network", "src", "test", "resources", "torch");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mlp-11",
        "lenet5-13",
        "resnet20-13",
        "mobilenet2-13",
        "transformer-13",
        "transformer-17",
        "vit-16",
        "vit-17",
        "lstm-11",
        "bilstm-14",
        "gru-14",
        "tokens-13",
        "decoder-14"
      })
  void computesAsInTorch(String model) throws IOException {
    Network network = OnnxFile.read(FOLDER.resolve(model + ".onnx"));
    float[] expected = expected(model.substring(0, model.indexOf('-')));
    assertThat(Inference.scores(network, rows(network, expected.length / 2)))
        .containsExactly(expected, Offset.offset(1e-4f));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "resnet20-13",
        "transformer-13",
        "vit-17",
        "bilstm-14",
        "gru-14",
        "tokens-13",
        "decoder-14"
      })
  void aStepOfTrainingChangesEveryWeight(String model) throws IOException {
    Network network = OnnxFile.read(FOLDER.resolve(model + ".onnx"));
    Examples examples = rows(network, (int) network.outputs().getFirst().shape().elements());
    Recipe recipe = Recipe.defaults().withEpochs(2).withBatchSize(2).withWeightDecay(0);
    Network trained =
        Trainer.train(List.of(network), examples, examples.rows(new int[0]), recipe, 1)
            .getFirst()
            .network();
    assertThat(trained.trainable())
        .allSatisfy(
            name -> assertThat(trained.constant(name)).isNotEqualTo(network.constant(name)));
  }

  private static Examples rows(Network network, int outputs) {
    Shape shape = network.inputs().getFirst().shape();
    boolean words = network.inputs().getFirst().type() == ElementType.INT64;
    float[] rows = new float[2 * (int) shape.elements()];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = words ? i % 20 : (float) Math.sin(i);
    }
    Shape row = new Shape(shape.dims().subList(1, shape.rank()));
    return new Examples(row, rows, new Target.Classes(new int[] {0, 1}, outputs));
  }

  private static float[] expected(String name) throws IOException {
    String[] numbers =
        Files.readAllLines(FOLDER.resolve("models.txt")).stream()
            .filter(l -> l.startsWith(name + " "))
            .findFirst()
            .orElseThrow()
            .split(" ", -1);
    float[] values = new float[numbers.length - 1];
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.parseFloat(numbers[i + 1]);
    }
    return values;
  }
}
