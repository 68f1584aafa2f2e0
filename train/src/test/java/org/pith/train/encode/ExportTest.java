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
    Task task = new Task.Classification("y", List.of("no", "maybe\nso", "yes"));
    Network model = Export.compose(encoding, body, task, Export.Scale.NONE);
    Path file = folder.resolve("model.onnx");
    OnnxFile.write(model, file);
    Signature signature = Signature.of(OnnxFile.read(file).metadata());
    assertThat(signature.task()).isEqualTo(task);
    float[] scores = scores(body, encoding.apply(table));
    try (OnnxSession session = OnnxSession.open(file, 1)) {
      OnnxSession.Outputs answers = session.run(signature.input().rows(table));
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
        assertThat(labels[row]).isEqualTo(((Task.Classification) task).classes().get(best));
      }
      assertThat(Export.maxAbsDifference(session, signature, table, scores, Export.Scale.NONE))
          .isLessThan(1e-5);
      scores[4] += 1;
      assertThat(Export.maxAbsDifference(session, signature, table, scores, Export.Scale.NONE))
          .isGreaterThan(1e-3);
      scores[4] = Float.NaN;
      assertThat(Export.maxAbsDifference(session, signature, table, scores, Export.Scale.NONE))
          .isNaN();
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
      Signature signature = new Signature(new Task.Regression("y"), encoding.input());
      float[] values = session.run(signature.input().rows(table)).floats("value");
      assertThat((double) values[17])
          .isCloseTo(scale.mean() + scale.deviation() * scores[17], within(0.05));
      // A value near 115,000 is stated to 0.008 in single precision, a millionth of the deviation
      // of 8,660.
      assertThat(Export.maxAbsDifference(session, signature, table, scores, scale))
          .isLessThan(1e-5);
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
  void signaturesSurviveTheirMetadata() {
    Signature signature =
        new Signature(
            new Task.Classification("a\\nb", List.of("", "x\ny", "z\\", "ü")),
            new RawInput(
                List.of("n one", "flag"),
                List.of(ColumnType.NUMERIC, ColumnType.BOOLEAN),
                List.of("c\n"),
                Optional.empty(),
                new int[0]));
    assertThat(Signature.of(signature.metadata())).isEqualTo(signature);
    assertThat(signature.reader().types())
        .containsEntry("flag", ColumnType.BOOLEAN)
        .containsEntry("c\n", ColumnType.CATEGORY);
    Signature images =
        new Signature(
            new Task.Regression("y"),
            new RawInput(
                List.of(),
                List.of(),
                List.of(),
                Optional.of(new ImageShape(3, 32, 30)),
                new int[0]));
    assertThat(Signature.of(images.metadata())).isEqualTo(images);
    assertThatThrownBy(() -> Signature.of(Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The model's metadata have no 'target'. Maybe it was not made by Pith.");
  }
}
