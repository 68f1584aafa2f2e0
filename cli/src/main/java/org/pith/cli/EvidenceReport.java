package org.pith.cli;

import java.time.Duration;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.pith.data.ImageShape;
import org.pith.prune.Contest;
import org.pith.runs.Run;
import org.pith.search.Limit;
import org.pith.search.Outcome;
import org.pith.studio.report.Answers;
import org.pith.studio.report.Columns;
import org.pith.studio.report.CostUnit;
import org.pith.studio.report.Figure;
import org.pith.studio.report.Front;
import org.pith.studio.report.Layer;
import org.pith.studio.report.Ledger;
import org.pith.studio.report.Provenance;
import org.pith.studio.report.Quality;
import org.pith.studio.report.Report;
import org.pith.studio.report.Trace;
import org.pith.train.Logits;
import org.pith.train.Target;
import org.pith.train.encode.Export;

/** The evidence as the studio shows it. */
final class EvidenceReport {

  private static final int MOST_POINTS = 1_500;

  private final Evidence evidence;

  EvidenceReport(Evidence evidence) {
    this.evidence = evidence;
  }

  Report report() {
    return new Report(
        evidence.data.file().getFileName().toString(),
        asked(),
        evidence.sentence(),
        figures(),
        limits(),
        Optional.of(front()),
        Optional.of(trace()),
        layers(),
        List.of(),
        Optional.of(ledger()),
        columns(),
        controls(),
        Optional.of(answers()),
        evidence.data.findings().stream().map(f -> f.message()).toList(),
        provenance());
  }

  private String asked() {
    return "The network that knows most about %s within %s, from %,d rows of %,d columns."
        .formatted(
            evidence.data.development().target().name(),
            evidence.budget,
            evidence.data.rows(),
            evidence.data.columns());
  }

  private Quality quality() {
    return evidence.isClassification() ? Quality.ACCURACY : Quality.RMSE;
  }

  private List<Figure> figures() {
    Shipment s = evidence.result.shipment();
    return List.of(
        new Figure(
            evidence.isClassification() ? "right on test" : "RMSE on test",
            evidence.isClassification()
                ? String.format(Locale.ROOT, "%.2f %%", 100 * evidence.test().accuracy())
                : String.format(Locale.ROOT, "%.5g", evidence.test().rmse() * evidence.unit()),
            "%,d rows that no choice has seen".formatted(s.answers().target().rows())),
        new Figure(
            "knows",
            String.format(Locale.ROOT, "%.3f bits", evidence.test().information().bits()),
            Shown.isMore(evidence.test().information().bits(), evidence.ceilingBits(), 3)
                ? "no less than the best seen on held-out rows"
                : String.format(
                    Locale.ROOT,
                    "%.0f %% of the best seen",
                    100 * evidence.test().information().bits() / evidence.ceilingBits())),
        new Figure(
            "parameters", "%,d".formatted(s.footprint().params()), "trained numbers that ship"),
        new Figure(
            "latency",
            String.format(Locale.ROOT, "%.1f µs", s.footprint().latencyMicros()),
            String.format(
                Locale.ROOT,
                "median of one row, one thread; 95 %% of rows within %.1f µs; energy a row about %s",
                s.latency().p95Micros(),
                Shown.energy(s.cost()))));
  }

  private List<org.pith.studio.report.Limit> limits() {
    return evidence.budget.limits().entrySet().stream()
        .map(
            e ->
                new org.pith.studio.report.Limit(
                    unit(e.getKey()),
                    e.getValue(),
                    evidence.result.shipment().footprint().amount(e.getKey())))
        .toList();
  }

  static CostUnit unit(Limit limit) {
    return switch (limit) {
      case PARAMS -> CostUnit.PARAMS;
      case MACS -> CostUnit.MACS;
      case BYTES -> CostUnit.BYTES;
      case MEMORY -> CostUnit.MEMORY;
      case LATENCY -> CostUnit.LATENCY;
    };
  }

