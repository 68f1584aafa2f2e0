package org.pith.search;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
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
        problem.views().stream()
            .flatMap(v -> v.space().cheapest().stream().map(a -> footprint(problem, v, a)))
            .mapToDouble(Footprint::work)
            .min()
            .orElseThrow();
    return Math.max(effort.dearestRow(problem), 4 * cheapest);
  }

  /** Throws a {@link BudgetException} where not even the smallest network of any view fits. */
  static void requireFeasible(Problem problem, Budget budget) {
    for (Limit limit : budget.limits().keySet()) {
      double smallest = Double.POSITIVE_INFINITY;
      String network = "";
      for (Problem.View view : problem.views()) {
        for (Architecture cheapest : view.space().cheapest()) {
          double amount = footprint(problem, view, cheapest).amount(limit);
          if (amount < smallest) {
            smallest = amount;
            network = cheapest.spec();
          }
        }
      }
      if (smallest > budget.limits().get(limit)) {
        throw new BudgetException(limit, budget.limits().get(limit), smallest, network);
      }
    }
    requireJointlyFeasible(problem, budget);
  }

  private static void requireJointlyFeasible(Problem problem, Budget budget) {
    Limit tightest = null;
    double needed = Double.POSITIVE_INFINITY;
    String network = "";
    for (Problem.View view : problem.views()) {
      for (Architecture cheapest : view.space().cheapest()) {
        Footprint footprint = footprint(problem, view, cheapest);
        List<Limit> broken = budget.broken(footprint);
        if (broken.isEmpty()) {
          return;
        }
        double amount = footprint.amount(broken.getFirst());
        if (tightest == null || amount < needed) {
          tightest = broken.getFirst();
          needed = amount;
          network = cheapest.spec() + ", with the other limits kept";
        }
      }
    }
    throw new BudgetException(tightest, budget.limits().get(tightest), needed, network);
  }

  private static Footprint footprint(
      Problem problem, Problem.View view, Architecture architecture) {
    return view.footprint()
        .apply(architecture.body(view.rows().rowShape(), problem.target().outputs()));
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
          int rank = Math.min(random.nextInt(parents.size()), random.nextInt(parents.size()));
          Candidate parent = parents.get(rank);
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

  /** The candidate of this structure with the widest layers that a share of the budget allows. */
  Optional<Candidate> solved(
      int view, Architecture proportions, Recipe recipe, double share, String origin) {
    Problem.View source = problem.views().get(view);
    Budget spent = share == 1 ? budget : budget.times(share);
    Function<Architecture, Footprint> footprint = a -> footprint(problem, source, a);
    Predicate<Footprint> fits = f -> spent.allows(f) && f.work() <= mostWork;
    return WidthSolver.widest(proportions, a -> fits.test(footprint.apply(a)))
        .filter(a -> proposed.add(view + "|" + a + "|" + recipe))
        .map(a -> new Candidate(next++, view, a, recipe, footprint.apply(a), origin));
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
    return candidate
        .architecture()
        .body(problem.views().get(candidate.view()).rows().rowShape(), problem.target().outputs());
  }
}
