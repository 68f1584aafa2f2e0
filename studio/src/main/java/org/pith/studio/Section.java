package org.pith.studio;

import static org.pith.studio.Markup.el;

import java.util.List;
import java.util.stream.Stream;
import org.pith.studio.Markup.Element;

/**
 * A part of the page with a heading.
 *
 * @param id its anchor
 * @param title its heading
 * @param body what is under it
 */
record Section(String id, String title, List<Markup> body) {

  static Section of(String id, String title, Markup... body) {
    return new Section(id, title, List.of(body));
  }

  Element markup() {
    return el("section", el("h2", title).with("id", id + "-title"), body)
        .with("id", id)
        .with("aria-labelledby", id + "-title");
  }

  /** What a drawing shows, under it. */
  static Element caption(String text) {
    return el("figcaption", text);
  }

  /** A table whose columns from the second on are numbers. */
  static Element table(String about, List<String> heads, Stream<Element> rows) {
    return scrolling(
        about,
        el(
            "table",
            el("caption", about).cls("unseen"),
            el("thead", el("tr", heads.stream().map(h -> el("th", h).with("scope", "col")))),
            el("tbody", rows)));
  }

  /** What may be too wide for a phone and then scrolls by itself, by keyboard too. */
  static Element scrolling(String about, Element wide) {
    return el("div", wide)
        .cls("wide")
        .with("tabindex", "0")
        .with("role", "region")
        .with("aria-label", about);
  }

  /** A row of numbers with its name and a note under it, which may be empty. */
  static Element row(String name, String note, String... numbers) {
    return el(
        "tr",
        el("th", name, note.isEmpty() ? Stream.of() : Stream.of(el("small", note)))
            .with("scope", "row"),
        Stream.of(numbers).map(n -> el("td", n)));
  }

  /** What a drawing shows, as a table that opens on demand and is always printed. */
  static Element numbers(Element table) {
    return numbers("The numbers", table);
  }

  /** A table that opens on demand and is always printed. */
  static Element numbers(String summary, Element table) {
    return el("details", el("summary", summary), table);
  }
}
