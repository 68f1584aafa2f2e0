package org.pith.studio;

import static org.pith.studio.Markup.el;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.pith.studio.Markup.Element;
import org.pith.studio.report.JointOrder;
import org.pith.studio.report.JointOrder.Step;
import org.pith.studio.report.Measured;

/** What the first columns of the joint order know together, as a rising curve. */
final class OrderSection {
  private static final int HEIGHT = 260;

  private final JointOrder order;
  private final Plot plot;

  private OrderSection(JointOrder order) {
    this.order = order;
    double most =
        Stream.concat(
                order.steps().stream().flatMap(s -> s.knownBits().stream()),
                order.allBits().stream())
            .mapToDouble(Measured::highest)
            .max()
            .orElse(1);
    this.plot =
        new Plot(
            new Axis(0.5, Math.max(2, order.steps().size()) + 0.5, false),
            Axis.fromZero(most),
            HEIGHT);
  }

  static Section of(JointOrder order) {
    return new OrderSection(order).section();
  }

  private Section section() {
    return Section.of(
        "order",
        "Which columns together",
        el("p", summary()).cls("lead"),
        el(
            "figure",
            plot.svg(
                "Bits known by the first columns of the order. Arrow keys go from column to column.",
                plot.yAxis("bits about the target, held out"),
                plot.xAxis("columns taken"),
                order.allBits().map(all -> all(all)),
                curve(),
                points()),
            Section.caption(
                "Each column is the one that adds most to those before it (%s). The curve is what a decoder of the columns up to there knows of held-out rows, with 95\u00a0%% intervals."
                    .formatted(order.method()))),
        el("div", table()).cls("after"));
  }

  private String summary() {
    List<String> names = order.steps().stream().limit(3).map(s -> "‘" + s.column() + "’").toList();
    String taken =
        order.steps().size() > 3
            ? "%s add most; %s columns add something."
                .formatted(Wording.list(names), Wording.count(order.steps().size()))
            : "%s %s something that no other column says."
                .formatted(Wording.list(names), names.size() == 1 ? "adds" : "add");
    return taken;
  }

  private Stream<Element> all(Measured all) {
    return Stream.of(
        plot.horizontal(all.value()).cls("reference"),
        el("text", "all columns " + Wording.bits(all.value()))
            .with("x", "100%")
            .with("y", plot.py(all.value()))
            .with("dy", "-6")
            .with("text-anchor", "end")
            .cls("label quiet"));
  }

  private Stream<Element> curve() {
    return IntStream.range(1, order.steps().size())
        .boxed()
        .flatMap(
            i -> {
              Optional<Measured> before = order.steps().get(i - 1).knownBits();
              Optional<Measured> now = order.steps().get(i).knownBits();
              return before.isPresent() && now.isPresent()
                  ? Stream.of(
                      plot.line(i, value(before.get()), i + 1, value(now.get())).cls("step"))
                  : Stream.of();
            });
  }

  private static double value(Measured m) {
    return Math.max(0, m.value());
  }

  private Stream<Element> points() {
    return IntStream.range(0, order.steps().size())
        .boxed()
        .flatMap(i -> order.steps().get(i).knownBits().stream().flatMap(m -> point(i, m)));
  }

  private Stream<Element> point(int i, Measured m) {
    String about =
        "%d columns, with %s\n%s bits"
            .formatted(
                i + 1,
                order.steps().get(i).column(),
                Wording.measured(m, b -> Wording.fixed(b, 3)));
    Element dot = plot.point(i + 1, value(m), 4, about).cls("point best");
    return m.hasInterval()
        ? Stream.of(
            plot.line(i + 1, Math.max(0, m.low()), i + 1, Math.max(0, m.high())).cls("whisker"),
            dot)
        : Stream.of(dot);
  }

  /** The names, which the curve has no room for. */
  private Element table() {
    return Section.table(
        "The columns in the order in which they add most",
        List.of("Column", "Adds", "Known together (95\u00a0%)"),
        IntStream.range(0, order.steps().size()).mapToObj(this::row));
  }

  private Element row(int i) {
    Step step = order.steps().get(i);
    return Section.row(
        (i + 1) + "  " + step.column(),
        "",
        words(more(i)),
        step.knownBits().map(m -> Wording.measured(m, b -> Wording.fixed(b, 3))).orElse("–"));
  }

  /** What it adds to those before it; may be negative by noise. */
  private Optional<Double> more(int i) {
    Optional<Double> now = order.steps().get(i).knownBits().map(Measured::value);
    Optional<Double> before =
        i == 0 ? Optional.of(0.0) : order.steps().get(i - 1).knownBits().map(Measured::value);
    return now.flatMap(n -> before.map(b -> n - b));
  }

  private static String words(Optional<Double> bits) {
    return bits.map(b -> Wording.fixed(b, 3)).orElse("–");
  }
}
