package org.pith.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.pith.data.Dataset;
import org.pith.data.Table;
import org.pith.data.Task;
import org.pith.network.ElementType;
import org.pith.network.Network;
import org.pith.network.Port;
import org.pith.network.Shape;
import org.pith.network.Tensor;
import org.pith.network.onnx.OnnxFile;
import org.pith.network.onnx.OnnxSession;
import org.pith.network.rewrite.Anatomy;
import org.pith.network.rewrite.Restatement;
import org.pith.train.Examples;
import org.pith.train.HeldOut;
import org.pith.train.Logits;
import org.pith.train.Target;
import org.pith.train.encode.Export;
import org.pith.train.encode.Feeding;
import org.pith.train.encode.Scaling;

/**
 * A model, wherever it was made, and the data that it is looked at with.
 *
 * @param anatomy the model and its parts
 * @param feeding how rows are fed to it
 * @param data the rows
 * @param classes of the data among the model's scores
 * @param scale of the numbers that the body's scores stand for
 * @param restatement of the body's scores while it learns
 * @param findings what had to be assumed, one sentence each
 */
record Specimen(
    Anatomy anatomy,
    Feeding feeding,
    LoadedData data,
    Classes classes,
    Export.Scale scale,
    Restatement restatement,
    List<String> findings) {

  /** Brings a model and data together, fed as is usual or as the rows bear out. */
  static Specimen of(Network model, LoadedData data) {
    return of(model, data, Optional.empty());
  }

  /**
   * Brings a model and data together.
   *
   * @param scaling that the user asked for
   * @throws InputException if they do not fit each other
   */
  static Specimen of(Network model, LoadedData data, Optional<Scaling.Kind> scaling) {
    Dataset rows = data.development();
    Anatomy anatomy = anatomy(model, rows.task());
    List<Feeding> candidates =
        scaling
            .map(kind -> List.of(Feeding.of(model, rows.features(), kind)))
            .orElseGet(() -> Feeding.candidates(model, rows.features()));
    requireNumbers(candidates.getFirst());
    Classes classes = classes(anatomy, rows);
    Export.Scale scale = Meaning.scale(anatomy, rows);
    Specimen first =
        new Specimen(
            anatomy,
            candidates.getFirst(),
            data,
            classes,
            scale,
            Meaning.restatement(anatomy, rows.task(), scale),
            List.of());
    Dataset tried = rows.select(IntStream.range(0, Math.min(Meaning.ROWS, rows.rows())).toArray());
    if (candidates.size() > 1) {
      Feeding best =
          Meaning.feeding(candidates, f -> first.with(f).judge(model, tried).information().value());
      return Meaning.checked(
          first
              .with(best)
              .found(
                  "Pixels are fed scaled to %s, which of the usual scales the rows bear out."
                      .formatted(best.scaling().name())),
          tried);
    }
    return Meaning.checked(first, tried);
  }

  private static Anatomy anatomy(Network model, Task task) {
    try {
      return task instanceof Task.Regression ? Anatomy.ofNumber(model) : Anatomy.of(model);
    } catch (IllegalArgumentException unfit) {
      throw new InputException(unfit.getMessage());
    }
  }

  private static Classes classes(Anatomy anatomy, Dataset rows) {
    int scores = anatomy.model().shape(anatomy.scores()).dim(1);
    Classes classes = Classes.of(rows, anatomy.model(), List.of(scores));
    if (rows.task() instanceof Task.Regression && scores != 1) {
      throw new InputException(
          "The model gives %d scores a row, but the target is a number. Maybe say --column TARGET=category."
              .formatted(scores));
    }
    boolean oneForTwo = scores == 1 && classes.names().size() == 2;
    if (rows.task() instanceof Task.Classification
        && scores != classes.names().size()
        && !oneForTwo) {
      throw new InputException(
          "The model gives %d %s a row, but the target has %d classes: %s."
              .formatted(
                  scores,
                  scores == 1 ? "score" : "scores",
                  classes.names().size(),
                  String.join(", ", classes.names())));
    }
    return classes;
  }

  private static void requireNumbers(Feeding feeding) {
    Port input = feeding.input();
    if (feeding.own().isEmpty() && input.type() == ElementType.DOUBLE) {
      throw new InputException(
          "Input %s of the model takes %s; models of float or whole numbers can be pruned."
              .formatted(input.name(), input.type().name().toLowerCase(Locale.ROOT)));
    }
  }

  Specimen with(Feeding other) {
    return new Specimen(anatomy, other, data, classes, scale, restatement, findings);
  }

  Specimen with(Classes other) {
    return new Specimen(anatomy, feeding, data, other, scale, restatement, findings);
  }

  Specimen found(String finding) {
    List<String> all = new java.util.ArrayList<>(findings);
    all.add(finding);
    return new Specimen(anatomy, feeding, data, classes, scale, restatement, List.copyOf(all));
  }

  boolean isClassification() {
    return !classes.names().isEmpty();
  }

  /** Whether one score tells two classes apart. */
  boolean isPair() {
    return restatement instanceof Restatement.Pair;
  }

  /** What learns in the model, its scores as learning takes them. */
  Network body() {
    return restatement.forth(anatomy.body());
  }

  /** The model with another body, its scores as the model states them; as {@link Anatomy#with}. */
  Network model(Network body, int[] inputs) {
    return anatomy.with(restatement.back(body), inputs);
  }

  /** The rows as the body takes them, with the target on the scale of its scores. */
  Examples examples(Dataset rows) {
    Shape shape = anatomy.model().shape(anatomy.features());
    Shape row = new Shape(shape.dims().subList(1, shape.rank()));
    return new Examples(row, features(rows.features()), target(rows));
  }

  private float[] features(Table rows) {
    return anatomy.isBare()
        ? numbers(feeding.rows(rows).get(anatomy.features()))
        : run(anatomy.preparation(), anatomy.features(), rows);
  }

  private static float[] numbers(Tensor tensor) {
    if (tensor instanceof Tensor.Longs(Shape _, long[] whole)) {
      float[] values = new float[whole.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = whole[i];
      }
      return values;
    }
    return ((Tensor.Floats) tensor).values();
  }

  /** What the model is to say, on the scale of the body's scores. */
  Target target(Dataset rows) {
    return switch (rows.task()) {
      case Task.Classification _ -> classes.labels(rows);
      case Task.Regression _ -> new Target.Numbers(scale.standardise(rows.numbers()));
    };
  }

  /** What a model of the same inputs and outputs says: logarithms of shares, or standardised numbers. */
  float[] answers(Network model, Dataset rows) {
    float[] served = served(model, rows);
    if (!isClassification()) {
      double[] wide = new double[served.length];
      Arrays.setAll(wide, i -> served[i]);
      return scale.standardise(wide);
    }
    float[] answers = isPair() ? pairs(served, anatomy.answersInShares()) : served;
    if (anatomy.answersInShares()) {
      // A share that the file's precision rounds to zero counts as the least it can state.
      float least = OnnxFile.precision(model).least();
      for (int i = 0; i < answers.length; i++) {
        answers[i] = (float) Math.log(Math.max(answers[i], least));
      }
    }
    return answers;
  }

  /** What a model of the same inputs and outputs gives, as it gives it. */
  float[] served(Network model, Dataset rows) {
    return run(model, anatomy.answer(), rows.features());
  }

  /** Of one share the other too; beside one logit the 0 that it is measured from. */
  static float[] pairs(float[] served, boolean shares) {
    float[] pairs = new float[2 * served.length];
    for (int i = 0; i < served.length; i++) {
      pairs[2 * i] = shares ? 1 - served[i] : 0;
      pairs[2 * i + 1] = served[i];
    }
    return pairs;
  }

  /** Judges a model of the same inputs and outputs by ONNX Runtime. */
  HeldOut judge(Network model, Dataset rows) {
    return HeldOut.calibrated(target(rows), answers(model, rows), target(data.development()));
  }

  /** The largest difference between the body's scores, stated as the model states them, and answers. */
  double difference(float[] scores, float[] answers) {
    int width = Math.max(1, classes.names().size());
    double largest = 0;
    for (int start = 0; start < scores.length; start += width) {
      double shift = anatomy.answersInShares() ? new Logits(scores, start, width).logOfSum() : 0;
      for (int k = start; k < start + width; k++) {
        largest = Math.max(largest, Math.abs(stated(scores[k] - shift) - stated(answers[k])));
      }
    }
    return largest;
  }

  private double stated(double score) {
    return anatomy.answersInShares() ? Math.exp(score) : score;
  }

  private float[] run(Network model, String output, Table rows) {
    Network answering = model.withOutputs(List.of(output));
    try (OnnxSession session = OnnxSession.open(answering, 1)) {
      return session.run(rows.rows(), part -> feeding.rows(rows.select(part))).floats(output);
    }
  }
}
