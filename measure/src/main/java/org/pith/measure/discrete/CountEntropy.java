package org.pith.measure.discrete;

import static org.pith.measure.internal.SpecialFunctions.digamma;

import java.util.Arrays;

/**
 * Estimators of Shannon entropy, in nats, from how often each state was seen. Let c be the counts,
 * n their sum and K the number of states seen.
 */
public enum CountEntropy {
  /**
   * {@code ln n − Σ c ln c / n}: the maximum-likelihood value, biased by about {@code −(K − 1) /
   * 2n}.
   */
  PLUG_IN("plugin") {
    @Override
    double ofPositive(int[] counts, long n, double alphabet) {
      double sum = 0;
      for (int c : counts) {
        sum += c * Math.log(c);
      }
      return Math.log((double) n) - sum / n;
    }
  },

  /**
   * Plug-in plus {@code (K − 1) / 2n}. Miller (1955), "Note on the bias of information estimates".
   */
  MILLER_MADOW("miller-madow") {
    @Override
    double ofPositive(int[] counts, long n, double alphabet) {
      return PLUG_IN.ofPositive(counts, n, alphabet) + (counts.length - 1) / (2.0 * n);
    }
  },

  /**
   * {@code ln n − Σ c G(c) / n} with {@code G(c) = ψ(c) + ½ (−1)^c (ψ((c+1)/2) − ψ(c/2))}.
   * Grassberger (2003), arXiv physics/0307138.
   */
  GRASSBERGER("grassberger") {
    @Override
    double ofPositive(int[] counts, long n, double alphabet) {
      double sum = 0;
      for (int c : counts) {
        double swing = 0.5 * (digamma((c + 1) / 2.0) - digamma(c / 2.0));
        sum += c * (digamma(c) + (c % 2 == 0 ? swing : -swing));
      }
      return Math.log((double) n) - sum / n;
    }
  },

  /**
   * Coverage-adjusted, for many rare states: shares shrink by the coverage {@code 1 − f₁/n} (f₁ the
   * states seen once) and each term is divided by the chance of having been seen. Chao and Shen
   * (2003), doi:10.1023/A:1026096204727.
   */
  CHAO_SHEN("chao-shen") {
    @Override
    double ofPositive(int[] counts, long n, double alphabet) {
      long once = Arrays.stream(counts).filter(c -> c == 1).count();
      double coverage = 1 - (double) Math.min(once, n - 1) / n;
      double sum = 0;
      for (int c : counts) {
        double p = coverage * c / n;
        double seen = -Math.expm1(n * Math.log1p(-p));
        sum -= p == 1 ? 0 : p * Math.log(p) / seen;
      }
      return sum;
    }
  },

  /**
   * Plug-in of the shares shrunk towards the uniform one over the alphabet, the weight by its
   * closed form. Hausser and Strimmer (2009), arXiv 0811.3579.
   */
  JAMES_STEIN("james-stein") {
    @Override
    double ofPositive(int[] counts, long n, double alphabet) {
      double uniform = 1 / alphabet;
      double squares = 0;
      double distance = (alphabet - counts.length) * uniform * uniform;
      for (int c : counts) {
        double p = (double) c / n;
        squares += p * p;
        distance += (uniform - p) * (uniform - p);
      }
      double weight =
          distance == 0 || n == 1 ? 1 : Math.clamp((1 - squares) / ((n - 1) * distance), 0, 1);
      double unseen = weight * uniform;
      double sum = unseen == 0 ? 0 : -(alphabet - counts.length) * unseen * Math.log(unseen);
      for (int c : counts) {
        double p = weight * uniform + (1 - weight) * c / n;
        sum -= p * Math.log(p);
      }
      return sum;
    }
  },

  /**
   * The posterior mean under a mixture of Dirichlet priors that is almost flat in the entropy;
   * needs the alphabet. Nemenman, Shafee, Bialek (2002), arXiv physics/0108025.
   */
  NSB("nsb") {
    @Override
    double ofPositive(int[] counts, long n, double alphabet) {
      return alphabet == 1 ? 0 : new NemenmanShafeeBialek(counts, n, alphabet).posteriorMean();
    }
  };

  private static final double LARGEST_ALPHABET = 1e100;

  private final String label;

  CountEntropy(String label) {
    this.label = label;
  }

  /** The name that settings and the command line use. */
  public String label() {
    return label;
  }

  /** The entropy from counts, taking the states seen as the alphabet. */
  public double nats(int... counts) {
    return nats(counts, (double) Arrays.stream(counts).filter(c -> c > 0).count());
  }

  /**
   * The entropy from counts.
   *
   * @param counts how often each state was seen; zeros are ignored
   * @param alphabet how many states there could be, at least those seen; only {@link #JAMES_STEIN}
   *     and {@link #NSB} use it
   * @throws IllegalArgumentException for a negative count, no row at all, or an alphabet below the
   *     states seen or above 1e100
   */
  public double nats(int[] counts, double alphabet) {
    long n = 0;
    for (int c : counts) {
      if (c < 0) {
        throw new IllegalArgumentException(
            "A count is %d; counts cannot be negative.".formatted(c));
      }
      n += c;
    }
    int[] positive = Arrays.stream(counts).filter(c -> c > 0).toArray();
    if (n == 0 || !(alphabet >= positive.length && alphabet <= LARGEST_ALPHABET)) {
      throw new IllegalArgumentException(
          "%d rows in %d states of an alphabet of %.3g have no entropy. Maybe the counts are of another variable."
              .formatted(n, positive.length, alphabet));
    }
    return positive.length == 1 && alphabet == 1 ? 0 : ofPositive(positive, n, alphabet);
  }

  abstract double ofPositive(int[] counts, long n, double alphabet);
}
