package org.pith.prune.inspect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;
import org.pith.measure.Samples;
import org.pith.measure.density.GaussianInformation;

/**
 * How the units of a channel group vary together. A sample is a row at one position.
 *
 * @param count how many units
 * @param dead units that do not vary
 * @param still those of them that always say the same other than zero
 * @param duplicates units that repeat an earlier one, up to scale and shift: correlation beyond {@value #SAME}
 * @param near units of which an earlier one tells at least 90 % of what their own noise leaves to tell: correlation beyond
 *     {@value #ALIKE}, duplicates left out
 * @param redundancyNats shrunk total correlation of the units that vary, {@code -1/2 ln|R|}; NaN for fewer than two
 * @param effectiveRank {@code exp} of the entropy of the correlations' spectrum, of the units that vary
 * @param activeUnits {@code exp} of the entropy of the units' shares of absolute activation: the effective number of features
 *     of "Superposition as Lossy Compression", with each unit taken for a feature
 * @param effectiveFeatures how many directions they hold, features in superposition among them; NaN where not measured, and
 *     where no dictionary explains them
 * @param condition largest over smallest eigenvalue of the correlations; infinite where they are singular
 * @param order the units, first the one with the largest variance that those before leave unexplained, weighted by its readers
 */
public record Units(
    int count,
    List<Integer> dead,
    List<Integer> still,
    List<Integer> duplicates,
    List<Integer> near,
    double redundancyNats,
    double effectiveRank,
    double activeUnits,
    double effectiveFeatures,
    double condition,
    List<Integer> order) {

  static final double SAME = 0.9999;
  static final double ALIKE = 0.95;
  private static final double STILL = 1e-9;

  /** Copies the lists. */
  public Units {
    dead = List.copyOf(dead);
    still = List.copyOf(still);
    duplicates = List.copyOf(duplicates);
    near = List.copyOf(near);
    order = List.copyOf(order);
  }

  /** How many are dead or repeat another. */
  public int spare() {
    return dead.size() + duplicates.size() + near.size();
  }

  /**
   * Measures units.
   *
   * @param values for each unit its samples, equally many
   * @param weight for each unit how strongly it is read; 1 where that is unknown
   */
  static Units of(double[][] values, double[] weight) {
    int units = values.length;
    int n = values[0].length;
    double[] mean = new double[units];
    double[] deviation = new double[units];
    double[] size = new double[units];
    for (int u = 0; u < units; u++) {
      for (double v : values[u]) {
        mean[u] += v / n;
        size[u] += Math.abs(v) / n;
      }
      for (double v : values[u]) {
        deviation[u] += (v - mean[u]) * (v - mean[u]) / n;
      }
      deviation[u] = Math.sqrt(deviation[u]);
    }
    double largest = IntStream.range(0, units).mapToDouble(u -> deviation[u]).max().orElse(0);
    int[] live =
        IntStream.range(0, units).filter(u -> deviation[u] > STILL + 1e-6 * largest).toArray();
    List<Integer> dead =
        IntStream.range(0, units)
            .filter(u -> deviation[u] <= STILL + 1e-6 * largest)
            .boxed()
            .toList();
    double loudest = Arrays.stream(size).max().orElse(0);
    double[][] r = correlations(values, mean, deviation, live);
    List<Integer> duplicates = new ArrayList<>();
    List<Integer> near = new ArrayList<>();
    alike(r, live, duplicates, near);
    double[] spectrum = spectrum(r);
    double least = spectrum.length == 0 ? Double.NaN : spectrum[0];
    double most = spectrum.length == 0 ? Double.NaN : spectrum[spectrum.length - 1];
    return new Units(
        units,
        dead,
        dead.stream().filter(u -> size[u] > STILL + 1e-6 * loudest).toList(),
        duplicates,
        near,
        live.length < 2 ? Double.NaN : totalCorrelation(values, live),
        exponential(spectrum),
        exponential(size),
        trusted(Directions.of(values)),
        least <= 1e-12 ? Double.POSITIVE_INFINITY : most / least,
        order(r, live, deviation, weight, dead));
  }

  private static double trusted(Directions directions) {
    return directions.isTrusted() ? directions.features() : Double.NaN;
  }

  private static double[][] correlations(
      double[][] values, double[] mean, double[] deviation, int[] live) {
    int d = live.length;
    double[][] r = new double[d][d];
    for (int i = 0; i < d; i++) {
      double[] a = values[live[i]];
      r[i][i] = 1;
      for (int j = 0; j < i; j++) {
        double[] b = values[live[j]];
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
          sum += (a[k] - mean[live[i]]) * (b[k] - mean[live[j]]);
        }
        r[i][j] = sum / a.length / deviation[live[i]] / deviation[live[j]];
        r[j][i] = r[i][j];
      }
    }
    return r;
  }

  private static void alike(
      double[][] r, int[] live, List<Integer> duplicates, List<Integer> near) {
    for (int i = 0; i < live.length; i++) {
      double closest = 0;
      for (int j = 0; j < i; j++) {
        closest = Math.max(closest, Math.abs(r[i][j]));
      }
      if (closest > SAME) {
        duplicates.add(live[i]);
      } else if (closest > ALIKE) {
        near.add(live[i]);
      }
    }
  }

  private static double totalCorrelation(double[][] values, int[] live) {
    double[][] columns = IntStream.of(live).mapToObj(u -> values[u]).toArray(double[][]::new);
    return GaussianInformation.withDefaults().withShrinkage().totalCorrelation(Samples.of(columns));
  }

  /** Eigenvalues, ascending. */
  private static double[] spectrum(double[][] r) {
    if (r.length == 0) {
      return new double[0];
    }
    EigenDecomposition_F64<DMatrixRMaj> eigen =
        DecompositionFactory_DDRM.eig(r.length, false, true);
    if (!eigen.decompose(new DMatrixRMaj(r))) {
      return new double[0];
    }
    return IntStream.range(0, r.length)
        .mapToDouble(i -> Math.max(0, eigen.getEigenvalue(i).getReal()))
        .sorted()
        .toArray();
  }

  /** {@code exp} of the entropy of shares proportional to these amounts. */
  private static double exponential(double[] amounts) {
    double sum = IntStream.range(0, amounts.length).mapToDouble(i -> amounts[i]).sum();
    if (!(sum > 0)) {
      return 0;
    }
    double entropy = 0;
    for (double a : amounts) {
      entropy -= a > 0 ? a / sum * Math.log(a / sum) : 0;
    }
    return Math.exp(entropy);
  }

  /** Cholesky decomposition that takes the largest remainder next; units that do not vary come last. */
  private static List<Integer> order(
      double[][] r, int[] live, double[] deviation, double[] weight, List<Integer> dead) {
    int d = live.length;
    double[][] factor = new double[d][d];
    double[] rest = new double[d];
    double[] scale = new double[d];
    for (int i = 0; i < d; i++) {
      rest[i] = 1;
      scale[i] = Math.pow(deviation[live[i]] * weight[live[i]], 2);
    }
    boolean[] taken = new boolean[d];
    List<Integer> order = new ArrayList<>();
    for (int step = 0; step < d; step++) {
      int best = -1;
      for (int i = 0; i < d; i++) {
        if (!taken[i] && (best < 0 || scale[i] * rest[i] > scale[best] * rest[best])) {
          best = i;
        }
      }
      taken[best] = true;
      order.add(live[best]);
      double pivot = Math.sqrt(Math.max(rest[best], 0));
      for (int i = 0; i < d && pivot > 1e-6; i++) {
        if (!taken[i]) {
          double sum = r[i][best];
          for (int k = 0; k < step; k++) {
            sum -= factor[i][k] * factor[best][k];
          }
          factor[i][step] = sum / pivot;
          rest[i] = Math.max(0, rest[i] - factor[i][step] * factor[i][step]);
        }
      }
    }
    order.addAll(dead);
    return order;
  }

  /** What the units repeat of one another, in bits; empty for fewer than two that vary. */
  public Optional<Double> redundancyBits() {
    return Double.isNaN(redundancyNats)
        ? Optional.empty()
        : Optional.of(redundancyNats / Math.log(2));
  }
}
