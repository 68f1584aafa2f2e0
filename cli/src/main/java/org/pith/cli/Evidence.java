package org.pith.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import org.pith.data.Dataset;
import org.pith.data.Task;
import org.pith.measure.Estimate;
import org.pith.measure.Unit;
import org.pith.runs.Run;
import org.pith.search.Budget;
import org.pith.search.Outcome;
import org.pith.search.Preparation;
import org.pith.studio.ReportPage;
import org.pith.train.Examples;
import org.pith.train.HeldOut;

/** What a run can show for its model: the result, the front and the report, all from the same figures. */
final class Evidence {

  final LoadedData data;
  final Budget budget;
  final Preparation preparation;
  final Compaction.Result result;
  final SequencedMap<String, ControlLine> controls;
  final Run run;
  final Instant begun;
  final double wallSeconds;
  final String commandLine;
  final List<LayerInformation> layers;
  final List<ColumnInformation> columns;

  Evidence(
      LoadedData data,
      Budget budget,
      Compaction compaction,
      Compaction.Result result,
      SequencedMap<String, ControlLine> controls,
      Run run,
      Instant begun,
      double wallSeconds,
      String commandLine) {
    this.data = data;
    this.budget = budget;
    this.preparation = compaction.preparation();
    this.result = result;
    this.controls = controls;
    this.run = run;
    this.begun = begun;
    this.wallSeconds = wallSeconds;
    this.commandLine = commandLine;
    this.layers =
        LayerInformation.of(
            result.body(), rows(data.development()), rows(data.test()), run.settings().seed());
    this.columns = ColumnInformation.of(data.development());
  }

  private Examples rows(Dataset rows) {
    return new Examples(
        result.encoding().rowShape(),
        result.encoding().apply(rows.features()),
        Shipment.target(preparation, rows));
  }

  boolean isClassification() {
    return data.development().task() instanceof Task.Classification;
  }

  HeldOut test() {
    return result.shipment().score();
  }

  /** Entropy of the target on the test rows, in bits; empty for numbers. */
  OptionalDouble targetEntropyBits() {
    return TargetEntropy.bits(result.shipment().answers().target(), preparation.problem().target());
  }

  /** The most that any network of this run knew of held-out rows, in bits. */
  double ceilingBits() {
    double best =
        result.found().outcomes().stream().mapToDouble(Outcome::bits).max().orElse(Double.NaN);
    return Math.max(best, result.found().ceiling().map(c -> c.information().bits()).orElse(best));
  }

  double bitsPerKiloParam() {
    return test().information().bits() / (result.shipment().footprint().params() / 1000.0);
  }

  /** What numbers of this target are multiplied by to be in its own unit; 1 for accuracies. */
  double unit() {
    return isClassification() ? 1 : preparation.scale().deviation();
  }

  /** Writes every file. */
  void write(OutputFolder folder) {
    byte[] json = json().getBytes(StandardCharsets.UTF_8);
    SequencedMap<String, byte[]> files = new LinkedHashMap<>();
    files.put("model.onnx", result.shipment().bytes());
    files.put("front.csv", front().getBytes(StandardCharsets.UTF_8));
    files.put(
        "report.html",
        ReportPage.html(new EvidenceReport(this).report()).getBytes(StandardCharsets.UTF_8));
    files.put("result.json", json);
    folder.write(files);
    run.artifact("model.onnx", result.shipment().bytes());
    run.artifact("result.json", json);
  }

  String json() {
    return Json.of(compactResult());
  }

  private CompactResult compactResult() {
    Shipment shipment = result.shipment();
    return new CompactResult(
        Pith.VERSION,
        run.id(),
        "compact",
        isClassification() ? "classification" : "regression",
        run.settings().seed(),
        new CompactResult.Data(
            data.file().toString(),
            data.rows(),
            data.columns(),
            data.development().target().name(),
            isClassification() ? data.development().classes() : List.of(),
            data.fingerprint()),
        limits(),
        network(),
        information(),
        score(),
        new CompactResult.SearchSummary(
            (int)
                result.found().outcomes().stream().map(o -> o.candidate().id()).distinct().count(),
            result.found().outcomes().size(),
            result.cpuSeconds(),
            wallSeconds,
            result.found().chosen().candidate().architecture().spec(),
            preparation.problem().views().get(result.found().chosen().candidate().view()).name(),
            result.contest().won()),
        controls.isEmpty() ? null : controlLines(),
        new CompactResult.Onnx("model.onnx", opset(), shipment.maxAbsDifference()));
  }

  private int opset() {
    return org.pith.network.onnx.OnnxFile.opset(result.shipment().model());
  }

  private Map<String, Double> limits() {
    Map<String, Double> limits = new LinkedHashMap<>();
    budget.limits().forEach((limit, amount) -> limits.put(limit.key(), amount));
    return limits;
  }

