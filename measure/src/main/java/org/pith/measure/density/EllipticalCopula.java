package org.pith.measure.density;

import static org.pith.measure.internal.SpecialFunctions.digamma;
import static org.pith.measure.internal.SpecialFunctions.logGamma;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.pith.measure.Samples;
import org.pith.measure.internal.Cholesky;
import org.pith.measure.internal.Correlations;
import org.pith.measure.internal.GaussianMoments;
import org.pith.measure.internal.Ranks;
import org.pith.measure.internal.Statistics;

/**
 * An elliptical copula fitted to the ranks of paired vectors X and Y: any continuous margins, a
 * correlation matrix, and tails that are Gaussian or those of Student's t. Information does not
 * depend on the margins, so it is that of the elliptical distribution: {@code ½ (ln|C_X| + ln|C_Y|
 * − ln|C|)}, for ν degrees of freedom plus {@code h(d_x) + h(d_y) − h(d_x + d_y)} with {@code h(k)
 * = −lnΓ((ν+k)/2) + lnΓ(ν/2) + (k/2) ln(νπ) + ((ν+k)/2)(ψ((ν+k)/2) − ψ(ν/2))}; the exact
 * small-sample bias of a Gaussian plug-in is subtracted.
 *
 * <p>Ties share their mean rank. Beside a Gaussian copula a constant side carries exactly 0;
 * Student's has no density there, which is an error. It is blind to dependence that is not elliptical; the default
 * route checks that.
 *
 * <p>Cost: n · d² (Gaussian), about a hundred times that for Student.
 *
 * <p>Reference: Demarta and McNeil (2005), doi:10.1111/j.1751-5823.2005.tb00254.x.
 */
public final class EllipticalCopula {
  private final int n;
  private final int dx;
  private final double[][] correlation;
  private final double degrees;
  private final double localVariance;
  private final double logLikelihood;
  private final boolean constantSide;

  private EllipticalCopula(
      int n,
      int dx,
      double[][] correlation,
      double degrees,
      double localVariance,
      double logLikelihood,
      boolean constantSide) {
    this.constantSide = constantSide;
    this.n = n;
    this.dx = dx;
    this.correlation = correlation;
    this.degrees = degrees;
    this.localVariance = localVariance;
    this.logLikelihood = logLikelihood;
  }

  /**
   * The Gaussian copula: correlations of normal scores.
   *
   * @throws IllegalArgumentException if columns are linearly dependent, or fewer than three rows a
   *     dimension
   */
  public static EllipticalCopula gaussian(Samples x, Samples y) {
    double[][] scores = Ranks.normalScores(joint(x, y).columns());
    double[][] c = Correlations.of(scores);
    Cholesky factor = Cholesky.of(c);
    if (factor == null) {
      throw singular();
    }
    double[][] white = factor.whiten(scores);
    double sum = -0.5 * x.size() * factor.logDeterminant();
    for (int j = 0; j < scores.length; j++) {
      sum += 0.5 * (Correlations.dot(scores[j], scores[j]) - Correlations.dot(white[j], white[j]));
    }
    double chance = (double) x.dimensions() * y.dimensions() / x.size();
    double squares = GaussianMoments.squaredCanonicalCorrelations(c, x.dimensions());
    double variance = Math.max(0, squares - chance);
    return new EllipticalCopula(
        x.size(),
        x.dimensions(),
        c,
        Double.POSITIVE_INFINITY,
        variance,
        sum,
        x.isConstant() || y.isConstant());
  }

  /**
   * Student's copula with the likeliest degrees of freedom between 0.5 and 100.
   *
   * @throws IllegalArgumentException if columns are linearly dependent or constant, or fewer than
   *     three rows a dimension
   */
  public static EllipticalCopula student(Samples x, Samples y) {
    StudentProfile profile = new StudentProfile(joint(x, y).columns());
    StudentProfile.Fit fit = profile.maximize();
    if (fit == null) {
      throw singular();
    }
    double variance = Statistics.variance(profile.localInformation(fit, x.dimensions()));
    return new EllipticalCopula(
        x.size(),
        x.dimensions(),
        fit.dispersion(),
        fit.degrees(),
        variance,
        fit.logLikelihood(),
        false);
  }

