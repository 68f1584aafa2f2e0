package org.pith.cli;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;
import org.pith.measure.Estimate;
import org.pith.network.cost.Cost;
import org.pith.prune.inspect.Inventory;
import org.pith.prune.inspect.Inventory.GroupEntry;
import org.pith.prune.inspect.Inventory.LayerEntry;
import org.pith.prune.inspect.Units;
import org.pith.studio.report.Figure;
import org.pith.studio.report.Inspection;
import org.pith.studio.report.Measured;
import org.pith.studio.report.Provenance;
import org.pith.train.probe.Readout;

/** An inventory as the studio shows it. */
final class InspectionPage {

  private final InspectionFiles files;
  private final ModelData data;
  private final Inventory inventory;

  InspectionPage(InspectionFiles files) {
    this.files = files;
    this.data = files.data;
    this.inventory = files.inventory;
  }

  /** The page. */
  Inspection page() {
    return new Inspection(
        "%s on %s".formatted(files.model, data.loaded().file().getFileName()),
        "What each layer, group of channels and input of %s knows about %s, and what it costs."
            .formatted(files.model, data.target()),
        files.sentence(),
        figures(),
        account(),
        inventory.layers().stream().map(this::layerLine).toList(),
        inventory.groups().stream().map(this::groupLine).toList(),
        Latent.ranked(inventory).stream()
            .map(
                l ->
                    new Inspection.LatentLine(
                        l.name(), l.width(), l.numbers(), l.bits(), l.perNumber()))
            .toList(),
        inventory.inputs().stream()
            .map(i -> new Inspection.InputLine(i.name(), Shown.measured(i.loss())))
            .toList(),
        inventory.jointOrder().stream()
            .map(
                s ->
                    new Inspection.KeptLine(
                        s.name(), InspectionFiles.bits(s.gain()), Shown.measured(s.known())))
            .toList(),
        inventory.features().stream()
            .map(f -> new Inspection.FeatureLine(files.name(f), f.complexity(), f.readable()))
            .toList(),
        findings(),
        new Provenance(
            files.run.id(),
            files.commandLine,
            files.run.settings(),
            files.begun.atZone(ZoneId.of("UTC")),
            files.wall,
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
    findings.addAll(files.warnings());
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
            String.format(Locale.ROOT, "%.3f bits", files.answer().bits()),
            String.format(
                Locale.ROOT,
                "95 %% interval %.3f to %.3f",
                InspectionFiles.bits(files.answer().low()),
                InspectionFiles.bits(files.answer().high()))));
    figures.add(
        new Figure(
            "parameters",
            "%,d".formatted(inventory.cost().params()),
            "a row takes %,d multiply-accumulates and about %s"
                .formatted(inventory.cost().macs(), Shown.energy(inventory.cost()))));
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
    inventory.input().ifPresent(i -> places.add(place("the input", i, false)));
    inventory.layers().stream()
        .filter(l -> l.after().isPresent())
        .forEach(l -> places.add(place(l.span().name(), l.after().get(), !l.bottleneck())));
    places.add(
        new Inspection.Place(
            inventory.speech(), Shown.measured(files.answer()), "as it is", false));
    return new Inspection.Account(
        inventory.entropy().stream().boxed().map(InspectionFiles::bits).findFirst(),
        places,
        codeLengths(),
        files.next());
  }

  private SequencedMap<String, Double> codeLengths() {
    SequencedMap<String, Double> lengths = new LinkedHashMap<>();
    inventory
        .codeLengths()
        .forEach((place, nats) -> lengths.put(place, InspectionFiles.bits(nats)));
    return lengths;
  }

  private Inspection.Figures figures(InspectionPart part) {
    Cost.Part whole = inventory.cost().whole();
    Cost.Part cost = part.cost();
    Optional<Units> units = part.units();
    return new Inspection.Figures(
        part.kind(),
        part.width(),
        share(cost.params(), whole.params()),
        share(cost.macs(), whole.macs()),
        share(cost.picojoules(), whole.picojoules()),
        cost.params(),
        cost.macs(),
        cost.activations(),
        share(cost.activations(), whole.activations()),
        measured(part.before().map(Readout::chosen)),
        measured(part.after().map(Readout::chosen)),
        part.after().map(r -> r.linear().bits()).orElse(Double.NaN),
        units.flatMap(Units::redundancyBits).orElse(Double.NaN),
        measured(part.gain()),
        units.map(u -> OptionalInt.of(u.dead().size())).orElse(OptionalInt.empty()),
        units.map(u -> OptionalInt.of(u.duplicates().size())).orElse(OptionalInt.empty()),
        units.map(u -> OptionalInt.of(u.near().size())).orElse(OptionalInt.empty()),
        units.map(Units::effectiveRank).orElse(Double.NaN),
        units.map(Units::activeUnits).orElse(Double.NaN),
        units.map(Units::effectiveFeatures).orElse(Double.NaN),
        part.condition());
  }

  private static double share(double part, double whole) {
    return part / Math.max(1, whole);
  }

  private static Measured measured(Optional<Estimate> estimate) {
    return estimate.map(Shown::measured).orElse(Measured.exactly(Double.NaN));
  }

  private static Inspection.Place place(String name, Readout readout, boolean branch) {
    return new Inspection.Place(
        name, Shown.measured(readout.chosen()), readout.family() + " decoder", branch);
  }

  private Inspection.LayerLine layerLine(LayerEntry layer) {
    return new Inspection.LayerLine(
        layer.span().name(),
        layer.span().kind(),
        layer.span().width(),
        layer.span().cost().params(),
        layer.span().cost().macs(),
        layer.span().cost().picojoules(),
        layer.before().map(r -> r.chosen().bits()).orElse(Double.NaN),
        layer.after().map(r -> r.chosen().bits()).orElse(Double.NaN),
        layer.units().flatMap(Units::redundancyBits).orElse(Double.NaN),
        layer.recommendation(),
        figures(InspectionPart.of(layer)));
  }

  private Inspection.GroupLine groupLine(GroupEntry group) {
    return new Inspection.GroupLine(
        group.group().name(),
        group.group().size(),
        group.units().map(u -> u.dead().size()).orElse(0),
        group.units().map(u -> u.duplicates().size() + u.near().size()).orElse(0),
        group.units().map(Units::effectiveRank).orElse(Double.NaN),
        group.units().map(Units::effectiveFeatures).orElse(Double.NaN),
        group.cost().params(),
        group.gain().map(Estimate::bits).orElse(Double.NaN),
        group.curve().stream()
            .map(p -> new Inspection.Cut(p.kept(), p.params(), p.information().bits()))
            .toList(),
        group.recommendation(),
        figures(InspectionPart.of(group)));
  }
}
