package org.pith.prune.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.pith.measure.Estimate;
import org.pith.train.probe.Readout;

/** Recommendations in words, each with the number it rests on. */
final class Advice {

  private static final double KEPT = 0.99;

  private Advice() {}

  /** Shares of the whole network's energy and activations that units which say nothing of their own take. */
  record Spare(double energy, double activations) {

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "together %.1f %% of the energy and %.1f %% of the activations",
          100 * energy,
          100 * activations);
    }
  }

  /**
   * What to do with a layer.
   *
   * @param later the most that decoders read of what later layers read or make, in nats
   */
  static String layer(
      Optional<Readout> before, Optional<Readout> after, double later, double condition) {
    if (before.isEmpty() || after.isEmpty()) {
      return "not read: its values cannot be told apart by row";
    }
    Estimate in = before.get().chosen();
    Estimate out = after.get().chosen();
    double change = out.value() - in.value();
    double noise = 1.96 * Math.hypot(in.standardError(), out.standardError());
    if (change < -Math.max(noise, 0.02)) {
      // Only what goes around a layer can hold later what the layer has lost.
      return later > in.value() - Math.max(noise, 0.02)
          ? "tells %s bits less than stood before it, which others beside it keep"
              .formatted(bits(-change))
          : "loses %s bits that stood before it: widen it, or keep a way around it"
              .formatted(bits(-change));
    }
    double gain = after.get().linear().value() - before.get().linear().value();
    double gainNoise =
        1.96
            * Math.hypot(
                after.get().linear().standardError(), before.get().linear().standardError());
    if (gain > Math.max(gainNoise, 0.02)) {
      return "keep: makes %s bits readable by a linear decoder".formatted(bits(gain));
    }
    if (condition == Double.POSITIVE_INFINITY) {
      return "keeps what it reads; its weights are singular: fewer units could make as much";
    }
    return condition > 1e6
        ? "keeps what it reads; its weights are close to singular (condition %.1e)"
            .formatted(condition)
        : "keeps what it reads and makes nothing easier to read: a narrower layer may do";
  }

  static String group(
      Optional<Units> units,
      Optional<Estimate> gain,
      List<DryRun> curve,
      Estimate answer,
      Spare spare) {
    List<String> parts = new ArrayList<>();
    boolean known = answer.low() > 0;
    units.ifPresent(u -> parts.addAll(dead(u)));
    units
        .filter(u -> !u.duplicates().isEmpty())
        .ifPresent(u -> parts.add("merge %d that repeat another".formatted(u.duplicates().size())));
    units
        .filter(u -> !u.near().isEmpty())
        .ifPresent(u -> parts.add("%d nearly repeat another".formatted(u.near().size())));
    if (!parts.isEmpty()) {
      parts.add(spare.toString());
    }
    gain.filter(g -> known && g.high() < 0.01)
        .ifPresent(
            g ->
                parts.add(
                    "the answer loses only %s bits without all of it: it can go"
                        .formatted(bits(g.value()))));
    DryRun narrowest = null;
    for (DryRun point : curve) {
      if (known && point.information().value() >= KEPT * answer.value()) {
        narrowest = point;
      }
    }
    if (narrowest != null) {
      parts.add(
          "%d units keep %.1f %% of the answer before repair"
              .formatted(narrowest.kept(), 100 * narrowest.information().value() / answer.value()));
    }
    if (parts.isEmpty()) {
      return curve.isEmpty() || !known
          ? "keep"
          : "keep: %d units would leave %s of %s bits before repair"
              .formatted(
                  curve.getFirst().kept(),
                  bits(curve.getFirst().information().value()),
                  bits(answer.value()));
    }
    return String.join("; ", parts);
  }

  /** A unit that says zero can go; one that says something else was part of the next bias. */
  private static List<String> dead(Units units) {
    List<String> parts = new ArrayList<>();
    int still = units.still().size();
    int silent = units.dead().size() - still;
    if (silent > 0) {
      parts.add("%d of %d are silent: remove them".formatted(silent, units.count()));
    }
    if (still > 0) {
      parts.add(
          "%d of %d always say the same: their value belongs to the next bias, which the repair of pith prune does"
              .formatted(still, units.count()));
    }
    return parts;
  }

  private static String bits(double nats) {
    return String.format(Locale.ROOT, "%.2f", nats / Math.log(2));
  }
}
