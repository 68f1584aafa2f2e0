package org.pith.prune.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * How many features units hold, perhaps more than there are units: {@code F = exp(H(p))}, p the shares of directions in what the
 * units do together. Units that hold features in superposition point, one feature at a time, in more directions than their number.
 *
 * <p>Directions are those of a dictionary with twice as many atoms as units, learned without a gradient: each sample is
 * explained by the one atom nearest in angle (spherical k-means), then atoms within {@value #SAME} of one another count as one, and
 * those that hold less than {@value #RARE} of the mean share are noise. So F is right where few features speak at once, and too
 * small where many do; samples that hardly move the units are left out.
 *
 * <p>Cost: samples times atoms times units, a dozen times. Reference: Bereska et al. (2025), arXiv 2512.13568, whose codes are those of
 * a sparse autoencoder.
 *
 * @param features the effective number F; NaN where it was not measured
 * @param units how many
 */
record Directions(double features, int units) {

  private static final int MOST_UNITS = 128;
  private static final int MOST_SAMPLES = 2_000;
  private static final int ROUNDS = 12;
  private static final double SAME = 0.9;
  private static final double RARE = 0.1;

  /** Features for each unit: beyond 1 they overlap. */
  double superposition() {
    return features / units;
  }

  /**
   * Counts directions.
   *
   * @param values for each unit its samples, equally many
   */
  static Directions of(double[][] values) {
    int units = values.length;
    if (units < 2 || units > MOST_UNITS) {
      return new Directions(Double.NaN, units);
    }
    List<double[]> samples = samples(values);
    if (samples.size() < 4 * units) {
      return new Directions(Double.NaN, units);
    }
    double[][] atoms = atoms(samples, 2 * units);
    double[] share = shares(samples, atoms);
    return new Directions(effective(merged(atoms, share)), units);
  }

  /** Samples as rows, without those of less than a tenth of the mean length. */
  private static List<double[]> samples(double[][] values) {
    int count = Math.min(values[0].length, MOST_SAMPLES);
    double mean = 0;
    List<double[]> all = new ArrayList<>();
    for (int s = 0; s < count; s++) {
      int at = (int) ((long) s * values[0].length / count);
      double[] sample = new double[values.length];
      for (int u = 0; u < values.length; u++) {
        sample[u] = values[u][at];
      }
      all.add(sample);
      mean += length(sample) / count;
    }
    double least = 0.1 * mean;
    return all.stream().filter(s -> length(s) > least).toList();
  }

  private static double[][] atoms(List<double[]> samples, int count) {
    double[][] atoms = spread(samples, count);
    for (int round = 0; round < ROUNDS; round++) {
      double[][] sums = new double[count][atoms[0].length];
      for (double[] sample : samples) {
        int nearest = nearest(atoms, sample);
        for (int u = 0; u < sample.length; u++) {
          sums[nearest][u] += sample[u];
        }
      }
      for (int a = 0; a < count; a++) {
        atoms[a] = length(sums[a]) > 0 ? unit(sums[a]) : atoms[a];
      }
    }
    return atoms;
  }

  /** Starts far from one another: each next is the sample least like those before, among a few drawn. */
  private static double[][] spread(List<double[]> samples, int count) {
    SplittableRandom random = new SplittableRandom(1);
    double[][] atoms = new double[count][];
    for (int a = 0; a < count; a++) {
      double least = Double.POSITIVE_INFINITY;
      for (int draw = 0; draw < 20; draw++) {
        double[] candidate = unit(samples.get(random.nextInt(samples.size())));
        double closest = Double.NEGATIVE_INFINITY;
        for (int b = 0; b < a; b++) {
          closest = Math.max(closest, dot(atoms[b], candidate));
        }
        if (closest < least) {
          least = closest;
          atoms[a] = candidate;
        }
      }
    }
    return atoms;
  }

  private static double[] shares(List<double[]> samples, double[][] atoms) {
    double[] share = new double[atoms.length];
    for (double[] sample : samples) {
      int nearest = nearest(atoms, sample);
      share[nearest] += dot(atoms[nearest], sample);
    }
    return share;
  }

  /** The shares of atoms that are no others'. */
  private static List<Double> merged(double[][] atoms, double[] share) {
    List<double[]> kept = new ArrayList<>();
    List<Double> shares = new ArrayList<>();
    for (int a = 0; a < atoms.length; a++) {
      int same = -1;
      for (int b = 0; b < kept.size() && same < 0; b++) {
        same = dot(kept.get(b), atoms[a]) > SAME ? b : -1;
      }
      if (same >= 0) {
        shares.set(same, shares.get(same) + share[a]);
      } else {
        kept.add(atoms[a]);
        shares.add(share[a]);
      }
    }
    return shares;
  }

  private static double effective(List<Double> shares) {
    double mean = shares.stream().mapToDouble(Double::doubleValue).average().orElse(0);
    double[] held = shares.stream().mapToDouble(s -> s).filter(s -> s > RARE * mean).toArray();
    double sum = 0;
    for (double s : held) {
      sum += s;
    }
    double entropy = 0;
    for (double s : held) {
      entropy -= s / sum * Math.log(s / sum);
    }
    return Math.exp(entropy);
  }

  private static int nearest(double[][] atoms, double[] sample) {
    int nearest = 0;
    double most = Double.NEGATIVE_INFINITY;
    for (int a = 0; a < atoms.length; a++) {
      double dot = dot(atoms[a], sample);
      if (dot > most) {
        most = dot;
        nearest = a;
      }
    }
    return nearest;
  }

  private static double[] unit(double[] v) {
    double length = length(v);
    double[] unit = new double[v.length];
    for (int i = 0; i < v.length; i++) {
      unit[i] = v[i] / length;
    }
    return unit;
  }

  private static double length(double[] v) {
    return Math.sqrt(dot(v, v));
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
