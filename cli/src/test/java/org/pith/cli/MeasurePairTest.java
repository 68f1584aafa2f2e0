package org.pith.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code measure --pair}: published formulas to the last digit, the default route, and what is refused. */
class MeasurePairTest {

  @TempDir static Path folder;

  @BeforeAll
  static void write() throws IOException {
    GoldenPairs.write(folder);
    Random random = new Random(3);
    List<String> lines = new ArrayList<>(List.of("x,y,colour,shape,gap,none,same,flag,note"));
    for (int i = 0; i < 400; i++) {
      double x = random.nextGaussian();
      String colour = random.nextDouble() < 0.8 == x > 0 ? "red" : "blue";
      lines.add(
          "%s,%s,%s,%s,%s,,7,%s,%s"
              .formatted(
                  x,
                  x + 0.5 * random.nextGaussian(),
                  colour,
                  colour.equals("red") ? "round" : i % 2 == 0 ? "" : "flat",
                  i % 4 == 0 ? "" : Double.toString(2 * x),
                  x > 0 ? "true" : "false",
                  "a remark of its own, number %d, that is long enough to be no name at all"
                      .formatted(i)
                      .replace(",", "")));
    }
    Files.write(folder.resolve("mixed.csv"), lines);
  }

  private static Pithy.Outcome measure(String set, String options) {
    return Pithy.run(
        Stream.concat(
                Stream.of("measure", folder.resolve(set + ".csv")), Stream.of(options.split(" +")))
            .toArray());
  }

