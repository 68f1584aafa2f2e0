package org.pith.studio;

import static org.pith.studio.Markup.el;

import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.pith.studio.Markup.Element;
import org.pith.studio.report.Provenance;

/** Everything needed to make the report again. */
final class ProvenanceSection {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm:ss O", Locale.ENGLISH);

  private ProvenanceSection() {}

  static Section of(Provenance p) {
    String fingerprint = p.settings().fingerprint();
    Stream<Element> facts =
        Stream.of(
                Map.entry("Run", p.run()),
                Map.entry("Begun", TIME.format(p.begun())),
                Map.entry(
                    "Took",
                    Wording.duration(p.wall())
                        + ", "
                        + Wording.seconds(p.cpuSeconds())
                        + " of processor time"),
                Map.entry("Seed", Long.toString(p.settings().seed())),
                Map.entry("Data", fingerprint),
                Map.entry("Machine", p.machine()))
            .filter(fact -> !fact.getValue().isEmpty())
            .flatMap(ProvenanceSection::fact);
    return Section.of(
        "provenance",
        "Where this comes from",
        el("pre", el("code", p.commandLine())).with("tabindex", "0"),
        el(
                "dl",
                facts,
                p.settings().options().entrySet().stream().flatMap(ProvenanceSection::fact),
                p.settings().versions().entrySet().stream().flatMap(ProvenanceSection::fact))
            .cls("facts"));
  }

  private static Stream<Element> fact(Map.Entry<String, String> fact) {
    return Stream.of(el("dt", fact.getKey()), el("dd", fact.getValue()));
  }
}
