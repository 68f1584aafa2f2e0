package org.pith.studio;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A piece of HTML or SVG. Text and attribute values are always escaped; only the page's own style
 * and script, which no data reach, go in as they are.
 */
sealed interface Markup {

  /** Appends this piece as HTML. */
  void appendTo(StringBuilder html);

  /** An element with these children: markup, text, or a list, stream or optional of them. */
  static Element el(String tag, Object... children) {
    List<Markup> flat = new ArrayList<>();
    for (Object child : children) {
      flatten(child, flat);
    }
    return new Element(tag, Map.of(), flat);
  }

  private static void flatten(Object child, List<Markup> into) {
    switch (child) {
      case Markup markup -> into.add(markup);
      case String text -> into.add(new Text(text));
      case Iterable<?> many -> many.forEach(each -> flatten(each, into));
      case Stream<?> many -> many.forEach(each -> flatten(each, into));
      case Optional<?> maybe -> maybe.ifPresent(each -> flatten(each, into));
      default -> throw new IllegalArgumentException("Not markup: " + child.getClass());
    }
  }

  /** Text of the page's own that is not escaped: style or script. */
  static Markup verbatim(String own) {
    return new Verbatim(own);
  }

  /**
   * Characters with a meaning in HTML become references; control characters that HTML forbids
   * become U+FFFD.
   */
  static void escape(String text, StringBuilder html) {
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> html.append("&amp;");
                case '<' -> html.append("&lt;");
                case '>' -> html.append("&gt;");
                case '"' -> html.append("&quot;");
                case '\'' -> html.append("&#39;");
                case '\n', '\t' -> html.append((char) c);
                default -> html.appendCodePoint(isForbidden(c) ? 0xFFFD : c);
              }
            });
  }

  private static boolean isForbidden(int c) {
    return Character.isISOControl(c)
        || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }

  /**
   * An element.
   *
   * @param tag its name
   * @param attributes in order
   * @param children in order
   */
  record Element(String tag, Map<String, String> attributes, List<Markup> children)
      implements Markup {
    private static final Set<String> VOID = Set.of("meta", "link", "br", "input");

    /** This element with one more attribute. */
    Element with(String name, Object value) {
      Map<String, String> more = new LinkedHashMap<>(attributes);
      more.put(name, value.toString());
      return new Element(tag, more, children);
    }

    /** This element with a class. */
    Element cls(String name) {
      return with("class", name);
    }

    @Override
    public void appendTo(StringBuilder html) {
      html.append('<').append(tag);
      attributes.forEach(
          (name, value) -> {
            html.append(' ').append(name).append("=\"");
            escape(value, html);
            html.append('"');
          });
      html.append('>');
      if (!VOID.contains(tag)) {
        children.forEach(child -> child.appendTo(html));
        html.append("</").append(tag).append('>');
      }
    }
  }

  /** Text that is escaped. */
  record Text(String text) implements Markup {
    @Override
    public void appendTo(StringBuilder html) {
      escape(text, html);
    }
  }

  /** Text that is not escaped. */
  record Verbatim(String own) implements Markup {
    @Override
    public void appendTo(StringBuilder html) {
      html.append(own);
    }
  }
}
