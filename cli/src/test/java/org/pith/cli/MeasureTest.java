package org.pith.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every column against a target, from a file to files. */
class MeasureTest {

  @TempDir Path folder;

  private Pithy.Outcome measure(Path data, String target, String out, Object... more) {
    return Pithy.run(
        Stream.concat(
                Stream.of(
                    "measure",
                    data,
                    "--target",
                    target,
                    "--store",
                    folder.resolve("store"),
                    "--out",
                    folder.resolve(out)),
                Stream.of(more))
            .toArray());
  }

  private JsonNode result(Path data, String target, String out, Object... more) {
    Pithy.Outcome outcome =
        measure(data, target, out, Stream.concat(Stream.of("--json"), Stream.of(more)).toArray());
    assertThat(outcome.exit()).as(outcome.err()).isZero();
    return JsonMapper.shared().readTree(outcome.out());
  }

  private static JsonNode column(JsonNode result, String name) {
    return StreamSupport.stream(result.at("/columns").spliterator(), false)
        .filter(c -> c.at("/column").asString().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /**
   * 2,000 rows: {@code bit} is the class flipped in 11 %, {@code copy} follows from it, {@code number} is a third clue with gaps,
   * {@code noise} and {@code day} are chance.
   */
  private Path clues() throws IOException {
    Random random = new Random(5);
    List<String> lines = new ArrayList<>(List.of("bit,copy,number,noise,day,class"));
    for (int i = 0; i < 2_000; i++) {
      boolean yes = random.nextBoolean();
      boolean bit = yes ^ random.nextDouble() < 0.11;
      double number = (yes ? 0.8 : -0.8) + random.nextGaussian();
      lines.add(
          "%s,%s,%s,%s,2024-%02d-%02d,%s"
              .formatted(
                  bit,
                  bit ? "up" : random.nextBoolean() ? "down" : "low",
                  random.nextDouble() < 0.1 ? "" : Double.toString(number),
                  random.nextGaussian(),
                  1 + random.nextInt(12),
                  1 + random.nextInt(28),
                  yes ? "yes" : "no"));
    }
    return Files.write(folder.resolve("clues.csv"), lines);
  }

  @Test
  void classes() throws IOException {
    Path data = clues();
    JsonNode result = result(data, "class", "one", "--threads", "1");
    for (String path :
        "pith run verb task seed data/file data/rows data/columns data/target data/classes data/fingerprint information/targetEntropyBits information/ceilingBits information/ceilingInterval accuracy/most accuracy/least accuracy/decoder selection/method columns/0/column columns/0/type columns/0/informationBits columns/0/interval columns/0/verdict columns/0/reason columns/0/redundancyBits columns/0/jointRank columns/0/cumulativeBits wallSeconds"
            .split(" ", -1)) {
      assertThat(result.at("/" + path).isMissingNode()).as(path).isFalse();
    }
    // 1 − H_b(0.11) = 0.500 bits; the standard error at 1,600 rows is 0.02.
    assertThat(column(result, "bit").at("/informationBits").asDouble())
        .isCloseTo(0.5, within(0.06));
    assertThat(column(result, "noise").at("/informationBits").asDouble())
        .isCloseTo(0, within(0.03));
    assertThat(column(result, "day").at("/type").asString()).isEqualTo("date");
    // What a copy says of the class, the original says: all of it is redundant, and it is not taken
    // after it.
    assertThat(column(result, "copy").at("/redundantWith").asString()).isEqualTo("bit");
    assertThat(column(result, "copy").at("/redundancyBits").asDouble())
        .isCloseTo(column(result, "copy").at("/informationBits").asDouble(), within(0.01));
    assertThat(column(result, "noise").at("/jointRank").isNull()).isTrue();
    assertThat(column(result, "number").at("/jointRank").asInt()).isEqualTo(2);
    double ceiling = result.at("/information/ceilingBits").asDouble();
    assertThat(ceiling).isBetween(0.5, 0.85);
    assertThat(result.at("/accuracy/decoder").asDouble())
        .isBetween(
            result.at("/accuracy/least").asDouble() - 0.05,
            result.at("/accuracy/most").asDouble() + 0.05);
    filesAgree(result);
    JsonNode again = result(data, "class", "two", "--threads", "2", "--quiet");
    assertThat(again.at("/columns")).isEqualTo(result.at("/columns"));
    assertThat(again.at("/information")).isEqualTo(result.at("/information"));
  }

  private void filesAgree(JsonNode result) throws IOException {
    Path out = folder.resolve("one");
    assertThat(JsonMapper.shared().readTree(Files.readString(out.resolve("result.json"))))
        .isEqualTo(result);
    assertThat(out.resolve("report.html")).content().contains("</html>", "What the columns share");
    List<String> csv = Files.readAllLines(out.resolve("columns.csv"));
    assertThat(csv).hasSize(6);
    assertThat(csv.getFirst())
        .startsWith(
            "column,type,informationBits,low,high,verdict,redundancyBits,jointRank,cumulativeBits");
    Pithy.Outcome shown =
        Pithy.run("runs", "show", result.at("/run").asString(), "--store", folder.resolve("store"));
    assertThat(shown.out()).contains("measure", "finished", "columns.csv", "result.json");
  }

  @Test
  void numbers() throws IOException {
    JsonNode result = result(Pithy.numbers(folder), "number", "numbers");
    assertThat(result.at("/task").asString()).isEqualTo("regression");
    assertThat(result.at("/information/targetEntropyBits").isNull()).isTrue();
    assertThat(result.at("/accuracy").isNull()).isTrue();
    assertThat(result.at("/numbers/r2").asDouble()).isGreaterThan(0.8);
    assertThat(result.at("/columns/0/column").asString()).isEqualTo("a");
    assertThat(column(result, "a").at("/jointRank").asInt()).isEqualTo(1);
    assertThat(column(result, "b").at("/jointRank").asInt()).isEqualTo(2);
  }

  @Test
  void images() throws IOException {
    Random random = new Random(9);
    int n = 300;
    ByteBuffer pixels = ByteBuffer.allocate(16 + n * 16);
    ByteBuffer labels = ByteBuffer.allocate(8 + n);
    pixels.putInt(0x803).putInt(n).putInt(4).putInt(4);
    labels.putInt(0x801).putInt(n);
    for (int i = 0; i < n; i++) {
      int label = random.nextInt(2);
      labels.put((byte) label);
      for (int p = 0; p < 16; p++) {
        pixels.put(
            (byte) (p == 5 ? 100 * label + random.nextInt(60) : p == 0 ? 0 : random.nextInt(256)));
      }
    }
    Path file = Files.write(folder.resolve("t-images-idx3-ubyte"), pixels.array());
    Files.write(folder.resolve("t-labels-idx1-ubyte"), labels.array());
    JsonNode result = result(file, "label", "images");
    assertThat(result.at("/columns/0/column").asString()).isEqualTo("p1_1");
    assertThat(result.at("/columns/0/informationBits").asDouble()).isGreaterThan(0.9);
    assertThat(column(result, "p0_0").at("/informationBits").asDouble()).isZero();
    assertThat(folder.resolve("images/report.html")).content().contains("class=\"picture\"");
    Pithy.Outcome pair = Pithy.run("measure", file, "--pair", "p1_1", "label", "--json");
    assertThat(pair.exit()).as(pair.err()).isZero();
    assertThat(Pithy.run("measure", file, "--pair", "p9_9", "label").err())
        .contains("has no column 'p9_9'")
        .hasLineCount(1);
  }

  @Test
  void wordsForPeople() throws IOException {
    Pithy.Outcome outcome = measure(Pithy.classes(folder), "class", "words");
    assertThat(outcome.exit()).as(outcome.err()).isZero();
    assertThat(outcome.out())
        .startsWith("The columns were shown to know")
        .contains("Fano", "Hellman and Raviv", "report.html");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "''                     | --target is missing. The columns of",
        "--target size          | has no column 'size'",
        "--target class --seed x | 'x' is not a long",
        "--target class --threads 0 | --threads (0)",
        "--target class --column class=drop | --column drops 'class'",
        "--target class --test nix.csv | nix.csv does not exist",
      })
  void options(String options, String words) throws IOException {
    refused(Pithy.classes(folder), options, words);
  }

  @Test
  void data() throws IOException {
    refused(Files.writeString(folder.resolve("empty.csv"), ""), "--target y", "is empty");
    refused(rows(12, i -> i + "," + i % 2), "--target y", "at least 24 are needed");
    refused(rows(90, i -> i + ",u"), "--target y", "has one class, 'u'");
    refused(rows(90, i -> "7," + i % 2), "--target y", "empty or constant");
    refused(rows(90, i -> "," + i % 2), "--target y", "empty or constant");
    refused(
        rows(
            90,
            i ->
                "words without end that nobody repeats, ".replace(",", "")
                    + "and more of them and more of them "
                    + i
                    + ","
                    + i % 2),
        "--target y",
        "no column to learn from");
    assertThat(folder.resolve("made")).doesNotExist();
  }

  private Path rows(int n, java.util.function.IntFunction<String> row) throws IOException {
    return Files.write(
        folder.resolve("rows.csv"),
        Stream.concat(Stream.of("a,y"), IntStream.range(0, n).mapToObj(row)).toList());
  }

  private void refused(Path data, String options, String words) {
    Path out = folder.resolve("made/out");
    Stream<Object> given =
        options.equals("''") ? Stream.of() : Stream.of((Object[]) options.split(" "));
    Pithy.Outcome outcome =
        Pithy.run(
            Stream.of(
                    Stream.of((Object) "measure", data),
                    given,
                    Stream.of((Object) "--out", out, "--store", folder.resolve("store")))
                .flatMap(s -> s)
                .toArray());
    assertThat(outcome.messages()).singleElement().asString().startsWith("pith: ").contains(words);
    assertThat(outcome.exit()).isEqualTo(2);
    assertThat(outcome.out()).isEmpty();
    assertThat(out.getParent()).doesNotExist();
  }

  @Test
  void placesThatTakeNothing() throws IOException {
    Path data = Pithy.classes(folder);
    Pithy.Outcome outcome =
        Pithy.run(
            "measure", data, "--target", "class", "--out", folder, "--store", folder.resolve("s"));
    assertThat(outcome.err()).contains("is not empty").hasLineCount(1);
    assertThat(outcome.exit()).isEqualTo(2);
  }
}
