package org.pith.studio;

import static org.pith.studio.Markup.el;

import java.util.ArrayList;
import java.util.List;
import org.pith.studio.Markup.Element;
import org.pith.studio.report.Measured;

/** A bar of bits in parts, with the interval of the part that is known below it. */
final class BitsBar {

  /**
   * A part of the bar; nothing where it ends before it begins.
   *
   * @param kind the class that colours it
   */
  record Part(double from, double to, String kind) {}

  private BitsBar() {}

  /**
   * Draws the bar from 0 to the largest of {@code whole} and the end of the interval.
   *
   * @param label what a reader who does not see it is told
   */
  static Element of(double whole, List<Part> parts, Measured known, String label) {
    Axis axis = new Axis(0, Math.max(0.01, Math.max(whole, known.highest())), false);
    List<Element> drawn = new ArrayList<>();
    parts.forEach(part -> drawn.add(drawn(axis, part)));
    if (known.hasInterval()) {
      String low = Plot.percent(axis.share(Math.max(0, known.low())));
      String high = Plot.percent(axis.share(Math.max(0, known.high())));
      drawn.add(Plot.segment(low, "42", high, "42").cls("interval"));
      drawn.add(Plot.segment(low, "38", low, "46").cls("interval"));
      drawn.add(Plot.segment(high, "38", high, "46").cls("interval"));
    }
    return el("svg", drawn)
        .with("width", "100%")
        .with("height", "48")
        .with("role", "img")
        .with("aria-label", label);
  }

  private static Element drawn(Axis axis, Part part) {
    double start = axis.share(Math.clamp(part.from(), 0, axis.high()));
    double end = axis.share(Math.clamp(part.to(), 0, axis.high()));
    return el("rect")
        .with("x", Plot.percent(start))
        .with("width", Plot.percent(Math.max(0, end - start)))
        .with("y", "0")
        .with("height", "34")
        .cls(part.kind());
  }
}
