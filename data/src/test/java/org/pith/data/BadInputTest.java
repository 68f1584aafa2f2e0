package org.pith.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.AbstractStringAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each refusal is one line that says what is wrong, where, and what may help, without DuckDB's own
 * words.
 */
class BadInputTest {

  @TempDir Path folder;

  private Path write(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }

  private Path write(String name, byte[] content) throws IOException {
    return Files.write(folder.resolve(name), content);
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write(content);
    }
    return packed.toByteArray();
  }

  private static AbstractStringAssert<?> refusal(ThrowingCallable call) {
    DataException refused = catchThrowableOfType(DataException.class, call);
    assertThat(refused).as("refused").isNotNull();
    return assertThat(refused.getMessage())
        .doesNotContain("\n")
        .doesNotContain("Error:")
        .doesNotContain("read_csv");
  }

  private AbstractStringAssert<?> reading(Path file) {
    return refusal(() -> TableReader.defaults().read(file));
  }

  private AbstractStringAssert<?> targeting(String content, String target) throws IOException {
    Table table = TableReader.defaults().read(write("t.csv", content));
    return refusal(() -> Dataset.of(table, target));
  }

  @Test
  void noSuchFile() throws IOException {
    write("digits.csv", "a\n1\n");
    reading(folder.resolve("digit.csv")).contains("does not exist").contains("'digits.csv'?");
  }

  @Test
  void directory() {
    reading(folder).contains("is a directory");
  }

  @Test
  void empty() throws IOException {
    reading(write("empty.csv", "")).isEqualTo("empty.csv is empty.");
    reading(write("empty.csv.gz", gzip(new byte[0]))).isEqualTo("empty.csv.gz is empty.");
    reading(write("blank.csv", "\n\n")).contains("blank lines");
  }

  @Test
  void headerOnly() throws IOException {
    reading(write("h.csv", "a,b,c\n")).isEqualTo("h.csv has a header but no rows.");
  }

  @Test
  void wrongTarget() throws IOException {
    targeting("colour,size\nred,1\nblue,2\n", "color")
        .isEqualTo("t.csv has no column 'color'. Maybe 'colour'? Its columns: colour, size.");
    targeting("colour,size\nred,1\nblue,2\n", "weight").doesNotContain("Maybe");
  }

  @Test
  void targetOfOneClass() throws IOException {
    targeting("a,y\n1,x\n2,x\n", "y").contains("'y'").contains("one class, 'x'");
    targeting("a,y\n1,2.5\n2,2.5\n", "y").contains("is 2.5 in every row");
    targeting("a,y\n1,3\n2,3\n", "y").contains("one class, '3'");
    targeting("a,y\n1,\n2,\n", "y").contains("has no value in any of 2 rows");
  }

  @Test
  void tenThousandTextsAsTarget() throws IOException {
    String rows =
        IntStream.range(0, 10_000)
            .mapToObj(i -> i + ",text number " + i)
            .collect(Collectors.joining("\n"));
    targeting("a,y\n" + rows + "\n", "y").contains("10,000 different texts").contains("Maybe");
    Table declared =
        TableReader.defaults().with("y=category").read(write("d.csv", "a,y\n" + rows + "\n"));
    refusal(() -> Dataset.of(declared, "y")).contains("10,000 classes; at most 1,000");
  }

  @Test
  void onlyText() throws IOException {
    String rows =
        IntStream.range(0, 50)
            .mapToObj(i -> "t" + i + "," + i % 2)
            .collect(Collectors.joining("\n"));
    targeting("a,y\n" + rows + "\n", "y").contains("no column to learn from");
  }

  @Test
  void oneMegabyteField() throws IOException {
    String field = "x".repeat(1_000_000);
    reading(write("big.csv", "a,b\n1,2\n3," + field + "\n"))
        .isEqualTo(
            "big.csv: cell 2 of the record in line 3 is longer than 500,000 characters."
                + " Maybe a quote was never closed.");
  }

  @Test
  void wrongEncoding() throws IOException {
    byte[] latin = "a,b\n1,x\n2,Zürich\n".getBytes(StandardCharsets.ISO_8859_1);
    reading(write("latin.csv", latin))
        .contains("byte 0xFC in line 3 (byte 12 of the file)")
        .contains("iconv");
    reading(write("wide.csv", "\uFEFFa,b\n1,2\n".getBytes(StandardCharsets.UTF_16LE)))
        .contains("UTF-16");
    byte[] far =
        ("a,b\n" + "1,2\n".repeat(50_000) + "3,\u00e9\n").getBytes(StandardCharsets.ISO_8859_1);
    reading(write("far.csv", far)).contains("line 50002");
  }

  @Test
  void truncatedGzip() throws IOException {
    byte[] packed = gzip("a,b\n1,2\n".repeat(5000).getBytes(StandardCharsets.UTF_8));
    reading(write("cut.csv.gz", Arrays.copyOf(packed, packed.length / 2)))
        .contains("ends in the middle of its gzip data");
    byte[] damaged = packed.clone();
    Arrays.fill(damaged, 20, 40, (byte) 0x55);
    reading(write("damaged.csv.gz", damaged)).contains("gzip");
  }

  @Test
  void raggedRows() throws IOException {
    reading(write("r.csv", "a,b,c\n1,2,3\n4,5\n")).contains("line 3 has 2 cells").contains("has 3");
    reading(write("r.csv", "a,b,c\n1,2,3\n4,5,6,7\n")).contains("line 3 has 4 cells");
  }

  @Test
  void brokenQuotes() throws IOException {
    reading(write("q.csv", "a,b\n1,\"2\n3,4\n")).contains("line 2 is never closed");
    reading(write("q.csv", "a,b\n1,\"x\"y\n")).contains("line 2").contains("closing quote");
  }

  @Test
  void otherFormats() throws IOException {
    reading(write("sheet.xlsx", new byte[] {'P', 'K', 3, 4, 0, 0, 0, 0})).contains("CSV");
    reading(write("image.png", new byte[] {(byte) 0x89, 'P', 'N', 'G', 0, 0, 0, 0}))
        .contains("PNG");
    reading(write("x.parquet", "not parquet")).contains("cannot be read as Parquet");
    reading(write("x.jsonl", "{\"a\": 1}\n{\"a\": \n{\"a\": 3}\n")).contains("line 3");
    reading(write("y.jsonl", "hello\n")).contains("JSON");
    reading(write("x.npy", "no")).contains("NumPy");
  }

  @Test
  void idx() throws IOException {
    byte[] images = ByteBuffer.allocate(16 + 8).putInt(0x803).putInt(2).putInt(2).putInt(2).array();
    reading(write("train-images-idx3-ubyte", images))
        .contains("no labels beside it")
        .contains("train-labels-idx1-ubyte[.gz]");
    write("train-labels-idx1-ubyte", new byte[] {0, 0, 8, 1, 0, 0, 0, 3, 1, 2, 3});
    reading(folder.resolve("train-images-idx3-ubyte")).contains("2 images").contains("3 labels");
    reading(write("train-images-idx3-ubyte", Arrays.copyOf(images, 20)))
        .isEqualTo(
            "train-images-idx3-ubyte ends after value 4 of 8."
                + " Maybe the download or copy was cut off.");
    reading(write("train-images-idx3-ubyte.gz", Arrays.copyOf(gzip(images), 15))).contains("gzip");
    reading(folder.resolve("train-labels-idx1-ubyte")).contains("train-images-idx3-ubyte");
  }

  @Test
  void cifar() throws IOException {
    reading(write("batch.bin", new byte[3000])).contains("3,000 bytes").contains("3,073");
  }

  @Test
  void malformedDeclaration() {
    refusal(() -> TableReader.defaults().with("age")).contains("NAME=numeric|category|text|drop");
    refusal(() -> TableReader.defaults().with("age=number")).contains("'age=number'");
  }
}
