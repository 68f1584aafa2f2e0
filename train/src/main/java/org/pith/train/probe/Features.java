package org.pith.train.probe;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.pith.network.Shape;
import org.pith.train.Examples;
import org.pith.train.Target;

/**
 * How values become a decoder's features: means over cells, then standardised.
 *
 * @param cell for each value of a row the feature it is a part of
 */
record Features(int[] cell, int width, double[] mean, double[] scale, int[] parts) {

  static final int WIDEST = 800;
  private static final double STILL = 0.05;

  /** Deviations this small beside the size of a value are those that sums in single precision make by rounding. */
  private static final double ROUNDING = 1e-6;

  static Features of(Shape shape, float[] values, int rows) {
    int[] cell = cells(shape);
    int width = IntStream.of(cell).max().orElse(0) + 1;
    int[] parts = new int[width];
    IntStream.of(cell).forEach(c -> parts[c]++);
    Features raw = new Features(cell, width, null, null, parts);
    double[] mean = raw.means(values, rows, (value, _) -> value);
    // Two passes: the mean square less the squared mean is rounding alone where values are far
    // from 0.
    double[] variance =
        raw.means(values, rows, (value, j) -> (value - mean[j]) * (value - mean[j]));
    // Pixels share a unit; one that is almost always still would be blown up where it once moves.
    double floor = shape.rank() == 4 ? STILL * Arrays.stream(variance).average().orElse(0) : 0;
    double[] scale = new double[width];
    for (int j = 0; j < width; j++) {
      boolean varies = variance[j] > ROUNDING * ROUNDING * (mean[j] * mean[j] + variance[j]);
      scale[j] = varies ? 1 / Math.sqrt(variance[j] + floor) : 0;
    }
    return new Features(cell, width, mean, scale, parts);
  }

  /** What is summed of a feature. */
  private interface Term {
    double of(double value, int feature);
  }

  /** The mean of a term over the rows where a feature is given, for each feature. */
  private double[] means(float[] values, int rows, Term term) {
    double[] mean = new double[width];
    int[] given = new int[width];
    double[] row = new double[width];
    for (int i = 0; i < rows; i++) {
      reduce(values, i, row);
      for (int j = 0; j < width; j++) {
        if (!Double.isNaN(row[j])) {
          given[j]++;
          mean[j] += term.of(row[j], j);
        }
      }
    }
    for (int j = 0; j < width; j++) {
      mean[j] /= Math.max(1, given[j]);
    }
    return mean;
  }

  private static int[] cells(Shape shape) {
    int elements = (int) shape.elements();
    if (elements <= WIDEST) {
      return IntStream.range(0, elements).toArray();
    }
    if (shape.rank() == 4) {
      return squares(shape.dim(1), shape.dim(2), shape.dim(3));
    }
    int inner = shape.rank() > 2 ? elements / shape.dim(1) : elements;
    return IntStream.range(0, elements).map(i -> i % inner).toArray();
  }

  private static int[] squares(int channels, int height, int width) {
    int side = 2;
    while ((long) channels * Math.ceilDiv(height, side) * Math.ceilDiv(width, side) > WIDEST
        && side < Math.max(height, width)) {
      side++;
    }
    int rows = Math.ceilDiv(height, side);
    int columns = Math.ceilDiv(width, side);
    int[] cell = new int[channels * height * width];
    for (int i = 0; i < cell.length; i++) {
      int y = i / width % height / side;
      int x = i % width / side;
      cell[i] = (i / (height * width) * rows + y) * columns + x;
    }
    return cell;
  }

  private void reduce(float[] values, int row, double[] into) {
    Arrays.fill(into, 0);
    for (int i = 0; i < cell.length; i++) {
      into[cell[i]] += (double) values[row * cell.length + i] / parts[cell[i]];
    }
  }

  Examples examples(float[] values, Target target) {
    float[] inputs = new float[target.rows() * width];
    double[] row = new double[width];
    for (int i = 0; i < target.rows(); i++) {
      reduce(values, i, row);
      for (int j = 0; j < width; j++) {
        double centred = Double.isNaN(row[j]) ? 0 : row[j] - mean[j];
        inputs[i * width + j] = (float) (centred * scale[j]);
      }
    }
    return new Examples(Shape.of(width), inputs, target);
  }
}
