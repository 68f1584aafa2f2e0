package org.pith.measure.graph;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.pith.measure.Labels;
import org.pith.measure.internal.Correlations;

/** Columns of numbers for the nodes of a graph, made by sparse products alone. */
final class Embeddings {
  private static final int ROUNDS = 20;

  private final Graph graph;
  private final double[] inverseDegree;

  Embeddings(Graph graph) {
    this.graph = graph;
    this.inverseDegree = new double[graph.nodes()];
    Arrays.setAll(inverseDegree, i -> graph.degree(i) == 0 ? 0 : 1.0 / graph.degree(i));
  }

  /**
   * Where nodes lie in the graph: an orthonormal basis near the eigenvectors of {@code D^−½ A D^−½}
   * with the largest eigenvalues by size, so that classes which avoid themselves show as those that
   * stay together do. By subspace iteration from random columns; fewer columns where the graph has
   * no more.
   */
  double[][] positions(int size, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] basis = new double[size][graph.nodes()];
    for (double[] column : basis) {
      Arrays.setAll(column, _ -> random.nextGaussian());
    }
    for (int round = 0; round < ROUNDS; round++) {
      basis = orthonormal(Arrays.stream(basis).map(this::symmetric).toArray(double[][]::new));
    }
    return basis;
  }

  private double[] symmetric(double[] x) {
    double[] y = new double[x.length];
    Arrays.setAll(y, i -> Math.sqrt(inverseDegree[i]) * x[i]);
    double[] sums = graph.times(y);
    Arrays.setAll(sums, i -> Math.sqrt(inverseDegree[i]) * sums[i]);
    return sums;
  }

  /** Gram and Schmidt's columns; those that hang on the ones before them are left out. */
  private static double[][] orthonormal(double[][] columns) {
    double[][] basis = new double[columns.length][];
    int size = 0;
    for (double[] column : columns) {
      double before = Math.sqrt(Correlations.dot(column, column));
      for (int b = 0; b < size; b++) {
        double along = Correlations.dot(basis[b], column);
        double[] other = basis[b];
        Arrays.setAll(column, i -> column[i] - along * other[i]);
      }
      double length = Math.sqrt(Correlations.dot(column, column));
      if (length > 1e-10 * before) {
        Arrays.setAll(column, i -> column[i] / length);
        basis[size++] = column;
      }
    }
    return Arrays.copyOf(basis, size);
  }

  /** {@code D⁻¹ A x}: the mean over the neighbours, 0 where there are none. */
  private double[] mean(double[] x) {
    double[] sums = graph.times(x);
    Arrays.setAll(sums, i -> inverseDegree[i] * sums[i]);
    return sums;
  }

  /**
   * What the neighbours' features are: each column's mean over the neighbours, and over those at
   * the second step without the node that the first step left. So a node's own features are not
   * among them.
   */
  double[][] propagated(double[][] features) {
    double[] back = mean(inverseDegree);
    double[][] columns = new double[2 * features.length][];
    for (int j = 0; j < features.length; j++) {
      double[] own = features[j];
      double[] one = mean(own);
      double[] two = mean(one);
      Arrays.setAll(two, i -> two[i] - back[i] * own[i]);
      columns[2 * j] = one;
      columns[2 * j + 1] = two;
    }
    return columns;
  }

  /**
   * The shares of the classes among the neighbours that {@code known} tells of, with one neighbour
   * of the mean kind added: n values for each class. A node's own class is not among them.
   */
  double[][] neighbourShares(Labels labels, double[] shares, boolean[] known) {
    double[][] columns = new double[shares.length][known.length];
    for (int i = 0; i < known.length; i++) {
      columns[labels.code(i)][i] = known[i] ? 1 : 0;
    }
    double[] all = new double[known.length];
    for (int c = 0; c < columns.length; c++) {
      columns[c] = graph.times(columns[c]);
      double[] count = columns[c];
      Arrays.setAll(all, i -> all[i] + count[i]);
    }
    for (int c = 0; c < columns.length; c++) {
      double[] count = columns[c];
      double share = shares[c];
      Arrays.setAll(count, i -> (count[i] + share) / (all[i] + 1));
    }
    return columns;
  }
}
