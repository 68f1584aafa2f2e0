package org.pith.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.pith.data.Dataset;
import org.pith.data.Task;
import org.pith.measure.Unit;
import org.pith.network.ElementType;
import org.pith.network.Network;
import org.pith.network.rewrite.Anatomy;
import org.pith.network.rewrite.Restatement;
import org.pith.train.Target;
import org.pith.train.encode.Export;
import org.pith.train.encode.Feeding;
import org.pith.train.encode.Scaling;

/**
 * What the answers of a model that was made elsewhere mean, which no model says: a number in the target's unit, the logit or the
 * probability of the second of two classes. Rows decide where they can; what stays unclear is refused.
 */
final class Meaning {

  /** Rows that are enough to tell one meaning from another. */
  static final int ROWS = 1_000;

  /** Nats that a meaning has to be worth more than another. */
  private static final double CLEARLY = 0.05;

  private Meaning() {}

  /**
   * The first of the usual ways to feed pixels, unless another is worth clearly more. One that stretches pixels has to be worth more
   * still: it makes every answer as much surer, and on rows that the model has learned, where all are right, that looks like knowledge.
   *
   * @param nats what the model knows of the rows tried when it is fed so
   */
  static Feeding feeding(List<Feeding> ways, ToDoubleFunction<Feeding> nats) {
    Feeding best = ways.getFirst();
    double known = nats.applyAsDouble(best);
    for (Feeding way : ways.subList(1, ways.size())) {
      double stretch = Math.max(0, Math.log(way.scaling().magnification(best.scaling())));
      double other = nats.applyAsDouble(way);
      if (other > known + CLEARLY * (1 + stretch)) {
        best = way;
        known = other;
      }
    }
    return best;
  }

