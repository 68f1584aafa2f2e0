package org.pith.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.pith.network.Network;
import org.pith.network.Shape;
import org.pith.network.Tensor;
import org.pith.network.rewrite.Anatomy;
import org.pith.prune.Descent;
import org.pith.prune.Plan;
import org.pith.prune.Pruned;
import org.pith.prune.schedule.Load;
import org.pith.train.Examples;
import org.pith.train.Inference;
import org.pith.train.Recipe;
import org.pith.train.Trainer;

/**
 * Networks that take images and are cut in their body, so that pixels can go one by one while training still moves whole images.
 *
 * @param whole the network before any cut, trained
 * @param rows images to learn from, with what a teacher says about them
 */
record ImageTraining(Anatomy whole, Examples rows) {

  /** How much a smaller network listens to the one that it was cut from, and how soft the answers are that it hears. */
  static final Recipe.Distillation TAUGHT = new Recipe.Distillation(0.7, 3);

  /** A trained network as its own teacher. */
  static ImageTraining of(Network trained, Examples images) {
    return new ImageTraining(
        Anatomy.of(trained), images.withTeacher(Inference.scores(trained, images)));
  }

  /** Trains a network that takes images. */
  static Network train(Network network, Examples images, Recipe recipe, long seed) {
    return Trainer.train(List.of(network), images, images.rows(new int[0]), recipe, seed)
        .getFirst()
        .network();
  }

  /** The images as the body takes them. */
  Examples bodyRows() {
    Shape shape = whole.model().shape(whole.features());
    return new Examples(
        new Shape(shape.dims().subList(1, shape.rank())),
        rows.inputs(),
        rows.target(),
        rows.teacher());
  }

  /** Cuts the body down to a limit. */
  Pruned descend(Descent descent, Load limit, long seed) {
    return descent.run(whole.body(), bodyRows(), limit, seed, this::learn);
  }

  /** Trains what a cut left, on whole images. */
  Network learn(Pruned cut, Recipe recipe, long seed) {
    Network trained = train(assembled(cut), rows, recipe, seed);
    Map<String, Tensor> constants = new LinkedHashMap<>();
    cut.network().constants().keySet().forEach(c -> constants.put(c, trained.constant(c)));
    return cut.network().withConstants(constants);
  }

  /** A cut body behind what prepares images. */
  Network assembled(Pruned cut) {
    return whole.with(cut.network(), cut.inputs().stream().mapToInt(Integer::intValue).toArray());
  }

  /** A cut in words. */
  static String words(Plan plan) {
    return plan.cuts().stream()
        .map(cut -> "%s %d of %d".formatted(cut.group(), cut.kept().size(), cut.size()))
        .collect(Collectors.joining(", ", "cut: ", ", retains %.3f".formatted(plan.real())));
  }
}
