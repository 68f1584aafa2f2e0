package org.pith.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import org.pith.network.Network;
import org.pith.network.cost.Cost;
import org.pith.network.onnx.OnnxFile;
import org.pith.network.rewrite.Cooling;
import org.pith.prune.Plan;
import org.pith.runs.Run;
import org.pith.search.Limit;
import org.pith.studio.ReportPage;
import org.pith.train.HeldOut;

/** What a pruning can show: the model, the result and the report, all from the same figures. */
final class PruneEvidence {

  /** By how much the calibration error may rise without a word. */
  private static final double WORST_CALIBRATION = 0.02;

  final Pruning pruning;
  final Specimen specimen;
  final Pruning.Result result;
  final Map<String, ControlLine> controls;
  final Run run;
  final Instant begun;
  final String commandLine;
  private final HeldOut alike;
  private final Optional<String> misfed;

  PruneEvidence(
      Pruning pruning,
      Pruning.Result result,
      Map<String, ControlLine> controls,
      Run run,
      Instant begun,
      String commandLine) {
    this.pruning = pruning;
    this.specimen = pruning.specimen();
    this.result = result;
    this.controls = controls;
    this.run = run;
    this.begun = begun;
    this.commandLine = commandLine;
    this.alike = recalibrated();
    this.misfed = Meaning.otherwise(specimen).or(this::little);
  }

  double wallSeconds() {
    return java.time.Duration.between(begun, Instant.now()).toMillis() / 1000.0;
  }

  /** What numbers of this target are multiplied by to be in its own unit; 1 for accuracies. */
  double unit() {
    return specimen.isClassification() ? 1 : specimen.scale().deviation();
  }

  /** Writes every file. */
  void write(OutputFolder folder) {
    byte[] json = json().getBytes(StandardCharsets.UTF_8);
    SequencedMap<String, byte[]> files = new LinkedHashMap<>();
    files.put("model.onnx", result.after().bytes());
    files.put(
        "report.html",
        ReportPage.html(new PruneReport(this).report()).getBytes(StandardCharsets.UTF_8));
    files.put("result.json", json);
    folder.write(files);
    run.artifact("model.onnx", result.after().bytes());
    run.artifact("result.json", json);
  }

  String json() {
    return Json.of(
        new PruneResult(
            Pith.VERSION,
            run.id(),
            "prune",
            specimen.isClassification() ? "classification" : "regression",
            pruning.order().seed(),
            data(),
            specimen.anatomy().model().name(),
            pruning.order().budget().map(PruneEvidence::limits).orElse(null),
            pruning.order().keep().isPresent() ? pruning.order().keep().getAsDouble() : null,
            zeros().orElse(null),
            pruning.order().criterion().key(),
            result.epochs(),
            result.anew(),
            Json.finite(alike.information().bits()),
            block(result.before()),
            block(result.after()),
            cuts().stream()
                .map(c -> new PruneResult.Cut(c.group(), c.before(), c.after(), c.explained()))
                .toList(),
            result.cpuSeconds(),
            wallSeconds(),
            controls.isEmpty() ? null : controlLines(),
            new CompactResult.Onnx(
                "model.onnx",
                OnnxFile.opset(result.after().model()),
                result.after().maxAbsDifference())));
  }

  private static Map<String, Double> limits(org.pith.search.Budget budget) {
    Map<String, Double> limits = new LinkedHashMap<>();
    budget.limits().forEach((limit, amount) -> limits.put(limit.key(), amount));
    return limits;
  }

  private CompactResult.Data data() {
    LoadedData data = specimen.data();
    return new CompactResult.Data(
        data.file().toString(),
        data.rows(),
        data.columns(),
        data.development().target().name(),
        specimen.isClassification() ? specimen.classes().names() : null,
        data.fingerprint());
  }

  private PruneResult.Block block(Judged judged) {
    return new PruneResult.Block(
        CompactResult.Net.of(judged.footprint(), judged.latency(), judged.cost(), layers(judged)),
        information(judged),
        score(judged));
  }

  /** The nodes of a model that have trained numbers. */
  static List<CompactResult.Layer> layers(Judged judged) {
    Network model = judged.model();
    List<CompactResult.Layer> layers = new ArrayList<>();
    for (Cost.Line line : judged.cost().lines()) {
      if (line.params() > 0) {
        String output = model.node(line.node()).output();
        int width = model.type(output).map(t -> width(t.shape())).orElse(0);
        layers.add(
            new CompactResult.Layer(
                line.node(), line.type(), width, line.params(), line.macs(), null));
      }
    }
    return layers;
  }

