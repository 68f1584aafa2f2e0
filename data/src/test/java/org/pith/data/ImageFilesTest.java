package org.pith.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFilesTest {

  @TempDir Path folder;

  private Table read(String name) {
    return TableReader.defaults().read(folder.resolve(name));
  }

  private static byte[] npy(String type, boolean fortran, String shape, byte[] values) {
    String header =
        "{'descr': '%s', 'fortran_order': %s, 'shape': (%s), }"
            .formatted(type, fortran ? "True" : "False", shape);
    byte[] text =
        (header + " ".repeat(117 - header.length()) + "\n").getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(10 + text.length + values.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put((byte) 0x93)
        .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
        .put((byte) 1)
        .put((byte) 0)
        .putShort((short) text.length)
        .put(text)
        .put(values)
        .array();
  }

  private static byte[] doubles(double... values) {
    ByteBuffer bytes = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (double value : values) {
      bytes.putDouble(value);
    }
    return bytes.array();
  }

  @Test
  void idxFindsItsLabels() throws IOException {
    byte[] images =
        ByteBuffer.allocate(16 + 12)
            .putInt(0x803)
            .putInt(2)
            .putInt(2)
            .putInt(3)
            .put(new byte[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, (byte) 255})
            .array();
    Files.write(folder.resolve("train-images-idx3-ubyte"), images);
    try (OutputStream out =
        new GZIPOutputStream(Files.newOutputStream(folder.resolve("train-labels-idx1-ubyte.gz")))) {
      out.write(new byte[] {0, 0, 8, 1, 0, 0, 0, 2, 7, 3});
    }
    Table table = read("train-images-idx3-ubyte");
    assertThat(table.imageShape()).contains(new ImageShape(1, 2, 3));
    assertThat(table.images().orElseThrow().pixel(1, 5)).isEqualTo(255);
    Dataset data = Dataset.of(table, "label");
    assertThat(data.classes()).containsExactly("3", "7");
    assertThat(data.labels()).containsExactly(1, 0);
    assertThat(data.select(new int[] {1}).features().images().orElseThrow().pixel(0, 0))
        .isEqualTo(6);
  }

  @Test
  void cifarTakesItsClassNames() throws IOException {
    byte[] records = new byte[2 * 3073];
    records[0] = 1;
    records[3073 + 3072] = (byte) 200;
    Files.write(folder.resolve("batch.bin"), records);
    assertThat(((Column.Category) read("batch.bin").column("label")).levels())
        .containsExactly("0", "1");
    Files.writeString(folder.resolve("batches.meta.txt"), "plane\ncar\n\n");
    Table table = read("batch.bin");
    assertThat(((Column.Category) table.column("label")).levels()).containsExactly("plane", "car");
    assertThat(table.imageShape()).contains(new ImageShape(3, 32, 32));
    assertThat(table.images().orElseThrow().pixel(1, 3071)).isEqualTo(200);
  }

  @Test
  void npyMatrixIsColumns() throws IOException {
    byte[] values = doubles(1, 2, 3, 4, 5, Double.NaN);
    Files.write(folder.resolve("rows.npy"), npy("<f8", false, "3, 2", values));
    Files.write(folder.resolve("columns.npy"), npy("<f8", true, "3, 2", values));
    assertThat(((Column.Numeric) read("rows.npy").column("x1")).values())
        .containsExactly(2, 4, Double.NaN);
    assertThat(((Column.Numeric) read("columns.npy").column("x1")).values())
        .containsExactly(4, 5, Double.NaN);
  }

  @Test
  void npzJoinsItsArrays() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("image.npy"));
      zip.write(
          npy("|u1", false, "2, 1, 2, 3", new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}));
      zip.putNextEntry(new ZipEntry("label.npy"));
      zip.write(npy("<i2", false, "2,", new byte[] {1, 0, (byte) 0xFF, (byte) 0xFF}));
    }
    Files.write(folder.resolve("data.npz"), bytes.toByteArray());
    Table table = read("data.npz");
    assertThat(((Column.Numeric) table.column("label")).values()).containsExactly(1, -1);
    assertThat(table.imageShape()).contains(new ImageShape(1, 2, 3));
    assertThat(table.images().orElseThrow().pixel(1, 0)).isEqualTo(7);
  }

  @Test
  void channelsLastBecomeChannelsFirst() throws IOException {
    byte[] pixels = new byte[8 * 8 * 3];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) i;
    }
    Files.write(folder.resolve("x.npy"), npy("|u1", false, "1, 8, 8, 3", pixels));
    Images images = read("x.npy").images().orElseThrow();
    assertThat(images.shape()).isEqualTo(new ImageShape(3, 8, 8));
    assertThat(images.pixel(0, 0)).isEqualTo(0);
    assertThat(images.pixel(0, 1)).isEqualTo(3);
    assertThat(images.pixel(0, 64)).isEqualTo(1);
  }

  @Test
  void npyRefusals() throws IOException {
    Files.write(folder.resolve("cut.npy"), npy("<f8", false, "3, 2", doubles(1, 2, 3)));
    assertThatThrownBy(() -> read("cut.npy"))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "cut.npy ends in the middle of an array. Maybe the download or copy was cut off.");
    Files.write(folder.resolve("text.npy"), npy("<U8", false, "3,", new byte[96]));
    assertThatThrownBy(() -> read("text.npy"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("not of numbers");
  }
}
