package org.pith.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.pith.network.Network;
import org.pith.search.space.Architecture;
import org.pith.search.space.WidthSolver;
import org.pith.train.Recipe;

/**
 * Proposes candidates that keep every limit by construction: structures are drawn from the space or varied from a parent, and their
 * widths are solved for a share of the budget. No proposal is made twice.
 */
final class Proposer {

  /** Shares of the budget that proposals spend: mostly all of it, sometimes less, so that the front has a slope. */
  private static final double[] SHARES = {1, 1, 1, 1, 1, 0.7, 0.5, 0.3};

  private static final int ATTEMPTS = 200;

  /** How often widths are solved for a latency that the clock contradicts. */
  private static final int MEASUREMENTS = 4;

  /** By so much more than the excess, since part of the time does not depend on the widths. */
  private static final double SHORTENED = 0.9;

  private final Problem problem;
  private final double mostWork;
  private final Budget budget;
  private final RecipeSpace recipes;
  private final Set<String> proposed = new HashSet<>();
  private int next;

  Proposer(Problem problem, Budget budget, RecipeSpace recipes, Effort effort) {
    this.problem = problem;
    this.budget = budget;
    this.recipes = recipes;
    this.mostWork = mostWork(problem, effort);
  }

  /** What a row may cost at most; at least four times what the cheapest network takes, however many rows there are. */
  private static double mostWork(Problem problem, Effort effort) {
    double cheapest =
        views(problem)
            .flatMap(v -> cheapest(problem, v).map(a -> predicted(problem, v, a).work()))
            .min(Double::compare)
            .orElseThrow();
    return Math.max(effort.dearestRow(problem), 4 * cheapest);
  }

  /** The least that can be proposed, and what it costs. */
  private record Smallest(String spec, Footprint footprint) {}

  /** Why not even the smallest network of any view fits; empty where one does. */
  static Optional<BudgetException> refusal(Problem problem, Budget budget) {
    List<Smallest> all =
        views(problem)
            .flatMap(
                v -> cheapest(problem, v).map(a -> new Smallest(a.spec(), measured(problem, v, a))))
            .toList();
    for (Limit limit : budget.limits().keySet()) {
      Smallest least = least(all, limit);
      double needed = least.footprint().amount(limit);
      if (needed > budget.limits().get(limit)) {
        return Optional.of(
            new BudgetException(limit, budget.limits().get(limit), needed, least.spec()));
      }
    }
    if (all.stream().anyMatch(s -> budget.allows(s.footprint()))) {
      return Optional.empty();
    }
    Limit tightest = budget.broken(all.getFirst().footprint()).getFirst();
    Smallest least =
        least(
            all.stream().filter(s -> budget.broken(s.footprint()).getFirst() == tightest).toList(),
            tightest);
    return Optional.of(
        new BudgetException(
            tightest,
            budget.limits().get(tightest),
            least.footprint().amount(tightest),
            least.spec() + ", with the other limits kept"));
  }

  private static Smallest least(List<Smallest> all, Limit limit) {
    return all.stream()
        .min(Comparator.comparingDouble(s -> s.footprint().amount(limit)))
        .orElseThrow();
  }

  private static Stream<Integer> views(Problem problem) {
    return IntStream.range(0, problem.views().size()).boxed();
  }

  private static Stream<Architecture> cheapest(Problem problem, int view) {
    return problem.views().get(view).space().cheapest().stream();
  }

  private static Footprint predicted(Problem problem, int view, Architecture architecture) {
    return problem.views().get(view).predicted(problem.body(view, architecture));
  }

  private static Footprint measured(Problem problem, int view, Architecture architecture) {
    return problem.views().get(view).measured(problem.body(view, architecture));
  }

  /** {@code count} candidates drawn at random; fewer where the space has no more. */
  List<Candidate> draw(int count, RandomGenerator random) {
    return propose(
        count,
        () -> {
          int view = random.nextInt(problem.views().size());
          Architecture drawn = problem.views().get(view).space().draw(random);
          return solved(view, drawn, recipes.draw(drawn, random), share(random), "drawn");
        });
  }

  /** {@code count} neighbours of {@code parents}, the better parents more often. */
  List<Candidate> vary(List<Candidate> parents, int count, RandomGenerator random) {
    return propose(
        count,
        () -> {
          // The lesser of two draws: linear preference for those that come first.
          int one = random.nextInt(parents.size());
          int other = random.nextInt(parents.size());
          Candidate parent = parents.get(Math.min(one, other));
          return neighbour(parent, random);
        });
  }

  private Optional<Candidate> neighbour(Candidate parent, RandomGenerator random) {
    int view = parent.view();
    Architecture architecture = parent.architecture();
    Recipe recipe = parent.recipe();
    switch (random.nextInt(5)) {
      case 0 -> recipe = recipes.mutate(recipe, random);
      case 1 -> view = random.nextInt(problem.views().size());
      default -> architecture = problem.views().get(view).space().mutate(architecture, random);
    }
    return fits(view, architecture)
        ? solved(view, architecture, recipe, share(random), "from " + parent.id())
        : Optional.empty();
  }

  private boolean fits(int view, Architecture architecture) {
    return problem.views().get(view).rows().rowShape().rank() == 3
        || architecture instanceof org.pith.search.space.Mlp;
  }

  /**
   * The candidate of this structure with the widest layers that a share of the budget allows. Where the clock contradicts the
   * prediction that the widths were solved with, they are solved again for as much less.
   */
  Optional<Candidate> solved(
      int view, Architecture proportions, Recipe recipe, double share, String origin) {
    Budget spent = share == 1 ? budget : budget.times(share);
    Budget predicted = spent;
    for (int attempt = 0; attempt < MEASUREMENTS; attempt++) {
      Optional<Architecture> widest = widest(view, proportions, predicted);
      if (widest.isEmpty()) {
        return Optional.empty();
      }
      Footprint real = measured(problem, view, widest.get());
      if (spent.allows(real)) {
        return widest
            .filter(a -> proposed.add(view + "|" + a + "|" + recipe))
            .map(a -> new Candidate(next++, view, a, recipe, real, origin));
      }
      double excess = real.latencyMicros() / spent.limits().get(Limit.LATENCY);
      predicted = predicted.times(Limit.LATENCY, SHORTENED / excess);
    }
    return Optional.empty();
  }

  private Optional<Architecture> widest(int view, Architecture proportions, Budget within) {
    Predicate<Footprint> fits = f -> within.allows(f) && f.work() <= mostWork;
    return WidthSolver.widest(proportions, a -> fits.test(predicted(problem, view, a)));
  }

  private static double share(RandomGenerator random) {
    return SHARES[random.nextInt(SHARES.length)];
  }

  private static List<Candidate> propose(
      int count, java.util.function.Supplier<Optional<Candidate>> source) {
    List<Candidate> found = new ArrayList<>();
    for (int attempt = 0; attempt < ATTEMPTS * count && found.size() < count; attempt++) {
      source.get().ifPresent(found::add);
    }
    return found;
  }

  /** The body of a candidate, weights at zero. */
  Network body(Candidate candidate) {
    return problem.body(candidate.view(), candidate.architecture());
  }
}
