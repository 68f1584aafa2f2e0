package org.pith.studio;

import static org.pith.studio.Markup.el;

import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.pith.studio.Markup.Element;
import org.pith.studio.report.Front;
import org.pith.studio.report.Front.Candidate;

/**
 * The candidates by what they cost and what they know, with the front, the chosen one and the knee.
 */
final class FrontSection {
  private static final int HEIGHT = 320;

  private final Front front;
  private final List<Candidate> line;
  private final List<Candidate> drawn;
  private final Axis y;

  private FrontSection(Front front) {
    this.front = front;
    this.line =
        front.candidates().stream()
            .filter(Candidate::onFront)
            .sorted(Comparator.comparingLong(front::cost))
            .toList();
    this.y = yAxis(front);
    this.drawn =
        front.candidates().stream()
            .filter(c -> y.contains(c.bits().value()))
            .sorted(Comparator.comparingLong(front::cost))
            .toList();
  }

  static Section of(Front front) {
    return new FrontSection(front).section();
  }

  /** From the worst that matters: failures far below the front would press it against the top. */
  private static Axis yAxis(Front front) {
    double[] sorted =
        front.candidates().stream()
            .mapToDouble(c -> c.bits().value())
            .filter(Double::isFinite)
            .sorted()
            .toArray();
    double usual = sorted[sorted.length / 10];
    DoubleSummaryStatistics range =
        front.candidates().stream()
            .filter(c -> c.onFront() || isMarked(front, c))
            .flatMap(c -> Stream.of(c.bits().lowest(), c.bits().highest()))
            .mapToDouble(v -> v)
            .filter(Double::isFinite)
            .summaryStatistics();
    double top = Math.max(range.getMax(), front.ceiling().orElse(range.getMax()));
    return Axis.linear(Math.min(usual, range.getMin()), Math.max(top, sorted[sorted.length - 1]));
  }

  private static boolean isMarked(Front front, Candidate c) {
    return c.id().equals(front.chosen()) || front.knee().filter(c.id()::equals).isPresent();
  }

  private Section section() {
    return Section.of(
        "front",
        "What each size can know",
        el("p", marks()).cls("lead"),
        el("figure", scaleChoice(), drawing(), Section.caption(caption()), Section.numbers(table()))
            .cls("front"));
  }

  private String marks() {
    Candidate chosen = candidate(front.chosen());
    String taken = "Chosen: %s, %s.".formatted(chosen.network(), aboutInBrief(chosen));
    String knee =
        front
            .knee()
            .filter(id -> !id.equals(front.chosen()))
            .map(this::candidate)
            .map(
                k ->
                    " Beyond the knee, at %s, more cost buys little."
                        .formatted(Wording.cost(front.axis(), cost(k))))
            .orElse("");
    return taken + front.afterwards().map(then -> " " + then).orElse("") + knee;
  }

  private Candidate candidate(String id) {
    return front.candidates().stream().filter(c -> c.id().equals(id)).findFirst().orElseThrow();
  }

  /** At least 1, so that it has a place on a logarithmic axis. */
  private double cost(Candidate c) {
    return Math.max(1.0, (double) front.cost(c));
  }

  private String aboutInBrief(Candidate c) {
    return "%s, %s bits"
        .formatted(Wording.cost(front.axis(), cost(c)), Wording.bits(c.bits().value()));
  }

  private String caption() {
    int hidden = front.candidates().size() - drawn.size();
    String below =
        hidden == 0
            ? ""
            : " %s that know less than %s bits are not drawn."
                .formatted(Wording.count(hidden), Wording.bits(y.low()));
    return "Each dot is a trained network. The line joins those that no cheaper one equals; its"
        + " dots have their 95\u00a0% intervals."
        + below;
  }

  private static Element scaleChoice() {
    return el(
            "fieldset",
            el("legend", "Horizontal axis").cls("unseen"),
            choice("logarithmic").with("checked", ""),
            el("label", "logarithmic").with("for", "scale-logarithmic"),
            choice("linear"),
            el("label", "linear").with("for", "scale-linear"))
        .cls("scale");
  }

  private static Element choice(String scale) {
    return el("input").with("type", "radio").with("name", "scale").with("id", "scale-" + scale);
  }

