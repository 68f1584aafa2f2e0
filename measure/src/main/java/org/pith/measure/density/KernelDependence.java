package org.pith.measure.density;

import java.util.Arrays;
import org.pith.measure.Samples;
import org.pith.measure.internal.Correlations;
import org.pith.measure.internal.Statistics;

/**
 * Measures of dependence from kernels that are similarities, not amounts of information: HSIC,
 * centred kernel alignment, and the Cauchy–Schwarz quadratic information. Use a permutation null to
 * say whether they differ from chance.
 *
 * <p>Cost: n · d² (linear) or n² · d (Gaussian kernels).
 */
public final class KernelDependence {
  private static final double ROUNDING = 1e-14;

  private KernelDependence() {}

  /**
   * Linear CKA of centred columns, {@code ‖XᵀY‖² / (‖XᵀX‖ ‖YᵀY‖)} in Frobenius norms, in [0, 1];
   * 0 if a side is constant. Kornblith et al. (2019), arXiv 1905.00414.
   */
  public static double linearCka(Samples x, Samples y) {
    x.requireSameSize(y);
    double[][] a = centred(x);
    double[][] b = centred(y);
    double self = Math.sqrt(squares(a, a)) * Math.sqrt(squares(b, b));
    return self == 0 ? 0 : squares(a, b) / self;
  }

  /**
   * CKA with Gaussian kernels of the given widths, in [0, 1]; 0 if a side is constant, or so narrow
   * within its kernel that only rounding tells its rows apart.
   */
  public static double kernelCka(Samples x, double widthX, Samples y, double widthY) {
    x.requireSameSize(y);
    double ofX = hsic(x, widthX, x, widthX);
    double ofY = hsic(y, widthY, y, widthY);
    return Math.min(ofX, ofY) < ROUNDING ? 0 : hsic(x, widthX, y, widthY) / Math.sqrt(ofX * ofY);
  }

  /**
   * The biased HSIC {@code tr(K H L H) / n²} with Gaussian kernels; 0 to rounding if a side is
   * constant. Gretton et al. (2005),
   * doi:10.1007/11564089_7.
   */
  public static double hsic(Samples x, double widthX, Samples y, double widthY) {
    x.requireSameSize(y);
    double[][] k = doublyCentred(gaussian(x, widthX));
    double[][] l = gaussian(y, widthY);
    double sum = 0;
    for (int i = 0; i < k.length; i++) {
      sum += Correlations.dot(k[i], l[i]);
    }
    return sum / ((double) k.length * k.length);
  }

  /**
   * Cauchy–Schwarz quadratic mutual information {@code ln(V_J V_M / V_C²)} of the Gaussian kernel
   * densities: V_J the mean of {@code K_ij L_ij}, V_M the product of the means of K and L, V_C the
   * mean over i of the products of row means; 0 to rounding if a side is constant. Príncipe (2010), doi:10.1007/978-1-4419-1570-2.
   */
  public static double cauchySchwarz(Samples x, double widthX, Samples y, double widthY) {
    x.requireSameSize(y);
    double[][] k = gaussian(x, widthX);
    double[][] l = gaussian(y, widthY);
    int n = k.length;
    double joint = 0;
    double cross = 0;
    double[] meanK = new double[n];
    double[] meanL = new double[n];
    for (int i = 0; i < n; i++) {
      meanK[i] = Statistics.mean(k[i]);
      meanL[i] = Statistics.mean(l[i]);
      joint += Correlations.dot(k[i], l[i]) / ((double) n * n);
      cross += meanK[i] * meanL[i] / n;
    }
    return Math.log(joint)
        + Math.log(Statistics.mean(meanK) * Statistics.mean(meanL))
        - 2 * Math.log(cross);
  }

  /**
   * The median distance between rows, over the first 1,000 of them: a width where nothing better is
   * known. 0 for a single row, or where most rows are copies; a width must then be chosen otherwise.
   */
  public static double medianDistance(Samples x) {
    int n = Math.min(1_000, x.size());
    double[][] columns = x.columns();
    double scale = largest(columns);
    if (scale > 0) {
      divide(columns, scale);
    }
    double[] distances = new double[n * (n - 1) / 2];
    int at = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        double sum = 0;
        for (double[] column : columns) {
          sum += (column[i] - column[j]) * (column[i] - column[j]);
        }
        distances[at++] = Math.sqrt(sum);
      }
    }
    Arrays.sort(distances);
    return distances.length == 0 ? 0 : scale * distances[distances.length / 2];
  }

  static double[][] gramOfRows(double[][] rows) {
    double[][] g = new double[rows.length][rows.length];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j <= i; j++) {
        g[i][j] = Correlations.dot(rows[i], rows[j]);
        g[j][i] = g[i][j];
      }
    }
    return g;
  }

  private static double[][] centred(Samples x) {
    double[][] columns = x.columns();
    for (double[] column : columns) {
      double mean = Statistics.mean(column);
      Arrays.setAll(column, i -> column[i] - mean);
    }
    double scale = largest(columns);
    if (scale > 0) {
      divide(columns, scale);
    }
    return columns;
  }

  private static double largest(double[][] columns) {
    return Arrays.stream(columns).flatMapToDouble(Arrays::stream).map(Math::abs).max().orElse(0);
  }

  /** So that squares neither overflow nor vanish. */
  private static void divide(double[][] columns, double scale) {
    for (double[] column : columns) {
      Arrays.setAll(column, i -> column[i] / scale);
    }
  }

  private static double squares(double[][] a, double[][] b) {
    double sum = 0;
    for (double[] u : a) {
      for (double[] v : b) {
        double dot = Correlations.dot(u, v);
        sum += dot * dot;
      }
    }
    return sum;
  }

  static double[][] gaussian(Samples x, double width) {
    requireWidth(width);
    int n = x.size();
    double[][] k = new double[n][n];
    for (double[] column : x.columns()) {
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          double gap = (column[i] - column[j]) / width;
          k[i][j] += gap * gap;
        }
      }
    }
    for (double[] row : k) {
      Arrays.setAll(row, j -> Math.exp(-row[j] / 2));
    }
    return k;
  }

  static void requireWidth(double width) {
    if (!(width > 0 && width < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "The kernel width (%s) must be finite and above 0. Maybe the median distance."
              .formatted(width));
    }
  }

  private static double[][] doublyCentred(double[][] k) {
    double[] means = Arrays.stream(k).mapToDouble(Statistics::mean).toArray();
    double all = Statistics.mean(means);
    for (int i = 0; i < k.length; i++) {
      for (int j = 0; j < k.length; j++) {
        k[i][j] += all - means[i] - means[j];
      }
    }
    return k;
  }
}
