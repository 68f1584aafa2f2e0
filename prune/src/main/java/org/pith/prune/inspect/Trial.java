package org.pith.prune.inspect;

import java.util.stream.IntStream;
import org.pith.measure.Estimate;
import org.pith.network.Network;
import org.pith.network.onnx.OnnxSession;

/**
 * How networks that were cut or silenced are judged, and the whole one when it is compared with them: each runs over both sets of rows,
 * and its answer is {@linkplain Blend recalibrated} by the first.
 *
 * <p>Cost: a pass over at most {@value #MOST_FITTED} rows to fit two numbers by, and one over the rows to judge.
 *
 * @param fit rows that recalibrate
 * @param judge rows that neither choice nor recalibration sees
 */
record Trial(Answer answer, Rows fit, Rows judge, int threads) {

  private static final int MOST_FITTED = 500;

  /** Takes the first {@value #MOST_FITTED} of the rows to fit by. */
  Trial {
    fit = fit.select(IntStream.range(0, Math.min(MOST_FITTED, fit.count())).toArray());
  }

  /**
   * What a network knows.
   *
   * @param information of its recalibrated answer
   * @param accuracy of its answer as it is; NaN for a numeric target
   */
  record Outcome(Estimate information, double accuracy) {}

  /** Runs a network. */
  Outcome of(Network network) {
    try (OnnxSession session = Taps.open(network, answer.tensor(), threads)) {
      float[] fitted = Taps.of(session, network, fit, answer.tensor());
      float[] judged = Taps.of(session, network, judge, answer.tensor());
      return new Outcome(
          answer.recalibrated(fitted, fit.target(), judged, judge.target()),
          answer.judge(judged, judge.target()).accuracy());
    }
  }
}
