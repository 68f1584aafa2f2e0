package org.pith.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.pith.network.Network;
import org.pith.network.rewrite.Cooling;
import org.pith.search.space.Architecture;
import org.pith.train.DivergedException;
import org.pith.train.Examples;
import org.pith.train.HeldOut;

/**
 * The funnel: candidates that keep every limit are drawn and screened in short, batched trainings; neighbours of the front follow;
 * the best are trained in full, taught by an ensemble that no budget binds; the one that knows most of the target on held-out rows
 * is chosen, and trained once more on all development rows where the effort says so.
 *
 * <p>The answer depends on problem, budget, effort, recipes, objective and seed alone, not on threads or time.
 */
public final class Search {

  private final Problem problem;
  private final Budget budget;
  private final Effort effort;
  private final RecipeSpace recipes;
  private final Objective objective;
  private final long seed;
  private final Workers workers;
  private final SearchListener listener;
  private final String name;

  /**
   * A search that has not begun.
   *
   * @param name begins the keys of its trials; no two searches of one run share it
   */
  public Search(
      String name,
      Problem problem,
      Budget budget,
      Effort effort,
      RecipeSpace recipes,
      Objective objective,
      long seed,
      Workers workers,
      SearchListener listener) {
    this.name = name;
    this.problem = problem;
    this.budget = budget;
    this.effort = effort;
    this.recipes = recipes;
    this.objective = objective;
    this.seed = seed;
    this.workers = workers;
    this.listener = listener;
  }

  /**
   * What a search found.
   *
   * @param outcomes every judged candidate of every rung, in order
   * @param front of all judged candidates: parameters against usable information
   * @param chosen the outcome that was chosen
   * @param teacher the unbound ensemble; empty without teachers
   * @param foldNetwork the chosen network as trained on the first fold
   * @param network the chosen network, trained and calibrated
   * @param cpuSeconds of all trainings
   */
  public record Found(
      List<Outcome> outcomes,
      Front<Outcome> front,
      Outcome chosen,
      Optional<Teacher> teacher,
      Network foldNetwork,
      Network network,
      double cpuSeconds) {

    /** What the unbound ensemble knows of the held-out rows; empty without teachers. */
    public Optional<HeldOut> ceiling() {
      return teacher.map(Teacher::score);
    }
  }

  /**
   * Runs the funnel.
   *
   * @throws BudgetException when no network of the space keeps every limit
   * @throws org.pith.train.DivergedException when every candidate's training diverged
   */
  public Found run() {
    Proposer proposer = proposer();
    Rung rung = new Rung(problem, proposer, workers, listener, seed, name);
    List<Outcome> screened = screen(proposer, rung);
    return finish(rung, screened, finalists(screened), teach(ranked(screened).getFirst().view()));
  }

