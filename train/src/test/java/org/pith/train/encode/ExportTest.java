package org.pith.train.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pith.data.Column;
import org.pith.data.ColumnType;
import org.pith.data.DataException;
import org.pith.data.ImageShape;
import org.pith.data.Table;
import org.pith.data.Task;
import org.pith.network.ElementType;
import org.pith.network.Network;
import org.pith.network.Operator;
import org.pith.network.Shape;
import org.pith.network.Tensor;
import org.pith.network.onnx.OnnxFile;
import org.pith.network.onnx.OnnxSession;

class ExportTest {

  private static Table table(int rows) {
    SplittableRandom random = new SplittableRandom(2);
    return Table.of(
        "t",
        List.of(
            new Column.Numeric("x", random.doubles(rows, -3, 7).toArray()),
            new Column.Date("when", random.doubles(rows, 0, 20_000).toArray()),
            new Column.Category(
                "kind", List.of("a", "b", "c"), random.ints(rows, -1, 3).toArray())));
  }

  /** One linear layer with random weights, from {@code features} to {@code scores}. */
  private static Network body(int width, int outputs) {
    SplittableRandom random = new SplittableRandom(9);
    float[] weights = new float[width * outputs];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) random.nextDouble(-1, 1);
    }
    Network.Builder builder = Network.builder("body");
    String features = builder.input("features", ElementType.FLOAT, Shape.of(Shape.BATCH, width));
    String weight = builder.constant("layer1/weight", Tensor.of(Shape.of(outputs, width), weights));
    String bias = builder.constant("layer1/bias", Tensor.of(Shape.of(outputs), new float[outputs]));
    builder.output(builder.add("scores", Operator.Gemm.TRANSPOSED, features, weight, bias));
    return builder.build();
  }

  private static float[] scores(Network body, float[] features) {
    try (OnnxSession session = OnnxSession.open(body, 1)) {
      return session.run(features).floats("scores");
    }
  }

  @Test
  void classesAnswerWithProbabilitiesAndNames(@TempDir Path folder) throws Exception {
    Table table = table(300);
    Encoding encoding = Encoding.fit(table, new int[300], Style.GAUSS_AND_PIECES);
    Network body = body(encoding.features().size(), 3);
    Task.Classification task = new Task.Classification("y", List.of("no", "maybe\nso", "yes"));
    Network model = Export.compose(encoding, body, task, Export.Scale.NONE);
    Path file = folder.resolve("model.onnx");
    OnnxFile.write(model, file);
    Map<String, String> metadata = OnnxFile.read(file).metadata();
    RawInput input = RawInput.of(metadata).orElseThrow();
    assertThat(Lines.split(metadata.get("classes"))).isEqualTo(task.classes());
    float[] scores = scores(body, encoding.apply(table));
    try (OnnxSession session = OnnxSession.open(file, 1)) {
      OnnxSession.Outputs answers = session.run(input.rows(table));
      float[] probabilities = answers.floats("probabilities");
      String[] labels = answers.strings("label");
      for (int row = 0; row < 300; row++) {
        int best = 0;
        double sum = 0;
        for (int k = 0; k < 3; k++) {
          best = probabilities[3 * row + k] > probabilities[3 * row + best] ? k : best;
          sum += probabilities[3 * row + k];
        }
        assertThat(sum).isCloseTo(1, within(1e-5));
        assertThat(labels[row]).isEqualTo(task.classes().get(best));
      }
      for (int i = 0; i < 900; i += 3) {
        double[] powers = {Math.exp(scores[i]), Math.exp(scores[i + 1]), Math.exp(scores[i + 2])};
        assertThat((double) probabilities[i])
            .isCloseTo(powers[0] / (powers[0] + powers[1] + powers[2]), within(1e-5));
      }
    }
  }

  @Test
  void numbersAnswerInTheirOwnUnit() {
    Table table = table(300);
    Encoding encoding = Encoding.fit(table, new int[0], Style.PIECES);
    Network body = body(encoding.features().size(), 1);
    Export.Scale scale =
        Export.Scale.of(IntStream.range(0, 300).mapToDouble(i -> 1e5 + 100 * i).toArray());
    assertThat(scale.mean()).isCloseTo(1e5 + 14_950, within(1e-6));
    assertThat(scale.standardise(new double[] {1e5 + 14_950})).containsExactly(0f);
    Network model = Export.compose(encoding, body, new Task.Regression("y"), scale);
    float[] scores = scores(body, encoding.apply(table));
    try (OnnxSession session = OnnxSession.open(model, 1)) {
      float[] values = session.run(encoding.input().rows(table)).floats("value");
      for (int i = 0; i < 300; i++) {
        // A value near 115,000 is stated to 0.008 in single precision, a millionth of the deviation
        // of 8,660.
        assertThat((double) values[i])
            .isCloseTo(scale.mean() + scale.deviation() * scores[i], within(0.05));
      }
    }
  }

  @Test
  void trainedNumbersAreThoseOfTheBody() {
    Table table = table(300);
    Encoding encoding = Encoding.fit(table, new int[0], Style.STANDARD);
    Network body = body(encoding.features().size(), 1);
    Network model =
        Export.compose(encoding, body, new Task.Regression("y"), new Export.Scale(5, 2));
    assertThat(model.trainable()).isEqualTo(body.trainable());
  }

  @Test
  void inputsSurviveTheirMetadata() {
    RawInput input =
        new RawInput(
            List.of("n one", "flag", "a\\nb"),
            List.of(ColumnType.NUMERIC, ColumnType.BOOLEAN, ColumnType.DATE),
            List.of("c\n", ""),
            Optional.empty(),
            new int[0]);
    assertThat(RawInput.of(input.metadata())).contains(input);
    assertThat(input.declared())
        .containsEntry("flag", ColumnType.BOOLEAN)
        .containsEntry("c\n", ColumnType.CATEGORY);
    RawInput images =
        new RawInput(
            List.of(), List.of(), List.of(), Optional.of(new ImageShape(3, 32, 30)), new int[0]);
    assertThat(RawInput.of(images.metadata())).contains(images);
    assertThat(RawInput.of(Map.of())).isEmpty();
  }

  @Test
  void damagedMetadataIsRefusedByKey() {
    requireDamaged("types", "FOO");
    requireDamaged("types", "NUMERIC\nNUMERIC\nNUMERIC");
    requireDamaged("image", "1,x,2");
    requireDamaged("image", "1,2");
    requireDamaged("image", "1,0,2");
  }

  private static void requireDamaged(String key, String text) {
    Map<String, String> metadata = Map.of("numbers", "a\nb", "categories", "", key, text);
    assertThatThrownBy(() -> RawInput.of(metadata))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("The model's metadata say %s=%s".formatted(key, text.split("\n")[0]))
        .hasMessageContaining("Maybe the file was changed");
  }
}
