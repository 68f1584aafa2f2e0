package org.pith.prune;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.pith.measure.Estimate;
import org.pith.network.Network;
import org.pith.network.cost.Cost;
import org.pith.network.rewrite.Cooling;
import org.pith.network.rewrite.FoldBatchNormalization;
import org.pith.prune.schedule.Load;
import org.pith.search.Budget;
import org.pith.search.Candidate;
import org.pith.search.Effort;
import org.pith.search.Footprint;
import org.pith.search.Limit;
import org.pith.search.Problem;
import org.pith.search.Search;
import org.pith.search.Seeds;
import org.pith.search.Trial;
import org.pith.search.TrialResult;
import org.pith.search.Workers;
import org.pith.search.space.Architecture;
import org.pith.search.space.WidthSolver;
import org.pith.train.Examples;
import org.pith.train.HeldOut;
import org.pith.train.Inference;
import org.pith.train.Initialization;
import org.pith.train.Recipe;

/**
 * A wider network of the chosen structure is trained, pruned to the budget by joint information, repaired and fine-tuned, and has to
 * beat the network that was of the final size all along: same rows, same teacher, same number of epochs in total, judged on rows that
 * neither has seen. Only the winner ships.
 */
public final class Contest {

  /** How much more than the budget, and than the search's dearest candidate or the chosen one, the wider network may spend. */
  private static final double WIDER = 2;

  private final Problem problem;
  private final Budget budget;
  private final Effort effort;
  private final Workers workers;
  private final long seed;
  private final String name;

  /**
   * A contest that has not begun.
   *
   * @param name begins the keys of its trials
   */
  public Contest(
      Problem problem, Budget budget, Effort effort, Workers workers, long seed, String name) {
    this.problem = problem;
    this.budget = budget;
    this.effort = effort;
    this.workers = workers;
    this.seed = seed;
    this.name = name;
  }

  /**
   * What came out.
   *
   * @param won whether the pruned network knows more, and is as fast as it must be
   * @param pruned what it knows of the first fold's held-out rows
   * @param unpruned what the network of the final size knows of the same rows
   * @param network the pruned network, trained on what the other was and calibrated; null where it lost
   * @param inputs the features it still reads; empty where it reads all
   * @param from the wider network
   * @param cpuSeconds of all its trainings
   */
  public record Result(
      boolean won,
      Estimate pruned,
      Estimate unpruned,
      Network network,
      Optional<int[]> inputs,
      String from,
      double cpuSeconds) {}

  /**
   * What enters the contest.
   *
   * @param chosen of the search
   * @param wide as wide as is pruned from
   * @param slower by what factor the chosen network is slower than predicted; a wider one of its structure will be as well
   */
  private record Entry(Candidate chosen, Architecture wide, double slower) {}

  /** A pruned, fine-tuned network and what it read. */
  private record Thinned(Network network, int[] inputs, float[] heldOutScores, double cpuSeconds) {}

  /** Runs the contest for what a search found. */
  public Result run(Search.Found found) {
    Entry entry = entry(found.chosen().candidate());
    Candidate chosen = entry.chosen();
    Problem.Fold fold = problem.folds().getFirst();
    Examples rows = problem.views().get(chosen.view()).rows();
    Examples taught = found.teacher().map(t -> rows.withTeacher(t.onFold(0))).orElse(rows);
    Examples heldOut = rows.rows(fold.heldOut());
    Thinned thinned =
        thin(entry, taught.rows(fold.train()), heldOut, found.teacher().isPresent(), "fold");
    HeldOut pruned = HeldOut.of(heldOut.target(), thinned.heldOutScores(), problem.target());
    HeldOut unpruned =
        HeldOut.of(
            heldOut.target(), Inference.scores(found.foldNetwork(), heldOut), problem.target());
    boolean knowsMore = pruned.information().value() > unpruned.information().value();
    double cpu = thinned.cpuSeconds();
    Thinned shipped = thinned;
    if (knowsMore && effort.refit()) {
      Examples all = found.teacher().map(t -> rows.withTeacher(t.onAllRows())).orElse(rows);
      shipped = thin(entry, all, rows.rows(new int[0]), found.teacher().isPresent(), "refit");
      cpu += shipped.cpuSeconds();
    }
    boolean won = knowsMore && isFast(chosen.view(), shipped.network());
    boolean narrower = shipped.inputs().length < rows.rowShape().dim(0);
    return new Result(
        won,
        pruned.information(),
        unpruned.information(),
        won ? Cooling.of(shipped.network(), pruned.temperature()).orElseThrow() : null,
        narrower ? Optional.of(shipped.inputs()) : Optional.empty(),
        entry.wide().spec(),
        cpu);
  }