  private Front front() {
    List<Front.Candidate> candidates = new ArrayList<>();
    for (Outcome o : evidence.result.found().outcomes()) {
      if (o.score().isDiverged()) {
        continue;
      }
      candidates.add(
          new Front.Candidate(
              id(o),
              o.candidate().architecture().spec(),
              o.candidate().footprint().params(),
              o.candidate().footprint().macs(),
              o.candidate().footprint().bytes(),
              Shown.measured(o.score().information()),
              evidence.isClassification()
                  ? o.score().accuracy()
                  : o.score().rmse() * evidence.unit(),
              evidence.result.found().front().points().contains(o)));
    }
    OptionalDouble allowed =
        evidence.budget.binds(Limit.PARAMS)
            ? OptionalDouble.of(evidence.budget.limits().get(Limit.PARAMS))
            : OptionalDouble.empty();
    return new Front(
        CostUnit.PARAMS,
        quality(),
        candidates,
        id(evidence.result.found().chosen()),
        evidence.result.found().front().knee().map(EvidenceReport::id),
        allowed,
        OptionalDouble.of(evidence.ceilingBits()),
        afterwards());
  }

  private Optional<String> afterwards() {
    Contest.Result contest = evidence.result.contest();
    return contest.won()
        ? Optional.of(
            "%s, pruned to %,d parameters, knew more of held-out rows and ships in its place."
                .formatted(contest.from(), evidence.result.shipment().footprint().params()))
        : Optional.empty();
  }

  private static String id(Outcome outcome) {
    return outcome.candidate().id()
        + (outcome.rung().startsWith("screen") ? " " + outcome.rung() : "");
  }

