package org.pith.studio;

import static org.pith.studio.Markup.el;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.pith.studio.Markup.Element;
import org.pith.studio.report.Columns;
import org.pith.studio.report.Columns.Column;
import org.pith.studio.report.Columns.Grid;
import org.pith.studio.report.Measured;

/** Columns by what each alone knows about the target; as a picture too, where they are pixels. */
final class ColumnsSection {
  private static final int SHOWN = 20;
  private static final int SHOWN_BESIDE_PICTURE = 8;
  private static final int CELL = 10;

  private ColumnsSection() {}

  static Section of(Columns columns) {
    List<Column> ranked =
        columns.columns().stream()
            .sorted(Comparator.comparingDouble((Column c) -> c.bits().value()).reversed())
            .toList();
    int shown = columns.grid().isPresent() ? SHOWN_BESIDE_PICTURE : SHOWN;
    Axis axis = Axis.fromZero(ranked.stream().mapToDouble(c -> c.bits().highest()).max().orElse(1));
    return Section.of(
        "columns",
        "What each column knows",
        el(
                "figure",
                columns.grid().map(g -> picture(columns.columns(), g)),
                el("ul", ranked.stream().limit(shown).map(c -> bar(c, axis))).cls("bars"),
                Section.caption(caption(ranked, shown)))
            .cls(columns.grid().isPresent() ? "columns pictured" : "columns"));
  }

  private static String caption(List<Column> ranked, int shown) {
    String each =
        "Bits about the target in one column alone, with 95\u00a0% intervals. Columns share"
            + " bits, so they do not add up.";
    if (ranked.size() <= shown) {
      return each;
    }
    return each
        + " %s more know at most %s bits each."
            .formatted(
                Wording.count(ranked.size() - shown),
                Wording.fixed(ranked.get(shown).bits().value(), 3));
  }

  private static Element bar(Column column, Axis axis) {
    Measured m = column.bits();
    boolean trusted = column.verdict().equals("TRUSTED");
    return el(
        "li",
        el(
                "span",
                column.name(),
                " ",
                el(
                    "small",
                    trusted
                        ? column.type()
                        : column.type() + ", " + column.verdict().toLowerCase(Locale.ROOT)))
            .cls("name"),
        el(
                "svg",
                el("rect")
                    .with("y", "5")
                    .with("height", "10")
                    .with("x", "0")
                    .with("width", Plot.percent(axis.share(Math.max(0, m.value()))))
                    .cls("column"),
                interval(m, axis))
            .with("width", "100%")
            .with("height", "20")
            .with("aria-hidden", "true"),
        el("span", Wording.fixed(m.value(), 3)).cls("value"));
  }

  private static Stream<Element> interval(Measured m, Axis axis) {
    return m.hasInterval()
        ? Stream.of(
            Plot.segment(
                    Plot.percent(axis.share(Math.max(0, m.low()))),
                    "10",
                    Plot.percent(axis.share(Math.max(0, m.high()))),
                    "10")
                .cls("interval"))
        : Stream.of();
  }

  private static Element picture(List<Column> columns, Grid grid) {
    double most = columns.stream().mapToDouble(c -> c.bits().value()).max().orElse(1);
    return el(
            "svg",
            IntStream.range(0, columns.size()).mapToObj(i -> cell(columns.get(i), i, grid, most)))
        .with("viewBox", "0 0 %d %d".formatted(CELL * grid.width(), CELL * grid.height()))
        .with("role", "group")
        .with(
            "aria-label",
            "Each pixel by the bits it knows alone. Arrow keys go from pixel to pixel.")
        .cls("picture");
  }

  private static Element cell(Column column, int i, Grid grid, double most) {
    double share = most > 0 ? Math.max(0, column.bits().value()) / most : 0;
    return el(
            "rect",
            el(
                "title",
                column.name()
                    + "\n"
                    + Wording.measured(column.bits(), b -> Wording.fixed(b, 3))
                    + " bits"))
        .with("x", CELL * (i % grid.width()))
        .with("y", CELL * (i / grid.width()))
        .with("width", CELL)
        .with("height", CELL)
        .with("fill-opacity", String.format(Locale.ROOT, "%.3f", share))
        .cls("point cell");
  }
}
