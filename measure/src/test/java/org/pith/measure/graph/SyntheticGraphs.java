package org.pith.measure.graph;

import java.util.Arrays;
import java.util.Random;
import org.pith.measure.Labels;
import org.pith.measure.Samples;

/** Graphs whose source of information is planted: {@value #CLASSES} classes in equal shares. */
final class SyntheticGraphs {
  static final int CLASSES = 4;
  private static final int COLUMNS = 8;

  /** Whom an edge joins, where it does not join at random. */
  enum Edges {
    AT_RANDOM,
    LIKE_TO_LIKE,
    /** Class 0 with 1, class 2 with 3. */
    IN_PAIRS_OF_CLASSES
  }

  private SyntheticGraphs() {}

  /** A graph with features and labels. */
  record Planted(Graph graph, Samples features, Labels labels) {
    GraphInformation measured(long seed) {
      return GraphInformation.of(graph, features, labels, seed);
    }
  }

  /**
   * A graph of mean degree 10.
   *
   * @param kept the share of edges that the planted rule decides
   * @param shift by how many standard deviations a class moves one of the features
   */
  static Planted of(int nodes, Edges edges, double kept, double shift, long seed) {
    Random random = new Random(seed);
    int[] labels = new int[nodes];
    Arrays.setAll(labels, i -> i % CLASSES);
    double[][] features = new double[COLUMNS][nodes];
    for (int i = 0; i < nodes; i++) {
      for (int j = 0; j < COLUMNS; j++) {
        features[j][i] = random.nextGaussian() + (j == labels[i] ? shift : 0);
      }
    }
    int[] from = new int[5 * nodes];
    int[] to = new int[from.length];
    for (int e = 0; e < from.length; e++) {
      from[e] = random.nextInt(nodes);
      int target = edges == Edges.LIKE_TO_LIKE ? labels[from[e]] : labels[from[e]] ^ 1;
      boolean planted = edges != Edges.AT_RANDOM && random.nextDouble() < kept;
      to[e] = planted ? CLASSES * random.nextInt(nodes / CLASSES) + target : random.nextInt(nodes);
    }
    return new Planted(Graph.of(nodes, from, to), Samples.of(features), Labels.of(labels));
  }
}
