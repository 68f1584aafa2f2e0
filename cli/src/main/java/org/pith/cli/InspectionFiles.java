package org.pith.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.pith.measure.Estimate;
import org.pith.measure.Unit;
import org.pith.prune.inspect.DryRun;
import org.pith.prune.inspect.Inventory;
import org.pith.prune.inspect.Inventory.GroupEntry;
import org.pith.prune.inspect.Inventory.LayerEntry;
import org.pith.prune.inspect.Units;
import org.pith.runs.Run;
import org.pith.studio.report.Figure;
import org.pith.studio.report.Inspection;
import org.pith.studio.report.Measured;
import org.pith.studio.report.Provenance;
import org.pith.train.probe.Readout;

/** An inventory as files: JSON, a table, a page, all from the same figures. */
final class InspectionFiles {

  private final String model;
  private final ModelData data;
  private final Inventory inventory;
  private final Run run;
  private final Instant begun;
  private final Duration wall;
  private final String commandLine;

  InspectionFiles(
      String model,
      ModelData data,
      Inventory inventory,
      Run run,
      Instant begun,
      String commandLine) {
    this.model = model;
    this.data = data;
    this.inventory = inventory;
    this.run = run;
    this.begun = begun;
    this.wall = Duration.between(begun, Instant.now());
    this.commandLine = commandLine;
  }

  private static double bits(double nats) {
    return Unit.BITS.fromNats(nats);
  }

  private Estimate answer() {
    return inventory.output().information();
  }

  /** The result in one sentence. */
  String sentence() {
    String known =
        inventory.entropy().isPresent()
            ? "%.2f of %.2f bits"
                .formatted(answer().bits(), bits(inventory.entropy().getAsDouble()))
            : "%.2f bits".formatted(answer().bits());
    return String.format(
        Locale.ROOT,
        "%s knows %s about %s: %s on %,d rows.",
        model,
        known,
        data.target(),
        quality(),
        data.test().count());
  }

  private String quality() {
    return data.isClassification()
        ? String.format(Locale.ROOT, "%.2f %% right", 100 * inventory.output().accuracy())
        : String.format(Locale.ROOT, "root mean square error %.5g", inventory.output().rmse());
  }

  /** Decoders read much where the answer is, but the answer says little: it was trained on other numbers, or other classes. */
  private Optional<String> warning() {
    double last =
        inventory.layers().stream()
            .flatMap(l -> l.after().stream())
            .mapToDouble(r -> r.chosen().value())
            .reduce(0, (_, b) -> b);
    return last > 0.1 && answer().value() < last / 2
        ? Optional.of(
            String.format(
                Locale.ROOT,
                "The last layer holds %.2f bits, but the answer as it is knows %.2f. Maybe the model was trained on numbers of another scale (--scale) or on classes in another order.",
                bits(last),
                answer().bits()))
        : Optional.empty();
  }

  /** What a terminal shows. */
  List<String> summary(Path folder) {
    List<String> lines = new ArrayList<>();
    lines.add(sentence());
    warning().ifPresent(lines::add);
    lines.add("");
    for (Inventory.Line line : inventory.ledger()) {
      lines.add(
          String.format(
              Locale.ROOT,
              "  %7.3f bits  %+.3f  %s",
              bits(line.known()),
              bits(line.change()),
              line.place()));
    }
    if (!inventory.groups().isEmpty()) {
      lines.add("");
      for (GroupEntry group : inventory.groups()) {
        lines.add(
            "  %s (%d units): %s"
                .formatted(group.group().name(), group.group().size(), group.recommendation()));
      }
    }
    if (!inventory.jointOrder().isEmpty()) {
      lines.add("");
      lines.add("  inputs to keep, each beside those before it:");
      for (Inventory.JointStep step : inventory.jointOrder()) {
        lines.add(
            String.format(
                Locale.ROOT,
                "  %7.3f bits  %+.3f  %s",
                step.known().bits(),
                bits(step.gain()),
                step.name()));
      }
      lines.add("");
    }
    inventory.frozen().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .limit(5)
        .forEach(e -> lines.add("  %s stays as it is: %s".formatted(e.getKey(), e.getValue())));
    if (!inventory.unknown().isEmpty()) {
      lines.add("  not understood: " + String.join(", ", inventory.unknown()));
    }
    lines.add("");
    lines.add(folder.resolve("report.html") + " shows the evidence.");
    return lines;
  }

