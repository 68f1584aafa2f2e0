package org.pith.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.pith.measure.Labels;
import org.pith.measure.Samples;
import org.pith.measure.density.Bins;
import org.pith.measure.density.MixtureBound;
import org.pith.measure.discrete.CountEntropy;
import org.pith.network.Network;
import org.pith.network.Shape;
import org.pith.train.Examples;
import org.pith.train.Inference;
import org.pith.train.Initialization;
import org.pith.train.Recipe;
import org.pith.train.Schedule;
import org.pith.train.Target;

/**
 * Compression in a small ReLU network, 12-10-7-5-4-3-2 on all 4,096 patterns of 12 bits, as estimators of different kinds see it: peak {@code
 * I(X;T)} less the final one, averaged over the hidden layers. Bins of fixed width hold what one activation of the whole training spans; bins of
 * equal count and the mixture bound follow each layer's own activity. Chelombiev, Houghton, O'Donnell (2019), arXiv 1902.09037.
 */
record LayerCompression(String name, int minutes) implements Evaluation {

  private static final int BITS = 12;
  private static final int BINS = 30;
  private static final int LAYERS = 5;
  private static final int STAGES = 9;

  /** The mixture bound looks at every pair of rows, so it gets a quarter of them. */
  private static final int[] EVERY_FOURTH =
      IntStream.range(0, 1 << (BITS - 2)).map(i -> 4 * i).toArray();

  private static final double DECAY = 0.1;

  @Override
  public String mark() {
    return "fixed bins drop by less than 0.1 bits, adaptive bins by more than 0.3 in some run, more with decay at p < 0.05";
  }

  /** Drops in bits of one run. */
  private record Drops(double fixed, double adaptive, double mixture, double accuracy) {}

  @Override
  public Verdict run(Bench bench) {
    int seeds = bench.isQuick() ? 2 : 10;
    List<Drops> plain = new ArrayList<>();
    int raised = 0;
    for (int seed = 0; seed < seeds; seed++) {
      Drops without = drops(seed, 0);
      Drops with = drops(seed, DECAY);
      plain.add(without);
      raised += with.adaptive > without.adaptive ? 1 : 0;
      bench.print(
          "seed %d: fixed %.3f, adaptive %.3f, mixture %.3f bits, %.1f %% right; with decay %.3f, %.3f, %.3f, %.1f %%",
          seed,
          without.fixed,
          without.adaptive,
          without.mixture,
          100 * without.accuracy,
          with.fixed,
          with.adaptive,
          with.mixture,
          100 * with.accuracy);
    }
    double fixed = plain.stream().mapToDouble(Drops::fixed).average().orElseThrow();
    double most = plain.stream().mapToDouble(Drops::adaptive).max().orElseThrow();
    double p = signTest(raised, seeds);
    return new Verdict(
        "fixed bins drop by %.3f bits on average, adaptive bins by up to %.3f; decay raises %d of %d, p = %.3f"
            .formatted(fixed, most, raised, seeds, p),
        fixed < 0.1 && most > 0.3 && p < 0.05);
  }

  /** The chance of so many heads or more. */
  private static double signTest(int heads, int tosses) {
    double chance = 0;
    double ways = 1;
    for (int h = 0; h <= tosses; h++) {
      chance += h >= heads ? ways : 0;
      ways *= (double) (tosses - h) / (h + 1);
    }
    return chance / Math.pow(2, tosses);
  }

  private static Drops drops(long seed, double decay) {
    Examples patterns = patterns();
    Network network = Initialization.draw(Layers.perceptron(BITS, 10, 7, 5, 4, 3, 2), seed);
    List<Samples[]> snapshots = new ArrayList<>();
    snapshots.add(layers(network, patterns));
    Recipe recipe =
        Recipe.defaults()
            .withBatchSize(128)
            .withPeakLearningRate(0.003)
            .withSchedule(new Schedule.Constant())
            .withLabelSmoothing(0)
            .withWeightDecay(decay);
    int epochs = 1;
    for (int stage = 0; stage < STAGES; stage++) {
      network = ImageTraining.train(network, patterns, recipe.withEpochs(epochs), seed + stage);
      snapshots.add(layers(network, patterns));
      epochs = Math.min(40, 2 * epochs);
    }
    double fixed = 0;
    double adaptive = 0;
    double mixture = 0;
    for (int layer = 0; layer < LAYERS; layer++) {
      int l = layer;
      List<Samples> course = snapshots.stream().map(s -> s[l]).toList();
      double largest = course.stream().mapToDouble(LayerCompression::largest).max().orElseThrow();
      double top = Math.max(largest, Double.MIN_NORMAL);
      fixed += drop(course.stream().map(t -> bits(Bins.equalWidth(t, 0, top, BINS))).toList());
      adaptive += drop(course.stream().map(t -> bits(Bins.equalCount(t, BINS))).toList());
      mixture +=
          drop(
              course.stream()
                  .map(t -> MixtureBound.withDefaults().ofInput(t.rows(EVERY_FOURTH)).bits())
                  .toList());
    }
    return new Drops(
        fixed / LAYERS, adaptive / LAYERS, mixture / LAYERS, Trials.accuracy(network, patterns));
  }

  /** Every pattern is as likely and the layer a function of it, so {@code I(X;T) = H(T)}. */
  private static double bits(Labels t) {
    return CountEntropy.PLUG_IN.nats(t.counts()) / Math.log(2);
  }

  private static double drop(List<Double> course) {
    return course.stream().mapToDouble(v -> v).max().orElseThrow() - course.getLast();
  }

  private static double largest(Samples t) {
    return Arrays.stream(t.columns()).flatMapToDouble(Arrays::stream).max().orElseThrow();
  }

  private static Samples[] layers(Network network, Examples patterns) {
    List<String> names =
        network.nodes().stream()
            .map(node -> node.outputs().getFirst())
            .filter(name -> name.endsWith("/relu"))
            .toList();
    return Inference.tap(network, patterns, names).values().stream()
        .map(values -> Samples.ofRows(values, values.length / patterns.rows()))
        .toArray(Samples[]::new);
  }

  /** All patterns once, in no order that matters; the class is whether at least six bits are set. */
  private static Examples patterns() {
    int n = 1 << BITS;
    float[] inputs = new float[n * BITS];
    int[] labels = new int[n];
    for (int pattern = 0; pattern < n; pattern++) {
      for (int bit = 0; bit < BITS; bit++) {
        inputs[pattern * BITS + bit] = (pattern >> bit & 1) == 1 ? 1 : -1;
      }
      labels[pattern] = Integer.bitCount(pattern) >= BITS / 2 ? 1 : 0;
    }
    return new Examples(Shape.of(BITS), inputs, new Target.Classes(labels, 2));
  }
}
