package org.pith.search;

import java.util.List;
import java.util.random.RandomGenerator;
import org.pith.search.space.Architecture;
import org.pith.train.Recipe;

/**
 * The recipes a search may choose from: a base for the data, and a few steps of learning rate and weight decay around it. Few,
 * because candidates that share a recipe train in one batched call.
 *
 * @param dense recipes for perceptrons, the first the default
 * @param convolutional recipes for convolutional networks, the first the default
 */
public record RecipeSpace(List<Recipe> dense, List<Recipe> convolutional) {

  /** Copies the lists. */
  public RecipeSpace {
    dense = List.copyOf(dense);
    convolutional = List.copyOf(convolutional);
  }

  /** Epochs over the training rows that full training needs: small data are seen more often, none for ever. */
  static int fullEpochs(int rows, boolean convolutional) {
    return convolutional ? Math.clamp(60_000 / rows, 10, 40) : Math.clamp(400_000 / rows, 8, 60);
  }

  /**
   * The recipes for a data set: AdamW with one cycle of the learning rate, decoupled weight decay, smoothed labels; images are
   * shifted by a pixel where they are large enough.
   *
   * @param rows training rows
   * @param rowShape of one row
   */
  public static RecipeSpace of(int rows, org.pith.network.Shape rowShape) {
    int batch = rows < 1_000 ? 32 : rows < 6_000 ? 64 : rows < 30_000 ? 128 : 256;
    Recipe base =
        Recipe.defaults()
            .withBatchSize(batch)
            .withLabelSmoothing(0.05)
            .withDistillation(new Recipe.Distillation(0.7, 2));
    List<Recipe> dense = new java.util.ArrayList<>();
    for (double decay : rows < 5_000 ? new double[] {0.1, 0.3, 1.5, 3} : new double[] {0.1, 0.3}) {
      dense.add(base.withPeakLearningRate(0.01).withWeightDecay(decay));
      if (decay < 1) {
        dense.add(base.withPeakLearningRate(0.03).withWeightDecay(decay));
      }
    }
    if (rows < 1_000) {
      // Noise of most of a feature's deviation: what keeps a network of hundreds of rows from
      // learning them by heart.
      List.copyOf(dense)
          .forEach(r -> dense.add(r.withAugmentation(new Recipe.Augmentation(0, 0.7, 0))));
    }
    boolean image = rowShape.rank() == 3;
    Recipe conv =
        image
            ? base.withBatchSize(Math.min(batch, 128))
                .withAugmentation(Recipe.Augmentation.shifts(rowShape.dim(1) >= 16 ? 2 : 1))
                .withPeakLearningRate(0.01)
                .withWeightDecay(0.05)
            : base;
    return new RecipeSpace(dense, List.of(conv, conv.withPeakLearningRate(0.02)));
  }

  Recipe draw(Architecture architecture, RandomGenerator random) {
    List<Recipe> recipes = of(architecture);
    return recipes.get(random.nextInt(recipes.size()));
  }

  Recipe mutate(Recipe recipe, RandomGenerator random) {
    List<Recipe> recipes = dense.contains(recipe) ? dense : convolutional;
    return recipes.get(random.nextInt(recipes.size()));
  }

  /** The default for an architecture. */
  public Recipe standard(Architecture architecture) {
    return of(architecture).getFirst();
  }

  private List<Recipe> of(Architecture architecture) {
    return switch (architecture) {
      case org.pith.search.space.Mlp mlp -> dense;
      case org.pith.search.space.Cnn cnn -> convolutional;
    };
  }
}