  /**
   * Student's copula where its extra parameter pays by the Bayesian information criterion, else the
   * Gaussian one.
   */
  public static EllipticalCopula best(Samples x, Samples y) {
    EllipticalCopula gaussian = gaussian(x, y);
    double toBeat = gaussian.logLikelihood + 0.5 * Math.log(x.size());
    if (!new StudentProfile(joint(x, y).columns()).mayReach(toBeat)) {
      return gaussian;
    }
    EllipticalCopula student = student(x, y);
    return student.logLikelihood > toBeat ? student : gaussian;
  }

  /** A copula of the same family fitted to other rows. */
  public EllipticalCopula refit(Samples x, Samples y) {
    return Double.isInfinite(degrees) ? gaussian(x, y) : student(x, y);
  }

  private static Samples joint(Samples x, Samples y) {
    Samples joint = x.join(y);
    if (joint.size() < 3 * joint.dimensions()) {
      throw new IllegalArgumentException(
          "%d rows are too few for a copula of %d dimensions; three times as many are needed. Maybe reduce the dimensions first."
              .formatted(joint.size(), joint.dimensions()));
    }
    return joint;
  }

  private static IllegalArgumentException singular() {
    return new IllegalArgumentException(
        "The columns are linearly dependent in ranks, so the copula has no density. Maybe a column"
            + " is a copy or constant.");
  }

  /** The degrees of freedom; infinite for the Gaussian copula. */
  public double degrees() {
    return degrees;
  }

  /** The log likelihood of all rows relative to independence, in nats. */
  public double logLikelihood() {
    return logLikelihood;
  }

  /**
   * {@code I(X;Y)} in nats, the Gaussian plug-in's bias subtracted; it may be slightly negative.
   */
  public double information() {
    if (constantSide) {
      return 0;
    }
    return GaussianMoments.information(correlation, dx)
        + tails(degrees)
        - GaussianMoments.bias(n, dx, correlation.length - dx);
  }

  /**
   * The standard error of {@link #information}: the variance of the local log ratio over n, which
   * for the Gaussian copula is {@code Σρ²} over the canonical correlations without what chance
   * adds, and {@code d_x d_y / 2n²}, which remains at independence.
   */
  public double standardError() {
    if (constantSide) {
      return 0;
    }
    double chance = dx * (double) (correlation.length - dx) / (2.0 * n);
    return Math.sqrt((localVariance + chance) / n);
  }

  private double tails(double nu) {
    int d = correlation.length;
    return Double.isInfinite(nu) ? 0 : tail(dx, nu) + tail(d - dx, nu) - tail(d, nu);
  }

  private static double tail(int k, double nu) {
    return -logGamma((nu + k) / 2)
        + logGamma(nu / 2)
        + k / 2.0 * Math.log(nu * Math.PI)
        + (nu + k) / 2 * (digamma((nu + k) / 2) - digamma(nu / 2));
  }

  /**
   * Rows drawn from the copula, X columns before Y columns. Their information is {@link
   * #information}, not that of the raw fit, whose chance correlations between X and Y are shrunk
   * until it matches.
   */
  public Samples sample(int rows, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Cholesky factor =
        Cholesky.of(
            GaussianMoments.shrunkTo(Math.max(0, information() - tails(degrees)), correlation, dx));
    int d = correlation.length;
    double[][] columns = new double[d][rows];
    double[] z = new double[d];
    for (int i = 0; i < rows; i++) {
      Arrays.setAll(z, j -> random.nextGaussian());
      double[] point = factor.times(z);
      double scale =
          Double.isInfinite(degrees) ? 1 : Math.sqrt(degrees / (2 * gamma(degrees / 2, random)));
      for (int j = 0; j < d; j++) {
        columns[j][i] = point[j] * scale;
      }
    }
    return Samples.of(columns);
  }

  /**
   * A gamma variate of the given shape and scale 1. Marsaglia and Tsang (2000),
   * doi:10.1145/358407.358414.
   */
  private static double gamma(double shape, SplittableRandom random) {
    if (shape < 1) {
      return gamma(shape + 1, random) * Math.pow(1 - random.nextDouble(), 1 / shape);
    }
    double d = shape - 1 / 3.0;
    double c = 1 / Math.sqrt(9 * d);
    while (true) {
      double x = random.nextGaussian();
      double v = Math.pow(1 + c * x, 3);
      if (v > 0 && Math.log(1 - random.nextDouble()) < 0.5 * x * x + d - d * v + d * Math.log(v)) {
        return d * v;
      }
    }
  }
}
