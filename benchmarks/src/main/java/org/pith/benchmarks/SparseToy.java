package org.pith.benchmarks;

import java.util.SplittableRandom;

/**
 * The toy of Elhage et al. (2022), arXiv 2209.10652: sparse features through fewer neurons and back by the same weights, {@code
 * relu(Wᵀ W x + b)}, trained by Adam on squared errors that weigh less from feature to feature. A feature is there with one probability,
 * and is then uniform in [0,1]. With dropout neurons are silent in training, and the others as much louder.
 */
final class SparseToy {

  static final int FEATURES = 20;
  static final int NEURONS = 5;
  private static final int STEPS = 3_000;
  private static final int BATCH = 256;
  private static final double RATE = 0.01;
  private static final double LESS = 0.9;
  private static final double REPRESENTED = 0.5;

  /** Neurons x features, then the biases. */
  private final double[] weights = new double[(NEURONS + 1) * FEATURES];

  private final double there;
  private final double dropout;
  private final SplittableRandom random;

  private SparseToy(double there, double dropout, long seed) {
    this.there = there;
    this.dropout = dropout;
    this.random = new SplittableRandom(seed);
    for (int i = 0; i < NEURONS * FEATURES; i++) {
      weights[i] = random.nextGaussian() / Math.sqrt(FEATURES);
    }
  }

  /** Trained on features that are there in this share of the rows. */
  static SparseToy trained(double there, long seed) {
    return trained(there, 0, seed);
  }

  /** The same, each neuron silent in this share of the rows. */
  static SparseToy trained(double there, double dropout, long seed) {
    SparseToy toy = new SparseToy(there, dropout, seed);
    double[] first = new double[toy.weights.length];
    double[] second = new double[toy.weights.length];
    for (int step = 1; step <= STEPS; step++) {
      double[] gradient = toy.gradient();
      double rate = RATE * (1 + Math.cos(Math.PI * step / STEPS)) / 2;
      for (int i = 0; i < gradient.length; i++) {
        first[i] += 0.1 * (gradient[i] - first[i]);
        second[i] += 0.001 * (gradient[i] * gradient[i] - second[i]);
        double mean = first[i] / (1 - Math.pow(0.9, step));
        double size = Math.sqrt(second[i] / (1 - Math.pow(0.999, step)));
        toy.weights[i] -= rate * mean / (size + 1e-8);
      }
    }
    return toy;
  }

  private double[] gradient() {
    double[] gradient = new double[weights.length];
    for (int row = 0; row < BATCH; row++) {
      double[] x = row();
      double[] loud = loud();
      double[] hidden = hidden(x);
      for (int u = 0; u < NEURONS; u++) {
        hidden[u] *= loud[u];
      }
      double[] back = new double[NEURONS];
      for (int f = 0; f < FEATURES; f++) {
        double out = weights[NEURONS * FEATURES + f];
        for (int u = 0; u < NEURONS; u++) {
          out += weights[u * FEATURES + f] * hidden[u];
        }
        double error = out > 0 ? Math.pow(LESS, f) * 2 * (out - x[f]) / BATCH : 0;
        gradient[NEURONS * FEATURES + f] += error;
        for (int u = 0; u < NEURONS; u++) {
          gradient[u * FEATURES + f] += error * hidden[u];
          back[u] += error * weights[u * FEATURES + f];
        }
      }
      for (int i = 0; i < NEURONS * FEATURES; i++) {
        gradient[i] += back[i / FEATURES] * loud[i / FEATURES] * x[i % FEATURES];
      }
    }
    return gradient;
  }

  /** By how much each neuron is louder than it says, without dropout by 1. */
  private double[] loud() {
    double[] loud = new double[NEURONS];
    for (int u = 0; u < NEURONS; u++) {
      boolean silent = dropout > 0 && random.nextDouble() < dropout;
      loud[u] = silent ? 0 : 1 / (1 - dropout);
    }
    return loud;
  }

  private double[] row() {
    double[] x = new double[FEATURES];
    for (int f = 0; f < FEATURES; f++) {
      x[f] = random.nextDouble() < there ? random.nextDouble() : 0;
    }
    return x;
  }

  private double[] hidden(double[] x) {
    double[] hidden = new double[NEURONS];
    for (int i = 0; i < NEURONS * FEATURES; i++) {
      hidden[i / FEATURES] += weights[i] * x[i % FEATURES];
    }
    return hidden;
  }

  /** For each neuron its values at so many fresh rows. */
  double[][] activations(int rows) {
    double[][] values = new double[NEURONS][rows];
    for (int row = 0; row < rows; row++) {
      double[] hidden = hidden(row());
      for (int u = 0; u < NEURONS; u++) {
        values[u][row] = hidden[u];
      }
    }
    return values;
  }

  /** How many features have weights of a length beyond one half; a represented one has about 1. */
  int represented() {
    int represented = 0;
    for (int f = 0; f < FEATURES; f++) {
      double square = 0;
      for (int u = 0; u < NEURONS; u++) {
        square += weights[u * FEATURES + f] * weights[u * FEATURES + f];
      }
      represented += square > REPRESENTED * REPRESENTED ? 1 : 0;
    }
    return represented;
  }
}
