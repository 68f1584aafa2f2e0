package org.pith.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.pith.data.Table;
import org.pith.network.Network;
import org.pith.network.onnx.OnnxSession;
import org.pith.network.rewrite.Anatomy;
import org.pith.train.Logits;
import org.pith.train.encode.Feeding;
import org.pith.train.encode.Lines;

/**
 * What a model says of rows.
 *
 * @param classes its classes by place; empty where it says numbers
 * @param labels the class it says of each row; empty where it says numbers
 * @param numbers for each row the probability of each class, or a number
 */
record Predictions(List<String> classes, List<String> labels, float[] numbers) {

  /**
   * Runs a model.
   *
   * @param feeding as its metadata record it
   * @param fed the columns that it takes
   */
  static Predictions of(Network network, Feeding feeding, Table fed) {
    return feeding.own().isPresent() ? stated(network, feeding, fed) : read(network, feeding, fed);
  }

  /** A model of Pith's states classes and probabilities itself. */
  private static Predictions stated(Network network, Feeding feeding, Table fed) {
    Map<String, String> metadata = network.metadata();
    try (OnnxSession session = OnnxSession.open(network, 1)) {
      OnnxSession.Outputs outputs = session.run(fed.rows(), rows -> feeding.rows(fed.select(rows)));
      return "classification".equals(metadata.get("task"))
          ? new Predictions(
              Lines.split(metadata.get("classes")),
              List.of(outputs.strings("label")),
              outputs.floats("probabilities"))
          : new Predictions(List.of(), List.of(), outputs.floats("value"));
    }
  }

  /** Of any other the scores are read as when it was pruned. */
  private static Predictions read(Network network, Feeding feeding, Table fed) {
    List<String> classes = Lines.split(network.metadata().getOrDefault(Feeding.CLASSES, ""));
    Anatomy anatomy = classes.isEmpty() ? Anatomy.ofNumber(network) : Anatomy.of(network);
    Network answering = network.withOutputs(List.of(anatomy.answer()));
    try (OnnxSession session = OnnxSession.open(answering, 1)) {
      float[] served =
          session.run(fed.rows(), rows -> feeding.rows(fed.select(rows))).floats(anatomy.answer());
      requireMeant(classes, served.length / fed.rows());
      return classes.isEmpty()
          ? new Predictions(List.of(), List.of(), served)
          : ofScores(classes, served, anatomy.answersInShares(), fed.rows());
    }
  }

  /** Scores say nothing under the names of other classes than those that they are of; one score tells two apart. */
  private static void requireMeant(List<String> classes, int scores) {
    boolean meant = classes.isEmpty() ? scores == 1 : Math.max(2, scores) == classes.size();
    if (!meant) {
      throw new InputException(
          "The model gives %d %s a row, but its metadata name %d classes. Maybe the file was changed after Pith wrote it."
              .formatted(scores, scores == 1 ? "score" : "scores", classes.size()));
    }
  }

  private static Predictions ofScores(
      List<String> classes, float[] served, boolean shares, int rows) {
    boolean pair = served.length == rows;
    float[] all = pair ? Specimen.pairs(served, shares) : served;
    float[] probabilities = shares ? all : Logits.probabilities(all, classes.size());
    List<String> labels = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      labels.add(classes.get(largest(probabilities, row * classes.size(), classes.size())));
    }
    return new Predictions(classes, labels, probabilities);
  }

  /** The first of the largest. */
  private static int largest(float[] values, int from, int count) {
    int best = 0;
    for (int k = 1; k < count; k++) {
      best = values[from + k] > values[from + best] ? k : best;
    }
    return best;
  }

  boolean isClassification() {
    return !classes.isEmpty();
  }

  /** A line a row. */
  Csv csv() {
    return isClassification() ? labelled() : values();
  }

  private Csv labelled() {
    List<String> header = new ArrayList<>(List.of("label"));
    classes.forEach(c -> header.add("p(" + c + ")"));
    Csv csv = new Csv(header);
    for (int row = 0; row < labels.size(); row++) {
      List<String> line = new ArrayList<>(List.of(labels.get(row)));
      for (int k = 0; k < classes.size(); k++) {
        line.add(String.format(Locale.ROOT, "%.6g", numbers[row * classes.size() + k]));
      }
      csv.line(line);
    }
    return csv;
  }

  private Csv values() {
    Csv csv = new Csv(List.of("value"));
    for (float value : numbers) {
      csv.line(List.of(value));
    }
    return csv;
  }
}
