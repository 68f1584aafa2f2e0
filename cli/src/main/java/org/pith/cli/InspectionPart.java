package org.pith.cli;

import java.util.Optional;
import org.pith.measure.Estimate;
import org.pith.network.cost.Cost;
import org.pith.prune.inspect.Inventory.GroupEntry;
import org.pith.prune.inspect.Inventory.LayerEntry;
import org.pith.prune.inspect.Units;
import org.pith.train.probe.Readout;

/**
 * All figures of a layer or of a group of channels: a row of {@code inventory.csv}, and of a table of the report.
 *
 * @param part {@code layer} or {@code group}
 * @param gain of a layer what decoders read more after it than before; of a group what the answer loses without it
 * @param condition of a layer's weights, of a group's correlations; infinite where singular
 */
record InspectionPart(
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

  static InspectionPart of(LayerEntry layer) {
    return new InspectionPart(
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

  static InspectionPart of(GroupEntry group) {
    return new InspectionPart(
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

  private static Optional<Estimate> change(LayerEntry layer) {
    return layer.before().flatMap(b -> layer.after().map(a -> change(b.chosen(), a.chosen())));
  }

  private static Estimate change(Estimate before, Estimate after) {
    return Estimate.normal(
        after.value() - before.value(),
        Math.hypot(after.standardError(), before.standardError()),
        after.n(),
        "usable",
        "after less before",
        after.verdict(),
        after.reason());
  }
}