  private static int width(org.pith.network.Shape shape) {
    return shape.rank() == 3 ? shape.dim(2) : shape.rank() > 1 ? shape.dim(1) : 1;
  }

  /** Entropy of the target on the test rows, in bits; empty for numbers. */
  OptionalDouble targetEntropyBits() {
    return TargetEntropy.bits(
        specimen.target(specimen.data().test()), specimen.target(specimen.data().development()));
  }

  /**
   * What the original knows at the temperature that suits the held-out rows, as the pruned model is given one; where no model of this
   * shape can be given one, as it is. This is what the pruned model is compared with.
   */
  HeldOut alike() {
    return alike;
  }

  private HeldOut recalibrated() {
    double temperature = pruning.original().temperature();
    if (Cooling.of(pruning.body(), temperature).isEmpty()) {
      return result.before().test();
    }
    float[] answers = result.before().answers().clone();
    for (int i = 0; i < answers.length; i++) {
      answers[i] /= (float) temperature;
    }
    return HeldOut.calibrated(
        specimen.target(specimen.data().test()),
        answers,
        specimen.target(specimen.data().development()));
  }

  private double ceilingBits() {
    return Math.max(
        Math.max(
            result.before().test().information().bits(),
            result.after().test().information().bits()),
        alike.information().bits());
  }

  private CompactResult.Information information(Judged judged) {
    return CompactResult.Information.of(
        judged.test().information(),
        targetEntropyBits(),
        ceilingBits(),
        (judged == result.before() ? judged.test() : alike).information().bits(),
        judged.footprint().params());
  }

  private CompactResult.Test score(Judged judged) {
    HeldOut score = judged.test();
    int rows = specimen.data().test().rows();
    return specimen.isClassification()
        ? CompactResult.Test.ofClasses(score, rows, targetEntropyBits().orElseThrow())
        : CompactResult.Test.ofNumbers(score, rows, unit());
  }

  /**
   * A group over all cuts.
   *
   * @param explained product over the cuts
   */
  record Left(String group, int before, int after, double explained) {}

  List<Left> cuts() {
    SequencedMap<String, Left> left = new LinkedHashMap<>();
    for (Plan plan : result.pruned().plans()) {
      for (Plan.Cut cut : plan.cuts()) {
        Left now =
            new Left(
                cut.group(), cut.size(), cut.kept().size(), cut.shares().get(cut.kept().size()));
        left.merge(
            cut.group(),
            now,
            (a, b) -> new Left(a.group(), a.before(), b.after(), a.explained() * b.explained()));
      }
    }
    return List.copyOf(left.values());
  }

  private SequencedMap<String, CompactResult.Control> controlLines() {
    SequencedMap<String, CompactResult.Control> lines = new LinkedHashMap<>();
    controls.forEach((name, line) -> lines.put(name, line.json(unit())));
    return lines;
  }

  String quality(Judged judged) {
    return specimen.isClassification()
        ? String.format(Locale.ROOT, "%.2f %% right", 100 * judged.test().accuracy())
        : String.format(Locale.ROOT, "root mean square error %.5g", judged.test().rmse() * unit());
  }

  /** That the weights are not the model's; empty where they are. */
  Optional<String> anew() {
    return result.anew()
        ? Optional.of(
            "The weights are not the model's: drawn anew in the shape that was found and taught by the model for %,d epochs, they know more of the held-out rows than those that were left, trained as long."
                .formatted(result.epochs()))
        : Optional.empty();
  }

  /** The weights that became zero; empty where whole units went. */
  Optional<Zeros> zeros() {
    return pruning.order().sparsity().stream()
        .mapToObj(s -> Zeros.of(s, result.before().body(), result.after().body()))
        .findFirst();
  }

  /** Why one control is not there; empty where it is, or none was asked for. */
  Optional<String> withoutScratch() {
    return controls.isEmpty() || result.epochs() > 0
        ? Optional.empty()
        : Optional.of(
            "The same shape from scratch is no control here: what was pruned learned for no epoch, and in none nothing is learned from scratch.");
  }

