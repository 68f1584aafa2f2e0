package org.pith.prune.regression;

import java.util.Arrays;
import java.util.List;
import org.ejml.data.DMatrixRMaj;

/**
 * Means and second moments of features and targets seen together, gathered row by row: all that a
 * linear regression needs.
 *
 * <p>Values are taken relative to the first row before they are squared, so that a large common
 * offset does not cancel digits. Cost: (features x (features + targets)) per row. Not for several
 * threads at once.
 */
public final class Moments {
  private static final int BLOCK = 64;

  private final int features;
  private final int width;
  private final double[] origin;
  private final double[][] block = new double[BLOCK][];
  private final double[] sum;
  private final double[] products;
  private final double[] squares;
  private int waiting;
  private long rows;

  /**
   * Starts without rows.
   *
   * @param features p, how many numbers are regressed on
   * @param targets t, how many are regressed; may be 0
   */
  public Moments(int features, int targets) {
    this.features = features;
    width = features + targets;
    origin = new double[width];
    sum = new double[width];
    products = new double[Math.multiplyExact(features, width)];
    squares = new double[targets];
  }

  /**
   * Adds a row.
   *
   * @param row the features, then the targets
   */
  public void add(double[] row) {
    if (row.length != width) {
      throw new IllegalArgumentException(
          "A row holds %d features and %d targets, but %d numbers were given."
              .formatted(features, width - features, row.length));
    }
    if (rows == 0) {
      System.arraycopy(row, 0, origin, 0, width);
    }
    double[] centred = new double[width];
    for (int i = 0; i < width; i++) {
      centred[i] = row[i] - origin[i];
    }
    block[waiting++] = centred;
    rows++;
    if (waiting == BLOCK) {
      absorb();
    }
  }

  /**
   * Products of the waiting rows, four at a time so that each sum is loaded once for four of them;
   * upper triangle only.
   */
  private void absorb() {
    Arrays.fill(block, waiting, BLOCK, new double[width]);
    for (int row = 0; row < waiting; row += 4) {
      absorb(block[row], block[row + 1], block[row + 2], block[row + 3]);
    }
    waiting = 0;
  }

  private void absorb(double[] a, double[] b, double[] c, double[] d) {
    for (int i = 0; i < features; i++) {
      double ai = a[i];
      double bi = b[i];
      double ci = c[i];
      double di = d[i];
      int start = i * width;
      for (int j = i; j < width; j++) {
        products[start + j] += ai * a[j] + bi * b[j] + ci * c[j] + di * d[j];
      }
    }
    for (int j = 0; j < width; j++) {
      sum[j] += a[j] + b[j] + c[j] + d[j];
    }
    for (int j = features; j < width; j++) {
      squares[j - features] += a[j] * a[j] + b[j] * b[j] + c[j] * c[j] + d[j] * d[j];
    }
  }

  /** How many rows were added. */
  public long rows() {
    return rows;
  }

  /** p. */
  public int features() {
    return features;
  }

  /** t. */
  public int targets() {
    return width - features;
  }

  /** Means of the features, then of the targets; NaN without rows. */
  public double[] means() {
    absorb();
    double[] means = new double[width];
    Arrays.setAll(means, i -> origin[i] + sum[i] / rows);
    return means;
  }

  /** Covariance of the features, [p,p], divided by n; NaN without rows. */
  public DMatrixRMaj covariance() {
    absorb();
    DMatrixRMaj covariance = new DMatrixRMaj(features, features);
    for (int i = 0; i < features; i++) {
      for (int j = i; j < features; j++) {
        double value = centred(i, j);
        covariance.set(i, j, value);
        covariance.set(j, i, value);
      }
    }
    return covariance;
  }

  /** Covariance of each feature with each target, [p,t], divided by n; NaN without rows. */
  public DMatrixRMaj crossCovariance() {
    absorb();
    DMatrixRMaj cross = new DMatrixRMaj(features, targets());
    for (int i = 0; i < features; i++) {
      for (int j = features; j < width; j++) {
        cross.set(i, j - features, centred(i, j));
      }
    }
    return cross;
  }

  /** Sum of the targets' variances, each divided by n; NaN without rows. */
  public double targetVariance() {
    absorb();
    double total = 0;
    for (int j = features; j < width; j++) {
      double mean = sum[j] / rows;
      total += squares[j - features] / rows - mean * mean;
    }
    return total;
  }

  private double centred(int i, int j) {
    return products[i * width + j] / rows - sum[i] / rows * (sum[j] / rows);
  }

  /** The moments of all rows together; none of those given changes. */
  public static Moments total(List<Moments> folds) {
    Moments first = folds.getFirst();
    for (Moments fold : folds) {
      if (fold.features != first.features || fold.width != first.width) {
        throw new IllegalArgumentException(
            "Moments of %d features and %d targets cannot be added to those of %d and %d."
                .formatted(fold.features, fold.targets(), first.features, first.targets()));
      }
      fold.absorb();
    }
    List<Moments> seen = folds.stream().filter(f -> f.rows > 0).toList();
    Moments all = copy(seen.isEmpty() ? first : seen.getFirst());
    seen.stream().skip(1).forEach(all::merge);
    return all;
  }

  private static Moments copy(Moments from) {
    Moments copy = new Moments(from.features, from.targets());
    System.arraycopy(from.origin, 0, copy.origin, 0, copy.width);
    System.arraycopy(from.sum, 0, copy.sum, 0, copy.width);
    System.arraycopy(from.products, 0, copy.products, 0, copy.products.length);
    System.arraycopy(from.squares, 0, copy.squares, 0, copy.squares.length);
    copy.rows = from.rows;
    return copy;
  }

  /**
   * Moves the other's sums from its origin to this one's: x - o = (x - o') + s with the shift s.
   */
  private void merge(Moments other) {
    double[] shift = new double[width];
    Arrays.setAll(shift, i -> other.origin[i] - origin[i]);
    for (int i = 0; i < features; i++) {
      for (int j = i; j < width; j++) {
        products[i * width + j] += other.products[i * width + j] + other.moved(shift, i, j);
      }
    }
    for (int j = features; j < width; j++) {
      squares[j - features] += other.squares[j - features] + other.moved(shift, j, j);
    }
    for (int j = 0; j < width; j++) {
      sum[j] += other.sum[j] + other.rows * shift[j];
    }
    rows += other.rows;
  }

  private double moved(double[] shift, int i, int j) {
    return sum[i] * shift[j] + sum[j] * shift[i] + rows * shift[i] * shift[j];
  }
}
