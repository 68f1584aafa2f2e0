package org.pith.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.pith.data.ImageShape;
import org.pith.measure.Unit;
import org.pith.studio.report.Audit;
import org.pith.studio.report.Columns;
import org.pith.studio.report.Figure;
import org.pith.studio.report.JointOrder;
import org.pith.studio.report.Knowable;
import org.pith.studio.report.Measured;
import org.pith.studio.report.Provenance;
import org.pith.studio.report.RedundancyMap;

/** An audit as the studio shows it. */
final class AuditReport {

  private static final int MOST_PICTURED = 32;

  private final Findings findings;
  private final Provenance provenance;

  AuditReport(Findings findings, Provenance provenance) {
    this.findings = findings;
    this.provenance = provenance;
  }

  Audit report() {
    List<String> notes =
        new ArrayList<>(findings.data.findings().stream().map(f -> f.message()).toList());
    if (!findings.doubts().isEmpty()) {
      notes.add(
          "Of %,d estimates, %s; columns.csv says why. All others can be trusted."
              .formatted(findings.audit.columns().size(), findings.doubts()));
    }
    return new Audit(
        findings.data.file().getFileName() + ": " + findings.target(),
        "How much can be known about %s in %s, and which of the %,d columns know it."
            .formatted(
                findings.target(),
                findings.data.file().getFileName(),
                findings.audit.columns().size()),
        findings.sentence(),
        figures(),
        knowable(),
        columns(),
        order(),
        redundancy(),
        notes,
        provenance);
  }

  private List<Figure> figures() {
    List<Figure> figures = new ArrayList<>();
    findings
        .entropy()
        .ifPresent(
            h ->
                figures.add(
                    new Figure(
                        "to know",
                        Findings.bits(Unit.BITS.fromNats(h)) + " bits",
                        "entropy of " + findings.target())));
    findings
        .ceiling()
        .ifPresent(
            e ->
                figures.add(
                    new Figure(
                        "shown to be known",
                        Findings.bits(e.bits()) + " bits",
                        "by a decoder of all columns, held out")));
    MeasureResult.Column best = findings.columns().getFirst();
    figures.add(
        new Figure(
            "best single column",
            best.informationBits() == null ? "–" : Findings.bits(best.informationBits()) + " bits",
            best.column()));
    figures.add(
        new Figure(
            "columns that add",
            "%d of %,d".formatted(findings.audit.order().size(), findings.audit.columns().size()),
            "to those before them"));
    return figures;
  }

  private Optional<Knowable> knowable() {
    return findings
        .ceiling()
        .map(
            e ->
                new Knowable(
                    findings.target(),
                    findings.entropy().isPresent()
                        ? OptionalDouble.of(Unit.BITS.fromNats(findings.entropy().getAsDouble()))
                        : OptionalDouble.empty(),
                    Shown.measured(e),
                    Decoder.words(),
                    findings.accuracy().map(AuditReport::bounds)));
  }

  private static Knowable.Bounds bounds(MeasureResult.Accuracy a) {
    return new Knowable.Bounds(
        a.least(),
        new Measured(a.decoder(), a.decoderInterval().get(0), a.decoderInterval().get(1)),
        a.most());
  }

  private Columns columns() {
    Optional<ImageShape> image = findings.data.development().features().imageShape();
    int[] places = places(image);
    return new Columns(
        Arrays.stream(places).mapToObj(findings.audit.columns()::get).map(Shown::column).toList(),
        image.map(s -> new Columns.Grid(s.height(), s.channels() * s.width())));
  }

  /** Row by row of the picture, colours side by side; as they come where there is none. */
  private int[] places(Optional<ImageShape> image) {
    int all = findings.audit.columns().size();
    if (image.isEmpty()) {
      return IntStream.range(0, all).toArray();
    }
    Optional<int[]> grid = findings.data.development().features().gridOrder();
    if (grid.isPresent()) {
      return grid.get();
    }
    ImageShape s = image.get();
    return IntStream.range(0, all)
        .map(
            i -> {
              int row = i / (s.channels() * s.width());
              int across = i % (s.channels() * s.width());
              int channel = across / s.width();
              return (channel * s.height() + row) * s.width() + across % s.width();
            })
        .toArray();
  }

  private Optional<JointOrder> order() {
    List<String> names = findings.ordered();
    if (names.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new JointOrder(
            IntStream.range(0, names.size())
                .mapToObj(
                    i ->
                        new JointOrder.Step(
                            names.get(i), findings.cumulative(i).map(Shown::measured)))
                .toList(),
            findings.ceiling().map(Shown::measured),
            findings.audit.method()));
  }

  private Optional<RedundancyMap> redundancy() {
    int[] shown = findings.pictured(MOST_PICTURED);
    if (shown.length < 2) {
      return Optional.empty();
    }
    List<List<Double>> bits =
        Arrays.stream(shown)
            .mapToObj(i -> Arrays.stream(shown).mapToObj(j -> findings.shared(i, j)).toList())
            .toList();
    return Optional.of(
        new RedundancyMap(
            Arrays.stream(shown).mapToObj(i -> findings.audit.columns().get(i).column()).toList(),
            bits,
            findings.audit.columns().size() - shown.length));
  }
}
