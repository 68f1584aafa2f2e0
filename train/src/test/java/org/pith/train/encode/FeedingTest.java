package org.pith.train.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.pith.data.Column;
import org.pith.data.DataException;
import org.pith.data.ImageShape;
import org.pith.data.Images;
import org.pith.data.Table;
import org.pith.network.ElementType;
import org.pith.network.Network;
import org.pith.network.Operator;
import org.pith.network.Shape;
import org.pith.network.Tensor;

class FeedingTest {

  private static final double ROOT = Math.sqrt(1.5);

  /** Made elsewhere, of one input. */
  private static Network model(ElementType type, int... dims) {
    Network.Builder builder = Network.builder("elsewhere");
    Operator identity = new Operator.Unary(Operator.Unary.Function.IDENTITY);
    builder.output(builder.add("same", identity, builder.input("x", type, Shape.of(dims))));
    return builder.build();
  }

  private static Network columns(int width) {
    return model(ElementType.FLOAT, Shape.BATCH, width);
  }

  private static Table table(double... still) {
    return Table.of(
        "rows.csv",
        List.of(new Column.Numeric("a", new double[] {2, 4, 6}), new Column.Numeric("b", still)));
  }

  private static Table images(ImageShape shape, int... pixels) {
    byte[] bytes = new byte[pixels.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) pixels[i];
    }
    Images images = new Images(shape, bytes);
    return new Table("images", images.rows(), List.of(), Optional.of(images), List.of());
  }

  private static float[] fed(Network model, Table rows, Scaling.Kind kind) {
    return ((Tensor.Floats) Feeding.of(model, rows, kind).rows(rows).get("x")).values();
  }

  @Test
  void aModelOfImagesTakesNoColumns() {
    ImageShape size = new ImageShape(1, 2, 2);
    Table pictures = images(size, 1, 2, 3, 4);
    Network pixels = columns(4).withMetadata(RawInput.of(pictures).metadata());
    Feeding feeding = Feeding.candidates(pixels, pictures).getFirst();
    assertThat(feeding.rows(pictures)).containsOnlyKeys("pixels");
    assertThatThrownBy(() -> feeding.rows(table(1, 2, 3)))
        .isInstanceOf(DataException.class)
        .hasMessage("rows.csv holds columns, but the model takes images of %s.".formatted(size));
    assertThatThrownBy(() -> feeding.rows(images(new ImageShape(1, 1, 4), 1, 2, 3, 4)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("holds images of");
  }

  @Test
  void columnsAreScaledEachByItself() {
    Table rows = table(7, 7, 7);
    assertThat(fed(columns(2), rows, Scaling.Kind.RAW)).containsExactly(2, 7, 4, 7, 6, 7);
    assertThat(fed(columns(2), rows, Scaling.Kind.UNIT)).containsExactly(0, 0, .5f, 0, 1, 0);
    assertThat(fed(columns(2), rows, Scaling.Kind.SIGNED)).containsExactly(-1, -1, 0, -1, 1, -1);
    // The variance of 2, 4, 6 is 8/3; what does not vary is shifted alone.
    assertThat(fed(columns(2), rows, Scaling.Kind.STANDARD))
        .containsExactly((float) -ROOT, 0, 0, 0, (float) ROOT, 0);
  }

  @Test
  void pixelsAreScaledByChannelInEveryUsualWay() {
    Network model = model(ElementType.FLOAT, Shape.BATCH, 2, 1, 2);
    Table rows = images(new ImageShape(2, 1, 2), 0, 255, 10, 30);
    assertThat(Feeding.candidates(model, rows))
        .extracting(f -> f.scaling().name())
        .containsExactly("0 to 1", "0 to 255", "-1 to 1", "mean 0 and variance 1");
    assertThat(fed(model, rows, Scaling.Kind.UNIT))
        .containsExactly(0, 1, (float) (10 / 255.0), (float) (30 / 255.0));
    assertThat(fed(model, rows, Scaling.Kind.RAW)).containsExactly(0, 255, 10, 30);
    assertThat(fed(model, rows, Scaling.Kind.SIGNED)).startsWith(-1, 1);
    assertThat(fed(model, rows, Scaling.Kind.STANDARD)).containsExactly(-1, 1, -1, 1);
  }

  @Test
  void theFiguresAreThoseOfTheRowsThatItWasMadeWith() {
    Feeding feeding = Feeding.of(columns(2), table(1, 2, 3), Scaling.Kind.UNIT);
    Tensor later = feeding.rows(table(5, 5, 5)).get("x");
    assertThat(((Tensor.Floats) later).values()).containsExactly(0, 2, .5f, 2, 1, 2);
  }

  /** With the file goes how it was fed, by name; a column that the model does not take may stand anywhere. */
  @Test
  void whatIsRecordedIsFedAlike() {
    Feeding feeding = Feeding.of(columns(2), table(1, 2, 3), Scaling.Kind.STANDARD);
    assertThat(Feeding.recorded(columns(2))).isEmpty();
    Network recorded = columns(2).withMetadata(feeding.metadata());
    assertThat(Feeding.recorded(recorded)).contains(feeding);
    assertThat(feeding.metadata().keySet())
        .containsSubsequence(
            "pith.fed.numbers", "pith.fed.scaling", "pith.fed.shift", "pith.fed.scale");
    assertThat(Feeding.candidates(recorded, table(5, 5, 5))).containsExactly(feeding);
    Table reordered =
        Table.of(
            "later.csv",
            List.of(
                new Column.Numeric("b", new double[] {2}),
                new Column.Numeric("row", new double[] {17}),
                new Column.Numeric("a", new double[] {2})));
    float[] fed = ((Tensor.Floats) feeding.rows(reordered).get("x")).values();
    assertThat(fed).containsExactly((float) -ROOT, 0);
    // Another scaling may still be asked for, of the same columns.
    assertThat(fed(recorded, reordered, Scaling.Kind.RAW)).containsExactly(2, 2);
  }

  @Test
  void pixelsAreRecordedBySize() {
    Network model = model(ElementType.FLOAT, Shape.BATCH, 1, 2, 2);
    Table rows = images(new ImageShape(1, 2, 2), 0, 255, 10, 30);
    Feeding feeding = Feeding.of(model, rows, Scaling.Kind.SIGNED);
    assertThat(Feeding.recorded(model.withMetadata(feeding.metadata()))).contains(feeding);
  }

  private static void damaged(String key, String text, String words) {
    Feeding feeding = Feeding.of(columns(2), table(1, 2, 3), Scaling.Kind.UNIT);
    Map<String, String> damaged = new LinkedHashMap<>(feeding.metadata());
    damaged.put("pith.fed." + key, text);
    Network model = columns(2).withMetadata(damaged);
    assertThatThrownBy(() -> Feeding.recorded(model))
        .as("%s=%s", key, text)
        .isInstanceOf(DataException.class)
        .hasMessageContaining("The model's metadata say " + words);
  }

  @Test
  void damagedRecordsAreNamed() {
    for (String wrong : List.of("", "1", "1\n0", "1\nmuch", "1\nNaN", "1\nInfinity")) {
      damaged("scale", wrong, "scale=");
    }
    damaged("shift", "", "shift=, which should be one number, or one for each channel or column");
    damaged("shift", "1\nNaN", "shift=1\\nNaN");
    damaged("numbers", "a", "that it is fed 1 numbers a row, but input x takes 2.");
    damaged("numbers", "a\na", "numbers=a\\na, which should be columns, each of them once");
    damaged("scale", "1\n".repeat(1_000), "scale=" + "1\\n".repeat(26) + "1\\…, which");
  }

  /** As many figures of either kind, but not as many as columns. */
  @Test
  void figuresOfSomeColumnsAreRefused() {
    Network model = columns(3);
    Table rows =
        Table.of(
            "rows.csv",
            Stream.of("a", "b", "c")
                .map(name -> new Column.Numeric(name, new double[] {1, 2}))
                .toList());
    Map<String, String> damaged =
        new LinkedHashMap<>(Feeding.of(model, rows, Scaling.Kind.UNIT).metadata());
    damaged.put("pith.fed.shift", "0\n0");
    damaged.put("pith.fed.scale", "1\n1");
    assertThatThrownBy(() -> Feeding.recorded(model.withMetadata(damaged)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("The model's metadata say shift=");
  }

  @Test
  void aNumberBeyondFloatsIsNoInfinity() {
    Feeding feeding = Feeding.of(columns(2), table(1, 2, 3), Scaling.Kind.RAW);
    assertThatThrownBy(() -> feeding.rows(table(1, 1e39, 3)))
        .isInstanceOf(DataException.class)
        .hasMessage("Column 'b' of rows.csv holds 1.0E39, which is too large for the model.");
  }

  @Test
  void tokensAreWholeNumbers() {
    Network model = model(ElementType.INT64, Shape.BATCH, 2);
    Feeding feeding = Feeding.candidates(model, table(1, 2, 3)).getFirst();
    assertThat(((Tensor.Longs) feeding.rows(table(1, 2, 3)).get("x")).values())
        .containsExactly(2, 1, 4, 2, 6, 3);
    assertThatThrownBy(() -> feeding.rows(table(1, 2.5, 3)))
        .hasMessage("Input x of the model takes whole numbers, but rows.csv has 2.5.");
  }

  private static void refused(Network model, Table rows, String words) {
    assertThatThrownBy(() -> Feeding.candidates(model, rows)).hasMessageContaining(words);
  }

  @Test
  void saysWhatAModelDoesNotTake() {
    Table rows = table(1, 2, 3);
    refused(columns(3), rows, "takes [N,3], 3 numbers a row, but rows.csv has 2 columns besides");
    refused(model(ElementType.FLOAT, 1, 2), rows, "has the fixed shape [1,2]. Maybe export it");
    refused(model(ElementType.STRING, Shape.BATCH, 2), rows, "takes string, not numbers");
    refused(columns(2), table(1, Double.NaN, 3), "Column 'b' of rows.csv has missing cells");
    Table words =
        Table.of(
            "rows.csv", List.of(new Column.Category("kind", List.of("p", "q"), new int[] {0, 1})));
    refused(
        columns(1), words, "Column 'kind' of rows.csv is category, but the model takes numbers");
    Feeding feeding = Feeding.of(columns(2), rows, Scaling.Kind.RAW);
    assertThatThrownBy(() -> feeding.rows(table(1, Double.NaN, 3)))
        .hasMessageContaining("has missing cells");
  }

  @Test
  void channelsComeFirstUnlessThereIsOne() {
    Table colours = images(new ImageShape(3, 1, 2), 1, 2, 3, 4, 5, 6);
    refused(
        model(ElementType.FLOAT, Shape.BATCH, 1, 2, 3), colours, "but images has images of 3x1x2");
    assertThat(fed(model(ElementType.FLOAT, Shape.BATCH, 6), colours, Scaling.Kind.RAW))
        .containsExactly(1, 2, 3, 4, 5, 6);
    Table grey = images(new ImageShape(1, 2, 2), 1, 2, 3, 4);
    assertThat(fed(model(ElementType.FLOAT, Shape.BATCH, 2, 2, 1), grey, Scaling.Kind.RAW))
        .containsExactly(1, 2, 3, 4);
  }
}
