package org.pith.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pith.measure.Estimate;
import org.pith.network.cost.Cost;
import org.pith.prune.inspect.Inventory;
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
    inventory.layers().forEach(layer -> csv.line(cells(InspectionPart.of(layer))));
    inventory.groups().forEach(group -> csv.line(cells(InspectionPart.of(group))));
    return csv.toString();
  }

  private List<String> cells(InspectionPart part) {
    List<String> cells = new ArrayList<>();
    Cost.Part cost = part.cost();
    Optional<Units> units = part.units();
    cells.add(part.part());
    cells.add(part.name());
    cells.add(part.kind());
    cells.add(Integer.toString(part.width()));
    Cost.Part whole = inventory.cost().whole();
    cells.add(Long.toString(cost.params()));
    cells.add(share(cost.params(), whole.params()));
    cells.add(Long.toString(cost.macs()));
    cells.add(share(cost.macs(), whole.macs()));
    cells.add(share(cost.picojoules(), whole.picojoules()));
    cells.add(Long.toString(cost.activations()));
    cells.add(share(cost.activations(), whole.activations()));
    estimate(cells, part.before().map(Readout::chosen));
    estimate(cells, part.after().map(Readout::chosen));
    cells.add(number(part.after().map(r -> r.linear().bits()).orElse(Double.NaN)));
    cells.add(number(units.flatMap(Units::redundancyBits).orElse(Double.NaN)));
    estimate(cells, part.gain());
    cells.add(units.map(u -> Integer.toString(u.dead().size())).orElse(""));
    cells.add(units.map(u -> Integer.toString(u.duplicates().size())).orElse(""));
    cells.add(units.map(u -> Integer.toString(u.near().size())).orElse(""));
    cells.add(number(units.map(Units::effectiveRank).orElse(Double.NaN)));
    cells.add(number(units.map(Units::activeUnits).orElse(Double.NaN)));
    cells.add(number(units.map(Units::effectiveFeatures).orElse(Double.NaN)));
    cells.add(number(part.condition()));
    cells.add(part.recommendation());
    return cells;
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

  /** Blank where it is unknown; {@code inf} is a number to every reader of tables, {@code Infinity} is not. */
  private static String number(double value) {
    if (value == Double.POSITIVE_INFINITY) {
      return "inf";
    }
    return Csv.number("%.6g", value);
  }
}
