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
 * The order in which inputs should be kept, taken together: each next one adds most to what the model says from those before it.
 *
 * <p>What a model says from some inputs alone is the mean of its answers over draws of all the others, which are moved between rows
 * as one, so that they stay like one another and tell nothing of the row. An input that repeats one already kept adds nothing,
 * and one that only speaks together with another adds once that is kept: neither shows when inputs are moved one at a time.
 *
 * <p>The search is greedy and lazy: an input whose last known addition is below what another adds now is not tried again at this
 * step, unless the order would end. Additions may grow, so the order is a good one and not surely the best. Of at most {@value #MOST}
 * inputs all are taken, though one may add nothing or harm: latitude says little of a price until longitude stands beside it, and
 * then both do. The order ends with the last that made it know more than ever before. Some rows choose it, others
 * say what it is worth: the largest of many additions flatters itself on the rows that chose it. Both are of the answer {@linkplain
 * Blend recalibrated}: a model is surer than it may be where most of what it sees is another row's.
 *
 * <p>Cost: as many runs as there are parts, and a few more for each step, or all that are left where none adds; each over {@code choose.count() * draws} rows.
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

  private record Candidate(int part, double gain, int step) implements Comparable<Candidate> {
    @Override
    public int compareTo(Candidate other) {
      return gain == other.gain
          ? Integer.compare(part, other.part)
          : Double.compare(other.gain, gain);
    }
  }

  /** The steps; none where the answer does not certainly know anything. */
  List<Inventory.JointStep> steps() {
    Estimate all = all();
    double whole = all.value();
    List<Inventory.JointStep> steps = new ArrayList<>();
    if (!(all.low() > 0)) {
      return steps;
    }
    TreeSet<Integer> kept = new TreeSet<>();
    double known = 0;
    double worth = 0;
    double most = 0;
    int useful = 0;
    PriorityQueue<Candidate> open = new PriorityQueue<>();
    for (int part = 0; part < parts.size(); part++) {
      open.add(candidate(part, kept, known, 0));
    }
    while (!open.isEmpty() && steps.size() < MOST) {
      Candidate best = best(open, kept, known, steps.size());
      if (best.gain < LEAST * whole && !steps.isEmpty()) {
        refresh(open, kept, known, steps.size());
        best = best(open, kept, known, steps.size());
        if (best.gain < LEAST * whole && parts.size() > MOST) {
          break;
        }
      }
      open.remove(best);
      kept.add(best.part);
      known += best.gain;
      if (steps.isEmpty() || known >= most + LEAST * whole) {
        most = known;
        useful = steps.size() + 1;
      }
      Estimate now = known(kept);
      steps.add(new Inventory.JointStep(parts.get(best.part).name(), now.value() - worth, now));
      worth = now.value();
    }
    return List.copyOf(steps.subList(0, useful));
  }

  /** The one on top once it is known at this step; it stays in the queue. */
  private Candidate best(PriorityQueue<Candidate> open, Set<Integer> kept, double known, int step) {
    while (open.element().step < step) {
      open.add(candidate(open.remove().part, kept, known, step));
    }
    return open.element();
  }

  /** Tries all again: what adds nothing by itself may add beside what was kept since. */
  private void refresh(PriorityQueue<Candidate> open, Set<Integer> kept, double known, int step) {
    List<Candidate> stale = open.stream().filter(c -> c.step < step).toList();
    open.removeAll(stale);
    stale.forEach(c -> open.add(candidate(c.part, kept, known, step)));
  }

  private Candidate candidate(int part, Set<Integer> kept, double known, int step) {
    TreeSet<Integer> more = new TreeSet<>(kept);
    more.add(part);
    float[] said = said(more, choose);
    double found = answer.recalibratedShares(said, choose.target(), said, choose.target()).value();
    return new Candidate(part, found - known, step);
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

  /** What is known when all parts speak. */
  private Estimate all() {
    return known(IntStream.range(0, parts.size()).boxed().collect(Collectors.toSet()));
  }
}
