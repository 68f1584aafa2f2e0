package org.pith.studio;

import static org.pith.studio.Markup.el;

import java.util.List;
import org.pith.studio.Markup.Element;
import org.pith.studio.report.Cut;

/** What pruning left of each group of channels. */
final class CutsSection {
  private CutsSection() {}

  static Section of(List<Cut> cuts) {
    return Section.of(
        "cuts",
        "What went",
        el(
                "p",
                "Units that are left of each group of channels, and the share of what the layers"
                    + " after it read that they explain before any training.")
            .cls("lead"),
        el("ul", cuts.stream().map(CutsSection::row)).cls("bars cuts"));
  }

  private static Element row(Cut cut) {
    return el(
        "li",
        el("span", cut.group()).cls("name"),
        el(
                "svg",
                el("rect").with("width", "100%").with("y", "5").with("height", "10").cls("room"),
                el("rect")
                    .with("width", Plot.percent((double) cut.after() / cut.before()))
                    .with("y", "5")
                    .with("height", "10")
                    .cls("known"))
            .with("width", "100%")
            .with("height", "20")
            .with("aria-hidden", "true"),
        el(
                "span",
                Wording.count(cut.after()),
                el(
                    "small",
                    " of "
                        + Wording.count(cut.before())
                        + (Double.isNaN(cut.retained())
                            ? ""
                            : ", explain " + Wording.percent(cut.retained()))))
            .cls("value"));
  }
}