  private Trace trace() {
    Map<String, List<Outcome>> rungs =
        evidence.result.found().outcomes().stream()
            .collect(Collectors.groupingBy(Outcome::rung, LinkedHashMap::new, Collectors.toList()));
    List<Trace.Stage> stages = new ArrayList<>();
    List<Trace.Trial> trials = new ArrayList<>();
    List<List<Outcome>> ordered = List.copyOf(rungs.values());
    List<String> names = List.copyOf(rungs.keySet());
    double best = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < ordered.size(); i++) {
      long next = i + 1 < ordered.size() ? ordered.get(i + 1).size() : 1;
      double cpu = ordered.get(i).stream().mapToDouble(Outcome::cpuSeconds).sum();
      stages.add(
          new Trace.Stage(
              names.get(i), ordered.get(i).size(), next, cpu, reason(names.get(i), taught())));
      for (Outcome o : ordered.get(i)) {
        best = Math.max(best, o.bits());
        trials.add(new Trace.Trial(i, o.bits(), best));
      }
    }
    return new Trace(stages, trials);
  }

  private boolean taught() {
    return evidence.result.found().teacher().isPresent();
  }

  private static String reason(String rung, boolean taught) {
    return switch (rung) {
      case "screen0" ->
          "drawn at random within the budget, trained in short; the best have neighbours";
      case "final" ->
          "trained in full%s; the one that knows most is chosen"
              .formatted(taught ? ", taught by an unbound ensemble" : "");
      default -> "neighbours of the best so far, trained in short";
    };
  }

  private List<Layer> layers() {
    return evidence.layers.stream()
        .map(
            l ->
                new Layer(
                    l.name(),
                    l.kind(),
                    l.width(),
                    l.params(),
                    l.macs(),
                    l.usable().map(Shown::measured)))
        .toList();
  }

  private Ledger ledger() {
    return new Ledger(
        evidence.data.development().target().name(),
        evidence.targetEntropyBits(),
        evidence.ceilingBits(),
        "the best that any network of this run%s knew of held-out development rows"
            .formatted(taught() ? ", the unbound teachers included," : ""),
        Shown.measured(evidence.test().information()),
        evidence.bitsPerKiloParam());
  }

  private Optional<Columns> columns() {
    if (evidence.columns.isEmpty()) {
      return Optional.empty();
    }
    Optional<ImageShape> image = evidence.data.development().features().imageShape();
    boolean grid = image.isPresent() && image.get().elements() == evidence.columns.size();
    List<ColumnInformation> ordered = new ArrayList<>(evidence.columns);
    if (grid) {
      List<String> names = evidence.data.development().features().names();
      int[] order = evidence.data.development().features().gridOrder().orElseThrow();
      Map<String, Integer> place = new LinkedHashMap<>();
      for (int p = 0; p < order.length; p++) {
        place.put(names.get(order[p]), p);
      }
      ordered.sort(java.util.Comparator.comparingInt(c -> place.get(c.column())));
    }
    return Optional.of(
        new Columns(
            ordered.stream().map(Shown::column).toList(),
            grid
                ? Optional.of(new Columns.Grid(image.get().height(), image.get().width()))
                : Optional.empty()));
  }

  private Optional<org.pith.studio.report.Controls> controls() {
    if (evidence.controls.isEmpty()) {
      return Optional.empty();
    }
    List<org.pith.studio.report.Controls.Control> lines = new ArrayList<>();
    evidence.controls.forEach((name, line) -> lines.add(line.shown(words(name), evidence.unit())));
    return Optional.of(
        new org.pith.studio.report.Controls(
            quality(), lines.getFirst(), lines.subList(1, lines.size())));
  }

  private static String words(String control) {
    return switch (control) {
      case "information" -> "Pith, scored by information";
      case "accuracySearch" -> "the same search, scored by accuracy";
      case "randomSearch" -> "random search, as much CPU time";
      default -> "the largest network that fits";
    };
  }

  private Answers answers() {
    return answers(
        evidence.result.shipment().answers().target(),
        evidence.result.shipment().answers().scores(),
        evidence.data.development().classes(),
        evidence.data.development().target().name(),
        evidence.preparation.scale());
  }

  /** What a model says beside the truth. */
  static Answers answers(
      Target truth, float[] scores, List<String> classes, String target, Export.Scale scale) {
    return switch (truth) {
      case Target.Classes known -> confusion(known, scores, classes);
      case Target.Numbers known -> predictions(known, scores, target, scale);
    };
  }

  private static Answers confusion(Target.Classes target, float[] scores, List<String> classes) {
    int k = target.classes();
    long[][] counts = new long[k][k];
    for (int row = 0; row < target.rows(); row++) {
      counts[target.labels()[row]][Logits.ofRow(scores, row, k).answer()]++;
    }
    List<List<Long>> rows = new ArrayList<>();
    for (long[] row : counts) {
      rows.add(java.util.Arrays.stream(row).boxed().toList());
    }
    return new Answers.Confusion(classes, rows);
  }

  private static Answers predictions(
      Target.Numbers target, float[] scores, String name, Export.Scale scale) {
    double mean = scale.mean();
    double deviation = scale.deviation();
    int step = Math.max(1, target.rows() / MOST_POINTS);
    List<Answers.Point> points = new ArrayList<>();
    for (int row = 0; row < target.rows(); row += step) {
      points.add(
          new Answers.Point(
              mean + deviation * target.values()[row], mean + deviation * scores[row]));
    }
    return new Answers.Predictions(name, points, target.rows());
  }

  private Provenance provenance() {
    return provenance(
        evidence.run,
        evidence.commandLine,
        evidence.begun.atZone(ZoneId.of("UTC")),
        Duration.ofMillis(Math.round(1000 * evidence.wallSeconds)),
        evidence.result.cpuSeconds());
  }

  /** Where a run's evidence comes from. */
  static Provenance provenance(
      Run run, String commandLine, ZonedDateTime begun, Duration wall, double cpuSeconds) {
    return new Provenance(
        run.id(), commandLine, run.settings(), begun, wall, cpuSeconds, Versions.machine());
  }
}
