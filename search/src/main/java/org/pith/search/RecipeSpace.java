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
