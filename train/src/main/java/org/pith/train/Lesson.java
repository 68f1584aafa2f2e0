package org.pith.train;

import java.util.List;
import org.pith.train.internal.Goal;
import org.pith.train.internal.Goal.Distributions.Term;

/**
 * What examples and a recipe ask of the scores: label smoothing and distillation turned into fixed
 * targets for each row.
 *
 * @param goal the targets
 * @param constant what the mean loss of the goal lacks to be the recipe's objective, because it
 *     does not depend on the scores
 */
record Lesson(Goal goal, double constant) {

  static Lesson of(Examples examples, Recipe recipe) {
    Recipe.Distillation distillation =
        examples.teacher() == null ? Recipe.Distillation.NONE : recipe.distillation();
    return switch (examples.target()) {
      case Target.Classes classes -> {
        float[] labels = smoothed(classes, recipe.labelSmoothing());
        yield distillation.weight() == 0
            ? new Lesson(goal(classes, new Term(labels, 1, 1)), 0)
            : taught(classes, labels, examples.teacher(), distillation);
      }
      case Target.Numbers(float[] values) ->
          distillation.weight() == 0
              ? new Lesson(new Goal.Values(values), 0)
              : mixed(values, examples.teacher(), distillation.weight());
    };
  }

  private static Goal goal(Target.Classes target, Term... terms) {
    return new Goal.Distributions(target.classes(), List.of(terms));
  }

  private static float[] smoothed(Target.Classes target, double smoothing) {
    int classes = target.classes();
    float[] shares = new float[target.rows() * classes];
    java.util.Arrays.fill(shares, (float) (smoothing / classes));
    for (int row = 0; row < target.rows(); row++) {
      shares[row * classes + target.labels()[row]] += (float) (1 - smoothing);
    }
    return shares;
  }

  private static Lesson taught(
      Target.Classes target, float[] labels, float[] logits, Recipe.Distillation distillation) {
    double weight = distillation.weight();
    double temperature = distillation.temperature();
    double scale = weight * temperature * temperature;
    float[] heard = logits.clone();
    double entropy = 0;
    for (int row = 0; row < target.rows(); row++) {
      entropy += Softening.apply(heard, row * target.classes(), target.classes(), temperature);
    }
    Goal goal =
        temperature == 1
            ? goal(target, new Term(between(labels, heard, weight), 1, 1))
            : goal(target, new Term(labels, 1 - weight, 1), new Term(heard, scale, temperature));
    return new Lesson(goal, -scale * entropy / target.rows());
  }

  private static Lesson mixed(float[] values, float[] teacher, double weight) {
    double apart = 0;
    for (int row = 0; row < values.length; row++) {
      apart += Math.pow(values[row] - teacher[row], 2);
    }
    return new Lesson(
        new Goal.Values(between(values, teacher, weight)),
        weight * (1 - weight) * apart / values.length);
  }

  private static float[] between(float[] from, float[] to, double share) {
    float[] between = new float[from.length];
    for (int i = 0; i < between.length; i++) {
      between[i] = (float) ((1 - share) * from[i] + share * to[i]);
    }
    return between;
  }
}
