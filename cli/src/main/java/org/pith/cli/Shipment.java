package org.pith.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.pith.data.Dataset;
import org.pith.data.Table;
import org.pith.data.Task;
import org.pith.network.Network;
import org.pith.network.cost.Cost;
import org.pith.network.onnx.Latency;
import org.pith.network.onnx.OnnxFile;
import org.pith.network.onnx.OnnxSession;
import org.pith.search.Footprint;
import org.pith.search.Preparation;
import org.pith.train.Examples;
import org.pith.train.HeldOut;
import org.pith.train.Inference;
import org.pith.train.Logits;
import org.pith.train.Target;
import org.pith.train.encode.Encoding;

/**
 * The model as it ships, measured on the very bytes that are written.
 *
 * @param model preprocessing, network and answer
 * @param bytes the file
 * @param latency of a row, by the clock
 * @param cost line by line
 * @param answers what it says about the test rows
 * @param score on the test rows
 * @param maxAbsDifference largest difference between ONNX Runtime's answers and those of the trained network
 */
record Shipment(
    Network model,
    byte[] bytes,
    Latency latency,
    Cost cost,
    Answers answers,
    HeldOut score,
    double maxAbsDifference) {

  /**
   * What the model says about the test rows.
   *
   * @param scores logarithms of probabilities, or standardised values
   * @param target the truth
   */
  record Answers(float[] scores, Target target) {}

  /** Writes, loads and measures the model of a trained body. */
  static Shipment of(
      Preparation preparation,
      Encoding encoding,
      Network body,
      Dataset test,
      Map<String, String> metadata,
      Latency latency) {
    Network model = withMetadata(preparation.model(encoding, body), metadata);
    byte[] bytes = OnnxFile.encode(model);
    Cost cost = Cost.of(model);
    Target truth = target(preparation, test);
    try (OnnxSession session = OnnxSession.open(bytes, "model.onnx", 1)) {
      Table raw = test.features();
      float[] served =
          served(
              preparation,
              session.run(raw.rows(), rows -> encoding.input().rows(raw.select(rows))));
      Examples rows = new Examples(encoding.rowShape(), encoding.apply(raw), truth);
      float[] trained = trained(preparation, Inference.scores(body, rows));
      return new Shipment(
          model,
          bytes,
          latency,
          cost,
          new Answers(logarithms(preparation, served), truth),
          HeldOut.calibrated(
              truth, logarithms(preparation, served), preparation.problem().target()),
          largestDifference(served, trained));
    }
  }

  /** Re-measured on the file. */
  Footprint footprint() {
    return Footprint.measured(cost, bytes, latency);
  }

  private static Network withMetadata(Network model, Map<String, String> further) {
    Map<String, String> all = new LinkedHashMap<>(model.metadata());
    all.putAll(further);
    return model.withMetadata(all);
  }

  /** The target of test rows, on the scale that networks are trained on. */
  static Target target(Preparation preparation, Dataset test) {
    return switch (test.task()) {
      case Task.Classification classes ->
          new Target.Classes(test.labels(), classes.classes().size());
      case Task.Regression regression ->
          new Target.Numbers(preparation.scale().standardise(test.numbers()));
    };
  }

  /** Probabilities, or values standardised again. */
  private static float[] served(Preparation preparation, OnnxSession.Outputs outputs) {
    return switch (preparation.development().task()) {
      case Task.Classification classes -> outputs.floats("probabilities");
      case Task.Regression regression -> {
        float[] values = outputs.floats("value");
        double[] wide = new double[values.length];
        for (int i = 0; i < wide.length; i++) {
          wide[i] = values[i];
        }
        yield preparation.scale().standardise(wide);
      }
    };
  }

  /** The trained network's scores as the model would state them. */
  private static float[] trained(Preparation preparation, float[] scores) {
    return switch (preparation.problem().target()) {
      case Target.Classes classes -> Logits.probabilities(scores, classes.classes());
      case Target.Numbers numbers -> scores;
    };
  }

  private static float[] logarithms(Preparation preparation, float[] served) {
    if (preparation.problem().target() instanceof Target.Numbers) {
      return served;
    }
    float[] logarithms = new float[served.length];
    for (int i = 0; i < served.length; i++) {
      // A probability that single precision rounds to zero counts as the least it can state.
      logarithms[i] = (float) Math.log(Math.max(served[i], Float.MIN_NORMAL));
    }
    return logarithms;
  }

  private static double largestDifference(float[] a, float[] b) {
    double largest = 0;
    for (int i = 0; i < a.length; i++) {
      largest = Math.max(largest, Math.abs(a[i] - b[i]));
    }
    return largest;
  }
}
