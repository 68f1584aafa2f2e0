package org.pith.prune.inspect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;
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
 * <p>The search is greedy and lazy: while more than {@value #MOST} speak, an input that once lost more than another loses now is not
 * tried again at this step, as losses grow the fewer others there are. The order is a good one and not surely the best. It has at most
 * {@value #MOST} inputs and ends with the last that made it know more than ever before. Some rows choose it, others
 * say what it is worth: the least of many losses flatters itself on the rows that chose it. Both are of the answer {@linkplain
 * Blend recalibrated}: a model is surer than it may be where most of what it sees is another row's.
 *
 * <p>Cost: about {@value #TRIES} runs for each part, each over {@code choose.count() * draws} rows.
 */
final class JointOrder {

  /** Steps that are taken at most. */
  static final int MOST = 16;

  /** Runs for each part, about. */
  static final int TRIES = 4;

  /** Share of what the answer knows that a step adds at least, but for the first; where none does, the order ends. */
  private static final double LEAST = 0.005;

  private final Network network;
  private final Answer answer;
  private final Rows choose;
  private final Rows judge;
  private final String input;
  private final List<InputPart> parts;
  private final int draws;
  private final OnnxSession session;
  private final long seed;

  JointOrder(
      Network network,
      Answer answer,
      Rows choose,
      Rows judge,
      String input,
      List<InputPart> parts,
      int draws,
      OnnxSession session,
      long seed) {
    this.network = network;
    this.answer = answer;
    this.choose = choose;
    this.judge = judge;
    this.input = input;
    this.parts = parts;
    this.draws = draws;
    this.session = session;
    this.seed = seed;
  }

  /**
   * A part that may go.
   *
   * @param loss of what is known when it does
   * @param left how many spoke beside it when that was tried
   */
  private record Candidate(int part, double loss, int left) implements Comparable<Candidate> {
    @Override
    public int compareTo(Candidate other) {
      return loss == other.loss
          ? Integer.compare(other.part, part)
          : Double.compare(loss, other.loss);
    }
  }

  /** The steps; none where the answer does not certainly know anything. */
  List<Inventory.JointStep> steps() {
    Estimate all = known(range(parts.size()));
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
      double chosen = chosen(kept);
      if (chosen >= most + least) {
        most = chosen;
        useful = count;
      }
      Estimate now = known(kept);
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
    double known = chosen(speaking);
    PriorityQueue<Candidate> open = new PriorityQueue<>();
    for (int part : speaking) {
      open.add(without(part, speaking, known));
    }
    List<Integer> order = new ArrayList<>();
    while (speaking.size() > 1) {
      Candidate least = least(open, speaking, known);
      open.remove(least);
      speaking.remove(least.part);
      order.addFirst(least.part);
      known -= least.loss;
    }
    order.addAll(0, speaking);
    return order;
  }

  /** The one whose loss is least now; it stays in the queue. */
  private Candidate least(PriorityQueue<Candidate> open, Set<Integer> speaking, double known) {
    if (speaking.size() <= MOST) {
      open.clear();
      speaking.forEach(part -> open.add(without(part, speaking, known)));
    }
    while (open.element().left >= speaking.size()) {
      open.add(without(open.remove().part, speaking, known));
    }
    return open.element();
  }

  private Candidate without(int part, Set<Integer> speaking, double known) {
    Set<Integer> fewer = new TreeSet<>(speaking);
    fewer.remove(part);
    return new Candidate(part, known - chosen(fewer), fewer.size());
  }

  /** What the rows that choose say is known when only these parts speak. */
  private double chosen(Set<Integer> speaking) {
    float[] said = said(speaking, choose);
    return answer.recalibratedShares(said, choose.target(), said, choose.target()).value();
  }

  /** What is known when only these parts speak. */
  private Estimate known(Set<Integer> speaking) {
    return answer.recalibratedShares(
        said(speaking, choose), choose.target(), said(speaking, judge), judge.target());
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
