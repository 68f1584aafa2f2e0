package org.pith.prune.inspect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import org.pith.measure.Estimate;
import org.pith.train.probe.Readout;

/**
 * How late a network makes readable what its answer says: the whole answer, and class by class.
 *
 * @param readings of the network
 * @param answer where its answer stands
 * @param input the tensor that it reads; empty where it is not of numbers
 * @param spans its layers
 */
record Lateness(Readings readings, Answer answer, Optional<String> input, List<Span> spans) {

  private static final int MOST_FEATURES = 20;

  /** Of the whole answer, as {@link Inventory#complexity()} has it. */
  double complexity(Estimate output) {
    List<Readout> places = new ArrayList<>();
    input.map(readings::readout).ifPresent(places::add);
    spans.stream()
        .flatMap(span -> span.after().stream())
        .map(readings::readout)
        .forEach(places::add);
    return output.low() > 0 && !places.isEmpty()
        ? 1
            - places.stream()
                .mapToDouble(r -> Math.clamp(r.linear().value() / output.value(), 0, 1))
                .average()
                .orElseThrow()
        : Double.NaN;
  }

  /** Class by class; none where the answer knows nothing, or says too much to look at each. */
  List<Inventory.FeatureEntry> features(Estimate output) {
    int outputs = answer.reference().outputs();
    SequencedMap<String, String> places = places();
    if (!(output.low() > 0) || outputs > MOST_FEATURES || places.isEmpty()) {
      return List.of();
    }
    SequencedMap<String, float[]> early = new LinkedHashMap<>();
    Map<String, float[]> late = new LinkedHashMap<>();
    places.forEach((place, tensor) -> early.put(place, readings.fitting(tensor)));
    places.forEach((place, tensor) -> late.put(place, readings.judging(tensor)));
    List<Complexity> found =
        Complexity.of(
            early,
            late,
            answer.features(readings.fitting(answer.tensor())),
            answer.features(readings.judging(answer.tensor())));
    return IntStream.range(0, found.size())
        .mapToObj(
            f ->
                new Inventory.FeatureEntry(
                    found.size() == 1 && outputs == 2 ? 1 : f,
                    found.get(f).value(),
                    found.get(f).readable()))
        .toList();
  }

  /** The input and every layer but the last, which is the answer. */
  private SequencedMap<String, String> places() {
    SequencedMap<String, String> places = new LinkedHashMap<>();
    input.ifPresent(tensor -> places.put("the input", tensor));
    for (Span span : spans.subList(0, Math.max(0, spans.size() - 1))) {
      span.after().ifPresent(tensor -> places.put(span.name(), tensor));
    }
    return places;
  }

  /** Prequential code length of the target by the input and by the last layer but one, in nats a row, by place. */
  Map<String, Double> codeLengths() {
    Map<String, Double> lengths = new LinkedHashMap<>();
    input.ifPresent(tensor -> lengths.put("the input", readings.codeLength(tensor)));
    spans.reversed().stream()
        .skip(1)
        .filter(span -> span.after().isPresent())
        .findFirst()
        .ifPresent(
            span -> lengths.put(span.name(), readings.codeLength(span.after().orElseThrow())));
    return lengths;
  }
}
