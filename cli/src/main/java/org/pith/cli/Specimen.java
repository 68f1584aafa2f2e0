package org.pith.cli;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.pith.data.DataException;
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
import org.pith.train.Examples;
import org.pith.train.HeldOut;
import org.pith.train.Target;
import org.pith.train.encode.Export;
import org.pith.train.encode.Feeding;

/**
 * A model, wherever it was made, and the data that it is looked at with.
 *
 * @param anatomy the model and its parts
 * @param feeding how rows are fed to it
 * @param data the rows
 * @param classes of the data among the model's scores
 * @param scale of the numbers that the body's scores stand for
 * @param findings what had to be assumed, one sentence each
 */
record Specimen(
    Anatomy anatomy,
    Feeding feeding,
    LoadedData data,
    Classes classes,
    Export.Scale scale,
    List<String> findings) {

  private static final int CHUNK = 2_000;

  /** Rows that are enough to tell one scale of pixels from another. */
  private static final int TRIED = 1_000;

  /**
   * Brings a model and data together.
   *
   * @throws InputException if they do not fit each other
   */
  static Specimen of(Network model, LoadedData data) {
    Anatomy anatomy;
    try {
      anatomy = Anatomy.of(model);
    } catch (IllegalArgumentException unfit) {
      throw new InputException(unfit.getMessage());
    }
    Classes classes = classes(anatomy, data.development());
    List<Feeding> candidates = Feeding.candidates(model, data.development().features());
    requireReal(candidates.getFirst());
    Specimen first =
        new Specimen(anatomy, candidates.getFirst(), data, classes, scale(model, data), List.of());
    if (candidates.size() == 1) {
      return first;
    }
    Dataset tried =
        data.development()
            .select(IntStream.range(0, Math.min(TRIED, data.development().rows())).toArray());
    Feeding best =
        candidates.stream()
            .max(
                Comparator.comparingDouble(
                    f -> first.with(f).judge(model, tried).information().value()))
            .orElseThrow();
    return first
        .with(best)
        .found(
            "Pixels are fed scaled to %s: of the usual scales the model knows most with it."
                .formatted(best.scaling().name()));
  }

  private static Classes classes(Anatomy anatomy, Dataset rows) {
    int scores = anatomy.model().shape(anatomy.scores()).dim(1);
    Classes classes = Classes.of(rows, anatomy.model(), List.of(scores));
    if (rows.task() instanceof Task.Regression && scores != 1) {
      throw new InputException(
          "The model gives %d scores a row, but the target is a number. Maybe say --column TARGET=category."
              .formatted(scores));
    }
    if (rows.task() instanceof Task.Classification && scores != classes.names().size()) {
      throw new InputException(
          "The model gives %d scores a row, but the target has %d classes: %s."
              .formatted(scores, classes.names().size(), String.join(", ", classes.names())));
    }
    return classes;
  }

  private static void requireReal(Feeding feeding) {
    Port input = feeding.input();
    if (feeding.own().isEmpty() && input.type() != ElementType.FLOAT) {
      throw new InputException(
          "Input %s of the model takes %s; models of float numbers can be pruned."
              .formatted(input.name(), input.type().name().toLowerCase(Locale.ROOT)));
    }
  }

  private static Export.Scale scale(Network model, LoadedData data) {
    if (data.development().task() instanceof Task.Classification) {
      return Export.Scale.NONE;
    }
    return Export.Scale.of(model)
        .orElseThrow(
            () ->
                new InputException(
                    "The model answers with a number and was made elsewhere; only models that pith"
                        + " wrote are handled for numbers."));
  }

  private Specimen with(Feeding other) {
    return new Specimen(anatomy, other, data, classes, scale, findings);
  }

  private Specimen found(String finding) {
    return new Specimen(anatomy, feeding, data, classes, scale, List.of(finding));
  }

  boolean isClassification() {
    return !classes.names().isEmpty();
  }

  /** The rows as the body takes them, with the target on the scale of its scores. */
  Examples examples(Dataset rows) {
    Shape shape = anatomy.model().shape(anatomy.features());
    Shape row = new Shape(shape.dims().subList(1, shape.rank()));
    return new Examples(row, features(rows.features()), target(rows));
  }

  private float[] features(Table rows) {
    return anatomy.isBare()
        ? ((Tensor.Floats) feeding.rows(rows).get(anatomy.features())).values()
        : run(anatomy.preparation(), anatomy.features(), rows);
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
    float[] served = run(model, anatomy.answer(), rows.features());
    if (!isClassification()) {
      double[] wide = new double[served.length];
      Arrays.setAll(wide, i -> served[i]);
      return scale.standardise(wide);
    }
    if (anatomy.answersInShares()) {
      for (int i = 0; i < served.length; i++) {
        // A share that single precision rounds to zero counts as the least it can state.
        served[i] = (float) Math.log(Math.max(served[i], Float.MIN_NORMAL));
      }
    }
    return served;
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
      double shift = anatomy.answersInShares() ? logOfSum(scores, start, width) : 0;
      for (int k = start; k < start + width; k++) {
        largest = Math.max(largest, Math.abs(stated(scores[k] - shift) - stated(answers[k])));
      }
    }
    return largest;
  }

  private double stated(double score) {
    return anatomy.answersInShares() ? Math.exp(score) : score;
  }

  private static double logOfSum(float[] scores, int start, int width) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int k = start; k < start + width; k++) {
      largest = Math.max(largest, scores[k]);
    }
    double sum = 0;
    for (int k = start; k < start + width; k++) {
      sum += Math.exp(scores[k] - largest);
    }
    return largest + Math.log(sum);
  }

  private float[] run(Network model, String output, Table rows) {
    int width = Math.toIntExact(model.shape(output).elements());
    float[] all = new float[rows.rows() * width];
    try (OnnxSession session = OnnxSession.open(OnnxFile.encode(model), model.name(), 1)) {
      for (int from = 0; from < rows.rows(); from += CHUNK) {
        int[] chunk = IntStream.range(from, Math.min(from + CHUNK, rows.rows())).toArray();
        Map<String, Tensor> fed = feeding.rows(rows.select(chunk));
        float[] part = session.run(fed).floats(output);
        if (part.length != chunk.length * width) {
          throw new DataException(
              "%s gives %d numbers for %d rows, not %d each. Maybe its number of rows is fixed."
                  .formatted(model.name(), part.length, chunk.length, width));
        }
        System.arraycopy(part, 0, all, from * width, part.length);
      }
    }
    return all;
  }
}
