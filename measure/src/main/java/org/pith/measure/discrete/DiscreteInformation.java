package org.pith.measure.discrete;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.pith.measure.Estimate;
import org.pith.measure.Estimate.Verdict;
import org.pith.measure.Labels;
import org.pith.measure.internal.SpecialFunctions;
import org.pith.measure.internal.Statistics;
import org.pith.measure.significance.Consistency;

/**
 * Entropies and information of discrete variables, in nats. Every quantity is a signed sum of joint
 * entropies, each estimated by the same {@link CountEntropy}; counts are hashed, so memory grows
 * with the states that occur.
 *
 * <p>The standard error is that of the mean of the local values {@code Σ ± −ln p̂} plus the
 * second-order term {@code df / 2n²} that remains where the local values do not vary, as for
 * independent variables. A constant variable gives exactly 0 in every role. Fewer than 8 rows are
 * {@code UNDERSAMPLED}; where more than half of the rows are alone in their state, as beside an
 * identifier, the value is {@code SATURATED}.
 *
 * <p>Cost: n per joint entropy.
 */
public final class DiscreteInformation {
  private final CountEntropy estimator;

  private DiscreteInformation(CountEntropy estimator) {
    this.estimator = estimator;
  }

  /**
   * Miller–Madow, which removes the leading bias and is unbiased for independent variables of few
   * states.
   */
  public static DiscreteInformation withDefaults() {
    return with(CountEntropy.MILLER_MADOW);
  }

  /** The same quantities by another estimator of entropy. */
  public static DiscreteInformation with(CountEntropy estimator) {
    return new DiscreteInformation(estimator);
  }

  /** {@code H(X)}; of several variables their joint entropy {@code H(X₁, X₂, …)}. */
  public Estimate entropy(Labels... x) {
    return estimate("H", List.of(term(1, x)));
  }

  /** {@code H(X | Z) = H(X,Z) − H(Z)}. */
  public Estimate conditionalEntropy(Labels x, Labels given) {
    return estimate("H(X|Z)", List.of(term(1, x, given), term(-1, given)));
  }

  /** {@code I(X;Y) = H(X) + H(Y) − H(X,Y)}. */
  public Estimate mutualInformation(Labels x, Labels y) {
    return estimate("I(X;Y)", List.of(term(1, x), term(1, y), term(-1, x, y)));
  }

  /**
   * What each row contributes to the plug-in value, {@code ln p(x,y) / p(x) p(y)}, in nats; their
   * mean is {@code I(X;Y)} by {@link CountEntropy#PLUG_IN}. A local value may be negative: there
   * the pair is rarer than chance would have it.
   */
  public static double[] localMutualInformation(Labels x, Labels y) {
    return local(List.of(term(1, x), term(1, y), term(-1, x, y)));
  }

  /** {@code I(X;Y | Z) = H(X,Z) + H(Y,Z) − H(X,Y,Z) − H(Z)}. */
  public Estimate conditionalMutualInformation(Labels x, Labels y, Labels given) {
    return estimate(
        "I(X;Y|Z)",
        List.of(term(1, x, given), term(1, y, given), term(-1, x, y, given), term(-1, given)));
  }

  /** Total correlation {@code Σ H(X_j) − H(X₁, X₂, …)}. Watanabe (1960), doi:10.1147/rd.41.0066. */
  public Estimate totalCorrelation(Labels... x) {
    Stream<Term> alone = Arrays.stream(x).map(one -> term(1, one));
    return estimate("TC", Stream.concat(alone, Stream.of(term(-1, x))).toList());
  }

  /**
   * Interaction information {@code I(X;Y | Z) − I(X;Y)}: positive where the three say more together
   * (synergy), negative where they repeat each other (redundancy). McGill (1954),
   * doi:10.1007/BF02289159.
   */
  public Estimate interaction(Labels x, Labels y, Labels z) {
    return estimate(
        "I(X;Y|Z)-I(X;Y)",
        List.of(
            term(1, x, z),
            term(1, y, z),
            term(1, x, y),
            term(-1, x, y, z),
            term(-1, z),
            term(-1, x),
            term(-1, y)));
  }

