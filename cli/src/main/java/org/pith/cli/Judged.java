package org.pith.cli;

import java.util.Arrays;
import java.util.List;
import org.pith.network.Network;
import org.pith.network.cost.Cost;
import org.pith.network.onnx.Latency;
import org.pith.network.onnx.OnnxFile;
import org.pith.prune.Pruned;
import org.pith.search.Footprint;
import org.pith.train.Examples;
import org.pith.train.HeldOut;
import org.pith.train.Inference;

/**
 * A model, measured on its bytes and the test rows.
 *
 * @param body what learns in it, as it was trained
 * @param inputs positions along the features that the body reads
 */
record Judged(
    Network model,
    byte[] bytes,
    Network body,
    int[] inputs,
    Cost cost,
    Latency latency,
    float[] answers,
    HeldOut test,
    double maxAbsDifference) {

  /**
   * Writes, runs and measures a model.
   *
   * @param learned what learns in it, as it was trained
   */
  static Judged of(Specimen specimen, Network model, Network learned, int[] inputs, Clock clock) {
    return of(specimen, model, OnnxFile.encode(model), learned, inputs, clock);
  }

  /**
   * Runs and measures a model that was written already, maybe in another way.
   *
   * @param bytes its file
   */
  static Judged of(
      Specimen specimen, Network model, byte[] bytes, Network learned, int[] inputs, Clock clock) {
    Cost cost = Cost.of(model);
    float[] answers = specimen.answers(model, specimen.data().test());
    return new Judged(
        model,
        bytes,
        learned,
        inputs,
        cost,
        clock.quietest(model),
        answers,
        HeldOut.calibrated(
            specimen.target(specimen.data().test()),
            answers,
            specimen.target(specimen.data().development())),
        difference(specimen, learned, inputs, answers));
  }

  Footprint footprint() {
    return Footprint.measured(cost, bytes, latency);
  }

  /** Largest difference between ONNX Runtime's answers and those of the trained network. */
  private static double difference(
      Specimen specimen, Network learned, int[] inputs, float[] answers) {
    Examples rows = specimen.examples(specimen.data().test());
    Pruned as = new Pruned(learned, Arrays.stream(inputs).boxed().toList(), List.of());
    float[] scores = Inference.scores(learned, as.narrow(rows));
    return specimen.difference(scores, answers);
  }
}