  private CompactResult.Net network() {
    Shipment shipment = result.shipment();
    return CompactResult.Net.of(
        shipment.footprint(),
        shipment.latency(),
        shipment.cost(),
        layers.stream()
            .map(
                l ->
                    new CompactResult.Layer(
                        l.name(),
                        l.kind(),
                        l.width(),
                        l.params(),
                        l.macs(),
                        l.usable().map(Estimate::bits).orElse(null)))
            .toList());
  }

  private CompactResult.Information information() {
    return CompactResult.Information.of(
        test().information(),
        targetEntropyBits(),
        ceilingBits(),
        ceilingBits(),
        result.shipment().footprint().params());
  }

  private CompactResult.Test score() {
    HeldOut score = test();
    int rows = result.shipment().answers().target().rows();
    return isClassification()
        ? CompactResult.Test.ofClasses(score, rows, targetEntropyBits().orElseThrow())
        : CompactResult.Test.ofNumbers(score, rows, unit());
  }

  private SequencedMap<String, CompactResult.Control> controlLines() {
    SequencedMap<String, CompactResult.Control> lines = new LinkedHashMap<>();
    controls.forEach((name, line) -> lines.put(name, line.json(unit())));
    return lines;
  }

  private String front() {
    Csv csv =
        new Csv(
            List.of(
                "id",
                "stage",
                "network",
                "encoding",
                "params",
                "macs",
                "bytes",
                "memoryBytes",
                "informationBits",
                "low",
                "high",
                isClassification() ? "accuracy" : "rmse",
                "onFront",
                "chosen"));
    for (Outcome o : result.found().outcomes()) {
      Estimate bits = o.score().information();
      csv.line(
          List.of(
              o.candidate().id(),
              o.rung(),
              o.candidate().architecture().spec(),
              preparation.problem().views().get(o.candidate().view()).name(),
              o.candidate().footprint().params(),
              o.candidate().footprint().macs(),
              o.candidate().footprint().bytes(),
              o.candidate().footprint().memoryBytes(),
              Csv.number("%.5f", bits.bits()),
              Csv.number("%.5f", Unit.BITS.fromNats(bits.low())),
              Csv.number("%.5f", Unit.BITS.fromNats(bits.high())),
              Csv.number(
                  "%.6g", isClassification() ? o.score().accuracy() : o.score().rmse() * unit()),
              result.found().front().points().contains(o),
              o.equals(result.found().chosen())));
    }
    return csv.toString();
  }

  /** The result in one sentence. */
  String sentence() {
    Shipment s = result.shipment();
    return String.format(
        Locale.ROOT,
        "%s with %,d parameters knows %s: %s on %,d test rows.",
        shipped(),
        s.footprint().params(),
        known(),
        quality(),
        s.answers().target().rows());
  }

  /** Of classes, as a part of all there is; of numbers, beside the ceiling, which is of other rows than the test rows. */
  private String known() {
    double bits = test().information().bits();
    double most = targetEntropyBits().orElse(ceilingBits());
    String target = data.development().target().name();
    return String.format(
        Locale.ROOT,
        Shown.isMore(bits, most, 2)
            ? "%1$.2f bits about %3$s, no less than the best network of this run knew of held-out rows (%2$.2f)"
            : "%1$.2f of %2$.2f bits about %3$s",
        bits,
        most,
        target);
  }

  /** What the network knows, beside the most that any network of this run knew of held-out rows. */
  private String retained() {
    double bits = test().information().bits();
    if (Shown.isMore(bits, ceilingBits(), 3)) {
      return String.format(
          Locale.ROOT,
          "%12.3f bits on test, no less than the %.3f that any network of this run knew of held-out rows",
          bits,
          ceilingBits());
    }
    return String.format(
        Locale.ROOT,
        "%12.3f bits on test, %.0f %% of the %.3f that any network of this run knew",
        bits,
        100 * bits / ceilingBits(),
        ceilingBits());
  }

  private String shipped() {
    return result.contest().won()
        ? result.contest().from() + ", pruned,"
        : result.found().chosen().candidate().architecture().spec();
  }

  String quality() {
    return isClassification()
        ? String.format(Locale.ROOT, "%.2f %% right", 100 * test().accuracy())
        : String.format(Locale.ROOT, "root mean square error %.5g", test().rmse() * unit());
  }

  /** What a terminal shows. */
  List<String> summary(Path folder) {
    Shipment s = result.shipment();
    List<String> lines = new ArrayList<>();
    lines.add(sentence());
    lines.add("");
    budget
        .limits()
        .forEach(
            (limit, allowed) ->
                lines.add(
                    String.format(
                        "  %-8s %12s of %s",
                        limit.key(),
                        limit.format(s.footprint().amount(limit)),
                        limit.format(allowed))));
    lines.add("  %-8s %s".formatted("knows", retained()));
    lines.add(
        String.format(
            Locale.ROOT,
            "  %-8s %12.1f us a row, %,d MACs, %,d bytes",
            "costs",
            s.footprint().latencyMicros(),
            s.footprint().macs(),
            s.footprint().bytes()));
    controls.forEach((name, line) -> lines.add(line.text(name, unit())));
    lines.add("");
    lines.add(folder.resolve("report.html") + " shows the evidence.");
    return lines;
  }
}
