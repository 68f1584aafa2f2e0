package org.pith.measure.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.pith.measure.Estimate;
import org.pith.measure.Samples;
import org.pith.measure.knn.KozachenkoLeonenko;
import org.pith.measure.knn.Kraskov;
import org.pith.measure.knn.MixedPair;

/** Odd shapes, ties and scales: a finite value, or an error that says which argument is wrong. */
class FuzzTest {
  @Property(tries = 120, seed = "3877480226607593967")
  void theRouteAnswersOrSaysWhy(
      @ForAll @IntRange(min = 1, max = 120) int n,
      @ForAll @IntRange(min = 1, max = 4) int dx,
      @ForAll @IntRange(min = 1, max = 4) int dy,
      @ForAll @IntRange(min = -300, max = 300) int exponent,
      @ForAll @IntRange(min = 0, max = 3) int kind,
      @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Samples x = draw(n, dx, kind, exponent, random);
    Samples y = draw(n, dy, random.nextInt(4), -exponent, random);
    try {
      Estimate e = MutualInformation.of(x, y);
      assertThat(e.value()).isFinite();
      assertThat(e.reason()).isNotBlank();
    } catch (IllegalArgumentException refused) {
      assertThat(refused).hasMessageContaining("Maybe");
    }
  }

  @Property(tries = 120, seed = "6949004011320339164")
  void neighboursAnswerOrSayWhy(
      @ForAll @IntRange(min = 2, max = 80) int n,
      @ForAll @IntRange(min = 1, max = 3) int d,
      @ForAll @IntRange(min = -300, max = 300) int exponent,
      @ForAll @IntRange(min = 0, max = 3) int kind,
      @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Samples x = draw(n, d, kind, exponent, random);
    Samples y = draw(n, 1, random.nextInt(4), -exponent, random);
    try {
      assertThat(Kraskov.withDefaults().value(x, y)).isFinite();
      assertThat(Kraskov.withDefaults().withForm(Kraskov.Form.SECOND).value(x, y)).isFinite();
      assertThat(MixedPair.withDefaults().value(x, y)).isFinite();
      assertThat(KozachenkoLeonenko.withDefaults().value(x))
          .isNotNaN()
          .isLessThan(Double.POSITIVE_INFINITY);
    } catch (IllegalArgumentException refused) {
      assertThat(refused).hasMessageContaining("Maybe");
    }
  }

  /** Continuous, few integers, censored at zero, or constant. */
  private static Samples draw(int n, int d, int kind, int exponent, SplittableRandom random) {
    double scale = Math.pow(10, exponent);
    double[][] columns = new double[d][n];
    for (double[] column : columns) {
      for (int i = 0; i < n; i++) {
        column[i] =
            scale
                * switch (kind) {
                  case 0 -> random.nextGaussian();
                  case 1 -> random.nextInt(4);
                  case 2 -> Math.max(0, random.nextGaussian());
                  default -> 1;
                };
      }
    }
    return Samples.of(columns);
  }
}
