package org.pith.prune.inspect;

import java.util.List;
import java.util.stream.IntStream;
import org.pith.measure.Estimate;
import org.pith.network.Network;
import org.pith.network.cost.Cost;
import org.pith.network.onnx.OnnxSession;

/**
 * Which parts of its input an answer rests on, one at a time and jointly. Rows are as many as can be afforded: a model that costs
 * much for a row is asked less often.
 *
 * @param fit rows to choose and to recalibrate by
 * @param tried rows to judge at
 * @param input name of the network's only input
 * @param columns what its columns are called, where it has columns
 */
record InputRanks(
    Network network,
    Answer answer,
    Rows fit,
    Rows tried,
    String input,
    List<String> columns,
    int threads,
    long seed) {

  private static final int MOST_PARTS = 256;
  private static final int MOST_SHUFFLED = 500;
  private static final int FEWEST_SHUFFLED = 200;
  private static final int MOST_ORDERED = 200;
  private static final int FEWEST_ORDERED = 64;
  private static final int FEWEST_TRIES = 2;
  private static final int MOST_TRIES = 8;

  /** Draws of the inputs that do not speak. */
  private static final int DRAWS = 4;

  /** Multiply-accumulates that each of the rankings may take, a few seconds. */
  private static final double MOST_MACS = 2e10;

  /** Those that ordering may take beyond that, so that few parts go at once. */
  private static final double MOST_ORDERING_MACS = 2e11;

  private List<InputPart> parts() {
    return InputPart.of(network.shape(input), columns, MOST_PARTS);
  }

  /** By what the recalibrated answer loses when a part is moved between rows and all others stay. */
  List<Inventory.InputEntry> alone() {
    List<InputPart> parts = parts();
    Rows choose = few(fit, 2 * parts.size(), FEWEST_SHUFFLED, MOST_SHUFFLED);
    Rows judge = few(tried, 2 * parts.size(), FEWEST_SHUFFLED, MOST_SHUFFLED);
    try (OnnxSession session = Taps.open(network, answer.tensor(), threads)) {
      Estimate whole = judged(session, choose, judge);
      return parts.stream()
          .map(
              part ->
                  new Inventory.InputEntry(
                      part.name(),
                      Answer.loss(
                          whole,
                          judged(
                              session,
                              part.shuffled(choose, input, seed),
                              part.shuffled(judge, input, seed)))))
          .sorted((a, b) -> Double.compare(b.loss().value(), a.loss().value()))
          .toList();
    }
  }

  private Estimate judged(OnnxSession session, Rows choose, Rows judge) {
    return answer.recalibrated(
        Taps.of(session, network, choose, answer.tensor()),
        choose.target(),
        Taps.of(session, network, judge, answer.tensor()),
        judge.target());
  }

  /** As {@link JointOrder} has them. */
  List<Inventory.JointStep> jointly() {
    List<InputPart> parts = parts();
    if (parts.isEmpty()) {
      return List.of();
    }
    int tries = tries(parts.size());
    int runs = DRAWS * tries * parts.size();
    Rows choose = few(fit, runs, FEWEST_ORDERED, MOST_ORDERED);
    Rows judge = few(tried, runs, FEWEST_ORDERED, MOST_ORDERED);
    try (OnnxSession session = Taps.open(network, answer.tensor(), threads)) {
      return new JointOrder(
              network, answer, choose, judge, input, parts, DRAWS, tries, session, seed)
          .steps();
    }
  }

  /** How often each part can be tried on the fewest rows; one by one is best, and a network that costs much tries less often. */
  private int tries(int parts) {
    double once = (double) DRAWS * FEWEST_ORDERED * parts * Math.max(1, Cost.of(network).macs());
    return (int) Math.clamp(MOST_ORDERING_MACS / once, FEWEST_TRIES, MOST_TRIES);
  }

  /** As many of the rows as so many runs of the network can afford. */
  private Rows few(Rows of, int runs, int fewest, int most) {
    double affordable = MOST_MACS / Math.max(1, runs) / Math.max(1, Cost.of(network).macs());
    int rows = (int) Math.clamp(affordable, fewest, most);
    return of.select(IntStream.range(0, Math.min(rows, of.count())).toArray());
  }
}