  /**
   * Transfer entropy {@code I(y_t ; x_{t−delay}, …, x_{t−delay−history+1} | y_{t−1}, …,
   * y_{t−history})} over all transitions of the two series. Schreiber (2000),
   * doi:10.1103/PhysRevLett.85.461.
   *
   * @param history how many past steps of each series, at least 1
   * @param delay steps from the newest source state to the target, at least 1
   */
  public Estimate transferEntropy(Labels source, Labels target, int history, int delay) {
    source.requireSameSize(target.size());
    int first = Math.max(history, delay + history - 1);
    if (history < 1 || delay < 1 || first >= source.size()) {
      throw new IllegalArgumentException(
          "A history of %d and a delay of %d do not fit %d steps; both must be at least 1."
              .formatted(history, delay, source.size()));
    }
    Labels now = lagged(target, first, 0);
    Labels past = lagged(target, first, 1);
    Labels cause = lagged(source, first, delay);
    for (int h = 1; h < history; h++) {
      past = past.join(lagged(target, first, 1 + h));
      cause = cause.join(lagged(source, first, delay + h));
    }
    return conditionalMutualInformation(now, cause, past);
  }

  private static Labels lagged(Labels series, int first, int lag) {
    int[] codes = series.codes();
    return Labels.of(Arrays.copyOfRange(codes, first - lag, codes.length - lag));
  }

  private record Term(int sign, Labels joint, double alphabet) {}

  private static Term term(int sign, Labels... variables) {
    if (variables.length == 0) {
      throw new IllegalArgumentException("At least one variable is needed.");
    }
    Labels joint = Arrays.stream(variables).reduce(Labels::join).orElseThrow();
    return new Term(
        sign,
        joint,
        Arrays.stream(variables).mapToDouble(Labels::states).reduce(1, (a, b) -> a * b));
  }

  private Estimate estimate(String quantity, List<Term> terms) {
    int n = terms.getFirst().joint.size();
    double value = value(terms, null);
    double error = standardError(terms, n);
    String settings = "quantity=" + quantity;
    if (terms.stream().allMatch(t -> t.joint.states() == 1)) {
      return Estimate.normal(
          0,
          0,
          n,
          estimator.label(),
          settings,
          Verdict.TRUSTED,
          "a constant carries no information");
    }
    double alone = terms.stream().mapToDouble(t -> shareSeenOnce(t.joint)).max().orElseThrow();
    if (n < 8 || alone > 0.5) {
      return Estimate.normal(
          value,
          error,
          n,
          estimator.label(),
          settings,
          n < 8 ? Verdict.UNDERSAMPLED : Verdict.SATURATED,
          "%.0f %% of the rows are alone in their joint state, so ln n = %.2f nats caps what can be seen"
              .formatted(100 * alone, Math.log(n)));
    }
    return Consistency.of(value, n, 1, 0, rows -> value(terms, rows))
        .judgeWith(error, n, estimator.label(), settings);
  }

  private double value(List<Term> terms, int[] rows) {
    double value = 0;
    for (Term t : terms) {
      Labels joint = rows == null ? t.joint : t.joint.rows(rows);
      value += t.sign * estimator.nats(joint.counts(), Math.max(t.alphabet, joint.states()));
    }
    return value;
  }

  private static double shareSeenOnce(Labels joint) {
    return (double) Arrays.stream(joint.counts()).filter(c -> c == 1).count() / joint.size();
  }

  private static double standardError(List<Term> terms, int n) {
    double degrees = terms.stream().mapToDouble(t -> t.sign * (t.joint.states() - 1.0)).sum();
    double first = n == 1 ? 0 : Statistics.variance(local(terms)) / n;
    return Math.sqrt(first + Math.abs(degrees) / (2.0 * n * n));
  }

  private static double[] local(List<Term> terms) {
    int n = terms.getFirst().joint.size();
    double[] local = new double[n];
    for (Term t : terms) {
      int[] counts = t.joint.counts();
      for (int i = 0; i < n; i++) {
        local[i] -= t.sign * Math.log((double) counts[t.joint.code(i)] / n);
      }
    }
    return local;
  }

  /**
   * The likelihood-ratio (G) test of independence: {@code 2n · I_plug-in(X;Y)} against chi-squared
   * with {@code (K_x−1)(K_y−1)} degrees of freedom; its approximation needs about five rows per
   * cell.
   */
  public static LikelihoodRatio likelihoodRatio(Labels x, Labels y) {
    double information =
        with(CountEntropy.PLUG_IN).value(List.of(term(1, x), term(1, y), term(-1, x, y)), null);
    double statistic = 2 * x.size() * information;
    long degrees = (x.states() - 1L) * (y.states() - 1);
    double p = degrees == 0 ? 1 : SpecialFunctions.chiSquaredTail(statistic, (double) degrees);
    return new LikelihoodRatio(statistic, degrees, p);
  }

  /**
   * A likelihood-ratio test.
   *
   * @param statistic {@code 2n} times the plug-in information, without unit
   * @param degreesOfFreedom of the chi-squared null
   * @param pValue chance of a statistic as large under independence
   */
  public record LikelihoodRatio(double statistic, long degreesOfFreedom, double pValue) {}
}
