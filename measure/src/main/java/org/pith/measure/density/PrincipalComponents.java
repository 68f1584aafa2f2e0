package org.pith.measure.density;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.pith.measure.Samples;
import org.pith.measure.internal.Correlations;
import org.pith.measure.internal.Statistics;
import org.pith.measure.internal.SymmetricEigen;

/**
 * Principal components: the orthonormal directions of most variance of a vector, largest first.
 * Scores are centred by the means of the fit. The smaller of the two Gram matrices is diagonalised,
 * columns or rows, so that images of more pixels than rows are no trouble; cost n · d · min(n, d)
 * and the cube of the smaller. Directions without variance are left out; a constant vector has
 * none.
 *
 * <p>Reference: Jolliffe (2002), doi:10.1007/b98835.
 */
public final class PrincipalComponents {
  private static final double NEGLIGIBLE = 1e-12;

  private final double[] means;
  private final double[][] directions;
  private final double[] shares;

  private PrincipalComponents(double[] means, double[][] directions, double[] shares) {
    this.means = means;
    this.directions = directions;
    this.shares = shares;
  }

  /** Fits all directions with variance. */
  public static PrincipalComponents of(Samples samples) {
    double[][] columns = samples.columns();
    double[] means = Arrays.stream(columns).mapToDouble(Statistics::mean).toArray();
    for (int j = 0; j < columns.length; j++) {
      double[] column = columns[j];
      double mean = means[j];
      Arrays.setAll(column, i -> column[i] - mean);
    }
    double scale = powerOfTwo(columns);
    for (double[] column : columns) {
      Arrays.setAll(column, i -> column[i] / scale);
    }
    boolean wide = columns.length > samples.size();
    double[][] narrow = wide ? transposed(columns) : columns;
    SymmetricEigen eigen = SymmetricEigen.of(KernelDependence.gramOfRows(narrow));
    double total = Arrays.stream(eigen.values()).filter(v -> v > 0).sum();
    int[] order =
        IntStream.range(0, narrow.length)
            .boxed()
            .filter(e -> eigen.values()[e] > NEGLIGIBLE * total)
            .sorted(Comparator.comparingDouble((Integer e) -> -eigen.values()[e]))
            .mapToInt(e -> e)
            .toArray();
    double[][] directions = new double[order.length][];
    double[] shares = new double[order.length];
    for (int c = 0; c < order.length; c++) {
      double[] vector = eigen.vectors()[order[c]];
      directions[c] = wide ? unit(combination(narrow, vector)) : vector;
      shares[c] = eigen.values()[order[c]] / total;
    }
    return new PrincipalComponents(means, directions, shares);
  }

  /** Squares must neither overflow nor vanish; a power of two changes no direction and no share. */
  private static double powerOfTwo(double[][] columns) {
    double largest =
        Arrays.stream(columns).flatMapToDouble(Arrays::stream).map(Math::abs).max().orElse(0);
    return largest == 0 ? 1 : Math.scalb(1.0, Math.clamp(Math.getExponent(largest), -1000, 1000));
  }

  private static double[][] transposed(double[][] matrix) {
    double[][] t = new double[matrix[0].length][matrix.length];
    for (int i = 0; i < matrix.length; i++) {
      for (int j = 0; j < t.length; j++) {
        t[j][i] = matrix[i][j];
      }
    }
    return t;
  }

  private static double[] combination(double[][] rows, double[] weights) {
    double[] sum = new double[rows[0].length];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < sum.length; j++) {
        sum[j] += weights[i] * rows[i][j];
      }
    }
    return sum;
  }

  private static double[] unit(double[] vector) {
    double length = Math.sqrt(Correlations.dot(vector, vector));
    Arrays.setAll(vector, j -> vector[j] / length);
    return vector;
  }

  /** How many directions have variance. */
  public int size() {
    return directions.length;
  }

  /** The share of the variance along each direction; they sum to 1. A copy. */
  public double[] shares() {
    return shares.clone();
  }

  /** How many directions keep at least {@code share} of the variance; 0 for a constant vector. */
  public int sizeKeeping(double share) {
    double kept = 0;
    int size = 0;
    while (size < shares.length && kept < share) {
      kept += shares[size++];
    }
    return size;
  }

  /**
   * The coordinates along the first {@code size} directions; samples of the fit or others of the
   * same columns.
   */
  public Samples scores(Samples samples, int size) {
    if (samples.dimensions() != means.length || size < 1 || size > directions.length) {
      throw new IllegalArgumentException(
          "%d of %d directions over %d columns do not fit samples of %d. Maybe the vector is constant."
              .formatted(size, directions.length, means.length, samples.dimensions()));
    }
    double[][] scores = new double[size][samples.size()];
    for (int j = 0; j < means.length; j++) {
      double[] column = samples.column(j);
      for (int c = 0; c < size; c++) {
        add(directions[c][j], column, means[j], scores[c]);
      }
    }
    return Samples.of(scores);
  }

  private static void add(double weight, double[] column, double mean, double[] sum) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += weight * (column[i] - mean);
    }
  }
}
