package org.pith.prune;

import java.util.List;
import org.pith.network.Network;
import org.pith.prune.schedule.Load;
import org.pith.prune.schedule.Stages;
import org.pith.train.Examples;
import org.pith.train.Recipe;
import org.pith.train.Trainer;

/**
 * Comes down to a limit in stages: cut, repair, train, and again. Where the examples carry a
 * teacher and the recipes listen to it, what is left learns from the original as it was, not from
 * the stage before, so errors do not add up.
 *
 * @param pruner makes each cut; the seed of the i-th is its own plus i
 * @param stages how many cuts, and how deep
 * @param between trains after each cut but the last
 * @param last trains after the last cut
 */
public record Descent(Pruner pruner, Stages stages, Recipe between, Recipe last) {

  /**
   * From so many epochs on it is better to begin with {@linkplain Pruned#start smaller weights};
   * after one epoch the repaired ones are still ahead. Chosen on training rows held out.
   */
  private static final int LONG = 3;

  /** Trains what a cut left. */
  @FunctionalInterface
  public interface Learner {

    /**
     * The trained network.
     *
     * @param cut what is left, and which inputs it reads
     */
    Network learn(Pruned cut, Recipe recipe, long seed);

    /** Trains on these rows, as the whole network takes them. */
    static Learner on(Examples examples) {
      return (cut, recipe, seed) -> {
        Examples rows = cut.narrow(examples);
        return Trainer.train(List.of(cut.network()), rows, rows.rows(new int[0]), recipe, seed)
            .getFirst()
            .network();
      };
    }
  }

  /**
   * Prunes and trains on the same rows.
   *
   * @param network with trained weights
   * @param examples rows to calibrate on and to learn from, as the network takes them
   * @param limit what the result may cost
   * @param seed of the batches
   * @return the trained network; it has one plan a cut
   * @throws IllegalArgumentException if the limit cannot be held
   */
  public Pruned run(Network network, Examples examples, Load limit, long seed) {
    return run(network, examples, limit, seed, Learner.on(examples));
  }

  /**
   * Prunes, and lets a learner train.
   *
   * @param examples rows to calibrate on, as the network takes them
   */
  public Pruned run(Network network, Examples examples, Load limit, long seed, Learner learner) {
    Pruned state = Pruned.whole(network, examples);
    for (int stage = 1; stage <= stages.count(); stage++) {
      Pruned cut =
          state.then(
              pruner
                  .withSeed(pruner.seed() + stage)
                  .prune(
                      state.network(),
                      state.narrow(examples),
                      stages.limit(limit, network, stage)));
      Recipe recipe = stage == stages.count() ? last : between;
      Pruned from = recipe.epochs() < LONG ? cut : cut.withNetwork(cut.start());
      state = cut.withNetwork(learner.learn(from, recipe, seed + stage));
    }
    return state;
  }
}
