package org.pith.search;

import java.util.Arrays;
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

  /** So few rows a network would learn by heart. */
  private static final int FEW_ROWS = 1_000;

  /**
   * Noise on every input, in standard deviations, that keeps it from that; chosen on tables that no mark judges (ionosphere, wdbc,
   * pima, phoneme) and 160 training rows of optdigits.
   */
  private static final double[] NOISE = {0.3, 0.7};

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
    boolean image = rowShape.rank() == 3;
    Recipe conv =
        image
            ? base.withBatchSize(Math.min(batch, 128))
                .withAugmentation(Recipe.Augmentation.shifts(rowShape.dim(1) >= 16 ? 2 : 1))
                .withPeakLearningRate(0.01)
                .withWeightDecay(0.05)
            : base;
    return new RecipeSpace(
        rows < FEW_ROWS ? noisy(dense) : dense, List.of(conv, conv.withPeakLearningRate(0.02)));
  }

  private static List<Recipe> noisy(List<Recipe> recipes) {
    return Arrays.stream(NOISE)
        .mapToObj(noise -> new Recipe.Augmentation(0, noise, 0))
        .flatMap(noise -> recipes.stream().map(recipe -> recipe.withAugmentation(noise)))
        .toList();
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
