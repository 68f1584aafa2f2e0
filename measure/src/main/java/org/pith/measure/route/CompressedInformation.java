package org.pith.measure.route;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.pith.measure.Estimate;
import org.pith.measure.Samples;
import org.pith.measure.density.PrincipalComponents;

/**
 * Mutual information of wide vectors by lossy compression: each side is reduced to the few
 * principal components that keep a share of its variance, and the default route estimates what the
 * codes share. A function of X and one of Y cannot share more than X and Y, so up to the error of
 * the estimate it is a lower bound, and tight where the information lies in directions of large
 * variance; the settings state the components and the share of variance that was lost. Information
 * in small directions is lost without a trace.
 *
 * <p>The information of a deterministic layer about its continuous input is infinite. {@link
 * #withNoise} makes the layer stochastic first, {@code T + N(0, σ²)}, and the answer is about that
 * layer; the settings say so. No noise is added unless asked for.
 *
 * <p>Constant sides give 0. Cost: {@link PrincipalComponents} and {@link MutualInformation}.
 *
 * <p>Reference: Butakov et al. (2024), arXiv 2305.08013.
 */
public final class CompressedInformation {
  private final double share;
  private final int most;
  private final double noise;
  private final MutualInformation route;
  private final long seed;

  private CompressedInformation(
      double share, int most, double noise, MutualInformation route, long seed) {
    this.share = share;
    this.most = most;
    this.noise = noise;
    this.route = route;
    this.seed = seed;
  }

  /** 99 % of the variance in at most 8 components a side, no noise, the default route, seed 0. */
  public static CompressedInformation withDefaults() {
    return new CompressedInformation(0.99, 8, 0, MutualInformation.withDefaults(), 0);
  }

  /** The same keeping another share of the variance, above 0 and at most 1. */
  public CompressedInformation withShare(double share) {
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException(
          "The share of variance (%s) must be in (0, 1]. Maybe 0.99.".formatted(share));
    }
    return new CompressedInformation(share, most, noise, route, seed);
  }

  /** The same with at most {@code most} components a side. */
  public CompressedInformation withMost(int most) {
    if (most < 1) {
      throw new IllegalArgumentException(
          "The number of components (%d) must be at least 1. Maybe 8.".formatted(most));
    }
    return new CompressedInformation(share, most, noise, route, seed);
  }

  /** The same with normal noise of standard deviation {@code sigma} on every column of Y. */
  public CompressedInformation withNoise(double sigma) {
    if (!(sigma >= 0 && sigma < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "The noise (%s) must be finite and not negative. Maybe a tenth of the deviation."
              .formatted(sigma));
    }
    return new CompressedInformation(share, most, sigma, route, seed);
  }

  /** The same with another route between the codes. */
  public CompressedInformation withRoute(MutualInformation route) {
    return new CompressedInformation(share, most, noise, route, seed);
  }

  /** The same with another seed for the noise. */
  public CompressedInformation withSeed(long seed) {
    return new CompressedInformation(share, most, noise, route, seed);
  }

  /** {@code I(code of X; code of Y)} in nats. */
  public Estimate estimate(Samples x, Samples y) {
    x.requireSameSize(y);
    Code codeX = code(x);
    Code codeY = code(noise == 0 ? y : noisy(y));
    Estimate e = route.estimate(codeX.scores, codeY.scores);
    String settings =
        "pca=%dx%d, lost=%.4fx%.4f, noise=%s; %s"
            .formatted(
                codeX.scores.dimensions(),
                codeY.scores.dimensions(),
                codeX.lost,
                codeY.lost,
                noise,
                e.settings());
    return e.by("compressed", settings);
  }

  private record Code(Samples scores, double lost) {}

  private Code code(Samples samples) {
    PrincipalComponents components = PrincipalComponents.of(samples);
    if (components.size() == 0) {
      return new Code(samples.select(0), 0);
    }
    int size = Math.min(most, components.sizeKeeping(share));
    double kept = Arrays.stream(components.shares()).limit(size).sum();
    return new Code(components.scores(samples, size), Math.max(0, 1 - kept));
  }

  private Samples noisy(Samples samples) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] columns = samples.columns();
    for (double[] column : columns) {
      Arrays.setAll(column, i -> column[i] + noise * random.nextGaussian());
    }
    return Samples.of(columns);
  }
}
