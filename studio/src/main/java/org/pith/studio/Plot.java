package org.pith.studio;

import static org.pith.studio.Markup.el;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.pith.studio.Markup.Element;

/**
 * A drawing over two axes. Horizontal positions are percentages and vertical ones pixels, so that
 * it fills any width while text, dots and lines keep their size.
 *
 * @param x the horizontal axis
 * @param y the vertical axis, upwards
 * @param height in pixels
 */
record Plot(Axis x, Axis y, int height) {

  /** A share as a percentage. */
  static String percent(double share) {
    return String.format(Locale.ROOT, "%.2f%%", 100 * share);
  }

  String px(double value) {
    return percent(x.share(value));
  }

  String py(double value) {
    return String.format(Locale.ROOT, "%.1f", height * (1 - y.share(value)));
  }

  Element line(double x1, double y1, double x2, double y2) {
    return segment(px(x1), py(y1), px(x2), py(y2));
  }

  /** A line over the whole height. */
  Element vertical(double at) {
    return segment(px(at), "0", px(at), Integer.toString(height));
  }

  /** A line over the whole width. */
  Element horizontal(double at) {
    return segment("0%", py(at), "100%", py(at));
  }

  Element dot(double cx, double cy, double radius) {
    return el("circle").with("cx", px(cx)).with("cy", py(cy)).with("r", radius);
  }

  /**
   * A dot that tells about itself: by the browser's own tooltip, or the page's where its script
   * runs.
   */
  Element point(double cx, double cy, double radius, String about) {
    return el("circle", el("title", about)).with("cx", px(cx)).with("cy", py(cy)).with("r", radius);
  }

  /** Text beside a place, on the side where there is room. */
  Element label(String text, double cx, double cy, int above) {
    boolean right = x.share(cx) < 0.7;
    return el("text", text)
        .with("x", px(cx))
        .with("y", py(cy))
        .with("dx", right ? 10 : -10)
        .with("dy", -above)
        .with("text-anchor", right ? "start" : "end")
        .cls("label");
  }

  /** The horizontal axis: ticks, their numbers and what it shows. */
  Element xAxis(String title) {
    List<Double> ticks = x.ticks(6);
    List<String> words = Wording.ticks(ticks);
    return el(
            "g",
            IntStream.range(0, ticks.size())
                .mapToObj(i -> xTick(ticks.get(i), words.get(i)))
                .flatMap(tick -> tick),
            el("text", title)
                .with("x", "100%")
                .with("y", height + 38)
                .with("text-anchor", "end")
                .cls("axis-title"))
        .with("aria-hidden", "true");
  }

  private Stream<Element> xTick(double at, String words) {
    return Stream.of(
        segment(px(at), Integer.toString(height), px(at), Integer.toString(height + 5)).cls("tick"),
        el("text", words)
            .with("x", px(at))
            .with("y", height + 20)
            .with("text-anchor", "middle")
            .cls("number"));
  }

  /** The vertical axis: rules across the drawing, their numbers and what it shows. */
  Element yAxis(String title) {
    List<Double> ticks = y.ticks(height / 45);
    List<String> words = Wording.ticks(ticks);
    return el(
            "g",
            IntStream.range(0, ticks.size())
                .mapToObj(i -> yTick(ticks.get(i), words.get(i)))
                .flatMap(tick -> tick),
            el("text", title).with("x", "-46").with("y", -18).cls("axis-title"),
            segment("0%", Integer.toString(height), "100%", Integer.toString(height)).cls("base"))
        .with("aria-hidden", "true");
  }

  private Stream<Element> yTick(double at, String words) {
    return Stream.of(
        horizontal(at).cls("grid"),
        el("text", words)
            .with("x", "-10")
            .with("y", py(at))
            .with("dy", "0.35em")
            .with("text-anchor", "end")
            .cls("number"));
  }

  /** The drawing with its content. */
  Element svg(String about, Object... content) {
    return el(
            "div",
            el("svg", content)
                .with("height", height)
                .with("width", "100%")
                .with("role", "group")
                .with("aria-label", about))
        .cls("plot");
  }

  static Element segment(String x1, String y1, String x2, String y2) {
    return el("line").with("x1", x1).with("y1", y1).with("x2", x2).with("y2", y2);
  }
}