  private static JsonNode json(String set, String options) {
    Pithy.Outcome outcome = measure(set, options + " --json");
    assertThat(outcome.exit()).as(outcome.err()).isZero();
    return JsonMapper.shared().readTree(outcome.out());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "A | X Y --estimator ksg1 --k 1 | 0.3290951281414",
        "A | X Y --estimator ksg1 --k 3 | 0.2220412062835",
        "A | X Y --estimator ksg1 | 0.2547174596178",
        "A | X Y --estimator ksg1 --k 10 | 0.2377705384533",
        "A | X Y --estimator ksg2 --k 1 | 0.2652474118180",
        "A | X Y --estimator ksg2 --k 3 | 0.2607172798125",
        "A | X Y --estimator ksg2 | 0.2582242301215",
        "A | X Y --estimator ksg2 --k 10 | 0.2495556207115",
        "B | x0,x1 y0,y1,y2 --estimator ksg1 --k 1 | 0.7641949819690",
        "B | x0,x1 y0,y1,y2 --estimator ksg1 --k 3 | 0.6935867916866",
        "B | x0,x1 y0,y1,y2 --estimator ksg1 | 0.6594419357657",
        "B | x0,x1 y0,y1,y2 --estimator ksg1 --k 10 | 0.6140224811649",
        "B | x0,x1 y0,y1,y2 --estimator ksg2 --k 1 | 0.8055132959986",
        "B | x0,x1 y0,y1,y2 --estimator ksg2 --k 3 | 0.7359438878937",
        "B | x0,x1 y0,y1,y2 --estimator ksg2 | 0.7025750124831",
        "B | x0,x1 y0,y1,y2 --estimator ksg2 --k 10 | 0.6302394786802",
        "E | X Y --given Z --estimator cksg --k 1 | 0.2024733815770",
        "E | X Y --given Z --estimator cksg | 0.1796488579017",
        "E | X Y --given Z --estimator cksg --k 10 | 0.1688741365540",
        "E | X Y --given Z --estimator cksg2 --k 1 | 0.6346277654214",
        "E | X Y --given Z --estimator cksg2 | 0.2106967898982",
        "E | X Y --given Z --estimator cksg2 --k 10 | 0.1868723913165",
        "V | now cause --given past --estimator cksg --k 1 | 0.1115114847887",
        "V | now cause --given past --estimator cksg | 0.1705730957173",
        "V | now cause --given past --estimator cksg --k 10 | 0.1601460489822",
        "A | X Y --estimator gaussian | 0.2764228488363",
        "B | x0,x1 y0,y1,y2 --estimator gaussian | 0.9421227521564",
        "M | X C --estimator ross --k 3 | 0.2162118291856",
        "M | C X --estimator ross --k 5 | 0.2377958060461",
        "M | X C --estimator mixture --k 3 | 0.2235690013744",
        "M | X C --estimator mixture --k 5 | 0.2459195214454",
        "M | X C --estimator ross --k 3 --column C=category | 0.2162118291856",
        "Q | A B --estimator plugin | 0.5462609065247",
        "Q | A B --estimator miller-madow | 0.5372609065247",
        "Q | A B --estimator plugin --column A=category | 0.5462609065247",
      })
  void published(String set, String options, double nats) {
    JsonNode result = json(set, "--raw --pair " + options);
    assertThat(result.at("/nats").asDouble()).isCloseTo(nats, within(1e-10));
    assertThat(result.at("/bits").asDouble()).isCloseTo(nats / Math.log(2), within(2e-10));
  }

  @Test
  void publishedRenyi() {
    // The benchmark's tolerance, for eigenvalues.
    assertThat(json("A", "--pair X Y --estimator renyi --raw").at("/nats").asDouble())
        .isCloseTo(0.2145467700843, within(1e-8));
  }

  @Test
  void slicesHaveNoPublishedValueButABound() {
    JsonNode sliced = json("B", "--pair x0,x1 y0,y1,y2 --estimator sliced");
    assertThat(sliced.at("/estimator").asString()).isEqualTo("sliced");
    assertThat(sliced.at("/nats").asDouble()).isBetween(0.0, 0.66);
  }

  @Test
  void jsonHasExactlyTheKeys() {
    JsonNode result = json("A", "--pair X Y");
    assertThat(result.propertyNames())
        .containsExactly(
            "nats",
            "bits",
            "standardErrorNats",
            "intervalNats",
            "n",
            "estimator",
            "settings",
            "verdict",
            "reason");
    assertThat(result.at("/intervalNats")).hasSize(2);
    assertThat(result.at("/n").asInt()).isEqualTo(200);
    assertThat(result.at("/estimator").asString()).isEqualTo("default");
  }

  @Test
  void rawIsNotTheDefault() {
    assertThat(json("B", "--pair x0 y0 --estimator ksg1").at("/settings").asString())
        .contains("normal scores");
    assertThat(json("B", "--pair x0 y0 --estimator ksg1 --raw").at("/settings").asString())
        .contains("raw");
  }

  @Test
  void typesMissingCellsAndConditions() {
    assertThat(json("mixed", "--pair x colour").at("/estimator").asString()).isEqualTo("ross");
    assertThat(json("mixed", "--pair colour shape").at("/estimator").asString())
        .isEqualTo("grassberger");
    // A missing name is a name of its own, a row without a number is left out.
    assertThat(json("mixed", "--pair colour shape").at("/n").asInt()).isEqualTo(400);
    JsonNode gap = json("mixed", "--pair gap y");
    assertThat(gap.at("/n").asInt()).isEqualTo(300);
    assertThat(gap.at("/settings").asString()).contains("missing numbers=100");
    assertThat(json("mixed", "--pair x flag").at("/bits").asDouble()).isGreaterThan(0.9);
    // Given the sign of x, x still says a lot about y; given x itself, the sign says nothing.
    assertThat(json("mixed", "--pair x y --given flag").at("/settings").asString())
        .contains("strata=2");
    JsonNode nothing = json("mixed", "--pair colour shape --given flag --estimator plugin");
    assertThat(nothing.at("/n").asInt()).isEqualTo(400);
  }

  @Test
  void wordsForPeople() {
    Pithy.Outcome outcome = measure("A", "--pair X Y");
    assertThat(outcome.exit()).isZero();
    assertThat(outcome.out()).startsWith("I(X; Y) = 0.").contains("bits, 95 % interval", "verdict");
    assertThat(outcome.err()).isEmpty();
  }

  @Test
  void onlyTheResultIsWritten() {
    Path out = folder.resolve("pair-out");
    measure("A", "--pair X Y --out " + out);
    assertThat(out).isDirectoryContaining("glob:**/result.json");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "A | --pair X Z | has no column 'Z'. Maybe 'X'? Its columns: X, Y.",
        "A | --pair X X | column 'X' twice",
        "B | --pair x0,x1 y0,x1 | column 'x1' twice",
        "E | --pair X Y --given X | column 'X' twice",
        "A | --pair X | --pair",
        "A | --pair X, Y | names no column",
        "A | --pair X Y --estimator ksg3 | there is no 'ksg3'. The names are ksg1, ksg2",
        "A | --pair X Y --estimator cksg | cksg needs",
        "A | --pair X Y --estimator plugin | Here ksg1, ksg2, mixture, gaussian, copula, renyi, sliced",
        "E | --pair X Y --given Z --estimator ross | Here cksg, cksg2, gaussian can answer.",
        "mixed | --pair colour x --estimator ksg1 | Here ross, mixture can answer.",
        "mixed | --pair colour shape --estimator ross | Here mixture, plugin, miller-madow, grassberger, chao-shen, shrinkage can answer.",
        "A | --pair X Y --k 200 | --k (200) must be below the number of rows, 200",
        "A | --pair X Y --k 60 --estimator ksg1 | 200 rows are too few; more than 244 are needed for k = 60",
        "A | --pair X Y --k 0 | --k (0) must be at least 1",
        "A | --pair X Y --k four | 'four' is not an int",
        "A | --pair X Y --raw | --raw needs --estimator",
        "A | --pair X Y --raw --estimator copula | nothing raw about it",
        "A | --pair X Y --target X | exclude each other",
        "A | --pair X Y --test A.csv | --test has no meaning",
        "A | --target X --given Y | --given belongs to --pair",
        "A | --target X --estimator ksg1 | --estimator belongs to --pair",
        "A | --target X --k 3 | --k belongs to --pair",
        "A | --target X --raw | --raw belongs to --pair",
        "A | --pair X Y --threads 0 | --threads (0) must be at least 1",
        "mixed | --pair x none | has no value in any row",
        "mixed | --pair x same | is '7' in every row",
        "mixed | --pair x note | is text",
        "mixed | --pair x y --column z=numeric | no column 'z'",
      })
  void refusedInOneLine(String set, String options, String words) {
    Pithy.Outcome outcome = measure(set, options);
    assertThat(outcome.exit()).isEqualTo(2);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).startsWith("pith: ").contains(words).hasLineCount(1);
  }
}