  /** What a reader should know besides. */
  List<String> findings() {
    List<String> findings = new ArrayList<>();
    specimen.data().findings().forEach(finding -> findings.add(finding.message()));
    findings.addAll(remarks());
    return findings;
  }

  /** What had to be assumed, and what came of it. */
  private List<String> remarks() {
    List<String> findings = new ArrayList<>();
    misfed().ifPresent(findings::add);
    zeros().map(Zeros::words).ifPresent(findings::add);
    findings.addAll(specimen.findings());
    pruning.whole().ifPresent(findings::add);
    withoutScratch().ifPresent(findings::add);
    anew().ifPresent(findings::add);
    tooSure().ifPresent(findings::add);
    tooLarge().ifPresent(findings::add);
    return findings;
  }

  /** That the original seems to be fed otherwise than it was trained. */
  Optional<String> misfed() {
    return misfed;
  }

  private Optional<String> little() {
    HeldOut before = result.before().test();
    return Misfed.warning(
        specimen.anatomy().model().name(),
        specimen.feeding().own().isPresent(),
        before.information().bits(),
        targetEntropyBits(),
        before.accuracy(),
        specimen.target(specimen.data().test()));
  }

  /** That the confidence in answers is farther from how often they are right than it may be; empty where it is not. */
  Optional<String> tooSure() {
    double before = result.before().test().calibrationError();
    double after = result.after().test().calibrationError();
    return after > before + WORST_CALIBRATION
        ? Optional.of(
            String.format(
                Locale.ROOT,
                "The calibration error rose from %.4f to %.4f: how sure its answers are says less about how often they are right. Maybe keep more, or give more rows.",
                before,
                after))
        : Optional.empty();
  }

  /** That the file could not be in the model's precision; empty where it is. */
  Optional<String> tooLarge() {
    Network model = result.after().model();
    return OnnxFile.precision(model) == model.precision()
        ? Optional.empty()
        : Optional.of(
            "A weight of what is left is too large for %s and would become infinite; what is written is in single precision."
                .formatted(model.precision().words()));
  }

  /** The result in one sentence. */
  String sentence() {
    return String.format(
        Locale.ROOT,
        "%s %s and knows %s: %s on %,d test rows, %s before.",
        specimen.anatomy().model().name(),
        went(),
        known(),
        quality(result.after()),
        specimen.data().test().rows(),
        quality(result.before()));
  }

  private String went() {
    return zeros()
        .map(z -> "has %,d of %,d weights at zero".formatted(z.zeros(), z.weights()))
        .orElseGet(
            () ->
                "went from %,d to %,d parameters"
                    .formatted(
                        result.before().footprint().params(), result.after().footprint().params()));
  }

  private String known() {
    double after = result.after().test().information().bits();
    double before = alike.information().bits();
    return String.format(
        Locale.ROOT,
        Shown.isMore(after, before, 2)
            ? "%1$.2f bits about %3$s, no less than before (%2$.2f)"
            : "%1$.2f of its %2$.2f bits about %3$s",
        after,
        before,
        specimen.data().development().target().name());
  }

  /** What a terminal shows. */
  List<String> summary(Path folder) {
    List<String> lines = new ArrayList<>();
    lines.add(sentence());
    zeros().map(Zeros::words).ifPresent(lines::add);
    misfed().ifPresent(lines::add);
    lines.add("");
    for (Limit limit : Limit.values()) {
      String asked =
          pruning
              .order()
              .budget()
              .filter(b -> b.binds(limit))
              .map(b -> ", at most " + limit.format(b.limits().get(limit)))
              .orElse("");
      lines.add(
          String.format(
              Locale.ROOT,
              "  %-8s %12s of %s%s",
              limit.key(),
              limit.format(result.after().footprint().amount(limit)),
              limit.format(result.before().footprint().amount(limit)),
              asked));
    }
    for (Left cut : cuts()) {
      lines.add(
          String.format(
              Locale.ROOT,
              "  %-20s %5d of %d, explain %.1f %% of what is read",
              cut.group(),
              cut.after(),
              cut.before(),
              100 * cut.explained()));
    }
    controls.forEach((name, line) -> lines.add(line.text(name, unit())));
    remarks().forEach(f -> lines.add("  " + f));
    lines.add("");
    lines.add(folder.resolve("report.html") + " shows the evidence.");
    return lines;
  }
}
