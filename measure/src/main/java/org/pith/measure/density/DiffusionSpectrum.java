package org.pith.measure.density;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.pith.measure.Labels;
import org.pith.measure.Samples;
import org.pith.measure.internal.Shuffle;
import org.pith.measure.internal.Statistics;
import org.pith.measure.internal.SymmetricEigen;

/**
 * Diffusion spectral entropy: how many directions of a cloud of points a random walk on it can
 * tell apart, in nats. With the affinity {@code G = exp(−‖z_i − z_j‖² / 2σ²)}, density-normalised
 * {@code K_ij = G_ij / (q_i q_j)^½}, {@code q} the row sums of G, and λ the eigenvalues of the walk
 * {@code P = D⁻¹K}: {@code S = −Σ a ln a} with {@code a = |λ|^t / Σ |λ|^t}; at most ln n. {@link
 * #information} is {@code Σ_y p(y) (S(n_y rows of Z) − S(Z | y))}, the rows of Z drawn at random so
 * that both entropies have the same n.
 *
 * <p>It is a functional of the kernel, not an estimate of Shannon's information: compare only at
 * one σ, t and n. Copies of one point give 0, points far apart in units of σ ln n. Cost: n³, so at most 5,000 rows are taken; more are
 * an error, because a silent subsample would change n.
 *
 * <p>Reference: Liao et al. (2023), arXiv 2312.04823.
 */
public final class DiffusionSpectrum {
  private static final int MOST = 5_000;
  private static final int DRAWS = 5;

  private final double width;
  private final int time;
  private final long seed;

  private DiffusionSpectrum(double width, int time, long seed) {
    this.width = width;
    this.time = time;
    this.seed = seed;
  }

  /** σ = 2, one step, seed 0. */
  public static DiffusionSpectrum withDefaults() {
    return new DiffusionSpectrum(2, 1, 0);
  }

  /** The same with another kernel width σ, in the unit of the columns. */
  public DiffusionSpectrum withWidth(double width) {
    KernelDependence.requireWidth(width);
    return new DiffusionSpectrum(width, time, seed);
  }

  /** The same after {@code time} steps of the walk; more steps forget small directions. */
  public DiffusionSpectrum withTime(int time) {
    if (time < 1) {
      throw new IllegalArgumentException(
          "The diffusion time (%d) must be at least 1. Maybe 1.".formatted(time));
    }
    return new DiffusionSpectrum(width, time, seed);
  }

  /** The same with another seed for the rows that {@link #information} draws. */
  public DiffusionSpectrum withSeed(long seed) {
    return new DiffusionSpectrum(width, time, seed);
  }

  /** The spectral entropy of the rows, in nats. */
  public double entropy(Samples z) {
    if (z.size() > MOST) {
      throw new IllegalArgumentException(
          "%d rows are too many for an eigenvalue problem; at most %d are taken. Maybe draw some."
              .formatted(z.size(), MOST));
    }
    double[] weights = SymmetricEigen.values(walk(z));
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      weights[i] = Math.pow(Math.abs(weights[i]), time);
      sum += weights[i];
    }
    double entropy = 0;
    for (double weight : weights) {
      double a = weight / sum;
      entropy -= a > 0 ? a * Math.log(a) : 0;
    }
    return entropy;
  }

  /** {@code D^-½ K D^-½}, which is symmetric and has the eigenvalues of the walk. */
  private double[][] walk(Samples z) {
    double[][] k = KernelDependence.gaussian(z, width);
    divideByRoots(k, rowSums(k));
    divideByRoots(k, rowSums(k));
    return k;
  }

  private static double[] rowSums(double[][] matrix) {
    return Arrays.stream(matrix).mapToDouble(row -> Arrays.stream(row).sum()).toArray();
  }

  private static void divideByRoots(double[][] matrix, double[] sums) {
    for (int i = 0; i < sums.length; i++) {
      for (int j = 0; j < sums.length; j++) {
        matrix[i][j] /= Math.sqrt(sums[i] * sums[j]);
      }
    }
  }

  /** Diffusion spectral information of Z about a class, in nats; classes of one row add nothing. */
  public double information(Samples z, Labels classes) {
    classes.requireSameSize(z.size());
    double information = 0;
    for (int[] rows : classes.members()) {
      double share = (double) rows.length / z.size();
      information += share * (ofRows(z, rows.length) - entropy(z.rows(rows)));
    }
    return information;
  }

  private double ofRows(Samples z, int rows) {
    if (rows == z.size()) {
      return entropy(z);
    }
    double[] entropies = new double[DRAWS];
    SplittableRandom random = new SplittableRandom(seed);
    for (int draw = 0; draw < DRAWS; draw++) {
      int[] order = Shuffle.permutation(z.size(), random);
      entropies[draw] = entropy(z.rows(Arrays.copyOf(order, rows)));
    }
    return Statistics.mean(entropies);
  }
}
