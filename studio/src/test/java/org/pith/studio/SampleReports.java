package org.pith.studio;

import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import org.pith.runs.RunSettings;
import org.pith.studio.report.Answers;
import org.pith.studio.report.Answers.Confusion;
import org.pith.studio.report.Answers.Point;
import org.pith.studio.report.Answers.Predictions;
import org.pith.studio.report.Columns;
import org.pith.studio.report.Columns.Column;
import org.pith.studio.report.Controls;
import org.pith.studio.report.Controls.Control;
import org.pith.studio.report.CostUnit;
import org.pith.studio.report.Cut;
import org.pith.studio.report.Figure;
import org.pith.studio.report.Front;
import org.pith.studio.report.Front.Candidate;
import org.pith.studio.report.Layer;
import org.pith.studio.report.Ledger;
import org.pith.studio.report.Limit;
import org.pith.studio.report.Measured;
import org.pith.studio.report.Provenance;
import org.pith.studio.report.Quality;
import org.pith.studio.report.Report;
import org.pith.studio.report.Trace;

/** Reports with the shape and size of real ones, from a fixed seed. */
final class SampleReports {
  /** Breaks out of text, attributes, script and style wherever it is not escaped. */
  static final String HOSTILE =
      "\"'><script>window.pwned=1</script><img src=x onerror=window.pwned=2></style></title>&lt;";

  private static final Random RANDOM = new Random(7);

  private SampleReports() {}

  /** Classification of pixels under a budget of 5,000 parameters. */
  static Report digits() {
    return report(
        "digits: label",
        "Find the smallest network that still knows ‘label’ in digits.csv.gz, with at most 5,000"
            + " parameters.",
        "4,812 parameters name 98.6 % of unseen digits and keep 98.5 % of what can be known about"
            + " them.",
        front(),
        new Ledger(
            "label",
            OptionalDouble.of(3.3219),
            3.264,
            "gradient boosting",
            new Measured(3.214, 3.165, 3.252),
            0.668),
        new Columns(pixels(), Optional.of(new Columns.Grid(8, 8))),
        new Controls(
            Quality.ACCURACY,
            control("Pith", 4812, 0.9862, 0.0021, 108),
            List.of(
                control("random search", 4930, 0.9751, 0.0045, 109),
                control("the largest network that fits", 4994, 0.9832, 0.0032, 12),
                control("the same search scored by accuracy", 4786, 0.9849, 0.0029, 107))),
        confusion(10, 0.014));
  }

  /** Regression on a table. */
  static Report housing() {
    return report(
        "california-housing: median_house_value",
        "Find the smallest network that still knows ‘median_house_value’ in"
            + " california-housing.parquet, with at most 2,000 parameters and 20,000 bytes.",
        "1,964 parameters predict unseen house values to within 49,120 (RMSE) and keep 94.1 % of"
            + " what can be known about them.",
        front(),
        new Ledger(
            "median_house_value",
            OptionalDouble.empty(),
            1.31,
            "gradient boosting",
            new Measured(1.233, 1.20, 1.262),
            0.628),
        new Columns(table(), Optional.empty()),
        new Controls(
            Quality.RMSE,
            control("Pith", 1964, 49_120, 420, 131),
            List.of(
                control("random search", 1990, 52_310, 900, 131),
                control("the largest network that fits", 1999, 47_950, 330, 20))),
        predictions());
  }

