package org.pith.studio;

import static org.pith.studio.Markup.el;
import static org.pith.studio.Markup.verbatim;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.pith.studio.Markup.Element;
import org.pith.studio.report.Audit;
import org.pith.studio.report.Figure;
import org.pith.studio.report.Inspection;
import org.pith.studio.report.Limit;
import org.pith.studio.report.Provenance;
import org.pith.studio.report.Report;

/**
 * A report as one HTML page that holds its style, drawings and script and asks no network for
 * anything; its content security policy forbids it to. Everything can be read, and printed, without
 * script, which adds tooltips and arrow keys.
 */
public final class ReportPage {
  private ReportPage() {}

  /** The page as text. */
  public static String html(Report report) {
    return html(
        new Head(
            report.title(), report.asked(), report.found(), report.figures(), report.provenance()),
        sections(report));
  }

  /** The page of an inspected model as text. */
  public static String html(Inspection inspection) {
    return html(
        new Head(
            inspection.title(),
            inspection.asked(),
            inspection.found(),
            inspection.figures(),
            inspection.provenance()),
        sections(inspection));
  }

  /** The page of an audit as text. */
  public static String html(Audit audit) {
    return html(
        new Head(audit.title(), audit.asked(), audit.found(), audit.figures(), audit.provenance()),
        sections(audit));
  }

  /** What every page begins with. */
  private record Head(
      String title, String asked, String found, List<Figure> figures, Provenance provenance) {}

  private static String html(Head head, List<Section> sections) {
    StringBuilder html = new StringBuilder("<!DOCTYPE html>\n");
    el("html", head(head), body(head, sections)).with("lang", "en").appendTo(html);
    return html.append('\n').toString();
  }

  private static Element head(Head page) {
    return el(
        "head",
        el("meta").with("charset", "utf-8"),
        el("meta").with("name", "viewport").with("content", "width=device-width, initial-scale=1"),
        el("meta")
            .with("http-equiv", "Content-Security-Policy")
            .with(
                "content",
                "default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'sha256-%s'"
                    .formatted(sha256(resource("report.js")))),
        el("meta").with("name", "color-scheme").with("content", "light dark"),
        el("link").with("rel", "icon").with("href", "data:,"),
        el("title", page.title() + " – Pith"),
        el("style", verbatim(resource("report.css"))));
  }

  private static Element body(Head page, List<Section> sections) {
    return el(
        "body",
        el("a", "Skip to the findings").cls("skip").with("href", "#found"),
        header(page),
        contents(sections),
        el("main", sections.stream().map(Section::markup)),
        footer(page),
        el("script", verbatim(resource("report.js"))));
  }

  private static Element header(Head page) {
    return el(
        "header",
        el(
                "p",
                el("strong", "Pith"),
                " " + page.provenance().settings().verb(),
                el("span", page.provenance().run()))
            .cls("masthead"),
        el("p", page.asked()).cls("asked"),
        el("h1", page.found()).with("id", "found"),
        el("dl", page.figures().stream().map(ReportPage::figure)).cls("figures"));
  }

  private static Element figure(Figure figure) {
    return el(
        "div", el("dt", figure.label()), el("dd", figure.value(), el("small", figure.note())));
  }

  private static Element contents(List<Section> sections) {
    return el(
            "nav",
            el(
                "ul",
                sections.stream()
                    .map(s -> el("li", el("a", s.title()).with("href", "#" + s.id())))))
        .with("aria-label", "Contents");
  }

  private static List<Section> sections(Report report) {
    return Stream.of(
            report.front().map(FrontSection::of),
            report.ledger().map(LedgerSection::of),
            report.controls().map(ControlsSection::of),
            unlessEmpty(report.cuts()).map(CutsSection::of),
            unlessEmpty(report.layers()).map(LayersSection::of),
            unlessEmpty(report.limits()).map(ReportPage::budget),
            report.answers().map(AnswersSection::of),
            report.columns().map(ColumnsSection::of),
            report.trace().map(TraceSection::of),
            unlessEmpty(report.findings()).map(ReportPage::findings),
            Optional.of(ProvenanceSection.of(report.provenance())))
        .flatMap(Optional::stream)
        .toList();
  }

  private static List<Section> sections(Inspection inspection) {
    return Stream.of(
            InspectionSections.of(inspection).stream(),
            unlessEmpty(inspection.findings()).map(ReportPage::findings).stream(),
            Stream.of(ProvenanceSection.of(inspection.provenance())))
        .flatMap(s -> s)
        .toList();
  }

  private static List<Section> sections(Audit audit) {
    return Stream.of(
            audit.knowable().map(KnowableSection::of),
            Optional.of(ColumnsSection.of(audit.columns())),
            audit.order().map(OrderSection::of),
            audit.redundancy().map(RedundancySection::of),
            unlessEmpty(audit.findings()).map(ReportPage::findings),
            Optional.of(ProvenanceSection.of(audit.provenance())))
        .flatMap(Optional::stream)
        .toList();
  }

  private static <T> Optional<List<T>> unlessEmpty(List<T> list) {
    return list.isEmpty() ? Optional.empty() : Optional.of(list);
  }

  private static Section budget(List<Limit> limits) {
    boolean all = limits.stream().allMatch(Limit::holds);
    return Section.of(
        "budget",
        "The budget",
        el(
                "p",
                all
                    ? "Every limit holds, re-measured on the exported file."
                    : "A limit does not hold on the exported file.")
            .cls("lead"),
        el("ul", limits.stream().map(ReportPage::limit)).cls("bars limits"));
  }

  private static Element limit(Limit limit) {
    return el(
        "li",
        el("span", limit.unit().label()).cls("name"),
        el(
                "svg",
                el("rect").with("width", "100%").with("y", "5").with("height", "10").cls("room"),
                el("rect")
                    .with("width", Plot.percent(Math.min(1, limit.used() / limit.allowed())))
                    .with("y", "5")
                    .with("height", "10")
                    .cls("known"))
            .with("width", "100%")
            .with("height", "20")
            .with("aria-hidden", "true"),
        el(
                "span",
                amount(limit.used()),
                el("small", " of " + amount(limit.allowed()) + (limit.holds() ? "" : ", exceeded")))
            .cls("value"));
  }

  private static String amount(double value) {
    return value == Math.rint(value) ? Wording.count((long) value) : Wording.fixed(value, 1);
  }

  private static Section findings(List<String> findings) {
    return Section.of(
        "findings",
        "Worth knowing besides",
        el("ul", findings.stream().map(f -> el("li", f))).cls("findings"));
  }

  private static Element footer(Head page) {
    String version = page.provenance().settings().versions().getOrDefault("pith", "");
    return el(
        "footer",
        el(
            "p",
            "Made by Pith %s. This page is complete in itself: it loads nothing and sends nothing."
                .formatted(version)
                .replace("  ", " ")));
  }

  private static String sha256(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("Every Java platform has SHA-256.", e);
    }
  }

  private static String resource(String name) {
    try (InputStream in = ReportPage.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
