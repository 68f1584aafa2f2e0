package org.pith.studio;

import static org.pith.studio.Markup.el;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.pith.studio.Markup.Element;
import org.pith.studio.report.RedundancyMap;

/** What pairs of columns share, as a shaded table with alike columns side by side. */
final class RedundancySection {

  /** Below this a cell is as good as empty. */
  private static final double LEAST = 0.02;

  private RedundancySection() {}

  static Section of(RedundancyMap map) {
    List<Integer> order = AlikeOrder.of(map);
    return Section.of(
        "redundancy",
        "What the columns share",
        el("p", summary(map, order)).cls("lead"),
        el("figure", table(map, order), Section.caption(caption(map))));
  }

  private static String summary(RedundancyMap map, List<Integer> order) {
    int first = 0;
    int second = 0;
    double most = 0;
    for (int i : order) {
      for (int j : order) {
        if (i < j && map.share(i, j) > most) {
          most = map.share(i, j);
          first = i;
          second = j;
        }
      }
    }
    if (most < LEAST) {
      return "No two of these columns say anything about each other.";
    }
    String shared =
        "‘%s’ and ‘%s’ share most: %s bits"
            .formatted(
                map.names().get(first),
                map.names().get(second),
                Wording.bits(map.bits().get(first).get(second)));
    return most > 0.995
        ? shared + "; one of the two follows from the other."
        : "%s, %s of what they could share.".formatted(shared, Wording.percent(most));
  }

  private static String caption(RedundancyMap map) {
    String each =
        "Information between two columns in percent of the entropy of the one that has less: 100"
            + " where one follows from the other. Numbers count in equally frequent bins. Columns"
            + " that share much stand side by side.";
    return map.more() == 0
        ? each
        : each
            + " The %s columns that know most about the target are shown; %s are not."
                .formatted(Wording.count(map.names().size()), Wording.count(map.more()));
  }

  private static Element table(RedundancyMap map, List<Integer> order) {
    Element head =
        el(
            "tr",
            el("td").cls("corner"),
            order.stream()
                .map(
                    j ->
                        el("th", el("span", map.names().get(j)))
                            .with("scope", "col")
                            .with("title", map.names().get(j))));
    return Section.scrolling(
        "Information between columns",
        el(
                "table",
                el("caption", "Information between columns, in percent").cls("unseen"),
                el("thead", head),
                el("tbody", order.stream().map(i -> row(map, order, i))))
            .cls("confusion tall map"));
  }

  private static Element row(RedundancyMap map, List<Integer> order, int i) {
    Stream<Element> cells = order.stream().map(j -> cell(map, i, j));
    return el(
        "tr",
        el("th", map.names().get(i)).with("scope", "row").with("title", map.names().get(i)),
        cells);
  }

  private static Element cell(RedundancyMap map, int i, int j) {
    if (i == j) {
      return el("td", "").cls("self");
    }
    double share = map.share(i, j);
    String about =
        "%s, %s: %s bits"
            .formatted(
                map.names().get(i), map.names().get(j), Wording.fixed(map.bits().get(i).get(j), 3));
    return share < LEAST
        ? el("td", "·").cls("none").with("title", about)
        : el("td", Wording.fixed(100 * share, 0))
            .cls("wrong")
            .with("title", about)
            .with("style", String.format(Locale.ROOT, "--shade:%.0f%%", 48 * share));
  }
}