  /** Text from the data tries to become markup, everywhere that text from the data goes. */
  static Report hostile() {
    Report r = digits();
    Front f = r.front().orElseThrow();
    Candidate c = f.candidates().getFirst();
    Front front =
        new Front(
            f.axis(),
            new Quality(HOSTILE, true, true),
            List.of(
                new Candidate(
                    HOSTILE, HOSTILE, c.params(), c.macs(), c.bytes(), c.bits(), 0.5, true)),
            HOSTILE,
            Optional.of(HOSTILE),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            Optional.empty());
    List<Column> pixels = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      pixels.add(new Column(HOSTILE + i, HOSTILE, Measured.exactly(i), HOSTILE));
    }
    Control control = new Control(HOSTILE, 1, Measured.exactly(0.5), List.of(0.5), 1);
    return new Report(
        HOSTILE,
        HOSTILE,
        HOSTILE,
        List.of(new Figure(HOSTILE, HOSTILE, HOSTILE)),
        r.limits(),
        Optional.of(front),
        Optional.of(
            new Trace(
                List.of(new Trace.Stage(HOSTILE, 1, 1, 1, HOSTILE)),
                List.of(new Trace.Trial(0, 1, 1)))),
        List.of(new Layer(HOSTILE, HOSTILE, 1, 1, 1, Optional.empty())),
        List.of(new Cut(HOSTILE, 3, 1, 0.5)),
        Optional.of(
            new Ledger(HOSTILE, OptionalDouble.of(2), 1, HOSTILE, Measured.exactly(0.5), 1)),
        Optional.of(new Columns(pixels, Optional.of(new Columns.Grid(2, 2)))),
        Optional.of(new Controls(new Quality(HOSTILE, true, true), control, List.of(control))),
        Optional.of(
            new Confusion(List.of(HOSTILE, "b"), List.of(List.of(1L, 2L), List.of(0L, 1L)))),
        List.of(HOSTILE),
        new Provenance(
            HOSTILE,
            HOSTILE,
            settings(HOSTILE),
            r.provenance().begun(),
            Duration.ZERO,
            0,
            HOSTILE));
  }

  /** Only what every report has. */
  static Report bare() {
    Report r = digits();
    return new Report(
        r.title(),
        r.asked(),
        r.found(),
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        r.provenance());
  }

  private static Report report(
      String title,
      String asked,
      String found,
      Front front,
      Ledger ledger,
      Columns columns,
      Controls controls,
      Answers answers) {
    boolean classes = answers instanceof Confusion;
    return new Report(
        title,
        asked,
        found,
        List.of(
            new Figure(
                classes ? "Test accuracy" : "Test RMSE",
                classes ? "98.6 %" : "49,120",
                classes ? "355 of 360 rows, 96.8 to 99.4 %" : "4,128 rows, 48,300 to 49,960"),
            new Figure(
                "Parameters",
                classes ? "4,812" : "1,964",
                classes ? "of 5,000 allowed" : "of 2,000 allowed"),
            new Figure(
                "Bits known",
                classes ? "3.21" : "1.23",
                classes ? "of 3.26 that can be known" : "of 1.31 that can be known"),
            new Figure("One row takes", "8.4 µs", "ONNX Runtime, one thread")),
        List.of(
            new Limit(CostUnit.PARAMS, 5000, 4812),
            new Limit(CostUnit.MACS, 100_000, 4704),
            new Limit(CostUnit.BYTES, 30_000, 22_318),
            new Limit(CostUnit.LATENCY, 50, 8.4)),
        Optional.of(front),
        Optional.of(trace()),
        layers(),
        List.of(new Cut("layer1", 128, 23, 0.856), new Cut("layer2", 64, 32, 0.959)),
        Optional.of(ledger),
        Optional.of(columns),
        Optional.of(controls),
        Optional.of(answers),
        List.of(
            "Columns ‘pixel_0_0’, ‘pixel_4_0’ and ‘pixel_4_7’ are constant and were dropped.",
            "3 rows occur twice; both copies are on the same side of every split.",
            "Class ‘8’ is the rarest with 174 of 1,797 rows."),
        new Provenance(
            "20261122-213045-k3f9",
            "pith compact examples/digits.csv.gz --target label --budget"
                + " params=5k,macs=100k,bytes=30k,latency=50us --control --seed 42",
            settings("digits.csv.gz"),
            ZonedDateTime.of(2026, 11, 22, 21, 30, 45, 0, ZoneOffset.UTC),
            Duration.ofSeconds(112),
            204.7,
            "Linux amd64, 2 processors, AVX2"));
  }

  private static RunSettings settings(String data) {
    SequencedMap<String, String> options = new LinkedHashMap<>();
    options.put("Rows and columns", data + ", 1,797 rows, 65 columns");
    options.put("Test rows", "360, set aside before anything looked at the data");
    SequencedMap<String, String> versions = new LinkedHashMap<>();
    versions.put("pith", "0.1.0");
    versions.put("libtorch", "2.10.0");
    versions.put("ONNX Runtime", "1.29.0");
    versions.put("Java", "25.0.1");
    return new RunSettings(
        "compact",
        42,
        "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        options,
        versions);
  }

  private static double gauss(double mean, double deviation) {
    return mean + deviation * RANDOM.nextGaussian();
  }

  private static Front front() {
    List<Candidate> all = new ArrayList<>();
    for (int i = 0; i < 140; i++) {
      int width = (int) Math.exp(gauss(2.9, 0.75)) + 2;
      long params = Math.min(4990, 65L * width + 10L * (width + 1));
      double bits = 3.25 - 9.0 / (width + 6) - Math.abs(gauss(0, i % 9 == 0 ? 0.6 : 0.09));
      all.add(candidate("c" + i, width, params, bits, false));
    }
    all.sort(Comparator.comparingLong(Candidate::params));
    List<Candidate> marked = new ArrayList<>();
    double best = 0;
    for (Candidate c : all) {
      boolean front = c.bits().value() > best;
      best = Math.max(best, c.bits().value());
      marked.add(
          new Candidate(
              c.id(), c.network(), c.params(), c.macs(), c.bytes(), c.bits(), c.quality(), front));
    }
    List<Candidate> line = marked.stream().filter(Candidate::onFront).toList();
    return new Front(
        CostUnit.PARAMS,
        Quality.ACCURACY,
        marked,
        line.getLast().id(),
        Optional.of(line.get(line.size() * 3 / 5).id()),
        OptionalDouble.of(5000),
        OptionalDouble.of(3.264),
        Optional.empty());
  }

  private static Candidate candidate(
      String id, int width, long params, double bits, boolean front) {
    return new Candidate(
        id,
        "mlp:" + width + ":gelu",
        params,
        params - width - 10,
        4 * params + 2900,
        new Measured(bits, bits - 0.035, bits + 0.03),
        1 - 0.08 * (3.3 - bits),
        front);
  }

  private static Trace trace() {
    List<Trace.Trial> trials = new ArrayList<>();
    double best = 0;
    int[] sizes = {96, 32, 12};
    for (int stage = 0; stage < sizes.length; stage++) {
      for (int i = 0; i < sizes[stage]; i++) {
        double bits = Math.min(3.23, 2.3 + 0.4 * stage - Math.abs(gauss(0, 0.3)) + 0.002 * i);
        best = Math.max(best, bits);
        trials.add(new Trace.Trial(stage + 1, bits, best));
      }
    }
    return new Trace(
        List.of(
            new Trace.Stage("proxies", 400, 96, 0.8, "activation patterns at initialization"),
            new Trace.Stage("rung 1, 8 epochs", 96, 32, 21.4, "bits on validation rows"),
            new Trace.Stage("rung 2, 24 epochs", 32, 12, 38.9, "bits on validation rows"),
            new Trace.Stage("full training", 12, 1, 96.2, "bits on validation rows"),
            new Trace.Stage(
                "pruning", 1, 1, 44.0, "kept: it beats the unpruned network of its cost")),
        trials);
  }

  private static List<Layer> layers() {
    return List.of(
        new Layer(
            "input", "61 of 64 pixels", 61, 0, 0, Optional.of(new Measured(3.18, 3.12, 3.22))),
        new Layer(
            "layer1", "dense, gelu", 58, 3596, 3538, Optional.of(new Measured(3.22, 3.18, 3.25))),
        new Layer(
            "layer2", "dense, gelu", 17, 1003, 986, Optional.of(new Measured(3.21, 3.16, 3.25))),
        new Layer("scores", "dense", 10, 180, 170, Optional.of(Measured.exactly(3.21))));
  }

  private static List<Column> pixels() {
    return IntStream.range(0, 64)
        .mapToObj(
            i -> {
              double distance = Math.hypot(Math.floorDiv(i, 8) - 3.5, i % 8 - 3.5);
              double bits = Math.max(0, gauss(0.95 - 0.22 * distance, 0.12));
              return new Column(
                  "pixel_%d_%d".formatted(i / 8, i % 8),
                  "numeric",
                  new Measured(bits, Math.max(0, bits - 0.06), bits + 0.06),
                  bits < 0.02 ? "UNDERSAMPLED" : "TRUSTED");
            })
        .toList();
  }

  private static List<Column> table() {
    String[] names = {
      "median_income", "ocean_proximity", "latitude", "longitude",
          "average_occupancy_of_a_household_in_persons",
      "housing_median_age", "total_rooms", "households", "population", "total_bedrooms"
    };
    double[] bits = {0.52, 0.31, 0.27, 0.25, 0.11, 0.045, 0.03, 0.012, 0.004, 0.002};
    return IntStream.range(0, names.length)
        .mapToObj(
            i ->
                new Column(
                    names[i],
                    i == 1 ? "category" : "numeric",
                    new Measured(bits[i], Math.max(0, bits[i] - 0.02), bits[i] + 0.02),
                    i < 8 ? "TRUSTED" : "UNDERSAMPLED"))
        .toList();
  }

  private static Control control(String name, long params, double mean, double half, double cpu) {
    return new Control(
        name,
        params,
        new Measured(mean, mean - half, mean + half),
        List.of(mean - 0.6 * half, mean - 0.1 * half, mean + 0.7 * half),
        cpu);
  }

  static Confusion confusion(int classes, double errors) {
    List<List<Long>> counts = new ArrayList<>();
    for (int truth = 0; truth < classes; truth++) {
      List<Long> row = new ArrayList<>();
      for (int answer = 0; answer < classes; answer++) {
        boolean mistake = RANDOM.nextDouble() < 3 * errors;
        row.add(truth == answer ? 34L + RANDOM.nextInt(4) : mistake ? 1L + RANDOM.nextInt(2) : 0);
      }
      counts.add(row);
    }
    return new Confusion(IntStream.range(0, classes).mapToObj(Integer::toString).toList(), counts);
  }

  private static Predictions predictions() {
    List<Point> points =
        IntStream.range(0, 800)
            .mapToObj(
                i -> {
                  double truth = Math.min(500_001, Math.exp(gauss(12.1, 0.5)));
                  return new Point(truth, truth * 0.9 + 20_000 + gauss(0, 42_000));
                })
            .toList();
    return new Predictions("median_house_value", points, 4128);
  }
}
