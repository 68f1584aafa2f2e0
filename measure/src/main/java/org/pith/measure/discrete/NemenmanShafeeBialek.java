package org.pith.measure.discrete;

import static org.pith.measure.internal.SpecialFunctions.digamma;
import static org.pith.measure.internal.SpecialFunctions.logGamma;
import static org.pith.measure.internal.SpecialFunctions.trigamma;

import java.util.Map;
import java.util.TreeMap;

/**
 * The integral of the NSB estimator over the Dirichlet concentration β, by the trapezoid rule in ln
 * β: a coarse pass finds where the posterior lives, a fine one integrates there. Counts enter
 * through their multiplicities, so the cost is that of the distinct counts.
 */
final class NemenmanShafeeBialek {
  private static final int STEPS = 400;
  private static final double NEGLIGIBLE = 40;

  private final long n;
  private final double alphabet;
  private final Map<Integer, Integer> multiplicity = new TreeMap<>();

  NemenmanShafeeBialek(int[] counts, long n, double alphabet) {
    this.n = n;
    this.alphabet = alphabet;
    for (int c : counts) {
      multiplicity.merge(c, 1, Integer::sum);
    }
  }

  double posteriorMean() {
    double low = -30;
    double high = 20;
    for (int pass = 0; pass < 3; pass++) {
      double[] weights = logWeights(low, high);
      double top = max(weights);
      double step = (high - low) / STEPS;
      int first = 0;
      int last = STEPS;
      while (weights[first] < top - NEGLIGIBLE) {
        first++;
      }
      while (weights[last] < top - NEGLIGIBLE) {
        last--;
      }
      double start = low;
      low = start + Math.max(0, first - 1) * step;
      high = start + Math.min(STEPS, last + 1) * step;
    }
    return integrate(low, high);
  }

  private double integrate(double low, double high) {
    double[] weights = logWeights(low, high);
    double top = max(weights);
    double mass = 0;
    double sum = 0;
    for (int s = 0; s <= STEPS; s++) {
      double weight = Math.exp(weights[s] - top) * (s == 0 || s == STEPS ? 0.5 : 1);
      mass += weight;
      sum += weight * entropyGiven(Math.exp(low + (high - low) * s / STEPS));
    }
    return sum / mass;
  }

  private double[] logWeights(double low, double high) {
    double[] weights = new double[STEPS + 1];
    for (int s = 0; s <= STEPS; s++) {
      double logBeta = low + (high - low) * s / STEPS;
      weights[s] = logEvidence(Math.exp(logBeta)) + logBeta;
    }
    return weights;
  }

  private double logEvidence(double beta) {
    double total = alphabet * beta;
    double sum = -rise(total, n) + Math.log(alphabet * trigamma(total + 1) - trigamma(beta + 1));
    for (Map.Entry<Integer, Integer> e : multiplicity.entrySet()) {
      sum += e.getValue() * rise(beta, e.getKey());
    }
    return sum;
  }

  /**
   * {@code lnΓ(x + by) − lnΓ(x)}; far out by Stirling's series term by term, where the difference of
   * two large numbers would have no digit left.
   */
  private static double rise(double x, long by) {
    if (x < 1e5) {
      return logGamma(x + by) - logGamma(x);
    }
    double end = x + by;
    return (x - 0.5) * Math.log1p(by / x) + by * Math.log(end) - by + (1 / end - 1 / x) / 12;
  }

  private double entropyGiven(double beta) {
    double total = n + alphabet * beta;
    int seen = 0;
    double sum = 0;
    for (Map.Entry<Integer, Integer> e : multiplicity.entrySet()) {
      double c = e.getKey() + beta;
      sum += e.getValue() * c * digamma(c + 1);
      seen += e.getValue();
    }
    sum += (alphabet - seen) * beta * digamma(beta + 1);
    return digamma(total + 1) - sum / total;
  }

  private static double max(double[] values) {
    double max = Double.NEGATIVE_INFINITY;
    for (double v : values) {
      max = Math.max(max, v);
    }
    return max;
  }
}
