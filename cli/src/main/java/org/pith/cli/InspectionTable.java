package org.pith.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.pith.measure.Estimate;
import org.pith.network.cost.Cost;
import org.pith.prune.inspect.Inventory;
import org.pith.prune.inspect.Inventory.GroupEntry;
import org.pith.prune.inspect.Inventory.LayerEntry;
import org.pith.prune.inspect.Units;
import org.pith.train.probe.Readout;

/** An inventory as {@code inventory.csv}. */
final class InspectionTable {

  private final Inventory inventory;

  InspectionTable(Inventory inventory) {
    this.inventory = inventory;
  }

  /** One row for each layer, then one for each group. */
  String csv() {
    Csv csv =
        new Csv(
            List.of(
                "part",
                "name",
                "kind",
                "width",
                "params",
                "paramsShare",
                "macs",
                "macsShare",
                "energyShare",
                "activations",
                "activationsShare",
                "bitsBefore",
                "bitsBeforeLow",
                "bitsBeforeHigh",
                "bitsAfter",
                "bitsAfterLow",
                "bitsAfterHigh",
                "linearBitsAfter",
                "redundancyBits",
                "gainBits",
                "gainLow",
                "gainHigh",
                "dead",
                "duplicates",
                "nearDuplicates",
                "effectiveRank",
                "activeUnits",
                "effectiveFeatures",
                "condition",
                "recommendation"));
    for (LayerEntry layer : inventory.layers()) {
      line(
          csv,
          "layer",
          layer.span().name(),
          layer.span().kind(),
          layer.span().width(),
          layer.span().cost(),
          layer.before(),
          layer.after(),
          layer.units(),
          change(layer),
          layer.condition(),
          layer.recommendation());
    }
    for (GroupEntry group : inventory.groups()) {
      line(
          csv,
          "group",
          group.group().name(),
          "channels",
          group.group().size(),
          group.cost(),
          group.before(),
          group.after(),
          group.units(),
          group.gain(),
          group.units().map(Units::condition).orElse(Double.NaN),
          group.recommendation());
    }
    return csv.toString();
  }

  /** A layer's gain is what decoders read more after it than before. */
  private static Optional<Estimate> change(LayerEntry layer) {
    return layer
        .before()
        .flatMap(
            b ->
                layer
                    .after()
                    .map(
                        a ->
                            Estimate.normal(
                                a.chosen().value() - b.chosen().value(),
                                Math.hypot(a.chosen().standardError(), b.chosen().standardError()),
                                a.chosen().n(),
                                "usable",
                                "after less before",
                                a.chosen().verdict(),
                                a.chosen().reason())));
  }

  private void line(
      Csv csv,
      String part,
      String name,
      String kind,
      int width,
      Cost.Part cost,
      Optional<Readout> before,
      Optional<Readout> after,
      Optional<Units> units,
      Optional<Estimate> gain,
      double condition,
      String recommendation) {
    List<String> cells = new ArrayList<>();
    cells.add(part);
    cells.add(name);
    cells.add(kind);
    cells.add(Integer.toString(width));
    Cost.Part whole = inventory.cost().whole();
    cells.add(Long.toString(cost.params()));
    cells.add(share(cost.params(), whole.params()));
    cells.add(Long.toString(cost.macs()));
    cells.add(share(cost.macs(), whole.macs()));
    cells.add(share(cost.picojoules(), whole.picojoules()));
    cells.add(Long.toString(cost.activations()));
    cells.add(share(cost.activations(), whole.activations()));
    estimate(cells, before.map(Readout::chosen));
    estimate(cells, after.map(Readout::chosen));
    cells.add(number(after.map(r -> r.linear().bits()).orElse(Double.NaN)));
    cells.add(number(units.flatMap(Units::redundancyBits).orElse(Double.NaN)));
    estimate(cells, gain);
    cells.add(units.map(u -> Integer.toString(u.dead().size())).orElse(""));
    cells.add(units.map(u -> Integer.toString(u.duplicates().size())).orElse(""));
    cells.add(units.map(u -> Integer.toString(u.near().size())).orElse(""));
    cells.add(number(units.map(Units::effectiveRank).orElse(Double.NaN)));
    cells.add(number(units.map(Units::activeUnits).orElse(Double.NaN)));
    cells.add(number(units.map(Units::effectiveFeatures).orElse(Double.NaN)));
    cells.add(number(condition));
    cells.add(recommendation);
    csv.line(cells);
  }

  private static String share(long part, long whole) {
    return share((double) part, (double) whole);
  }

  private static String share(double part, double whole) {
    return number(part / Math.max(1, whole));
  }

  private static void estimate(List<String> cells, Optional<Estimate> estimate) {
    cells.add(number(estimate.map(Estimate::bits).orElse(Double.NaN)));
    cells.add(number(estimate.map(e -> InspectionFiles.bits(e.low())).orElse(Double.NaN)));
    cells.add(number(estimate.map(e -> InspectionFiles.bits(e.high())).orElse(Double.NaN)));
  }

  private static String number(double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%.6g", value) : "";
  }
}
