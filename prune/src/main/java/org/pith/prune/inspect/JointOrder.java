package org.pith.prune.inspect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.pith.measure.Estimate;
import org.pith.network.Network;
import org.pith.network.onnx.OnnxSession;

/**
 * The order in which inputs should be kept, taken together: one after another is let go, always the one without which the model says
 * least less beside those that are still there; the last to go stand first.
 *
 * <p>What a model says from some inputs alone is the mean of its answers over draws of all the others, which are moved between rows
 * as one, so that they stay like one another and tell nothing of the row. An input that repeats another goes early, and the other
 * stays; inputs that only speak together, such as latitude and longitude or the pixels of a shape, stay together: neither shows when
 * inputs are moved one at a time, and the latter not when they are added one at a time, since the first of them adds nothing.
 *
 * <p>The search is greedy: in every sweep each of those that are still there is tried, and the few that are missed least go, in the
 * order of their losses. The order is a good one and not surely the best. It has at most
 * {@value #MOST} inputs and ends with the last that made it know more than ever before. Some rows choose it, others
 * say what it is worth: the least of many losses flatters itself on the rows that chose it. Both are of the answer {@linkplain
 * Blend recalibrated}: a model is surer than it may be where most of what it sees is another row's.
 *
 * <p>Cost: about {@code tries} runs for each part and two for each step, each over {@code choose.count() * draws} rows.
 */
final class JointOrder {

  /** Steps that are taken at most. */
  static final int MOST = 16;

  /** Share of what the answer knows that a step adds at least, but for the first; where none does, the order ends. */
  private static final double LEAST = 0.005;

  private final Network network;
  private final Answer answer;
  private final Rows choose;
  private final Rows judge;
  private final String input;
  private final List<InputPart> parts;
  private final int draws;
  private final int tries;
  private final OnnxSession session;
  private final long seed;

  /**
   * @param draws of the inputs that do not speak
   * @param tries how often a part is tried, about: in a sweep one part of so many goes, or a single one where there are fewer
   */
  JointOrder(
      Network network,
      Answer answer,
      Rows choose,
      Rows judge,
      String input,
      List<InputPart> parts,
      int draws,
      int tries,
      OnnxSession session,
      long seed) {
    this.network = network;
    this.answer = answer;
    this.choose = choose;
    this.judge = judge;
    this.input = input;
    this.parts = parts;
    this.draws = draws;
    this.tries = tries;
    this.session = session;
    this.seed = seed;
  }

  /** The steps; none where the answer does not certainly know anything. */
  List<Inventory.JointStep> steps() {
    Set<Integer> whole = range(parts.size());
    Estimate all = judged(said(whole, choose), said(whole, judge), judge);
    if (!(all.low() > 0)) {
      return List.of();
    }
    List<Integer> order = order();
    List<Inventory.JointStep> steps = new ArrayList<>();
    double least = LEAST * all.value();
    double most = Double.NEGATIVE_INFINITY;
    double worth = 0;
    int useful = 0;
    for (int count = 1; count <= Math.min(MOST, order.size()); count++) {
      Set<Integer> kept = new TreeSet<>(order.subList(0, count));
      float[] said = said(kept, choose);
      double chosen = judged(said, said, choose).value();
      if (chosen >= most + least) {
        most = chosen;
        useful = count;
      }
      Estimate now = judged(said, said(kept, judge), judge);
      String name = parts.get(order.get(count - 1)).name();
      steps.add(new Inventory.JointStep(name, now.value() - worth, now));
      worth = now.value();
    }
    return List.copyOf(steps.subList(0, useful));
  }

  private static Set<Integer> range(int count) {
    return IntStream.range(0, count).boxed().collect(Collectors.toCollection(TreeSet::new));
  }

  /** All parts, the last to go first. */
  private List<Integer> order() {
    Set<Integer> speaking = range(parts.size());
    List<Integer> order = new ArrayList<>();
    while (speaking.size() > 1) {
      for (int part : leastMissed(speaking, Math.max(1, speaking.size() / tries))) {
        speaking.remove(part);
        order.addFirst(part);
      }
    }
    order.addAll(0, speaking);
    return order;
  }

  /** Those without which most is still known, the least missed first; the later of equals. */
  private List<Integer> leastMissed(Set<Integer> speaking, int count) {
    Map<Integer, Double> left = new HashMap<>();
    for (int part : speaking) {
      Set<Integer> fewer = new TreeSet<>(speaking);
      fewer.remove(part);
      float[] said = said(fewer, choose);
      left.put(part, judged(said, said, choose).value());
    }
    return speaking.stream()
        .sorted(Comparator.<Integer>comparingDouble(left::get).thenComparing(p -> p).reversed())
        .limit(count)
        .toList();
  }

  /** What is known by who was fitted to what was said of the rows that choose. */
  private Estimate judged(float[] fitted, float[] said, Rows rows) {
    return answer.recalibratedShares(fitted, choose.target(), said, rows.target());
  }

  /** The mean answer when only these parts speak. */
  private float[] said(Set<Integer> speaking, Rows rows) {
    int[] places =
        IntStream.range(0, parts.size())
            .filter(part -> !speaking.contains(part))
            .flatMap(part -> Arrays.stream(parts.get(part).places()))
            .toArray();
    if (places.length == 0) {
      return answer.shares(Taps.of(session, network, rows, answer.tensor()));
    }
    Rows drawn = new InputPart("the rest", places).shuffled(rows, input, seed, draws);
    float[] said = answer.shares(Taps.of(session, network, drawn, answer.tensor()));
    float[] mean = new float[said.length / draws];
    for (int i = 0; i < said.length; i++) {
      mean[i % mean.length] += said[i] / draws;
    }
    return mean;
  }
}
