package org.pith.studio;

import static org.pith.studio.Markup.el;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.pith.studio.Markup.Element;
import org.pith.studio.report.Controls;
import org.pith.studio.report.Controls.Control;
import org.pith.studio.report.Controls.Standing;
import org.pith.studio.report.Measured;

/** The same job done in other ways at equal cost, and in words who wins. */
final class ControlsSection {
  private final Controls controls;
  private final Axis axis;

  private ControlsSection(Controls controls) {
    this.controls = controls;
    double[] all =
        controls.ranked().stream()
            .flatMap(
                c ->
                    Stream.concat(
                        Stream.of(c.quality().lowest(), c.quality().highest()), c.seeds().stream()))
            .mapToDouble(v -> v)
            .filter(Double::isFinite)
            .sorted()
            .toArray();
    this.axis = all.length == 0 ? Axis.fromZero(1) : Axis.linear(all[0], all[all.length - 1]);
  }

  static Section of(Controls controls) {
    return new ControlsSection(controls).section();
  }

  private Section section() {
    return Section.of(
        "controls",
        "Does the guidance pay?",
        el("p", verdict()).cls("lead"),
        el(
            "figure",
            el("ul", controls.ranked().stream().map(this::row), ticks()).cls("dots"),
            Section.caption(
                "Test %s at equal cost: small dots are seeds, the large dot is their mean, the line its 95\u00a0%% interval. A difference counts where two intervals are apart."
                        .formatted(controls.quality().name())
                    + diverged()),
            Section.numbers(table())));
  }

  /** What is infinite has no place on an axis. */
  private String diverged() {
    List<String> names =
        controls.ranked().stream()
            .filter(c -> !Double.isFinite(c.quality().value()))
            .map(Control::name)
            .toList();
    return names.isEmpty()
        ? ""
        : " Trainings diverged, and are left out of the drawing: of %s."
            .formatted(Wording.list(names));
  }

  private String verdict() {
    return Stream.of(
            sentence(Standing.WINS, "Pith is better than "),
            sentence(Standing.TIES, "It cannot be told apart from "),
            sentence(Standing.LOSES, "It is worse than "))
        .filter(s -> !s.isEmpty())
        .reduce((a, b) -> a + " " + b)
        .map(s -> s.startsWith("It ") ? "Pith " + s.substring(3) : s)
        .orElse("");
  }

  private String sentence(Standing standing, String beginning) {
    List<String> names =
        controls.others().stream()
            .filter(c -> controls.against(c) == standing)
            .map(Control::name)
            .toList();
    return names.isEmpty() ? "" : beginning + Wording.list(names) + ".";
  }

  private Element row(Control control) {
    String kind = control.equals(controls.ours()) ? "ours" : "other";
    return el(
            "li",
            el("span", control.name()).cls("name"),
            el("svg", drawing(control))
                .with("width", "100%")
                .with("height", "28")
                .with("aria-hidden", "true"),
            el("span", words(control.quality().value())).cls("value"))
        .cls(kind);
  }

  private Stream<Element> drawing(Control control) {
    Measured m = control.quality();
    Stream<Element> rules =
        axis.ticks(5).stream().map(t -> at(t)).map(x -> Plot.segment(x, "0", x, "28").cls("grid"));
    Stream<Element> interval =
        Double.isFinite(m.lowest()) && Double.isFinite(m.highest()) && m.hasInterval()
            ? Stream.of(Plot.segment(at(m.low()), "14", at(m.high()), "14").cls("interval"))
            : Stream.of();
    Stream<Element> seeds =
        control.seeds().stream().filter(Double::isFinite).map(s -> dot(s, 3).cls("seed"));
    Stream<Element> mean =
        Double.isFinite(m.value()) ? Stream.of(dot(m.value(), 5).cls("mean")) : Stream.of();
    return Stream.of(rules, interval, seeds, mean).flatMap(s -> s);
  }

  private Element dot(double value, double radius) {
    return el("circle").with("cx", at(value)).with("cy", "14").with("r", radius);
  }

  private String at(double value) {
    return Plot.percent(axis.share(value));
  }

  private Element ticks() {
    List<Double> at = axis.ticks(5);
    boolean share = controls.quality().share();
    List<String> words = Wording.ticks(at.stream().map(t -> share ? 100 * t : t).toList());
    return el(
            "li",
            el("span").cls("name"),
            el(
                    "svg",
                    IntStream.range(0, at.size())
                        .mapToObj(i -> tick(at.get(i), words.get(i) + (share ? "\u00a0%" : ""))))
                .with("width", "100%")
                .with("height", "20"),
            el("span").cls("value"))
        .cls("ticks")
        .with("aria-hidden", "true");
  }

  private Element tick(double value, String words) {
    return el("text", words)
        .with("x", at(value))
        .with("y", "14")
        .with("text-anchor", "middle")
        .cls("number");
  }

  private String words(double value) {
    return Wording.quality(controls.quality(), value);
  }

  private Element table() {
    return Section.table(
        "Pith and its controls",
        List.of("", "Parameters", controls.quality().name(), "95\u00a0% interval", "Seeds", "CPU"),
        controls.ranked().stream()
            .map(
                c ->
                    Section.row(
                        c.name(),
                        "",
                        Wording.count(c.params()),
                        words(c.quality().value()),
                        Wording.interval(c.quality(), this::words),
                        Integer.toString(c.seeds().size()),
                        Wording.seconds(c.cpuSeconds()))));
  }
}
