package org.pith.measure.graph;

import java.util.Arrays;
import org.pith.measure.Labels;
import org.pith.measure.internal.Cholesky;
import org.pith.measure.internal.Correlations;
import org.pith.measure.internal.Statistics;

/**
 * A classifier in closed form but for one number: {@code p(c) ∝ π_c exp(β (s_c − π_c))}, the scores s
 * a ridge regression of the classes' indicators on standardised columns, π the shares of the classes,
 * and β ≥ 0 the sharpness of least loss on rows that the regression has not seen. Where these rows
 * deny the scores, β is 0 and the answer is π.
 */
final class LinearDecoder {
  /** The ridge on columns of variance 1. */
  private static final double RIDGE = 0.01;

  private static final int MOST_STEPS = 50;

  private final double[][] columns;
  private final Labels labels;
  private final double[] shares;

  /**
   * A decoder of columns.
   *
   * @param shares of the classes: the answer that small counts fall back to
   */
  LinearDecoder(double[][] columns, Labels labels, double[] shares) {
    this.columns = columns;
    this.labels = labels;
    this.shares = shares;
  }

  /** The loss in nats of each judged row, fitted and calibrated on others. */
  double[] losses(int[] fit, int[] calibrate, int[] judge) {
    double[][] weights = weights(fit);
    double sharpness = sharpness(scores(weights, calibrate), calibrate);
    double[][] scores = scores(weights, judge);
    double[] losses = new double[judge.length];
    for (int r = 0; r < losses.length; r++) {
      int label = labels.code(judge[r]);
      double p = probabilities(scores[r], sharpness)[label];
      // One row of the mean kind more, lest a single row decide the mean.
      losses[r] = -Math.log((calibrate.length * p + shares[label]) / (calibrate.length + 1));
    }
    return losses;
  }

  /** By Newton's method: the loss is convex in β, its slope at 0 says whether β stays there. */
  private double sharpness(double[][] scores, int[] rows) {
    double sharpness = 0;
    for (int step = 0; step < MOST_STEPS; step++) {
      double slope = 0;
      double curvature = 0;
      for (int r = 0; r < rows.length; r++) {
        double[] p = probabilities(scores[r], sharpness);
        double mean = 0;
        double square = 0;
        for (int c = 0; c < p.length; c++) {
          mean += p[c] * scores[r][c];
          square += p[c] * scores[r][c] * scores[r][c];
        }
        slope += mean - scores[r][labels.code(rows[r])];
        curvature += square - mean * mean;
      }
      double next = Math.max(0, sharpness - slope / (curvature + 1e-9 * rows.length));
      if (Math.abs(next - sharpness) <= 1e-9 * next) {
        return next;
      }
      sharpness = next;
    }
    return sharpness;
  }

  private double[] probabilities(double[] scores, double sharpness) {
    double[] p = new double[scores.length];
    double largest = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < p.length; c++) {
      p[c] = Math.log(shares[c]) + sharpness * scores[c];
      largest = Math.max(largest, p[c]);
    }
    double sum = 0;
    for (int c = 0; c < p.length; c++) {
      p[c] = Math.exp(p[c] - largest);
      sum += p[c];
    }
    for (int c = 0; c < p.length; c++) {
      p[c] /= sum;
    }
    return p;
  }

  /** For each class the weights of the raw columns, and the constant last. */
  private double[][] weights(int[] fit) {
    int width = columns.length;
    double[] means = new double[width];
    double[] scales = new double[width];
    double[][] standard = new double[width][];
    for (int j = 0; j < width; j++) {
      double[] column = columns[j];
      double[] chosen = Arrays.stream(fit).mapToDouble(i -> column[i]).toArray();
      means[j] = Statistics.mean(chosen);
      standard[j] = Correlations.standardized(chosen);
      double deviation = Math.sqrt(Statistics.variance(chosen) * (chosen.length - 1));
      scales[j] = Correlations.dot(standard[j], standard[j]) == 0 ? 0 : 1 / deviation;
    }
    Cholesky gram = Cholesky.of(gram(standard));
    double[][] weights = new double[shares.length][];
    for (int c = 0; c < weights.length; c++) {
      int label = c;
      double[] is = Arrays.stream(fit).mapToDouble(i -> labels.code(i) == label ? 1 : 0).toArray();
      double[] right = new double[width];
      Arrays.setAll(right, j -> Correlations.dot(standard[j], is));
      double[] solved = Arrays.copyOf(gram.solve(right), width + 1);
      solved[width] = Statistics.mean(is);
      for (int j = 0; j < width; j++) {
        solved[j] *= scales[j];
        solved[width] -= solved[j] * means[j];
      }
      weights[c] = solved;
    }
    return weights;
  }

  private static double[][] gram(double[][] standard) {
    double[][] gram = new double[standard.length][standard.length];
    for (int i = 0; i < gram.length; i++) {
      for (int j = 0; j <= i; j++) {
        gram[i][j] = Correlations.dot(standard[i], standard[j]);
        gram[j][i] = gram[i][j];
      }
      gram[i][i] += RIDGE;
    }
    return gram;
  }

  /** For each row the classes' scores less their shares. */
  private double[][] scores(double[][] weights, int[] rows) {
    double[][] scores = new double[rows.length][shares.length];
    for (int r = 0; r < rows.length; r++) {
      for (int c = 0; c < shares.length; c++) {
        double score = weights[c][columns.length] - shares[c];
        for (int j = 0; j < columns.length; j++) {
          score += weights[c][j] * columns[j][rows[r]];
        }
        scores[r][c] = score;
      }
    }
    return scores;
  }
}