  /** Widths were cut by a prediction; the clock decides. */
  private boolean isFast(int view, Network body) {
    return !budget.binds(Limit.LATENCY) || budget.allows(problem.views().get(view).measured(body));
  }

  private Entry entry(Candidate chosen) {
    Footprint predicted =
        problem
            .views()
            .get(chosen.view())
            .predicted(problem.body(chosen.view(), chosen.architecture()));
    double slower = chosen.footprint().latencyMicros() / predicted.latencyMicros();
    Entry same = new Entry(chosen, chosen.architecture(), slower);
    return new Entry(chosen, wider(same), slower);
  }

  private Architecture wider(Entry entry) {
    Candidate chosen = entry.chosen();
    Budget more = budget.times(WIDER);
    double mostWork = WIDER * Math.max(effort.dearestRow(problem), chosen.footprint().work());
    Predicate<Footprint> fits = f -> more.allows(f) && f.work() <= mostWork;
    return WidthSolver.widest(
            chosen.architecture(), a -> fits.test(footprint(entry, problem.body(chosen.view(), a))))
        .orElse(chosen.architecture());
  }

  private Footprint footprint(Entry entry, Network body) {
    Footprint predicted = problem.views().get(entry.chosen().view()).predicted(body);
    return predicted.withLatency(entry.slower() * predicted.latencyMicros());
  }

  /** Two thirds of the epochs go to the wider network, the last third to what is left of it. */
  private Thinned thin(
      Entry entry, Examples train, Examples heldOut, boolean taught, String stage) {
    Candidate chosen = entry.chosen();
    int tuning = Math.max(1, effort.finalEpochs() / 3);
    Recipe recipe =
        taught ? chosen.recipe() : chosen.recipe().withDistillation(Recipe.Distillation.NONE);
    Network start =
        Initialization.draw(
            problem.body(chosen.view(), entry.wide()), Seeds.of(seed, "prune weights " + stage, 0));
    TrialResult grown =
        train(
            stage + "/wide",
            start,
            train,
            train.rows(new int[0]),
            recipe.withEpochs(Math.max(1, effort.finalEpochs() - tuning)));
    boolean inputs = mayDropInputs(train);
    Pruned cut =
        Pruner.withDefaults()
            .withInputs(inputs)
            .withSeed(seed)
            .prune(grown.networks().getFirst(), train, load(entry, inputs));
    TrialResult tuned =
        train(
            stage + "/tuned",
            cut.start(),
            cut.narrow(train),
            cut.narrow(heldOut),
            recipe.withEpochs(tuning).withPeakLearningRate(recipe.peakLearningRate() / 2));
    return new Thinned(
        tuned.networks().getFirst(),
        inputs
            ? cut.inputs().stream().mapToInt(Integer::intValue).toArray()
            : IntStream.range(0, train.rowShape().dim(0)).toArray(),
        tuned.scores().getFirst(),
        grown.cpuSeconds() + tuned.cpuSeconds());
  }

  /** Columns may go where no limit depends on the encoding, which is cut only afterwards. */
  private boolean mayDropInputs(Examples rows) {
    return rows.rowShape().rank() == 1
        && budget.limits().keySet().stream()
            .allMatch(limit -> limit == Limit.PARAMS || limit == Limit.MACS);
  }

  private Load load(Entry entry, boolean inputs) {
    return inputs
        ? Load.of(budget, body -> Footprint.of(Cost.of(FoldBatchNormalization.apply(body))))
        : Load.of(budget, body -> footprint(entry, body));
  }

  private TrialResult train(
      String stage, Network network, Examples train, Examples heldOut, Recipe recipe) {
    Trial trial =
        new Trial(
            name + "/prune/" + stage,
            List.of(network),
            train,
            heldOut,
            recipe,
            Seeds.of(seed, "prune batches " + stage, 0));
    return workers.run(List.of(trial)).getFirst();
  }
}
