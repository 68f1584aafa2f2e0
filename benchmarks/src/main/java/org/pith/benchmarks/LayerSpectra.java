package org.pith.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.pith.measure.Labels;
import org.pith.measure.Samples;
import org.pith.measure.density.DiffusionSpectrum;
import org.pith.measure.density.KernelDependence;
import org.pith.network.Network;
import org.pith.train.Examples;
import org.pith.train.Inference;
import org.pith.train.Initialization;
import org.pith.train.Recipe;
import org.pith.train.Schedule;
import org.pith.train.Target;

/**
 * Diffusion spectral information of a layer about the digit while a network for digits learns, and about labels in random order. A layer's unit
 * is its median distance, so that the kernel is as wide in every epoch. Liao et al. (2023), arXiv 2312.04823.
 */
record LayerSpectra(String name, int minutes) implements Evaluation {

  private static final int ROWS = 1_000;
  private static final int STAGES = 4;
  private static final double WIDTH = 0.5;
  private static final double MOST_BY_CHANCE = 0.1;

  @Override
  public String mark() {
    return "it rises from the first weights to the last, and shuffled labels have at most 10 % of it";
  }

  @Override
  public Verdict run(Bench bench) {
    Pictures pictures = Pictures.mnist(bench, true).limited(10_000);
    Examples judge = pictures.judge().rows(IntStream.range(0, ROWS).toArray());
    Labels digits = Labels.of(((Target.Classes) judge.target()).labels());
    Labels shuffled = digits.rows(order());
    Recipe recipe =
        Recipe.defaults()
            .withEpochs(1)
            .withPeakLearningRate(0.001)
            .withSchedule(new Schedule.Constant());
    Network network = Initialization.draw(Layers.perceptron(784, 64, 32, 10), 1);
    List<Double> course = new ArrayList<>();
    double chance = 0;
    for (int stage = 0; stage <= STAGES; stage++) {
      Samples layer = layer(network, judge);
      course.add(spectral(layer, digits));
      chance = spectral(layer, shuffled);
      bench.print(
          "after %d epochs: %.3f nats, labels shuffled %.3f, %.1f %% right",
          stage, course.getLast(), chance, 100 * Trials.accuracy(network, judge));
      network = ImageTraining.train(network, pictures.train(), recipe, stage);
    }
    double share = Math.abs(chance) / course.getLast();
    return new Verdict(
        "from %.3f to %.3f nats, %.1f %% of it with shuffled labels"
            .formatted(course.getFirst(), course.getLast(), 100 * share),
        course.getLast() > course.getFirst() && share <= MOST_BY_CHANCE);
  }

  private static double spectral(Samples layer, Labels labels) {
    double width = WIDTH * KernelDependence.medianDistance(layer);
    return DiffusionSpectrum.withDefaults().withWidth(width).information(layer, labels);
  }

  private static Samples layer(Network network, Examples rows) {
    String last =
        network.nodes().stream()
            .map(node -> node.outputs().getFirst())
            .filter(name -> name.endsWith("/relu"))
            .reduce((a, b) -> b)
            .orElseThrow();
    float[] values = Inference.tap(network, rows, List.of(last)).get(last);
    return Samples.ofRows(values, values.length / rows.rows());
  }

  private static int[] order() {
    Integer[] order = new Integer[ROWS];
    Arrays.setAll(order, i -> i);
    Collections.shuffle(Arrays.asList(order), new Random(4));
    return Arrays.stream(order).mapToInt(i -> i).toArray();
  }
}