  /** Both scales are drawn, and style shows the one that is chosen. */
  private Element drawing() {
    DoubleSummaryStatistics costs =
        Stream.concat(front.candidates().stream().map(this::cost), front.allowed().stream().boxed())
            .mapToDouble(v -> v)
            .summaryStatistics();
    Plot log = new Plot(Axis.log(costs.getMin(), costs.getMax()), y, HEIGHT);
    Plot linear = new Plot(Axis.fromZero(costs.getMax()), y, HEIGHT);
    return log.svg(
        "Bits about the target against "
            + front.axis().words()
            + ", one dot for each trained network. Arrow keys go from dot to dot.",
        log.yAxis("bits about the target, on validation rows"),
        front.ceiling().stream().boxed().flatMap(at -> ceiling(log, at)),
        scale(log).cls("logarithmic"),
        scale(linear).cls("linear"));
  }

  private static Stream<Element> ceiling(Plot plot, double at) {
    return Stream.of(
        plot.horizontal(at).cls("reference"),
        el("text", "ceiling " + Wording.bits(at))
            .with("x", "0")
            .with("dx", "6")
            .with("y", plot.py(at))
            .with("dy", "-6")
            .cls("label quiet"));
  }

  private Element scale(Plot plot) {
    return el(
        "g",
        plot.xAxis(front.axis().words()),
        front.allowed().stream().boxed().flatMap(at -> budget(plot, at)),
        drawn.stream().filter(c -> !c.onFront()).map(c -> point(plot, c, 3).cls("point other")),
        steps(plot),
        line.stream().filter(c -> c.bits().hasInterval()).map(c -> whisker(plot, c).cls("whisker")),
        line.stream().map(c -> point(plot, c, 4.5).cls("point best")),
        front.knee().map(this::candidate).map(c -> mark(plot, c, "knee", -22)).stream()
            .flatMap(m -> m),
        mark(plot, candidate(front.chosen()), "chosen", 14));
  }

  private static Stream<Element> budget(Plot plot, double at) {
    return Stream.of(
        plot.vertical(at).cls("reference"),
        el("text", "budget " + Wording.tick(at))
            .with("x", plot.px(at))
            .with("y", plot.height() - 8)
            .with("dx", "-6")
            .with("text-anchor", "end")
            .cls("label quiet"));
  }

  private Element whisker(Plot plot, Candidate c) {
    return plot.line(cost(c), c.bits().low(), cost(c), c.bits().high());
  }

  private Stream<Element> mark(Plot plot, Candidate c, String word, int above) {
    if (word.equals("knee") && c.id().equals(front.chosen())) {
      return Stream.of();
    }
    return Stream.of(
        plot.dot(cost(c), c.bits().value(), 9).cls("ring"),
        plot.label(word, cost(c), c.bits().value(), above).cls("label mark"));
  }

  private Element point(Plot plot, Candidate c, double radius) {
    return plot.point(cost(c), c.bits().value(), radius, about(c));
  }

  private String about(Candidate c) {
    return "%s\n%s parameters, %s MACs, %s bytes\n%s bits\n%s %s"
        .formatted(
            c.network(),
            Wording.count(c.params()),
            Wording.count(c.macs()),
            Wording.count(c.bytes()),
            Wording.measured(c.bits(), Wording::bits),
            front.quality().name(),
            Wording.quality(front.quality(), c.quality()));
  }

  /** Between two dots of the front, what the cheaper one knows is what can be had. */
  private Stream<Element> steps(Plot plot) {
    return IntStream.range(1, line.size())
        .boxed()
        .flatMap(i -> step(plot, line.get(i - 1), line.get(i)));
  }

  private Stream<Element> step(Plot plot, Candidate from, Candidate to) {
    double low = from.bits().value();
    return Stream.of(
        plot.line(cost(from), low, cost(to), low).cls("step"),
        plot.line(cost(to), low, cost(to), to.bits().value()).cls("step"));
  }

  private Element table() {
    return Section.table(
        "Networks on the front",
        List.of("Network", "Parameters", "MACs", "Bytes", "Bits", front.quality().name()),
        line.stream()
            .map(
                c ->
                    Section.row(
                        c.network(),
                        "",
                        Wording.count(c.params()),
                        Wording.count(c.macs()),
                        Wording.count(c.bytes()),
                        Wording.measured(c.bits(), Wording::bits),
                        Wording.quality(front.quality(), c.quality()))));
  }
}