  /** One row for each layer, then one for each group. */
  String csv() {
    StringBuilder csv =
        new StringBuilder(
            "part,name,kind,width,params,paramsShare,macs,macsShare,bitsBefore,bitsBeforeLow,bitsBeforeHigh,bitsAfter,"
                + "bitsAfterLow,bitsAfterHigh,linearBitsAfter,redundancyBits,gainBits,gainLow,gainHigh,dead,duplicates,"
                + "nearDuplicates,effectiveRank,activeUnits,condition,recommendation\n");
    for (LayerEntry layer : inventory.layers()) {
      line(
          csv,
          "layer",
          layer.span().name(),
          layer.span().kind(),
          layer.span().width(),
          layer.span().params(),
          layer.span().macs(),
          layer.before(),
          layer.after(),
          layer.units(),
          change(layer),
          layer.condition(),
          layer.recommendation());
    }
    for (GroupEntry group : inventory.groups()) {
      line(
          csv,
          "group",
          group.group().name(),
          "channels",
          group.group().size(),
          group.params(),
          group.macs(),
          group.before(),
          group.after(),
          group.units(),
          group.gain(),
          group.units().map(Units::condition).orElse(Double.NaN),
          group.recommendation());
    }
    return csv.toString();
  }

  /** A layer's gain is what decoders read more after it than before. */
  private static Optional<Estimate> change(LayerEntry layer) {
    return layer
        .before()
        .flatMap(
            b ->
                layer
                    .after()
                    .map(
                        a ->
                            Estimate.normal(
                                a.chosen().value() - b.chosen().value(),
                                Math.hypot(a.chosen().standardError(), b.chosen().standardError()),
                                a.chosen().n(),
                                "usable",
                                "after less before",
                                a.chosen().verdict(),
                                a.chosen().reason())));
  }

  private void line(
      StringBuilder csv,
      String part,
      String name,
      String kind,
      int width,
      long params,
      long macs,
      Optional<Readout> before,
      Optional<Readout> after,
      Optional<Units> units,
      Optional<Estimate> gain,
      double condition,
      String recommendation) {
    List<String> cells = new ArrayList<>();
    cells.add(part);
    cells.add(quoted(name));
    cells.add(quoted(kind));
    cells.add(Integer.toString(width));
    cells.add(Long.toString(params));
    cells.add(number((double) params / Math.max(1, inventory.cost().params())));
    cells.add(Long.toString(macs));
    cells.add(number((double) macs / Math.max(1, inventory.cost().macs())));
    estimate(cells, before.map(Readout::chosen));
    estimate(cells, after.map(Readout::chosen));
    cells.add(number(after.map(r -> r.linear().bits()).orElse(Double.NaN)));
    cells.add(number(units.flatMap(Units::redundancyBits).orElse(Double.NaN)));
    estimate(cells, gain);
    cells.add(units.map(u -> Integer.toString(u.dead().size())).orElse(""));
    cells.add(units.map(u -> Integer.toString(u.duplicates().size())).orElse(""));
    cells.add(units.map(u -> Integer.toString(u.near().size())).orElse(""));
    cells.add(number(units.map(Units::effectiveRank).orElse(Double.NaN)));
    cells.add(number(units.map(Units::activeUnits).orElse(Double.NaN)));
    cells.add(number(condition));
    cells.add(quoted(recommendation));
    csv.append(String.join(",", cells)).append('\n');
  }

  private static void estimate(List<String> cells, Optional<Estimate> estimate) {
    cells.add(number(estimate.map(Estimate::bits).orElse(Double.NaN)));
    cells.add(number(estimate.map(e -> bits(e.low())).orElse(Double.NaN)));
    cells.add(number(estimate.map(e -> bits(e.high())).orElse(Double.NaN)));
  }

  private static String number(double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%.6g", value) : "";
  }

