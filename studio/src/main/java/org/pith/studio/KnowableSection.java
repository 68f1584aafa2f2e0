package org.pith.studio;

import static org.pith.studio.Markup.el;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pith.studio.Markup.Element;
import org.pith.studio.report.Knowable;
import org.pith.studio.report.Knowable.Bounds;
import org.pith.studio.report.Measured;

/** How much there is to know about the target, and what that allows. */
final class KnowableSection {

  private final Knowable knowable;

  private KnowableSection(Knowable knowable) {
    this.knowable = knowable;
  }

  static Section of(Knowable knowable) {
    return new KnowableSection(knowable).section();
  }

  private Section section() {
    List<Markup> body = new ArrayList<>();
    body.add(el("p", summary()).cls("lead"));
    if (knowable.entropyBits().isPresent()) {
      body.add(el("figure", bar(knowable.entropyBits().getAsDouble())));
    }
    body.add(account());
    return new Section("knowable", "How much there is to know", body);
  }

  private String summary() {
    String shown =
        "%s, fitted on some rows, was shown to know %s bits about ‘%s’ on others. The columns may hold more than this decoder can read."
            .formatted(
                capital(knowable.decoder()),
                Wording.bits(knowable.knownBits().value()),
                knowable.target());
    return shown + knowable.accuracy().map(KnowableSection::implied).orElse("");
  }

  private static String implied(Bounds bounds) {
    return " With so many bits no decision is right more often than %s (Fano), and the best one is right at least %s of the time (Hellman and Raviv)."
        .formatted(Wording.percent(bounds.most()), Wording.percent(bounds.least()));
  }

  private static String capital(String words) {
    return words.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + words.substring(1);
  }

  private Element bar(double entropy) {
    Measured known = knowable.knownBits();
    return BitsBar.of(
        entropy,
        List.of(
            new BitsBar.Part(0, known.value(), "known"),
            new BitsBar.Part(Math.max(0, known.value()), entropy, "beyond")),
        known,
        "A bar of %s bits, of which %s were shown to be known."
            .formatted(Wording.bits(entropy), Wording.bits(known.value())));
  }

  private Element account() {
    List<Element> lines = new ArrayList<>();
    knowable
        .entropyBits()
        .ifPresent(h -> lines.add(line("Entropy of ‘" + knowable.target() + "’", bits(h), "")));
    lines.add(
        line(
            "Shown to be known, on held-out rows",
            bits(knowable.knownBits().value()),
            interval(knowable.knownBits(), false)));
    knowable.accuracy().ifPresent(bounds -> lines.addAll(bounds(bounds)));
    return el("table", el("caption", "The account").cls("unseen"), el("tbody", lines))
        .cls("account");
  }

  private static List<Element> bounds(Bounds bounds) {
    return List.of(
        line("Most right answers that so many bits allow", Wording.percent(bounds.most()), "Fano")
            .cls("sum"),
        line(
            "Right answers of the decoder",
            Wording.percent(bounds.reached().value()),
            interval(bounds.reached(), true)),
        line(
            "Right answers that the best decision is sure of",
            Wording.percent(bounds.least()),
            "Hellman and Raviv"));
  }

  private static String interval(Measured m, boolean share) {
    return Optional.of(Wording.interval(m, share ? Wording::percent : Wording::bits))
        .filter(words -> !words.isEmpty())
        .map(words -> "95\u00a0% interval " + words)
        .orElse("");
  }

  private static String bits(double bits) {
    return Wording.bits(bits) + " bits";
  }

  private static Element line(String name, String value, String note) {
    return el("tr", el("th", name, el("small", note)).with("scope", "row"), el("td", value));
  }
}
