package org.pith.measure.density;

import static org.pith.measure.internal.SpecialFunctions.logGamma;

import java.util.Arrays;
import org.pith.measure.internal.Cholesky;
import org.pith.measure.internal.Correlations;
import org.pith.measure.internal.Ranks;
import org.pith.measure.internal.StudentQuantiles;

/**
 * The profile likelihood of a Student copula over its degrees of freedom. For given degrees the
 * dispersion is fitted by the weighted moments {@code w_i = (ν + d) / (ν + z_iᵀ C⁻¹ z_i)}, a
 * bounded influence whatever the tails.
 */
final class StudentProfile {
  private static final int ITERATIONS = 5;
  private static final double LEAST = Math.log(0.5);
  private static final double MOST = Math.log(100);
  private static final double FINEST = 0.06;

  private final int n;
  private final int d;
  private final double[][] ranks;

  StudentProfile(double[][] columns) {
    this.n = columns[0].length;
    this.d = columns.length;
    this.ranks = Arrays.stream(columns).map(Ranks::of).toArray(double[][]::new);
  }

  /** A fitted copula. */
  record Fit(double degrees, double[][] dispersion, double logLikelihood) {}

  /**
   * Whether a glance at light and at moderate tails leaves it open that some fit reaches {@code
   * toBeat}.
   */
  boolean mayReach(double toBeat) {
    double light = logLikelihood(Math.log(40));
    double moderate = logLikelihood(Math.log(12));
    return Math.max(light, moderate) > toBeat || moderate > light;
  }

  /**
   * The likeliest fit: a coarse walk over ln ν, halving steps, and a parabola through the last
   * three. Null if singular.
   */
  Fit maximize() {
    double step = (MOST - LEAST) / 6;
    double centre = LEAST;
    double best = Double.NEGATIVE_INFINITY;
    for (double at = LEAST; at < MOST + step / 2; at += step) {
      double value = logLikelihood(at);
      if (value > best) {
        best = value;
        centre = at;
      }
    }
    if (best == Double.NEGATIVE_INFINITY) {
      return null;
    }
    double left = best;
    double right = best;
    while (step > FINEST) {
      step /= 2;
      left = logLikelihood(centre - step);
      right = logLikelihood(centre + step);
      if (Math.max(left, right) > best) {
        centre += left > right ? -step : step;
        best = Math.max(left, right);
        left = logLikelihood(centre - step);
        right = logLikelihood(centre + step);
      }
    }
    double curvature = (2 * best - left - right) / (step * step);
    double top =
        curvature > 0
            ? centre + Math.clamp((right - left) / (2 * step * curvature), -step, step)
            : centre;
    return at(top);
  }

  private double logLikelihood(double logDegrees) {
    Fit fit = at(logDegrees);
    return fit == null ? Double.NEGATIVE_INFINITY : fit.logLikelihood;
  }

  private Fit at(double logDegrees) {
    double nu = Math.exp(logDegrees);
    double[][] z = scores(nu);
    double[][] c = null;
    Cholesky factor = null;
    double[] squares = rowSquares(z);
    for (int iteration = 0; iteration < ITERATIONS; iteration++) {
      c = weightedCorrelation(z, squares, nu);
      factor = Cholesky.of(c);
      if (factor == null) {
        return null;
      }
      squares = rowSquares(factor.whiten(z));
    }
    double constant =
        logGamma((nu + d) / 2)
            + (d - 1) * logGamma(nu / 2)
            - d * logGamma((nu + 1) / 2)
            - 0.5 * factor.logDeterminant();
    double sum = n * constant;
    for (double q : squares) {
      sum -= (nu + d) / 2 * Math.log1p(q / nu);
    }
    for (double[] column : z) {
      for (double v : column) {
        sum += (nu + 1) / 2 * Math.log1p(v * v / nu);
      }
    }
    return new Fit(nu, c, sum);
  }

  private double[][] scores(double nu) {
    double[] quantiles = StudentQuantiles.atRanks(n, nu);
    double[][] z = new double[d][n];
    for (int j = 0; j < d; j++) {
      for (int i = 0; i < n; i++) {
        int below = (int) Math.floor(ranks[j][i]) - 1;
        int above = (int) Math.ceil(ranks[j][i]) - 1;
        z[j][i] = 0.5 * (quantiles[below] + quantiles[above]);
      }
    }
    return z;
  }

  private double[][] weightedCorrelation(double[][] z, double[] squares, double nu) {
    double[] root = new double[n];
    Arrays.setAll(root, i -> Math.sqrt((nu + d) / (nu + squares[i])));
    double[][] weighted = new double[d][n];
    for (int j = 0; j < d; j++) {
      multiply(z[j], root, weighted[j]);
    }
    double[] length =
        Arrays.stream(weighted).mapToDouble(w -> Math.sqrt(Correlations.dot(w, w))).toArray();
    double[][] r = new double[d][d];
    for (int i = 0; i < d; i++) {
      r[i][i] = 1;
      for (int j = 0; j < i; j++) {
        r[i][j] = Correlations.dot(weighted[i], weighted[j]) / (length[i] * length[j]);
        r[j][i] = r[i][j];
      }
    }
    return r;
  }

  private static void multiply(double[] a, double[] b, double[] out) {
    for (int i = 0; i < out.length; i++) {
      out[i] = a[i] * b[i];
    }
  }

  private double[] rowSquares(double[][] columns) {
    double[] squares = new double[n];
    for (double[] column : columns) {
      addSquares(column, squares);
    }
    return squares;
  }

  private static void addSquares(double[] column, double[] squares) {
    for (int i = 0; i < squares.length; i++) {
      squares[i] += column[i] * column[i];
    }
  }

  /** For each row {@code ln c(x, y) / (c(x) c(y))}, the first {@code dx} coordinates being X. */
  double[] localInformation(Fit fit, int dx) {
    double[][] z = scores(fit.degrees);
    double[] joint = logDensity(z, fit.dispersion, fit.degrees);
    double[] x =
        logDensity(Arrays.copyOf(z, dx), Correlations.block(fit.dispersion, 0, dx), fit.degrees);
    double[] y =
        logDensity(
            Arrays.copyOfRange(z, dx, d), Correlations.block(fit.dispersion, dx, d), fit.degrees);
    Arrays.setAll(joint, i -> joint[i] - x[i] - y[i]);
    return joint;
  }

  private double[] logDensity(double[][] z, double[][] dispersion, double nu) {
    int k = z.length;
    Cholesky factor = Cholesky.of(dispersion);
    double constant =
        logGamma((nu + k) / 2)
            - logGamma(nu / 2)
            - k / 2.0 * Math.log(nu * Math.PI)
            - 0.5 * factor.logDeterminant();
    double[] squares = rowSquares(factor.whiten(z));
    Arrays.setAll(squares, i -> constant - (nu + k) / 2 * Math.log1p(squares[i] / nu));
    return squares;
  }
}
