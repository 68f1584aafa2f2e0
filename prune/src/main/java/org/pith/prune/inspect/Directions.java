package org.pith.prune.inspect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * How many features units hold, perhaps more than there are units: {@code F = exp(H(p))}, p the shares of directions in what the
 * units do together. Units that hold features in superposition point, one feature at a time, in more directions than their number.
 *
 * <p>Directions are those of a dictionary with {@value #TIMES} times as many atoms as units, learned without a gradient: matching
 * pursuit explains each sample by at most {@value #STEPS} atoms, none of negative strength, until a share of {@value #LEFT} of its square is
 * left, and each atom moves to what it alone explains. Then atoms within {@value #SAME} of one another count as one, and those that hold
 * less than {@value #RARE} of the mean share are noise. So F is right where few features speak at once. Where many do, combinations of
 * features are directions too, and F tends to the number of atoms; there the dictionary leaves much unexplained, and F {@linkplain
 * #isTrusted is not to be trusted}. A unit that is never silent counts from its median, for what is always said is no feature. Samples
 * that hardly move the units are left out.
 *
 * <p>Cost: samples times atoms times units, a dozen times. References: Bereska et al. (2025), arXiv 2512.13568, whose codes are those of
 * a sparse autoencoder; Mallat and Zhang (1993), doi:10.1109/78.258082, for the pursuit.
 *
 * @param features the effective number F; NaN where it was not measured
 * @param units how many
 * @param unexplained share of the samples' squares that the dictionary leaves; NaN where nothing was measured
 */
public record Directions(double features, int units, double unexplained) {

  private static final int MOST_UNITS = 128;
  private static final int MOST_SAMPLES = 2_000;
  private static final int ROUNDS = 12;
  private static final int TIMES = 4;
  private static final int STEPS = 8;
  private static final double LEFT = 0.05;
  private static final double MOST_LEFT = 0.1;
  private static final int SELDOM = 100;
  private static final double SAME = 0.9;
  private static final double RARE = 0.1;

  /** Features for each unit: beyond 1 they overlap. */
  public double superposition() {
    return features / units;
  }

  /** Whether the dictionary explains the units: all but a tenth of their squares. */
  public boolean isTrusted() {
    return unexplained <= MOST_LEFT;
  }

  /**
   * Counts directions.
   *
   * @param values for each unit its samples, equally many
   * @return F is NaN for one unit, for more than {@value #MOST_UNITS}, and for fewer than four samples a unit
   */
  public static Directions of(double[][] values) {
    int units = values.length;
    if (units < 2 || units > MOST_UNITS || values[0].length < 4 * units) {
      return new Directions(Double.NaN, units, Double.NaN);
    }
    List<double[]> samples = samples(values);
    if (samples.size() < 4 * units) {
      return new Directions(Double.NaN, units, Double.NaN);
    }
    double[][] atoms = atoms(samples, TIMES * units);
    double[][] codes = codes(samples, atoms);
    double[] share = new double[atoms.length];
    Arrays.stream(codes).forEach(code -> add(share, 1, code));
    return new Directions(
        effective(merged(atoms, share)), units, unexplained(samples, atoms, codes));
  }

  /** Samples as rows, without those of less than a tenth of the mean length. */
  private static List<double[]> samples(double[][] values) {
    int count = Math.min(values[0].length, MOST_SAMPLES);
    double[] always = Arrays.stream(values).mapToDouble(Directions::always).toArray();
    double mean = 0;
    List<double[]> all = new ArrayList<>();
    for (int s = 0; s < count; s++) {
      int at = (int) ((long) s * values[0].length / count);
      double[] sample = new double[values.length];
      for (int u = 0; u < values.length; u++) {
        sample[u] = values[u][at] - always[u];
      }
      all.add(sample);
      mean += length(sample) / count;
    }
    double least = 0.1 * mean;
    return all.stream().filter(s -> length(s) > least).toList();
  }

  /** What a unit says that is never silent: its median; 0 for one that is, or that changes sign. */
  private static double always(double[] unit) {
    double[] sorted = unit.clone();
    Arrays.sort(sorted);
    int edge = sorted.length / SELDOM;
    boolean on = sorted[edge] > 0 || sorted[sorted.length - 1 - edge] < 0;
    return on ? sorted[sorted.length / 2] : 0;
  }

  private static double[][] atoms(List<double[]> samples, int count) {
    double[][] atoms = spread(samples, count);
    for (int round = 0; round < ROUNDS; round++) {
      double[][] sums = new double[count][atoms[0].length];
      double[][] gram = gram(atoms);
      for (double[] sample : samples) {
        double[] code = code(sample, atoms, gram);
        double[] residual = residual(sample, atoms, code);
        for (int a = 0; a < count; a++) {
          add(sums[a], code[a], residual);
          add(sums[a], code[a] * code[a], atoms[a]);
        }
      }
      for (int a = 0; a < count; a++) {
        atoms[a] = length(sums[a]) > 0 ? unit(sums[a]) : atoms[a];
      }
    }
    return atoms;
  }

  /** Matching pursuit without negative strengths: the atom nearest to what is left takes its part, until little is left. */
  private static double[] code(double[] sample, double[][] atoms, double[][] gram) {
    double[] along = new double[atoms.length];
    for (int a = 0; a < along.length; a++) {
      along[a] = dot(atoms[a], sample);
    }
    double[] code = new double[atoms.length];
    double left = dot(sample, sample);
    double enough = LEFT * left;
    for (int step = 0; step < STEPS && left > enough; step++) {
      int nearest = 0;
      for (int a = 1; a < along.length; a++) {
        nearest = along[a] > along[nearest] ? a : nearest;
      }
      double strength = along[nearest];
      if (strength <= 0) {
        break;
      }
      code[nearest] += strength;
      left -= strength * strength;
      add(along, -strength, gram[nearest]);
    }
    return code;
  }

  private static double[] residual(double[] sample, double[][] atoms, double[] code) {
    double[] residual = sample.clone();
    for (int a = 0; a < atoms.length; a++) {
      add(residual, -code[a], atoms[a]);
    }
    return residual;
  }

  private static double[][] gram(double[][] atoms) {
    double[][] gram = new double[atoms.length][atoms.length];
    for (int a = 0; a < atoms.length; a++) {
      for (int b = 0; b <= a; b++) {
        gram[a][b] = dot(atoms[a], atoms[b]);
        gram[b][a] = gram[a][b];
      }
    }
    return gram;
  }

  private static void add(double[] to, double times, double[] from) {
    if (times != 0) {
      for (int i = 0; i < to.length; i++) {
        to[i] += times * from[i];
      }
    }
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

  private static double[][] codes(List<double[]> samples, double[][] atoms) {
    double[][] gram = gram(atoms);
    return samples.stream().map(sample -> code(sample, atoms, gram)).toArray(double[][]::new);
  }

  private static double unexplained(List<double[]> samples, double[][] atoms, double[][] codes) {
    double left = 0;
    double all = 0;
    for (int s = 0; s < codes.length; s++) {
      double[] residual = residual(samples.get(s), atoms, codes[s]);
      left += dot(residual, residual);
      all += dot(samples.get(s), samples.get(s));
    }
    return left / all;
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
