package org.pith.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.pith.network.Network;
import org.pith.search.space.Architecture;
import org.pith.train.Examples;
import org.pith.train.HeldOut;
import org.pith.train.Initialization;
import org.pith.train.Recipe;
import org.pith.train.Target;

/**
 * Trains candidates for a number of epochs on some folds and judges each by its answers on their held-out rows together. Candidates
 * of one structure, view and recipe train in one batched call.
 */
final class Rung {

  /** More networks in one call bring little more speed, and leave the other threads without work. */
  private static final int STACK = 16;

  private final Problem problem;
  private final Proposer proposer;
  private final Workers workers;
  private final SearchListener listener;
  private final long seed;
  private final String prefix;

  Rung(
      Problem problem,
      Proposer proposer,
      Workers workers,
      SearchListener listener,
      long seed,
      String prefix) {
    this.problem = problem;
    this.proposer = proposer;
    this.workers = workers;
    this.listener = listener;
    this.seed = seed;
    this.prefix = prefix;
  }

  /**
   * What a rung brought.
   *
   * @param outcomes in the order of the candidates
   * @param networks trained on the first fold, in the same order
   */
  record Result(List<Outcome> outcomes, List<Network> networks) {}

  /**
   * How much training a rung gives.
   *
   * @param rows of each fold, at most; those drawn first where there are more
   * @param epochs over these rows
   * @param folds the first ones
   */
  record Depth(int rows, int epochs, int folds) {}

  Result run(String name, List<Candidate> candidates, Depth depth, Optional<Teacher> teacher) {
    List<List<Integer>> stacks = stacks(candidates);
    List<Trial> trials = new ArrayList<>();
    for (int s = 0; s < stacks.size(); s++) {
      List<Candidate> members = stacks.get(s).stream().map(candidates::get).toList();
      for (int fold = 0; fold < depth.folds(); fold++) {
        trials.add(
            trial(
                "%s/%s/stack%d/fold%d".formatted(prefix, name, s, fold),
                members,
                fold,
                depth,
                teacher));
      }
    }
    return collect(name, candidates, stacks, workers.run(trials, listener::done), depth.folds());
  }

  private Trial trial(
      String key, List<Candidate> members, int fold, Depth depth, Optional<Teacher> teacher) {
    Examples rows = problem.views().get(members.getFirst().view()).rows();
    if (teacher.isPresent()) {
      rows = rows.withTeacher(teacher.get().onFold(fold));
    }
    Problem.Fold split = problem.folds().get(fold);
    return new Trial(
        key,
        members.stream().map(c -> initial(c, fold)).toList(),
        rows.rows(sample(split.train(), depth.rows(), fold)),
        rows.rows(split.heldOut()),
        recipe(members.getFirst(), depth.epochs(), teacher.isPresent()),
        Seeds.of(seed, "batches", fold));
  }

  /** {@code count} of the rows drawn without repetition; all of them, as they lie, where there are no more. */
  private int[] sample(int[] rows, int count, int fold) {
    if (rows.length <= count) {
      return rows;
    }
    int[] drawn = rows.clone();
    RandomGenerator random = Seeds.generator(seed, "screening rows", fold);
    for (int i = 0; i < count; i++) {
      int other = random.nextInt(i, drawn.length);
      int row = drawn[i];
      drawn[i] = drawn[other];
      drawn[other] = row;
    }
    return Arrays.copyOf(drawn, count);
  }

  Network initial(Candidate candidate, int fold) {
    return Initialization.draw(
        proposer.body(candidate), Seeds.of(seed, "weights " + candidate.id(), fold));
  }

  static Recipe recipe(Candidate candidate, int epochs, boolean taught) {
    Recipe recipe = candidate.recipe().withEpochs(epochs);
    return taught ? recipe : recipe.withDistillation(Recipe.Distillation.NONE);
  }

  private static List<List<Integer>> stacks(List<Candidate> candidates) {
    record Key(int view, Architecture structure, Recipe recipe) {}
    Map<Key, List<List<Integer>>> groups = new LinkedHashMap<>();
    for (int i = 0; i < candidates.size(); i++) {
      Candidate c = candidates.get(i);
      List<List<Integer>> stacks =
          groups.computeIfAbsent(
              new Key(c.view(), c.architecture().structure(), c.recipe()), k -> new ArrayList<>());
      if (stacks.isEmpty() || stacks.getLast().size() == STACK) {
        stacks.add(new ArrayList<>());
      }
      stacks.getLast().add(i);
    }
    return groups.values().stream().flatMap(List::stream).toList();
  }

  private Result collect(
      String name,
      List<Candidate> candidates,
      List<List<Integer>> stacks,
      List<TrialResult> results,
      int folds) {
    Outcome[] outcomes = new Outcome[candidates.size()];
    Network[] networks = new Network[candidates.size()];
    for (int s = 0; s < stacks.size(); s++) {
      List<TrialResult> ofStack = results.subList(s * folds, (s + 1) * folds);
      List<Integer> members = stacks.get(s);
      double cpu = ofStack.stream().mapToDouble(TrialResult::cpuSeconds).sum() / members.size();
      for (int m = 0; m < members.size(); m++) {
        int index = m;
        float[] scores = joined(ofStack.stream().map(r -> r.scores().get(index)).toList());
        int i = members.get(m);
        outcomes[i] = new Outcome(candidates.get(i), name, judge(scores, folds), cpu);
        networks[i] = ofStack.getFirst().networks().get(m);
      }
    }
    return new Result(List.of(outcomes), List.of(networks));
  }

  private HeldOut judge(float[] scores, int folds) {
    Target target = problem.target();
    return HeldOut.of(target.rows(problem.heldOutRows(folds)), scores, target);
  }

  static float[] joined(List<float[]> parts) {
    float[] all = new float[parts.stream().mapToInt(p -> p.length).sum()];
    int at = 0;
    for (float[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }
}
