package org.pith.measure.divergence;

import static org.pith.measure.internal.SpecialFunctions.digamma;
import static org.pith.measure.internal.SpecialFunctions.logGamma;

import java.util.Arrays;
import org.pith.measure.internal.Cholesky;

/**
 * Kullback–Leibler divergences {@code KL(p‖q)} that have a closed form, in nats. What an estimate
 * is tested against, and the rate of a code whose distribution is known.
 */
public final class ClosedForm {
  /** Beyond it differences of lnΓ have no digit left. */
  private static final double MOST = 1e15;

  private ClosedForm() {}

  /** Of a coin of chance {@code p} from one of chance {@code q}; infinite where q excludes p. */
  public static double bernoulli(double p, double q) {
    if (!(p >= 0 && p <= 1 && q >= 0 && q <= 1)) {
      throw new IllegalArgumentException(
          "Chances of %s and %s must lie in [0, 1]. Maybe they are per cent.".formatted(p, q));
    }
    return term(p, q) + term(1 - p, 1 - q);
  }

  private static double term(double p, double q) {
    return p == 0 ? 0 : p * (Math.log(p) - Math.log(q));
  }

  /**
   * Of normal distributions: {@code ½ (tr(C_q⁻¹ C_p) + (m_q − m_p)ᵀ C_q⁻¹ (m_q − m_p) − d + ln|C_q|
   * − ln|C_p|)}.
   *
   * @return infinite where that exceeds the largest double
   * @throws IllegalArgumentException if shapes differ, a mean is not finite, or a covariance is not
   *     square or not positive definite
   */
  public static double normal(double[] meanP, double[][] covP, double[] meanQ, double[][] covQ) {
    int d = meanP.length;
    Cholesky p = factor(covP, d, "p");
    Cholesky q = factor(covQ, d, "q");
    if (meanQ.length != d) {
      throw shapes(d, meanQ.length);
    }
    requireFinite(meanP, "p");
    requireFinite(meanQ, "q");
    double trace = 0;
    for (int j = 0; j < d; j++) {
      double[] axis = new double[d];
      axis[j] = 1;
      trace += squaredLength(whitened(q, p.times(axis)));
    }
    double[] gap = new double[d];
    Arrays.setAll(gap, j -> meanQ[j] - meanP[j]);
    double shift = squaredLength(whitened(q, gap));
    double value = 0.5 * (trace + shift - d + q.logDeterminant() - p.logDeterminant());
    // Of finite arguments only an overflow on the way leaves no number.
    return Double.isNaN(value) ? Double.POSITIVE_INFINITY : value;
  }

  private static void requireFinite(double[] mean, String name) {
    for (int j = 0; j < mean.length; j++) {
      if (!Double.isFinite(mean[j])) {
        throw new IllegalArgumentException(
            "Mean %d of %s is %s; it must be finite. Maybe a column has missing cells."
                .formatted(j, name, mean[j]));
      }
    }
  }

  private static Cholesky factor(double[][] covariance, int d, String name) {
    if (covariance.length != d) {
      throw shapes(d, covariance.length);
    }
    for (double[] row : covariance) {
      if (row.length != d) {
        throw shapes(d, row.length);
      }
    }
    Cholesky factor = Cholesky.of(covariance);
    if (factor == null || !Double.isFinite(factor.logDeterminant())) {
      throw new IllegalArgumentException(
          "The covariance of %s is not positive definite. Maybe a column is a copy."
              .formatted(name));
    }
    return factor;
  }

  private static IllegalArgumentException shapes(int d, int other) {
    return new IllegalArgumentException(
        "Normal distributions of %d and %d dimensions cannot be compared. Maybe one lacks a column."
            .formatted(d, other));
  }

  private static double[] whitened(Cholesky factor, double[] vector) {
    double[][] columns =
        Arrays.stream(vector).mapToObj(v -> new double[] {v}).toArray(double[][]::new);
    return Arrays.stream(factor.whiten(columns)).mapToDouble(c -> c[0]).toArray();
  }

  private static double squaredLength(double[] vector) {
    return Arrays.stream(vector).map(v -> v * v).sum();
  }

  /**
   * Of Dirichlet distributions: {@code lnΓ(Σa) − Σ lnΓ(a) − lnΓ(Σb) + Σ lnΓ(b) + Σ (a − b)(ψ(a) −
   * ψ(Σa))}, as exact as rounding of its largest term leaves it.
   */
  public static double dirichlet(double[] a, double[] b) {
    double totalA = positiveSum(a, a.length);
    double totalB = positiveSum(b, a.length);
    double sum = logGamma(totalA) - logGamma(totalB);
    for (int i = 0; i < a.length; i++) {
      sum += logGamma(b[i]) - logGamma(a[i]) + (a[i] - b[i]) * (digamma(a[i]) - digamma(totalA));
    }
    return sum;
  }

  private static double positiveSum(double[] concentration, int length) {
    if (length == 0
        || concentration.length != length
        || !Arrays.stream(concentration).allMatch(v -> v > 0 && v < MOST)) {
      throw new IllegalArgumentException(
          "Concentrations %s must be %d numbers above 0 and below 1e15. Maybe a state was dropped."
              .formatted(Arrays.toString(concentration), length));
    }
    return Arrays.stream(concentration).sum();
  }
}
