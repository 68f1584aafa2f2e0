package org.pith.cli;

import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.pith.measure.Estimate;
import org.pith.search.Footprint;
import org.pith.studio.report.Controls;
import org.pith.studio.report.Cut;
import org.pith.studio.report.Figure;
import org.pith.studio.report.Layer;
import org.pith.studio.report.Ledger;
import org.pith.studio.report.Provenance;
import org.pith.studio.report.Quality;
import org.pith.studio.report.Report;
import org.pith.train.HeldOut;

/** A pruning as the studio shows it. */
final class PruneReport {

  private final PruneEvidence evidence;

  PruneReport(PruneEvidence evidence) {
    this.evidence = evidence;
  }

  Report report() {
    return new Report(
        evidence.specimen.anatomy().model().name() + ", pruned",
        asked(),
        evidence.sentence(),
        figures(),
        limits(),
        Optional.empty(),
        Optional.empty(),
        layers(),
        cuts(),
        Optional.of(ledger()),
        Optional.empty(),
        controls(),
        Optional.of(
            EvidenceReport.answers(
                evidence.specimen.target(evidence.specimen.data().test()),
                evidence.result.after().answers(),
                evidence.specimen.classes().names(),
                evidence.specimen.data().development().target().name(),
                evidence.specimen.scale())),
        evidence.findings(),
        provenance());
  }

  private String asked() {
    String file = evidence.specimen.anatomy().model().name();
    if (evidence.zeros().isPresent()) {
      return "What does %s know with %s of its single weights at zero?"
          .formatted(file, Shown.asked(evidence.zeros().get().asked()));
    }
    return evidence
        .pruning
        .order()
        .budget()
        .map(b -> "What can go from %s until it costs at most %s?".formatted(file, b))
        .orElseGet(
            () ->
                "What can go from %s if %s of what it knows is to stay?"
                    .formatted(file, Shown.asked(evidence.pruning.order().keep().orElseThrow())));
  }

  private List<Figure> figures() {
    Footprint before = evidence.result.before().footprint();
    Footprint after = evidence.result.after().footprint();
    return List.of(
        new Figure(
            evidence.specimen.isClassification() ? "right on test" : "RMSE on test",
            quality(evidence.result.after()),
            quality(evidence.result.before()) + " before" + calibration()),
        new Figure("knows", bits(evidence.result.after().test()), known()),
        evidence
            .zeros()
            .map(z -> new Figure("zero weights", "%,d".formatted(z.zeros()), z.words()))
            .orElseGet(
                () ->
                    new Figure(
                        "parameters",
                        "%,d".formatted(after.params()),
                        "of %,d; %,d of %,d MACs"
                            .formatted(before.params(), after.macs(), before.macs()))),
        new Figure(
            "latency",
            micros(after.latencyMicros()),
            "of %s; 95 %% of rows within %s, %s before; energy a row about %s, %s before"
                .formatted(
                    micros(before.latencyMicros()),
                    micros(evidence.result.after().latency().p95Micros()),
                    micros(evidence.result.before().latency().p95Micros()),
                    Shown.energy(evidence.result.after().cost()),
                    Shown.energy(evidence.result.before().cost()))));
  }

  private String known() {
    boolean more =
        Shown.isMore(
            evidence.result.after().test().information().bits(),
            evidence.alike().information().bits(),
            3);
    return (more ? "no less than the original (%s)%s" : "of the %s that the original knows%s")
        .formatted(bits(evidence.alike()), atBest());
  }

  /** Numbers have no temperature. */
  private String atBest() {
    return evidence.specimen.isClassification() ? " at its own best temperature" : "";
  }

  private static String micros(double micros) {
    return String.format(Locale.ROOT, "%.1f µs", micros);
  }

  private String calibration() {
    return evidence.specimen.isClassification()
        ? String.format(
            Locale.ROOT,
            "; calibration error %.4f, %.4f before",
            evidence.result.after().test().calibrationError(),
            evidence.result.before().test().calibrationError())
        : "";
  }

  private String quality(Judged judged) {
    return evidence.specimen.isClassification()
        ? String.format(Locale.ROOT, "%.2f %%", 100 * judged.test().accuracy())
        : String.format(Locale.ROOT, "%.5g", judged.test().rmse() * evidence.unit());
  }

  private static String bits(HeldOut score) {
    return String.format(Locale.ROOT, "%.3f bits", score.information().bits());
  }

  private List<org.pith.studio.report.Limit> limits() {
    return evidence.pruning.order().budget().stream()
        .flatMap(b -> b.limits().entrySet().stream())
        .map(
            e ->
                new org.pith.studio.report.Limit(
                    EvidenceReport.unit(e.getKey()),
                    e.getValue(),
                    evidence.result.after().footprint().amount(e.getKey())))
        .toList();
  }

  private List<Layer> layers() {
    return PruneEvidence.layers(evidence.result.after()).stream()
        .map(l -> new Layer(l.name(), l.kind(), l.width(), l.params(), l.macs(), Optional.empty()))
        .toList();
  }

  private List<Cut> cuts() {
    return evidence.cuts().stream()
        .map(c -> new Cut(c.group(), c.before(), c.after(), c.explained()))
        .toList();
  }

  private Ledger ledger() {
    Estimate known = evidence.result.after().test().information();
    return new Ledger(
        evidence.specimen.data().development().target().name(),
        evidence.targetEntropyBits(),
        Math.max(evidence.alike().information().bits(), known.bits()),
        "the model before pruning%s, or after where that knows more".formatted(atBest()),
        Shown.measured(known),
        known.bits() / (evidence.result.after().footprint().params() / 1000.0));
  }

  private Optional<Controls> controls() {
    if (evidence.controls.isEmpty()) {
      return Optional.empty();
    }
    List<Controls.Control> lines = new ArrayList<>();
    evidence.controls.forEach(
        (name, line) ->
            lines.add(line.shown(PruneControls.WORDS.getOrDefault(name, name), evidence.unit())));
    return Optional.of(
        new Controls(
            evidence.specimen.isClassification() ? Quality.ACCURACY : Quality.RMSE,
            lines.getFirst(),
            lines.subList(1, lines.size())));
  }

  private Provenance provenance() {
    return EvidenceReport.provenance(
        evidence.run,
        evidence.commandLine,
        evidence.begun.atZone(ZoneId.of("UTC")),
        Duration.ofMillis(Math.round(1000 * evidence.wallSeconds())),
        evidence.result.cpuSeconds());
  }
}
