package org.pith.measure.divergence;

import java.util.Arrays;

/**
 * Divergences from one discrete distribution p to another q over the same states, in nats where
 * they are amounts of information. Arguments are probabilities or counts; they are scaled to sum to
 * 1, and a share that this rounds to 0 counts as absent ({@link #ofLogs} knows no such limit). A
 * state that p has and q lacks is an error for the divergences that would be infinite, and its
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

  /** {@code Σ (p − q)² / q}; infinite where that exceeds the largest double. */
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
    double[] shareP = shares(p, "p");
    double[] shareQ = shares(q, "q");
    double sum = 0;
    for (int i = 0; i < p.length; i++) {
      if (shareP[i] > 0 || shareQ[i] > 0) {
        sum += of(shareP[i], shareQ[i], i);
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
   * on it. Pseudo-counts must be finite and above 0. ½ is Jeffreys's choice, 1 Laplace's.
   */
  public static double[] smoothed(double[] counts, double pseudo) {
    if (!(pseudo > 0 && pseudo < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "The pseudo-count (%s) must be finite and above 0. Maybe 0.5.".formatted(pseudo));
    }
    return Arrays.stream(counts).map(c -> c + pseudo).toArray();
  }

  private static double[] shares(double[] values, String name) {
    for (int i = 0; i < values.length; i++) {
      if (!(values[i] >= 0 && values[i] < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "State %d of %s is %s; it must be finite and not negative. Maybe a difference of counts was passed."
                .formatted(i, name, values[i]));
      }
    }
    double largest = Arrays.stream(values).max().orElse(0);
    if (!(largest > 0)) {
      throw new IllegalArgumentException(
          "%s sums to 0 over %d states, so it is no distribution. Maybe nothing was counted."
              .formatted(name, values.length));
    }
    double sum = Arrays.stream(values).sum();
    // Only where the sum itself overflows or is subnormal; elsewhere one division is more exact.
    if (!(sum >= Double.MIN_NORMAL && sum < Double.POSITIVE_INFINITY)) {
      double[] scaled = Arrays.stream(values).map(v -> v / largest).toArray();
      return shares(scaled, name);
    }
    return Arrays.stream(values).map(v -> v / sum).toArray();
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
   * distribution functions. The samples may differ in size; ties are as good as any values. Values
   * that are not finite are an error, and a distance beyond the largest double is infinite. Cost: n
   * log n.
   */
  public static double wasserstein(double[] a, double[] b) {
    double[] x = sorted(a, "first");
    double[] y = sorted(b, "second");
    int i = 0;
    int j = 0;
    double sum = 0;
    double at = Math.min(x[0], y[0]);
    while (i < x.length || j < y.length) {
      double next = i == x.length ? y[j] : j == y.length ? x[i] : Math.min(x[i], y[j]);
      sum += Math.abs((double) i / x.length - (double) j / y.length) * 2 * (next / 2 - at / 2);
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

  private static double[] sorted(double[] values, String which) {
    if (values.length == 0) {
      throw new IllegalArgumentException(
          "The %s sample has no value. Maybe the data were filtered to nothing.".formatted(which));
    }
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i])) {
        throw new IllegalArgumentException(
            "Value %d of the %s sample is %s; it must be finite. Maybe drop missing cells first."
                .formatted(i, which, values[i]));
      }
    }
    double[] copy = values.clone();
    Arrays.sort(copy);
    return copy;
  }
}
