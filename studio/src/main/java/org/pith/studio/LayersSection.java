package org.pith.studio;

import static org.pith.studio.Markup.el;

import java.util.List;
import java.util.stream.Stream;
import org.pith.studio.Markup.Element;
import org.pith.studio.report.Layer;

/** The layers of the network that was found. */
final class LayersSection {
  private LayersSection() {}

  static Section of(List<Layer> layers) {
    boolean measured = layers.stream().anyMatch(l -> l.bits().isPresent());
    Stream<String> heads = Stream.of("Layer", "Width", "Parameters", "MACs");
    return Section.of(
        "network",
        "The network",
        Section.table(
            "Layers of the network",
            Stream.concat(heads, measured ? Stream.of("Usable bits") : Stream.of()).toList(),
            Stream.concat(
                layers.stream().map(l -> row(l, measured)), Stream.of(total(layers, measured)))));
  }

  private static Element row(Layer layer, boolean measured) {
    return el(
        "tr",
        el("th", layer.name(), el("small", layer.kind())).with("scope", "row"),
        el("td", Wording.count(layer.width())),
        el("td", Wording.count(layer.params())),
        el("td", Wording.count(layer.macs())),
        measured ? Stream.of(bits(layer)) : Stream.of());
  }

  private static Element bits(Layer layer) {
    return layer
        .bits()
        .map(
            m ->
                el(
                    "td",
                    Wording.bits(m.value()),
                    m.hasInterval()
                        ? Stream.of(el("small", Wording.interval(m, Wording::bits)))
                        : Stream.of()))
        .orElseGet(() -> el("td", Wording.bits(Double.NaN)));
  }

  private static Element total(List<Layer> layers, boolean measured) {
    return el(
            "tr",
            el("th", "Together").with("scope", "row"),
            el("td"),
            el("td", Wording.count(layers.stream().mapToLong(Layer::params).sum())),
            el("td", Wording.count(layers.stream().mapToLong(Layer::macs).sum())),
            measured ? Stream.of(el("td")) : Stream.of())
        .cls("sum");
  }
}
