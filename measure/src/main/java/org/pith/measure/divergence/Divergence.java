package org.pith.measure.divergence;

import java.util.Arrays;

/**
 * Divergences from one discrete distribution p to another q over the same states, in nats where
 * they are amounts of information. Arguments are probabilities or counts; they are scaled to sum to
 * 1. A state that p has and q lacks is an error for the divergences that would be infinite, and its
 * index is named; states that both lack are ignored.
 */
public enum Divergence {
  /** {@code Σ p ln(p/q)}. */
  KULLBACK_LEIBLER {
    @Override
    double of(double p, double q, int state) {
      // The terms − p + q sum to 0 and make each addend non-negative, so that rounding cannot make
      // the sum negative.
      return p == 0 ? q : p * (Math.log(p) - Math.log(supported(q, state, "p"))) - p + q;
    }
  },

  /**
   * {@code ½ KL(p‖m) + ½ KL(q‖m)}, m their mean: at most ln 2, any supports. Lin (1991),
   * doi:10.1109/18.61115.
   */
  JENSEN_SHANNON {
    @Override
    double of(double p, double q, int state) {
      double m = Math.log((p + q) / 2);
      return (p == 0 ? 0 : p / 2 * (Math.log(p) - m)) + (q == 0 ? 0 : q / 2 * (Math.log(q) - m));
    }
  },

  /** {@code Σ (p − q) ln(p/q)}, symmetric; the population stability index of credit scoring. */
  JEFFREYS {
    @Override
    double of(double p, double q, int state) {
      if (p == q) {
        return 0;
      }
      return (p - q) * (Math.log(supported(p, state, "q")) - Math.log(supported(q, state, "p")));
    }
  },

  /** {@code sqrt(1 − Σ sqrt(p q))}, a metric in [0, 1]. */
  HELLINGER {
    @Override
    double of(double p, double q, int state) {
      double gap = Math.sqrt(p) - Math.sqrt(q);
      return gap * gap / 2;
    }

    @Override
    double finish(double sum) {
      return Math.sqrt(sum);
    }
  },

  /** {@code Σ (p − q)² / q}. */
  CHI_SQUARED {
    @Override
    double of(double p, double q, int state) {
      return p == 0 && q == 0 ? 0 : (p - q) * (p - q) / supported(q, state, "p");
    }
  };

  abstract double of(double p, double q, int state);

  double finish(double sum) {
    return sum;
  }

  /**
   * The divergence.
   *
   * @param p probabilities or counts, not negative, one above 0
   * @param q the same over the same states
   * @throws IllegalArgumentException for unequal lengths, negative entries, or supports that make
   *     it infinite
   */
  public double between(double[] p, double[] q) {
    if (p.length != q.length) {
      throw new IllegalArgumentException(
          "p has %d states and q %d; they must be over the same states. Maybe align the categories."
              .formatted(p.length, q.length));
    }
    double totalP = total(p, "p");
    double totalQ = total(q, "q");
    double sum = 0;
    for (int i = 0; i < p.length; i++) {
      if (p[i] > 0 || q[i] > 0) {
        sum += of(p[i] / totalP, q[i] / totalQ, i);
      }
    }
    return finish(sum);
  }

  /**
   * {@code KL(p‖q)} of distributions given by logarithms that need not be normalised, such as
   * products of many small chances, which would be 0 as numbers. {@code −∞} is a chance of 0.
   *
   * @return infinite where q excludes a state of p
   */
  public static double ofLogs(double[] logP, double[] logQ) {
    if (logP.length != logQ.length) {
      throw new IllegalArgumentException(
          "p has %d states and q %d; they must be over the same states. Maybe align the categories."
              .formatted(logP.length, logQ.length));
    }
    double totalP = logSum(logP, "p");
    double totalQ = logSum(logQ, "q");
    double sum = 0;
    for (int i = 0; i < logP.length; i++) {
      double p = Math.exp(logP[i] - totalP);
      sum += p == 0 ? 0 : p * (logP[i] - totalP - (logQ[i] - totalQ));
    }
    return sum;
  }

  private static double logSum(double[] logs, String name) {
    double most = Arrays.stream(logs).max().orElse(Double.NEGATIVE_INFINITY);
    if (!Double.isFinite(most)) {
      throw new IllegalArgumentException(
          "The largest logarithm of %s is %s, so it is no distribution. Maybe a value is NaN."
              .formatted(name, most));
    }
    return most + Math.log(Arrays.stream(logs).map(v -> Math.exp(v - most)).sum());
  }

  /**
   * Counts with {@code pseudo} added to each, which no divergence refuses; the answer then depends
   * on it. ½ is Jeffreys's choice, 1 Laplace's.
   */
  public static double[] smoothed(double[] counts, double pseudo) {
    if (!(pseudo > 0)) {
      throw new IllegalArgumentException(
          "The pseudo-count (%s) must be above 0. Maybe 0.5.".formatted(pseudo));
    }
    return Arrays.stream(counts).map(c -> c + pseudo).toArray();
  }

  private static double total(double[] values, String name) {
    for (int i = 0; i < values.length; i++) {
      if (!(values[i] >= 0 && values[i] < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "State %d of %s is %s; it must be finite and not negative."
                .formatted(i, name, values[i]));
      }
    }
    double sum = Arrays.stream(values).sum();
    if (!(sum > 0)) {
      throw new IllegalArgumentException(
          "%s sums to %s, so it is no distribution.".formatted(name, sum));
    }
    return sum;
  }

  private static double supported(double value, int state, String other) {
    if (value == 0) {
      throw new IllegalArgumentException(
          "State %d occurs in %s alone, so the divergence is infinite. Maybe smooth the counts, or use Jensen-Shannon."
              .formatted(state, other));
    }
    return value;
  }

  /**
   * Wasserstein-1 distance of two samples on a line, in their unit: the area between the empirical
   * distribution functions. The samples may differ in size. Cost: n log n.
   */
  public static double wasserstein(double[] a, double[] b) {
    double[] x = sorted(a);
    double[] y = sorted(b);
    int i = 0;
    int j = 0;
    double sum = 0;
    double at = Math.min(x[0], y[0]);
    while (i < x.length || j < y.length) {
      double next = i == x.length ? y[j] : j == y.length ? x[i] : Math.min(x[i], y[j]);
      sum += Math.abs((double) i / x.length - (double) j / y.length) * (next - at);
      at = next;
      while (i < x.length && x[i] == at) {
        i++;
      }
      while (j < y.length && y[j] == at) {
        j++;
      }
    }
    return sum;
  }

  private static double[] sorted(double[] values) {
    if (values.length == 0 || !Arrays.stream(values).allMatch(Double::isFinite)) {
      throw new IllegalArgumentException(
          "A sample of %d values must be finite and not empty.".formatted(values.length));
    }
    double[] copy = values.clone();
    Arrays.sort(copy);
    return copy;
  }
}
