package org.pith.train;

import java.util.ArrayList;
import java.util.List;
import org.pith.network.Network;
import org.pith.network.Operator;
import org.pith.network.Shape;

/** Learns the constants of networks from examples. */
public final class Trainer {

  private Trainer() {}

  /**
   * Trains networks of one topology (the same operators, attributes and edges; widths may differ)
   * in one batched call. Each starts from the weights it carries and ends as it would have ended
   * alone, up to rounding in single precision: all see the same batches in the same order, and
   * their objectives do not mix.
   *
   * @param networks at least one; each with one float input of the examples' row shape and one
   *     output [N, outputs]
   * @param train rows to learn from; at least one
   * @param validation rows to record and stop by; may be empty without early stopping
   * @param recipe how
   * @param seed of batch order, dropout and augmentation; the same seed gives bitwise the same
   *     weights on one machine at any number of threads
   * @return the trained networks in the order of {@code networks}; one whose training diverged
   *     carries what it ended with, and its history says NaN
   * @throws IllegalArgumentException where the networks do not fit each other, the examples or the
   *     recipe
   * @throws java.util.concurrent.CancellationException when the thread is interrupted, at the end
   *     of the epoch
   */
  public static List<Trained> train(
      List<Network> networks, Examples train, Examples validation, Recipe recipe, long seed) {
    networks.forEach(n -> requireFit(n, train));
    requireFit(train, validation, recipe);
    requireStatistics(networks, train, recipe);
    List<Trained> trained = new ArrayList<>();
    for (List<Network> stack : Stacking.plan(networks, recipe.batchSize())) {
      trained.addAll(new Training(stack, train, validation, recipe, seed).run());
    }
    return List.copyOf(trained);
  }

  private static void requireFit(Examples train, Examples validation, Recipe recipe) {
    if (train.rows() == 0) {
      throw new IllegalArgumentException("Training needs at least one row.");
    }
    if (validation.rows() == 0 && recipe.patience() > 0) {
      throw new IllegalArgumentException(
          "Early stopping (patience %d) needs validation rows. Maybe set the patience to 0."
              .formatted(recipe.patience()));
    }
    if (!validation.rowShape().equals(train.rowShape())
        || validation.target().getClass() != train.target().getClass()
        || validation.outputs() != train.outputs()) {
      throw new IllegalArgumentException(
          "The validation examples %s differ in kind from the training examples %s."
              .formatted(validation, train));
    }
    if (recipe.augmentation().isForImages() && train.rowShape().rank() != 3) {
      throw new IllegalArgumentException(
          "Moving pixels (%s) needs images [C,H,W], but rows have the shape %s."
              .formatted(recipe.augmentation(), train.rowShape()));
    }
  }

  private static void requireStatistics(List<Network> networks, Examples train, Recipe recipe) {
    int smallest = Batches.smallest(train.rows(), recipe.batchSize());
    boolean normalizes =
        networks.stream()
            .flatMap(n -> n.nodes().stream())
            .anyMatch(n -> n.operator() instanceof Operator.BatchNormalization);
    if (smallest < 2 && normalizes && recipe.epochs() > 0) {
      throw new IllegalArgumentException(
          "BatchNormalization needs at least 2 rows in a batch, but %d rows in batches of %d leave %d. Maybe make the batches larger."
              .formatted(train.rows(), recipe.batchSize(), smallest));
    }
  }

  /**
   * Fails unless a network takes the rows of examples and gives as many scores as their target asks
   * for.
   */
  static void requireFit(Network network, Examples examples) {
    Inference.requireRows(network, examples);
    Shape scores = network.outputs().getFirst().shape();
    if (network.outputs().size() != 1
        || scores.rank() != 2
        || scores.dim(1) != examples.outputs()) {
      throw new IllegalArgumentException(
          "Network %s must have one output [N,%d] for this target, but has %s."
              .formatted(network.name(), examples.outputs(), network.outputs()));
    }
  }
}
