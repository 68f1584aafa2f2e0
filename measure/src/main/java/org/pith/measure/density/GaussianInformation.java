package org.pith.measure.density;

import org.pith.measure.Estimate;
import org.pith.measure.Estimate.Verdict;
import org.pith.measure.Samples;
import org.pith.measure.internal.Cholesky;
import org.pith.measure.internal.Correlations;
import org.pith.measure.internal.GaussianMoments;
import org.pith.measure.significance.Consistency;

/**
 * Information of jointly normal vectors from their correlations, in nats: {@code ½ (ln|C_X| +
 * ln|C_Y| − ln|C|)}, given Z {@code ½ (ln|C_XZ| + ln|C_YZ| − ln|C_Z| − ln|C|)}, total correlation
 * {@code −½ ln|R|}.
 *
 * <p>For data that are not normal it is a lower bound at best; margins far from normal make the
 * estimate {@code BIASED}. Constant columns are uncorrelated with everything and add nothing; a
 * constant side gives exactly 0.
 * Linear dependence makes C singular, which is an error unless shrinkage is asked for. Cost: n ·
 * d².
 */
public final class GaussianInformation {
  private static final String NAME = "gaussian";
  private static final double FAR_FROM_NORMAL = 5;

  private final boolean shrinking;

  private GaussianInformation(boolean shrinking) {
    this.shrinking = shrinking;
  }

  /** Plain sample correlations. */
  public static GaussianInformation withDefaults() {
    return new GaussianInformation(false);
  }

  /**
   * Correlations shrunk towards zero by the weight that minimises the expected squared error, so
   * that more columns than rows are allowed; the exact bias of the plug-in no longer applies and is
   * not subtracted. Schäfer and Strimmer (2005), doi:10.2202/1544-6115.1175.
   */
  public GaussianInformation withShrinkage() {
    return new GaussianInformation(true);
  }

  /** The plug-in value, nothing corrected. */
  public double value(Samples x, Samples y) {
    x.requireSameSize(y);
    if (x.isConstant() || y.isConstant()) {
      return 0;
    }
    double value = GaussianMoments.information(correlations(x.join(y)), x.dimensions());
    if (Double.isNaN(value)) {
      throw singular(x.join(y));
    }
    return value;
  }

  /** The plug-in value given Z. */
  public double value(Samples x, Samples y, Samples given) {
    x.requireSameSize(y);
    x.requireSameSize(given);
    if (x.isConstant() || y.isConstant()) {
      return 0;
    }
    return 0.5
        * (logDeterminant(x.join(given))
            + logDeterminant(y.join(given))
            - logDeterminant(given)
            - logDeterminant(x.join(y).join(given)));
  }

  /** The plug-in total correlation of the columns, {@code −½ ln|R|}: their redundancy. */
  public double totalCorrelation(Samples x) {
    return -0.5 * logDeterminant(x);
  }

  /** The value less the exact bias that n normal rows give a plug-in of these dimensions. */
  public double correctedValue(Samples x, Samples y) {
    boolean exact = shrinking || x.isConstant() || y.isConstant();
    double bias = exact ? 0 : GaussianMoments.bias(x.size(), x.dimensions(), y.dimensions());
    return value(x, y) - bias;
  }

  /**
   * The corrected estimate with standard error {@code sqrt(Σρ²/n + d_x d_y / 2n²)}, interval and
   * verdict.
   *
   * @throws IllegalArgumentException if the rows are not paired, or fewer than eight a dimension
   *     and not shrunk, or fewer than 8, or a column is a copy
   */
  public Estimate estimate(Samples x, Samples y) {
    Samples joint = x.join(y);
    int n = x.size();
    if (!shrinking && n < 8 * joint.dimensions()) {
      throw new IllegalArgumentException(
          "%d rows are too few for %d dimensions; eight a dimension are needed. Maybe use shrinkage."
              .formatted(n, joint.dimensions()));
    }
    String settings = "shrinkage=%s".formatted(shrinking);
    if (x.isConstant() || y.isConstant()) {
      return Estimate.normal(
          0, 0, n, NAME, settings, Verdict.TRUSTED, "a constant carries no information");
    }
    double value = correctedValue(x, y);
    double pairs = (double) x.dimensions() * y.dimensions();
    double squares =
        GaussianMoments.squaredCanonicalCorrelations(correlations(joint), x.dimensions());
    double error = Math.sqrt((Math.max(0, squares - pairs / n) + pairs / (2.0 * n)) / n);
    double odd = departureFromNormal(joint);
    if (odd > FAR_FROM_NORMAL) {
      return Estimate.normal(
          value,
          error,
          n,
          NAME,
          settings,
          Verdict.BIASED,
          "a column is not normal (its third or fourth moment is %.0f standard errors off); use the copula"
              .formatted(odd));
    }
    return Consistency.of(value, n, 1, 0, rows -> valueOrNaN(x.rows(rows), y.rows(rows)))
        .judgeWith(error, n, NAME, settings);
  }

  /** In part of the rows a column may be a copy of another that it is not in all. */
  private double valueOrNaN(Samples x, Samples y) {
    try {
      return correctedValue(x, y);
    } catch (IllegalArgumentException singular) {
      return Double.NaN;
    }
  }

  private double[][] correlations(Samples samples) {
    double[][] columns = samples.columns();
    double[][] r = Correlations.of(columns);
    return shrinking ? shrunk(r, samples.size()) : r;
  }

  /**
   * Off-diagonal correlations times {@code 1 − λ}, {@code λ = Σ Var(r) / Σ r²} with {@code Var(r) ≈
   * (1 − r²)² / (n − 1)}.
   */
  private static double[][] shrunk(double[][] r, int n) {
    double noise = 0;
    double signal = 0;
    for (int i = 0; i < r.length; i++) {
      for (int j = 0; j < i; j++) {
        double square = r[i][j] * r[i][j];
        noise += (1 - square) * (1 - square) / (n - 1);
        signal += square;
      }
    }
    double keep = signal == 0 ? 1 : 1 - Math.clamp(noise / signal, 1e-6, 1);
    for (int i = 0; i < r.length; i++) {
      for (int j = 0; j < r.length; j++) {
        r[i][j] *= i == j ? 1 : keep;
      }
    }
    return r;
  }

  private double logDeterminant(Samples samples) {
    Cholesky factor = Cholesky.of(correlations(samples));
    if (factor == null) {
      throw singular(samples);
    }
    return factor.logDeterminant();
  }

  private static IllegalArgumentException singular(Samples samples) {
    return new IllegalArgumentException(
        "The correlation matrix of %d columns is singular in %d rows, so the information is infinite or undefined. Maybe a column is a copy; drop it, or use shrinkage."
            .formatted(samples.dimensions(), samples.size()));
  }

  /** The largest standardised skewness or excess kurtosis of a column. */
  private static double departureFromNormal(Samples samples) {
    double worst = 0;
    for (double[] column : samples.columns()) {
      double root = Math.sqrt(column.length);
      double deviation = 0;
      double third = 0;
      double fourth = 0;
      for (double v : Correlations.standardized(column)) {
        double z = v * root;
        deviation = Math.max(deviation, Math.abs(z));
        third += z * z * z;
        fourth += z * z * z * z;
      }
      int n = column.length;
      if (deviation > 0) {
        worst = Math.max(worst, Math.abs(third / n) / Math.sqrt(6.0 / n));
        worst = Math.max(worst, Math.abs(fourth / n - 3) / Math.sqrt(24.0 / n));
      }
    }
    return worst;
  }
}