  /**
   * The control that does not search: one given structure, as wide as the budget allows, trained and taught as a finalist is.
   *
   * @throws BudgetException when it does not fit
   */
  public Found largest(Architecture structure) {
    Proposer proposer = proposer();
    Candidate only =
        proposer
            .solved(0, structure, recipes.standard(structure), 1, "largest that fits")
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "%s does not fit %s.".formatted(structure.spec(), budget)));
    return finish(
        new Rung(problem, proposer, workers, listener, seed, name),
        List.of(),
        List.of(only),
        teach(only.view()));
  }

  /**
   * The control that searches blindly: networks drawn at random from the same space, each trained in full by itself, as many as
   * {@code cpuSeconds} allow; the best on the held-out rows is chosen.
   */
  public Found random(double cpuSeconds) {
    Proposer proposer = proposer();
    Rung rung = new Rung(problem, proposer, workers, listener, seed, name);
    List<Outcome> outcomes = new ArrayList<>();
    List<Network> networks = new ArrayList<>();
    double spent = 0;
    for (int round = 0; spent < cpuSeconds; round++) {
      List<Candidate> drawn = proposer.draw(4, Seeds.generator(seed, "random", round));
      if (drawn.isEmpty()) {
        break;
      }
      Rung.Result result =
          rung.run("random" + round, drawn, effort.full(problem), Optional.empty());
      outcomes.addAll(result.outcomes());
      networks.addAll(result.networks());
      spent += result.outcomes().stream().mapToDouble(Outcome::cpuSeconds).sum();
    }
    return choose(rung, List.of(), new Rung.Result(outcomes, networks), Optional.empty());
  }

  /** Whether a network of the space keeps every limit of a budget. */
  public static boolean isFeasible(Problem problem, Budget budget) {
    return Proposer.refusal(problem, budget).isEmpty();
  }

  private Proposer proposer() {
    Proposer.refusal(problem, budget)
        .ifPresent(
            refusal -> {
              throw refusal;
            });
    return new Proposer(problem, budget, recipes, effort);
  }

  private Found finish(
      Rung rung, List<Outcome> screened, List<Candidate> finalists, Optional<Teacher> teacher) {
    listener.stage("final", finalists.size());
    Rung.Result results = rung.run("final", finalists, effort.full(problem), teacher);
    results.outcomes().forEach(listener::outcome);
    return choose(rung, screened, results, teacher);
  }

  private Found choose(
      Rung rung, List<Outcome> screened, Rung.Result results, Optional<Teacher> teacher) {
    int best = best(results.outcomes());
    Outcome chosen = results.outcomes().get(best);
    requireSound(chosen, results.outcomes().size());
    Fitted fitted = fitted(rung, chosen.candidate(), teacher, results.networks().get(best));
    List<Outcome> all = new ArrayList<>(screened);
    all.addAll(results.outcomes());
    return new Found(
        List.copyOf(all),
        front(all),
        chosen,
        teacher,
        results.networks().get(best),
        Cooling.of(fitted.network(), chosen.score().temperature()).orElseThrow(),
        all.stream().mapToDouble(Outcome::cpuSeconds).sum()
            + teacher.map(Teacher::cpuSeconds).orElse(0.0)
            + fitted.cpuSeconds());
  }

  /** A training step takes so long even of a tiny network; in multiply-accumulates of a row. */
  private static final double OVERHEAD_MACS = 15_000;

  /** What the stages will cost, taking every candidate to be as large as those drawn first. */
  private List<SearchListener.Planned> plan(List<Candidate> drawn) {
    double macs = drawn.stream().mapToLong(c -> c.footprint().macs()).average().orElse(0);
    double epoch = macs + OVERHEAD_MACS;
    double share = Math.min(1, (double) effort.screeningRows() / problem.rows());
    double screening = share * epoch * effort.screeningEpochs() * effort.screeningFolds();
    List<SearchListener.Planned> plan = new ArrayList<>();
    for (int generation = 0; generation <= effort.generations(); generation++) {
      int candidates = generation == 0 ? drawn.size() : effort.children();
      plan.add(new SearchListener.Planned("screen" + generation, screening * candidates));
    }
    int folds = problem.folds().size();
    double teaching = (Teacher.macs(problem) + OVERHEAD_MACS) * effort.teacherEpochs();
    int fits = folds + (effort.refit() ? 1 : 0);
    plan.add(new SearchListener.Planned("teacher", teaching * effort.teachers() * fits));
    double training = epoch * effort.finalEpochs();
    plan.add(new SearchListener.Planned("final", training * effort.finalists() * folds));
    plan.add(new SearchListener.Planned("refit", effort.refit() ? training : 0));
    return plan;
  }

  private record Fitted(Network network, double cpuSeconds) {}

  private List<Outcome> screen(Proposer proposer, Rung rung) {
    List<Outcome> screened = new ArrayList<>();
    List<Candidate> next = proposer.draw(effort.drawn(), Seeds.generator(seed, "draw", 0));
    listener.planned(plan(next));
    for (int generation = 0; ; generation++) {
      String name = "screen" + generation;
      listener.stage(name, next.size());
      List<Outcome> outcomes =
          rung.run(name, next, effort.screening(), Optional.empty()).outcomes();
      outcomes.forEach(listener::outcome);
      screened.addAll(outcomes);
      if (generation == effort.generations()) {
        return screened;
      }
      List<Candidate> parents =
          ranked(screened).stream().limit(Math.max(2, effort.children() / 2)).toList();
      next = proposer.vary(parents, effort.children(), Seeds.generator(seed, "vary", generation));
    }
  }

  private List<Candidate> ranked(List<Outcome> outcomes) {
    return outcomes.stream()
        .sorted(Comparator.comparingDouble(objective::merit).reversed())
        .map(Outcome::candidate)
        .toList();
  }

  private Optional<Teacher> teach(int view) {
    if (effort.teachers() == 0) {
      return Optional.empty();
    }
    listener.stage("teacher", effort.teachers());
    Examples rows = problem.views().get(view).rows();
    Teacher teacher =
        Teacher.train(
            problem,
            view,
            recipes.standard(Teacher.architecture(rows)),
            effort,
            workers,
            listener,
            seed,
            name);
    // Nobody learns from answers that are no numbers.
    boolean isSound = teacher.outputs().stream().noneMatch(Search::hasNaN);
    return isSound ? Optional.of(teacher) : Optional.empty();
  }

  /** The best of the screened, no structure twice: near copies of one network tell little about the others. */
  private List<Candidate> finalists(List<Outcome> screened) {
    Set<String> seen = new HashSet<>();
    List<Candidate> finalists = new ArrayList<>();
    for (Candidate candidate : ranked(screened)) {
      String kind =
          candidate.view() + "|" + candidate.architecture().structure() + candidate.recipe();
      if (finalists.size() < effort.finalists() && seen.add(kind)) {
        finalists.add(candidate);
      }
    }
    return finalists;
  }

  private int best(List<Outcome> outcomes) {
    return IntStream.range(0, outcomes.size())
        .boxed()
        .max(
            Comparator.<Integer>comparingDouble(i -> objective.merit(outcomes.get(i)))
                .thenComparing(Comparator.reverseOrder()))
        .orElseThrow();
  }

  private static Front<Outcome> front(List<Outcome> outcomes) {
    return Front.of(outcomes, o -> o.candidate().footprint().params(), Outcome::bits);
  }

  private static void requireSound(Outcome best, int candidates) {
    if (best.score().isDiverged()) {
      throw new DivergedException(
          "The training of all %d candidates diverged, %s among them. Maybe a value of the data is far from all others."
              .formatted(candidates, best.candidate().architecture().spec()));
    }
  }

  /** Trained once more on all rows where the effort says so, unless that diverges. */
  private Fitted fitted(
      Rung rung, Candidate chosen, Optional<Teacher> teacher, Network foldNetwork) {
    if (!effort.refit()) {
      return new Fitted(foldNetwork, 0);
    }
    Fitted refitted = refit(rung, chosen, teacher);
    return isSound(refitted.network()) ? refitted : new Fitted(foldNetwork, refitted.cpuSeconds());
  }

  private static boolean isSound(Network network) {
    return network.trainable().stream().noneMatch(c -> hasNaN(network.floats(c).values()));
  }

  private static boolean hasNaN(float[] values) {
    for (float value : values) {
      if (Float.isNaN(value)) {
        return true;
      }
    }
    return false;
  }

  private Fitted refit(Rung rung, Candidate chosen, Optional<Teacher> teacher) {
    listener.stage("refit", 1);
    Examples rows = problem.views().get(chosen.view()).rows();
    Examples taught = teacher.map(t -> rows.withTeacher(t.onAllRows())).orElse(rows);
    int after = problem.folds().size();
    Trial trial =
        new Trial(
            name + "/refit",
            List.of(rung.initial(chosen, after)),
            taught,
            taught.rows(new int[0]),
            Rung.recipe(chosen, effort.finalEpochs(), teacher.isPresent()),
            Seeds.of(seed, "batches", after));
    TrialResult result = workers.run(List.of(trial), listener::done).getFirst();
    return new Fitted(result.networks().getFirst(), result.cpuSeconds());
  }
}
