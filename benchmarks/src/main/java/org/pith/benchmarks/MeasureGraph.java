package org.pith.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.pith.measure.Labels;
import org.pith.measure.Samples;
import org.pith.measure.graph.Graph;
import org.pith.measure.graph.GraphInformation;
import org.pith.measure.graph.GraphInformation.Mixing;
import org.pith.measure.graph.GraphInformation.Source;

/**
 * Information in graphs of mean degree 10 and eight features, where it is planted in the edges, the features, both or neither: whether
 * its source is named, and how processor time grows with the edges. The growth is the exponent of a power law through all sizes.
 */
record MeasureGraph(String name, int minutes) implements Evaluation {

  private static final int CLASSES = 4;
  private static final int COLUMNS = 8;
  private static final double MOST_GROWTH = 1.15;
  private static final List<Integer> EDGES = List.of(50_000, 100_000, 200_000, 400_000, 800_000);

  private static final List<Planting> PLANTINGS =
      List.of(
          new Planting(Rule.NONE, 0, Source.NONE, Mixing.NONE),
          new Planting(Rule.NONE, 1, Source.FEATURES, Mixing.NONE),
          new Planting(Rule.LIKE, 0, Source.STRUCTURE, Mixing.HOMOPHILY),
          new Planting(Rule.UNLIKE, 0, Source.STRUCTURE, Mixing.HETEROPHILY),
          new Planting(Rule.LIKE, 1, Source.BOTH, Mixing.HOMOPHILY),
          new Planting(Rule.UNLIKE, 1, Source.BOTH, Mixing.HETEROPHILY));

  /** Whom half of the edges join; the others join at random. */
  private enum Rule {
    NONE,
    LIKE,
    UNLIKE
  }

  /**
   * What is planted.
   *
   * @param shift by how many standard deviations a class moves one of the features
   */
  private record Planting(Rule rule, double shift, Source source, Mixing mixing) {}

  @Override
  public String mark() {
    return "every source named right, growth at most the power %.2f of the edges"
        .formatted(MOST_GROWTH);
  }

  @Override
  public Verdict run(Bench bench) {
    int seeds = bench.isQuick() ? 5 : 20;
    int right = 0;
    bench.print("planted, named right of %d, share of right answers that is sure at least", seeds);
    for (Planting planting : PLANTINGS) {
      int named = 0;
      double floor = 0;
      for (long seed = 1; seed <= seeds; seed++) {
        GraphInformation found = measured(planting, 5_000, seed);
        named += found.source() == planting.source && found.mixing() == planting.mixing ? 1 : 0;
        floor += found.together().floor() / seeds;
      }
      bench.print("%s %s: %d, %.3f", planting.source, planting.mixing, named, floor);
      right += named;
    }
    double growth = growth(bench);
    int all = seeds * PLANTINGS.size();
    return new Verdict(
        "%d of %d named right, time grows with the power %.2f of the edges"
            .formatted(right, all, growth),
        right == all && growth <= MOST_GROWTH);
  }

  private static double growth(Bench bench) {
    bench.print("edges, seconds of processor time on one thread, the least of three");
    double[] seconds = new double[EDGES.size()];
    Arrays.fill(seconds, Double.POSITIVE_INFINITY);
    for (int i = 0; i < seconds.length; i++) {
      for (int repetition = 0; repetition < 3; repetition++) {
        long before = nanos();
        measured(PLANTINGS.getLast(), EDGES.get(i), repetition);
        seconds[i] = Math.min(seconds[i], (nanos() - before) / 1e9);
      }
      bench.print("%,d %.3f", EDGES.get(i), seconds[i]);
    }
    double[] x = EDGES.stream().mapToDouble(Math::log).toArray();
    double meanX = Arrays.stream(x).average().orElseThrow();
    double meanY = Arrays.stream(seconds).map(Math::log).average().orElseThrow();
    double xy = 0;
    double xx = 0;
    for (int i = 0; i < x.length; i++) {
      xy += (x[i] - meanX) * (Math.log(seconds[i]) - meanY);
      xx += (x[i] - meanX) * (x[i] - meanX);
    }
    return xy / xx;
  }

  private static long nanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  /** Of a graph drawn by the seed, five edges for each node. */
  private static GraphInformation measured(Planting planting, int edges, long seed) {
    Random random = new Random(seed);
    int nodes = edges / 5;
    int[] labels = new int[nodes];
    Arrays.setAll(labels, i -> i % CLASSES);
    double[][] features = new double[COLUMNS][nodes];
    for (int i = 0; i < nodes; i++) {
      for (int j = 0; j < COLUMNS; j++) {
        features[j][i] = random.nextGaussian() + (j == labels[i] ? planting.shift : 0);
      }
    }
    int[] from = random.ints(edges, 0, nodes).toArray();
    int[] to = new int[edges];
    for (int e = 0; e < edges; e++) {
      int like = labels[from[e]];
      boolean planted = planting.rule != Rule.NONE && random.nextBoolean();
      to[e] =
          planted
              ? CLASSES * random.nextInt(nodes / CLASSES)
                  + (planting.rule == Rule.LIKE ? like : like ^ 1)
              : random.nextInt(nodes);
    }
    return GraphInformation.of(
        Graph.of(nodes, from, to), Samples.of(features), Labels.of(labels), seed);
  }
}
