package org.pith.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.pith.data.Column;
import org.pith.data.Table;
import org.pith.data.TableReader;
import org.pith.network.Network;
import org.pith.train.encode.Feeding;
import org.pith.train.encode.RawInput;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pith predict}: runs a model on data, and scores it where the target is there. */
@Command(
    name = "predict",
    mixinStandardHelpOptions = true,
    description = "Runs a model on data; with --target also scores it.")
final class PredictCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "MODEL.onnx",
      description = "A model that pith compact or pith prune wrote.")
  Path model;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DATA",
      description = "The rows to predict.")
  Path data;

  @Option(
      names = "--target",
      paramLabel = "COL",
      description = "Column with the truth, to score against.")
  String target;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where predictions go, as CSV. Default: standard output.")
  Path out;

  @Option(names = "--json", description = "Only the score, as one JSON object.")
  boolean json;

  @Override
  public Integer call() throws IOException {
    Network network = ModelFile.read(model).withName(model.getFileName().toString());
    Feeding feeding =
        Feeding.recorded(network)
            .orElseThrow(
                () ->
                    new InputException(
                        "%s does not say which columns it takes; only models that pith compact or pith prune wrote do."
                            .formatted(model)));
    Table table = reader(feeding.takes()).read(data);
    requireTruth(table);
    Table fed = feeding.takes().of(table, model.getFileName().toString());
    Words.of(network, feeding).requireKnown(fed);
    Predictions predictions = predictions(network, feeding, fed);
    requireAnswers(fed, predictions.numbers());
    if (!json) {
      write(predictions.csv());
    }
    if (target != null) {
      score(table, predictions);
    }
    return 0;
  }

  private Predictions predictions(Network network, Feeding feeding, Table fed) {
    try {
      return Predictions.of(
          feeding.own().isPresent() ? network : ModelFile.readRunnable(model), feeding, fed);
    } catch (IllegalArgumentException unfit) {
      throw new InputException("%s: %s".formatted(model.getFileName(), unfit.getMessage()));
    }
  }

  /** A model made from data without missing cells has no answer where one is missing. */
  private void requireAnswers(Table fed, float[] answers) {
    for (int i = 0; i < answers.length; i++) {
      if (Float.isNaN(answers[i])) {
        int row = (int) ((long) i * fed.rows() / answers.length);
        String why =
            fed.columns().stream()
                .filter(column -> column.isMissing(row))
                .findFirst()
                .map(column -> "has no value in column '%s'".formatted(column.name()))
                .orElse("holds a number that is too large");
        throw new InputException(
            "Row %d of %s %s, and %s has no answer for it. Maybe fill or drop the row."
                .formatted(row + 1, data, why, model.getFileName()));
      }
    }
  }

  private TableReader reader(RawInput input) {
    TableReader reader = TableReader.defaults().withTypes(input.declared());
    return target == null ? reader : reader.expecting(target);
  }

  private void write(Csv predictions) {
    String text = predictions.toString();
    if (out == null) {
      System.out.print(text);
      return;
    }
    Path folder = out.toAbsolutePath().getParent();
    OutputFolder.create(folder, true)
        .write(out.getFileName().toString(), text.getBytes(StandardCharsets.UTF_8));
  }

  private void score(Table table, Predictions predictions) {
    Column truth = table.column(target);
    Map<String, Object> score = new LinkedHashMap<>();
    if (predictions.isClassification()) {
      List<String> labels = predictions.labels();
      int right = 0;
      int rows = 0;
      for (int row = 0; row < labels.size(); row++) {
        if (!truth.isMissing(row)) {
          rows++;
          right += labels.get(row).equals(truth.text(row)) ? 1 : 0;
        }
      }
      double[] interval = Wilson.interval((double) right / rows, rows);
      score.put("rows", rows);
      score.put("accuracy", (double) right / rows);
      score.put("accuracyInterval", List.of(interval[0], interval[1]));
    } else {
      score.putAll(errors(numbers(truth), predictions.numbers()));
    }
    PrintStream to = json ? System.out : System.err;
    to.println(Json.line(score));
  }

  private void requireTruth(Table table) {
    if (target != null && table.column(target).missing() == table.rows()) {
      throw new InputException(
          "Column '%s' of %s has no value, so there is nothing to score against. Maybe leave out --target."
              .formatted(target, data));
    }
  }

  private double[] numbers(Column truth) {
    if (truth instanceof Column.Numbers numbers) {
      return numbers.values();
    }
    throw new InputException(
        "Column '%s' is not numeric, but the model gives numbers.".formatted(target));
  }

  private static Map<String, Object> errors(double[] truth, float[] values) {
    double squares = 0;
    double mean = 0;
    int rows = 0;
    for (int row = 0; row < values.length; row++) {
      if (!Double.isNaN(truth[row])) {
        rows++;
        mean += truth[row];
        squares += (truth[row] - values[row]) * (truth[row] - values[row]);
      }
    }
    mean /= rows;
    double spread = 0;
    for (double t : truth) {
      spread += Double.isNaN(t) ? 0 : (t - mean) * (t - mean);
    }
    Map<String, Object> score = new LinkedHashMap<>();
    score.put("rows", rows);
    score.put("rmse", Json.finite(Math.sqrt(squares / rows)));
    // Of a constant truth there is nothing to explain.
    score.put("r2", Json.finite(1 - squares / spread));
    return score;
  }
}