  private static String quoted(String cell) {
    return cell.matches("[^\",\\r\\n]*") ? cell : '"' + cell.replace("\"", "\"\"") + '"';
  }

  String json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("pith", Pith.VERSION);
    json.put("run", run.id());
    json.put("verb", "inspect");
    json.put("task", data.isClassification() ? "classification" : "regression");
    json.put("seed", run.settings().seed());
    Map<String, Object> about = new LinkedHashMap<>();
    about.put("file", data.loaded().file().toString());
    about.put("rows", data.loaded().rows());
    about.put("columns", data.loaded().columns());
    about.put("target", data.target());
    about.put("classes", data.classes());
    about.put("fingerprint", data.loaded().fingerprint());
    json.put("data", about);
    json.put("network", network());
    Map<String, Object> information = new LinkedHashMap<>();
    information.put(
        "targetEntropyBits",
        inventory.entropy().isPresent() ? bits(inventory.entropy().getAsDouble()) : null);
    information.put("inputBits", inventory.input().map(i -> i.chosen().bits()).orElse(null));
    information.put("testBits", Json.finite(answer().bits()));
    information.put("testBitsInterval", interval(answer()));
    information.put("complexity", Json.finite(inventory.complexity()));
    Map<String, Object> lengths = new LinkedHashMap<>();
    inventory.codeLengths().forEach((place, nats) -> lengths.put(place, Json.finite(bits(nats))));
    information.put("prequentialBitsPerRow", lengths);
    json.put("information", information);
    json.put("features", inventory.features().stream().map(this::feature).toList());
    json.put("test", test());
    json.put(
        "ledger",
        inventory.ledger().stream()
            .map(
                l -> {
                  Map<String, Object> line = new LinkedHashMap<>();
                  line.put("place", l.place());
                  line.put("bits", Json.finite(bits(l.known())));
                  line.put("change", Json.finite(bits(l.change())));
                  return line;
                })
            .toList());
    json.put("groups", inventory.groups().stream().map(this::group).toList());
    json.put(
        "inputs",
        inventory.inputs().stream()
            .map(
                i -> {
                  Map<String, Object> line = new LinkedHashMap<>();
                  line.put("name", i.name());
                  line.put("aloneLossBits", Json.finite(i.loss().bits()));
                  line.put("aloneLossInterval", interval(i.loss()));
                  return line;
                })
            .toList());
    json.put(
        "jointOrder",
        inventory.jointOrder().stream()
            .map(
                s -> {
                  Map<String, Object> line = new LinkedHashMap<>();
                  line.put("name", s.name());
                  line.put("gainBits", Json.finite(bits(s.gain())));
                  line.put("knownBits", Json.finite(s.known().bits()));
                  line.put("knownInterval", interval(s.known()));
                  return line;
                })
            .toList());
    json.put("unknownOperators", inventory.unknown());
    json.put("frozen", inventory.frozen());
    return Json.of(json);
  }

  private static List<Double> interval(Estimate estimate) {
    return java.util.Arrays.asList(
        Json.finite(bits(estimate.low())), Json.finite(bits(estimate.high())));
  }

  private Map<String, Object> network() {
    Map<String, Object> network = new LinkedHashMap<>();
    network.put("params", inventory.cost().params());
    network.put("macs", inventory.cost().macs());
    network.put("bytes", inventory.cost().bytes());
    network.put("memoryBytes", inventory.cost().memoryBytes());
    network.put("layers", inventory.layers().stream().map(this::layer).toList());
    return network;
  }

  private Map<String, Object> layer(LayerEntry layer) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("name", layer.span().name());
    line.put("kind", layer.span().kind());
    line.put("width", layer.span().width());
    line.put("params", layer.span().params());
    line.put("macs", layer.span().macs());
    line.put("before", readout(layer.before()));
    line.put("after", readout(layer.after()));
    line.put("units", units(layer.units()));
    line.put("weightCondition", Json.finite(layer.condition()));
    line.put("recommendation", layer.recommendation());
    return line;
  }

  private Map<String, Object> group(GroupEntry group) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("name", group.group().name());
    line.put("size", group.group().size());
    line.put("producers", group.group().producers());
    line.put("consumers", group.group().consumers());
    line.put("params", group.params());
    line.put("macs", group.macs());
    line.put("before", readout(group.before()));
    line.put("after", readout(group.after()));
    line.put("units", units(group.units()));
    line.put("gainBits", group.gain().map(g -> Json.finite(g.bits())).orElse(null));
    line.put("gainInterval", group.gain().map(InspectionFiles::interval).orElse(null));
    line.put("dryRun", group.curve().stream().map(InspectionFiles::point).toList());
    line.put("recommendation", group.recommendation());
    return line;
  }

  private static Map<String, Object> point(DryRun point) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("kept", point.kept());
    line.put("params", point.params());
    line.put("macs", point.macs());
    line.put("bits", Json.finite(point.information().bits()));
    line.put("accuracy", Json.finite(point.accuracy()));
    return line;
  }

  private Map<String, Object> feature(Inventory.FeatureEntry feature) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("name", name(feature));
    line.put("complexity", Json.finite(feature.complexity()));
    line.put("readable", feature.readable());
    return line;
  }

  private String name(Inventory.FeatureEntry feature) {
    return data.isClassification() ? data.classes().get(feature.output()) : data.target();
  }

  private Map<String, Object> readout(Optional<Readout> readout) {
    return readout
        .map(
            r -> {
              Map<String, Object> line = new LinkedHashMap<>();
              line.put("bits", Json.finite(r.chosen().bits()));
              line.put("interval", interval(r.chosen()));
              line.put("decoder", r.family());
              line.put("linearBits", Json.finite(r.linear().bits()));
              line.put("hiddenBits", Json.finite(r.hidden().bits()));
              line.put("verdict", r.chosen().verdict().name());
              inventory
                  .accuracyFloor(r.chosen())
                  .ifPresent(floor -> line.put("accuracyFloor", Json.finite(floor)));
              return line;
            })
        .orElse(null);
  }

  private static Map<String, Object> units(Optional<Units> units) {
    return units
        .map(
            u -> {
              Map<String, Object> line = new LinkedHashMap<>();
              line.put("dead", u.dead());
              line.put("duplicates", u.duplicates());
              line.put("nearDuplicates", u.near());
              line.put("redundancyBits", u.redundancyBits().map(Json::finite).orElse(null));
              line.put("effectiveRank", Json.finite(u.effectiveRank()));
              line.put("activeUnits", Json.finite(u.activeUnits()));
              line.put("effectiveFeatures", Json.finite(u.effectiveFeatures()));
              line.put("condition", Json.finite(u.condition()));
              line.put("order", u.order());
              return line;
            })
        .orElse(null);
  }

  private Map<String, Object> test() {
    Map<String, Object> test = new LinkedHashMap<>();
    int rows = data.test().count();
    test.put("rows", rows);
    if (data.isClassification()) {
      double[] interval = Wilson.interval(inventory.output().accuracy(), rows);
      test.put("accuracy", inventory.output().accuracy());
      test.put("accuracyInterval", List.of(interval[0], interval[1]));
      test.put(
          "crossEntropyBits",
          Json.finite(bits(inventory.entropy().orElseThrow() - answer().value())));
    } else {
      test.put("rmse", inventory.output().rmse());
      test.put("r2", Json.finite(1 - Math.exp(-2 * answer().value())));
    }
    return test;
  }

  /** The page. */
  Inspection page() {
    return new Inspection(
        "%s on %s".formatted(model, data.loaded().file().getFileName()),
        "What each layer, group of channels and input of %s knows about %s, and what it costs."
            .formatted(model, data.target()),
        sentence(),
        figures(),
        account(),
        inventory.layers().stream().map(this::layerLine).toList(),
        inventory.groups().stream().map(this::groupLine).toList(),
        inventory.inputs().stream()
            .map(i -> new Inspection.InputLine(i.name(), measured(i.loss())))
            .toList(),
        inventory.jointOrder().stream()
            .map(s -> new Inspection.KeptLine(s.name(), bits(s.gain()), measured(s.known())))
            .toList(),
        inventory.features().stream()
            .map(f -> new Inspection.FeatureLine(name(f), f.complexity(), f.readable()))
            .toList(),
        findings(),
        new Provenance(
            run.id(),
            commandLine,
            run.settings(),
            begun.atZone(ZoneId.of("UTC")),
            wall,
            cpuSeconds(),
            Versions.machine()));
  }

  private static double cpuSeconds() {
    return ProcessHandle.current()
        .info()
        .totalCpuDuration()
        .map(d -> d.toMillis() / 1000.0)
        .orElse(Double.NaN);
  }

  private List<String> findings() {
    List<String> findings = new ArrayList<>();
    data.loaded().findings().forEach(f -> findings.add(f.message()));
    warning().ifPresent(findings::add);
    inventory.unknown().stream()
        .map(u -> "Node %s is not in Pith's table of operators.".formatted(u))
        .forEach(findings::add);
    inventory.frozen().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(e -> "The channels of %s stay as they are: %s.".formatted(e.getKey(), e.getValue()))
        .forEach(findings::add);
    return findings;
  }

  private List<Figure> figures() {
    List<Figure> figures = new ArrayList<>();
    figures.add(
        new Figure(
            data.isClassification() ? "right" : "RMSE",
            data.isClassification()
                ? String.format(Locale.ROOT, "%.2f %%", 100 * inventory.output().accuracy())
                : String.format(Locale.ROOT, "%.5g", inventory.output().rmse()),
            "on %,d rows that no choice has seen".formatted(data.test().count())));
    figures.add(
        new Figure(
            "knows",
            String.format(Locale.ROOT, "%.3f bits", answer().bits()),
            String.format(
                Locale.ROOT,
                "95 %% interval %.3f to %.3f",
                bits(answer().low()),
                bits(answer().high()))));
    figures.add(
        new Figure(
            "parameters",
            "%,d".formatted(inventory.cost().params()),
            "%,d multiply-accumulates a row".formatted(inventory.cost().macs())));
    if (Double.isFinite(inventory.complexity())) {
      figures.add(
          new Figure(
              "complexity",
              String.format(Locale.ROOT, "%.2f", inventory.complexity()),
              "share of places from which a linear decoder cannot read the answer"));
    }
    return figures;
  }

  private Inspection.Account account() {
    List<Inspection.Place> places = new ArrayList<>();
    inventory.input().ifPresent(i -> places.add(place("the input", i)));
    inventory.layers().stream()
        .filter(l -> l.after().isPresent())
        .forEach(l -> places.add(place(l.span().name(), l.after().get())));
    places.add(new Inspection.Place("the answer", measured(answer()), "as it is"));
    return new Inspection.Account(
        inventory.entropy().stream().boxed().map(InspectionFiles::bits).findFirst(), places);
  }

  private static Inspection.Place place(String name, Readout readout) {
    return new Inspection.Place(name, measured(readout.chosen()), readout.family() + " decoder");
  }

  private static Measured measured(Estimate e) {
    return Double.isFinite(e.low())
        ? new Measured(e.bits(), bits(e.low()), bits(e.high()))
        : Measured.exactly(e.bits());
  }

  private Inspection.LayerLine layerLine(LayerEntry layer) {
    return new Inspection.LayerLine(
        layer.span().name(),
        layer.span().kind(),
        layer.span().width(),
        layer.span().params(),
        layer.span().macs(),
        layer.before().map(r -> r.chosen().bits()).orElse(Double.NaN),
        layer.after().map(r -> r.chosen().bits()).orElse(Double.NaN),
        layer.units().flatMap(Units::redundancyBits).orElse(Double.NaN),
        layer.recommendation());
  }

  private Inspection.GroupLine groupLine(GroupEntry group) {
    return new Inspection.GroupLine(
        group.group().name(),
        group.group().size(),
        group.units().map(u -> u.dead().size()).orElse(0),
        group.units().map(u -> u.duplicates().size() + u.near().size()).orElse(0),
        group.units().map(Units::effectiveRank).orElse(Double.NaN),
        group.params(),
        group.gain().map(Estimate::bits).orElse(Double.NaN),
        group.curve().stream()
            .map(p -> new Inspection.Cut(p.kept(), p.params(), p.information().bits()))
            .toList(),
        group.recommendation());
  }
}