  /**
   * That a model made elsewhere knows clearly more of the rows when they are fed on another of the usual scales; empty where it does
   * not.
   */
  static Optional<String> otherwise(Specimen specimen) {
    Feeding asIs = specimen.feeding();
    if (asIs.own().isPresent() || specimen.anatomy().type() != ElementType.FLOAT) {
      return Optional.empty();
    }
    Network model = specimen.anatomy().model();
    Dataset all = specimen.data().development();
    Dataset tried = all.select(IntStream.range(0, Math.min(ROWS, all.rows())).toArray());
    ToDoubleFunction<Feeding> nats =
        way -> specimen.with(way).judge(model, tried).information().value();
    Map<Feeding, Scaling.Kind> ways = new LinkedHashMap<>();
    for (Scaling.Kind kind : Scaling.Kind.values()) {
      ways.put(Feeding.of(model, all.features(), kind), kind);
    }
    Feeding best = feeding(Stream.concat(Stream.of(asIs), ways.keySet().stream()).toList(), nats);
    return best.equals(asIs)
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "%s knows %.2f bits of rows for development as they are fed, and %.2f with --scale %s: maybe it was trained so.",
                model.name(),
                Unit.BITS.fromNats(nats.applyAsDouble(asIs)),
                Unit.BITS.fromNats(nats.applyAsDouble(best)),
                ways.get(best).name().toLowerCase(Locale.ROOT)));
  }

  /** Of the numbers that the body's scores stand for. */
  static Export.Scale scale(Anatomy anatomy, Dataset rows) {
    if (rows.task() instanceof Task.Classification) {
      return Export.Scale.NONE;
    }
    return Export.Scale.of(anatomy.model())
        .orElseGet(
            () ->
                Restatement.Standardised.suits(anatomy.body())
                    ? Export.Scale.of(rows.numbers())
                    : Export.Scale.NONE);
  }

  /** How the body's scores become what learning takes. */
  static Restatement restatement(Anatomy anatomy, Task task, Export.Scale scale) {
    boolean single = anatomy.model().shape(anatomy.scores()).dim(1) == 1;
    if (task instanceof Task.Classification) {
      return single ? new Restatement.Pair() : new Restatement.AsIs();
    }
    return Export.Scale.of(anatomy.model()).isPresent() || scale.equals(Export.Scale.NONE)
        ? new Restatement.AsIs()
        : new Restatement.Standardised(scale.mean(), scale.deviation());
  }

  /**
   * The specimen, with the two classes of a single score in the order in which the model knows them.
   *
   * @param tried rows to decide by
   * @throws InputException where what the model takes or says is unclear
   */
  static Specimen checked(Specimen specimen, Dataset tried) {
    Words words = Words.of(specimen.anatomy().model(), specimen.feeding());
    words.requireKnown(specimen.data().development().features());
    words.requireKnown(specimen.data().test().features());
    if (specimen.feeding().own().isPresent()) {
      return specimen;
    }
    Network model = specimen.anatomy().model();
    if (!specimen.isClassification()) {
      requireScale(specimen, tried);
      return specimen;
    }
    if (!specimen.isPair()) {
      return specimen;
    }
    requireLogits(specimen, tried);
    Specimen swapped = specimen.with(specimen.classes().swapped());
    boolean fixed = List.of("0", "1").equals(specimen.classes().names());
    double asIs = specimen.judge(model, tried).information().value();
    double otherwise = swapped.judge(model, tried).information().value();
    boolean swap = !fixed && asIs <= 0 && otherwise > CLEARLY;
    Specimen chosen = swap ? swapped : specimen;
    return chosen.found(
        "The model gives one score; a high one is taken for '%s'%s."
            .formatted(
                chosen.classes().names().getLast(),
                swap
                    ? ", which the rows bear out and '%s' not"
                        .formatted(specimen.classes().names().getLast())
                    : ""));
  }

  private static void requireLogits(Specimen specimen, Dataset tried) {
    if (specimen.anatomy().answersInShares()) {
      return;
    }
    boolean shares = true;
    for (float score : specimen.served(specimen.anatomy().model(), tried)) {
      shares &= score >= 0 && score <= 1;
    }
    if (shares) {
      throw new InputException(
          "%s gives one score from 0 to 1 that no sigmoid made, so it is neither a logit nor surely a probability. Maybe end it in a sigmoid."
              .formatted(specimen.anatomy().model().name()));
    }
  }

  /** Numbers that follow the target but lie elsewhere are numbers of another unit. */
  private static void requireScale(Specimen specimen, Dataset tried) {
    Network model = specimen.anatomy().model();
    float[] said = specimen.answers(model, tried);
    float[] wanted = ((Target.Numbers) specimen.target(tried)).values();
    double[] x = moments(said);
    double[] y = moments(wanted);
    double together = 0;
    for (int i = 0; i < said.length; i++) {
      together += (said[i] - x[0]) * (wanted[i] - y[0]) / said.length;
    }
    double r = together / (x[1] * y[1]);
    double elsewhere = -0.5 * Math.log(Math.max(1e-12, 1 - r * r));
    if (specimen.judge(model, tried).information().value() <= 0 && elsewhere > 2 * CLEARLY) {
      Export.Scale scale = specimen.scale();
      throw new InputException(
          "%s answers with numbers around %.4g, give or take %.4g, but %s lies around %.4g, give or take %.4g. Maybe the target was scaled when the model was made: scale the column alike; or its inputs were: --scale."
              .formatted(
                  model.name(),
                  scale.mean() + scale.deviation() * x[0],
                  scale.deviation() * x[1],
                  tried.target().name(),
                  scale.mean() + scale.deviation() * y[0],
                  scale.deviation() * y[1]));
    }
  }

  /** Mean and deviation. */
  private static double[] moments(float[] values) {
    double mean = 0;
    for (float v : values) {
      mean += v / values.length;
    }
    double squares = 0;
    for (float v : values) {
      squares += (v - mean) * (v - mean) / values.length;
    }
    return new double[] {mean, Math.sqrt(squares)};
  }
}
