package org.pith.measure.density;

import java.util.Arrays;
import org.pith.measure.Estimate;
import org.pith.measure.Estimate.Verdict;
import org.pith.measure.Labels;
import org.pith.measure.Samples;
import org.pith.measure.discrete.CountEntropy;

/**
 * Information of a representation T to which Gaussian noise of standard deviation σ is added, so
 * that T is a mixture of n equal normals about the rows t_i. Its entropy has no closed form but
 * bounds from pairs, {@code h ≥ (d/2) ln 2πeσ² − mean_i ln mean_j exp(−‖t_i − t_j‖² / 8σ²)}, and
 * the same with {@code 2σ²} in place of {@code 8σ²} for {@code h ≤}. With {@code m(c) = −mean_i ln
 * mean_j exp(−‖t_i − t_j‖² / cσ²)}:
 *
 * <ul>
 *   <li>{@link #ofInput}: {@code m(8) ≤ I(X;T) ≤ m(2)}, X being which row it is; at most ln n;
 *   <li>{@link #ofClass}: {@code I(T;Y) = h(T) − h(T|Y)} between {@code m(8) − Σ p(y) m_y(2)} and
 *       {@code m(2) − Σ p(y) m_y(8)}.
 * </ul>
 *
 * <p>The noise is an assumption, not a property of the network, and every answer depends on it. A
 * constant one compares epochs whose activations differ in scale; the adaptive one, a share of the
 * largest absolute activation, moves with the layer and so sees compression in layers without a
 * bound on their activations.
 *
 * <p>Estimates lie between the bounds, which are their interval; no standard error is stated.
 * {@code SATURATED} is one whose upper bound is within 5 % of its ceiling, ln n or H(Y); {@code
 * BIASED} one whose bounds are further apart than the tolerance. Constant T gives 0. Cost: n² · d.
 *
 * <p>References: Kolchinsky and Tracey (2017), doi:10.3390/e19070361 (bounds); Chelombiev,
 * Houghton, O'Donnell (2019), arXiv 1902.09037 (noise scaled to the activity).
 */
public final class MixtureBound {
  private final double sigma;
  private final boolean adaptive;

  private MixtureBound(double sigma, boolean adaptive) {
    this.sigma = sigma;
    this.adaptive = adaptive;
  }

  /** Adaptive noise whose variance is a thousandth of the largest squared activation. */
  public static MixtureBound withDefaults() {
    return new MixtureBound(Math.sqrt(1e-3), true);
  }

  /** Noise of standard deviation {@code share} times the largest absolute activation. */
  public MixtureBound withNoiseShare(double share) {
    return new MixtureBound(positive(share), true);
  }

  /** Noise of the constant standard deviation {@code sigma}, in the unit of the activations. */
  public MixtureBound withNoise(double sigma) {
    return new MixtureBound(positive(sigma), false);
  }

  private static double positive(double noise) {
    if (!(noise > 0 && noise < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "The noise (%s) must be finite and above 0; without it the information is infinite. Maybe 0.03."
              .formatted(noise));
    }
    return noise;
  }

  /** The standard deviation of the noise that {@code t} gets; 0 where every activation is 0. */
  public double noise(Samples t) {
    if (!adaptive) {
      return sigma;
    }
    double largest = 0;
    for (double[] column : t.columns()) {
      for (double v : column) {
        largest = Math.max(largest, Math.abs(v));
      }
    }
    return sigma * largest;
  }

  /** {@code I(X;T)}: how well noisy T tells the rows apart. */
  public Estimate ofInput(Samples t) {
    double noise = noise(t);
    double[] bounds = bounds(t, noise);
    return between(bounds[0], bounds[1], Math.log(t.size()), "ln n", t.size(), noise);
  }

  /** {@code I(T;Y)}: what noisy T says about a class. */
  public Estimate ofClass(Samples t, Labels classes) {
    classes.requireSameSize(t.size());
    double noise = noise(t);
    double[] bounds = bounds(t, noise);
    double low = bounds[0];
    double high = bounds[1];
    for (int[] rows : classes.members()) {
      double share = (double) rows.length / t.size();
      double[] within = bounds(t.rows(rows), noise);
      low -= share * within[1];
      high -= share * within[0];
    }
    double entropy = CountEntropy.PLUG_IN.nats(classes.counts());
    return between(Math.max(0, low), Math.min(high, entropy), entropy, "H(Y)", t.size(), noise);
  }

  private Estimate between(
      double low, double high, double ceiling, String named, int n, double noise) {
    double value = (low + high) / 2;
    boolean capped = ceiling > 0 && high > 0.95 * ceiling;
    boolean wide = high - low > 2 * Estimate.tolerance(value);
    String settings = "noise=%.4g, %s".formatted(noise, adaptive ? "adaptive" : "constant");
    return new Estimate(
        value,
        Double.NaN,
        low,
        high,
        n,
        "mixture-bound",
        settings,
        capped ? Verdict.SATURATED : wide ? Verdict.BIASED : Verdict.TRUSTED,
        capped
            ? "the upper bound is within 5 %% of %s = %.2f nats".formatted(named, ceiling)
            : "the bounds are %.3f nats apart".formatted(high - low));
  }

  /** {@code m(8)} and {@code m(2)}, which are 0 for constant rows. */
  private static double[] bounds(Samples t, double noise) {
    int n = t.size();
    if (noise == 0) {
      return new double[2];
    }
    double[][] columns = t.columns();
    double[] squares = new double[n];
    double low = 0;
    double high = 0;
    for (int i = 0; i < n; i++) {
      squaresFrom(columns, i, noise, squares);
      low -= Math.log(meanExp(squares, 8)) / n;
      high -= Math.log(meanExp(squares, 2)) / n;
    }
    return new double[] {Math.max(0, low), Math.max(0, high)};
  }

  private static void squaresFrom(double[][] columns, int i, double noise, double[] squares) {
    Arrays.fill(squares, 0);
    for (double[] column : columns) {
      double at = column[i];
      for (int j = 0; j < squares.length; j++) {
        double gap = (column[j] - at) / noise;
        squares[j] += gap * gap;
      }
    }
  }

  /** Never 0, since a row is at distance 0 from itself. */
  private static double meanExp(double[] squares, double divisor) {
    double sum = 0;
    for (double s : squares) {
      sum += Math.exp(-s / divisor);
    }
    return sum / squares.length;
  }
}
