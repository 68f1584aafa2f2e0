package org.pith.cli;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a new user gets wrong: one line, an exit code, and nothing left behind. */
class BadInputTest {

  @TempDir Path folder;

  private void refused(int exit, String words, Object... args) throws IOException {
    Path out = folder.resolve("made/out");
    Object[] call =
        Stream.of(
                Stream.of("compact"),
                Arrays.stream(args),
                Stream.of("--out", out, "--store", folder.resolve("store")))
            .flatMap(s -> s)
            .toArray();
    Pithy.Outcome outcome = Pithy.run(call);
    assertThat(outcome.messages()).singleElement().asString().startsWith("pith: ").contains(words);
    assertThat(outcome.exit()).isEqualTo(exit);
    assertThat(outcome.out()).isEmpty();
    assertThat(out.getParent()).doesNotExist();
  }

  private void file(String name, byte[] content, String words) throws IOException {
    Path data = Files.write(folder.resolve(name), content);
    refused(2, words, data, "--target", "y", "--budget", "params=200");
  }

  private void file(String name, String content, String words) throws IOException {
    file(name, content.getBytes(StandardCharsets.UTF_8), words);
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write(content);
    }
    return packed.toByteArray();
  }

  private static String rows(int n, String target) {
    return "a,y\n"
        + IntStream.range(0, n)
            .mapToObj(i -> i + "," + target.replace("#", Integer.toString(i)))
            .collect(Collectors.joining("\n", "", "\n"));
  }

  @Test
  void noFile() throws IOException {
    Pithy.classes(folder);
    Path wrong = folder.resolve("clases.csv");
    refused(
        2, "does not exist. Maybe 'classes.csv'?", wrong, "--target", "y", "--budget", "macs=9");
    refused(2, "is a directory", folder, "--target", "y", "--budget", "macs=9");
  }

  @Test
  void nothingInIt() throws IOException {
    file("empty.csv", "", "empty.csv is empty.");
    file("header.csv", "a,b,y\n", "has a header but no rows");
    file("few.csv", "a,y\n1,u\n2,v\n3,u\n4,v\n", "at least 10 are needed");
  }

  @Test
  void hopelessTargets() throws IOException {
    file("one.csv", rows(50, "x"), "has one class, 'x'");
    file("texts.csv", rows(10_000, "text number #"), "10,000 different texts");
  }

  @Test
  void damagedFiles() throws IOException {
    file("big.csv", "a,y\n1,2\n3," + "x".repeat(1_000_000) + "\n", "longer than 500,000");
    file("latin.csv", "a,y\n1,Z\u00fc\n".getBytes(StandardCharsets.ISO_8859_1), "is not UTF-8");
    byte[] packed = gzip(rows(5_000, "c#").getBytes(StandardCharsets.UTF_8));
    file("cut.csv.gz", Arrays.copyOf(packed, packed.length / 2), "middle of its gzip data");
    Files.write(
        folder.resolve("cut-labels-idx1-ubyte"),
        ByteBuffer.allocate(10).putInt(0x801).putInt(2).array());
    file(
        "cut-images-idx3-ubyte",
        ByteBuffer.allocate(20).putInt(0x803).putInt(2).putInt(2).putInt(2).array(),
        "ends after value 4 of 8");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "--target size --budget params=200           | has no column 'size'",
        "--target size --budget params=200           | Its columns: a, b, colour, class.",
        "--budget params=200                         | are a, b, colour, class",
        "--target class                              | --budget",
        "--target class --budget wit=3               | limit 'wit' is unknown",
        "--target class --budget params=0            | params (0) must be above zero",
        "--target class --budget params=many         | 'many' is not an amount",
        "--target class --budget macs=9 --threads 0  | --threads (0) must be at least 1",
        "--target class --budget macs=9 --control-seeds 0 | --control-seeds (0) must be from 1 to 10",
        "--target class --budget macs=9 --control-seeds 2 | but none do. Maybe add --control",
        "--target class --budget macs=9 --seed x     | 'x' is not a long. See pith compact",
        "--target class --budget macs=9 --wit 3      | Unknown options: '--wit', '3'. See",
        "--target class --budget macs=9 --resume nix | --resume:",
        "--target class --budget macs=9 --column z=numeric | no column 'z'",
        "--target class --budget macs=9 --column z=drop    | no column 'z'. Maybe",
        "--target class --budget macs=9 --column colur=drop | Maybe 'colour'?",
        "--target class --budget macs=9 --column a=number  | 'a=number'",
        "--target class --budget macs=9 --column class=drop | --column drops 'class'",
        "--target class --budget macs=9 --test nix.csv | nix.csv does not exist",
      })
  void options(String options, String words) throws IOException {
    refused(
        2,
        words,
        Stream.concat(Stream.of(Pithy.classes(folder)), Stream.of(options.split(" "))).toArray());
  }

  @ParameterizedTest
  @CsvSource({"params,3", "macs,1", "bytes,100", "memory,10", "latency,1us"})
  void budgetsThatNothingMeets(String limit, String amount) throws IOException {
    Path data = Pithy.classes(folder);
    String asked = limit + "=" + amount;
    refused(3, "Maybe ask for " + limit + "=", data, "--target", "class", "--budget", asked);
  }

  @Test
  void placesThatTakeNothing() throws IOException {
    Path data = Pithy.classes(folder);
    String[] asked = {"compact", data.toString(), "--target", "class", "--budget", "params=200"};
    Path file = Files.writeString(folder.resolve("file"), "");
    said(asked, "is a file", "--out", file, "--store", folder.resolve("store"));
    said(asked, "cannot be made", "--out", file.resolve("out"), "--store", folder.resolve("store"));
    said(asked, "is not empty", "--out", folder, "--store", folder.resolve("store"));
    said(asked, "is not a folder", "--out", folder.resolve("out"), "--store", file);
    said(asked, "--store: ", "--out", folder.resolve("out"), "--store", "jdbc:mysql://x/y");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  private static void said(String[] asked, String words, Object... more) {
    Pithy.Outcome outcome =
        Pithy.run(Stream.concat(Arrays.stream(asked), Arrays.stream(more)).toArray());
    assertThat(outcome.messages()).singleElement().asString().contains(words);
    assertThat(outcome.exit()).isEqualTo(2);
  }

  @Test
  void predict() throws IOException {
    Path data = Pithy.classes(folder);
    Path none = folder.resolve("none.onnx");
    Pithy.Outcome missing = Pithy.run("predict", none, "--data", data);
    assertThat(missing.err()).contains("none.onnx does not exist").hasLineCount(1);
    assertThat(missing.exit()).isEqualTo(2);
    Pithy.Outcome other = Pithy.run("predict", data, "--data", data);
    assertThat(other.err()).hasLineCount(1);
    assertThat(other.exit()).isEqualTo(2);
    Pithy.Outcome place = Pithy.run("predict", folder, "--data", data);
    assertThat(place.err()).contains(folder + " is a directory").hasLineCount(1);
    assertThat(place.exit()).isEqualTo(2);
  }
}
