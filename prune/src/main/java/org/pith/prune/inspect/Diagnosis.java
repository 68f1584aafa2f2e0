package org.pith.prune.inspect;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import org.pith.measure.Estimate;
import org.pith.train.probe.Readout;

/**
 * Whether the next step should be another model or other data. What decoders read anywhere, from the input or from a layer, and the
 * answer does not say is the model's to gain; what is read nowhere has to come from more rows or other columns. Decoders are lower
 * bounds, so the share of the data is an upper one; on images they are weak.
 *
 * <p>With the most that is read M, the answer's A and the entropy H, the model lacks {@code M - A} where that is beyond 1.96 of its
 * standard errors and 5 % of H, the data {@code H - M} where that is beyond 5 % of H; the larger comes first. A numeric target has no H:
 * 5 % of M takes its place, and what the model does not lack is left to the data. M is the largest of several readings of the same rows
 * and flatters itself a little.
 *
 * @param next what to change
 * @param place where most is read
 * @param modelNats read there and not known by the answer, at least 0
 * @param dataNats of the target's entropy that are read nowhere, at least 0; empty for a numeric target
 */
public record Diagnosis(Next next, String place, double modelNats, OptionalDouble dataNats) {

  /** What to change. */
  public enum Next {
    /** The answer knows nearly all there is to know. */
    NOTHING,
    /** Another model, or another training. */
    MODEL,
    /** More rows or other columns. */
    DATA
  }

  /** Share of the entropy, or of what is read, that is not worth another step. */
  private static final double LITTLE = 0.05;

  /** The diagnosis of an inspected network. */
  static Diagnosis of(Inventory inventory) {
    Map<String, Estimate> read = new LinkedHashMap<>();
    Estimate answer = inventory.output().information();
    read.put("the answer", answer);
    inventory.input().ifPresent(i -> read.put("the input", i.chosen()));
    inventory
        .layers()
        .forEach(
            l ->
                l.after()
                    .map(Readout::chosen)
                    .ifPresent(known -> read.put(l.span().name(), known)));
    Map.Entry<String, Estimate> most =
        read.entrySet().stream()
            .max(Comparator.comparingDouble(e -> e.getValue().value()))
            .orElseThrow();
    return of(answer, most.getKey(), most.getValue(), inventory.entropy());
  }

  private static Diagnosis of(
      Estimate answer, String place, Estimate most, OptionalDouble entropy) {
    double model = most.value() - answer.value();
    double noise = 1.96 * Math.hypot(most.standardError(), answer.standardError());
    OptionalDouble data =
        entropy.isPresent()
            ? OptionalDouble.of(Math.max(0, entropy.getAsDouble() - most.value()))
            : OptionalDouble.empty();
    double whole = entropy.orElse(Math.max(0, most.value()));
    boolean modelLacks = model > Math.max(noise, LITTLE * whole);
    boolean dataLacks = data.isEmpty() || data.getAsDouble() > LITTLE * whole;
    boolean modelFirst = modelLacks && (!dataLacks || model >= data.orElse(0));
    Next otherwise = dataLacks ? Next.DATA : Next.NOTHING;
    return new Diagnosis(modelFirst ? Next.MODEL : otherwise, place, model, data);
  }
}
