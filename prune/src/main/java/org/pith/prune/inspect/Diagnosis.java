package org.pith.prune.inspect;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import org.pith.measure.Estimate;

/**
 * Whether the next step should be another model, other data, or only another confidence. What decoders read anywhere, from the input
 * or from a layer, and the answer does not say is the model's to gain; what is read nowhere has to come from more rows or other
 * columns; what the answer says once it is {@linkplain Blend recalibrated} and not before is a matter of a temperature. Decoders are
 * lower bounds, so the share of the data is an upper one; on images they are weak.
 *
 * <p>With the most that is read M, the answer's A, what it knows recalibrated R (at least 0: nobody has to believe it) and the entropy
 * H, the model lacks {@code M - R}, where that is beyond 1.96 of its standard errors and 5 % of H; the data {@code H - M} and the
 * confidence {@code R - max(0, A)}, where those are beyond 5 % of H; the largest comes first. R is what the answer knows, and part of M. So
 * the model never lacks more than M, nor more than H, and an answer that knows nothing is not called unsure. A numeric target has no H: 5 % of M takes its place, and what neither the model
 * nor its confidence lacks is left to the data. M is the largest of several readings of the same rows and flatters itself a little.
 *
 * @param next what to change
 * @param place where most is read
 * @param modelNats read there and not known by the recalibrated answer, at least 0
 * @param confidenceNats what recalibration alone gains beyond nothing, at least 0
 * @param dataNats of the target's entropy that are read nowhere, at least 0; empty for a numeric target
 */
public record Diagnosis(
    Next next, String place, double modelNats, double confidenceNats, OptionalDouble dataNats) {

  /** What to change. */
  public enum Next {
    /** The answer knows nearly all there is to know. */
    NOTHING,
    /** How sure the answer is: a temperature, a slope. */
    CONFIDENCE,
    /** Another model, or another training. */
    MODEL,
    /** More rows or other columns. */
    DATA
  }

  static final String OWN_SCORES = "the answer's own scores";

  /** Share of the entropy, or of what is read, that is not worth another step. */
  private static final double LITTLE = 0.05;

  /** The diagnosis of an inspected network. */
  static Diagnosis of(Inventory inventory) {
    Map<String, Estimate> read = new LinkedHashMap<>();
    read.put("the answer", inventory.recalibrated());
    inventory.input().ifPresent(i -> read.put("the input", i.chosen()));
    for (Inventory.LayerEntry layer : inventory.layers()) {
      String name = layer.span().name();
      // What stands in the answer's scores and is not said is the model's to say, in its own name.
      String place = inventory.speaker().filter(name::equals).map(_ -> OWN_SCORES).orElse(name);
      layer.after().ifPresent(known -> read.put(place, known.chosen()));
    }
    Map.Entry<String, Estimate> most =
        read.entrySet().stream()
            .max(Comparator.comparingDouble(e -> e.getValue().value()))
            .orElseThrow();
    return of(inventory, most.getKey(), most.getValue());
  }

  private static Diagnosis of(Inventory inventory, String place, Estimate most) {
    Estimate recalibrated = inventory.recalibrated();
    double said = Math.max(0, recalibrated.value());
    double model = Math.max(0, most.value() - said);
    double noise = 1.96 * Math.hypot(most.standardError(), recalibrated.standardError());
    double believed = Math.max(0, inventory.output().information().value());
    double confidence = Math.max(0, said - believed);
    OptionalDouble entropy = inventory.entropy();
    OptionalDouble data =
        entropy.isPresent()
            ? OptionalDouble.of(
                Math.min(entropy.getAsDouble(), Math.max(0, entropy.getAsDouble() - most.value())))
            : OptionalDouble.empty();
    double little = LITTLE * entropy.orElse(Math.max(0, most.value()));
    Next next =
        largest(
            model > Math.max(noise, little) ? model : 0,
            confidence > little ? confidence : 0,
            data.orElse(0) > little ? data.getAsDouble() : 0,
            data.isEmpty() ? Next.DATA : Next.NOTHING);
    return new Diagnosis(next, place, model, confidence, data);
  }

  /** What lacks most; of equals the model before its confidence before the data. */
  private static Next largest(double model, double confidence, double data, Next otherwise) {
    if (model > 0 && model >= Math.max(confidence, data)) {
      return Next.MODEL;
    }
    if (confidence > 0 && confidence >= data) {
      return Next.CONFIDENCE;
    }
    return data > 0 ? Next.DATA : otherwise;
  }
}
